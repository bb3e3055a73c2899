// particles.cpp: bursts of soft dots, in the world and on the canvas. Only to look at: they never touch the game's dice.
#include "look.h"

namespace garden::engine {
namespace {
struct Dot { Vector3 at{}, velocity{}; Color color{}; float age = 0, life = 1, size = 0.1f, gravity = 0; bool glow = true; };
vector<Dot> dots, flat_dots;
uint32_t dice = 2463534242u;
const size_t most = 900;

float chance() { dice ^= dice << 13; dice ^= dice >> 17; dice ^= dice << 5; return (float)(dice >> 8) / 16777216.0f; }
float chance(float from, float to) { return from + (to - from) * chance(); }

void move(vector<Dot>& list, float dt, float down) {
  for (Dot& d : list) {
    d.age += dt;
    d.velocity.y += down * d.gravity * dt;
    float drag = expf(-1.6f * dt);
    d.velocity = Vector3Scale(d.velocity, drag);
    d.at = Vector3Add(d.at, Vector3Scale(d.velocity, dt));
  }
  std::erase_if(list, [](const Dot& d) { return d.age >= d.life; });
}

Color fading(const Dot& d) {
  float t = d.age / d.life;
  return alpha(d.color, (d.color.a / 255.0f) * (t < 0.1f ? t * 10 : 1 - (t - 0.1f) / 0.9f));
}
}  // namespace

void particles_reset() { dots.clear(); flat_dots.clear(); }

void particles_step(float dt) {
  move(dots, dt, -1);
  move(flat_dots, dt, 1);
}

void particles_draw() {
  const Frame& f = frame();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(f.camera.target, f.camera.position));
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, f.camera.up)), up = Vector3CrossProduct(right, ahead);
  for (bool glow : {false, true}) {
    rlDrawRenderBatchActive();
    rlSetBlendFactorsSeparate(RL_SRC_ALPHA, glow ? RL_ONE : RL_ONE_MINUS_SRC_ALPHA, glow ? RL_SRC_ALPHA : RL_ZERO, RL_ONE, RL_FUNC_ADD, RL_FUNC_ADD);
    rlSetBlendMode(RL_BLEND_CUSTOM_SEPARATE);
    rlSetTexture(soft_texture());
    rlBegin(RL_QUADS);
    for (const Dot& d : dots) {
      if (d.glow != glow) continue;
      float r = d.size * (1 - 0.5f * d.age / d.life);
      quad(d.at, Vector3Scale(right, r), Vector3Scale(up, r), fading(d));
      if (glow) quad(d.at, Vector3Scale(right, r * 0.45f), Vector3Scale(up, r * 0.45f), alpha(WHITE, fading(d).a / 400.0f));
    }
    rlEnd();
    rlSetTexture(0);
  }
  rlDrawRenderBatchActive();
}

void particles_draw_2d() {
  for (bool glow : {false, true}) {
    BeginBlendMode(glow ? BLEND_ADDITIVE : BLEND_ALPHA);
    rlSetTexture(soft_texture());
    rlBegin(RL_QUADS);
    for (const Dot& d : flat_dots) {
      if (d.glow != glow) continue;
      float r = d.size * (1.4f - 0.6f * d.age / d.life);
      quad(d.at, {r, 0, 0}, {0, -r, 0}, fading(d));
    }
    rlEnd();
    rlSetTexture(0);
    EndBlendMode();
  }
}

}  // namespace garden::engine

namespace garden {
using namespace engine;

void burst(Vector3 at, const Burst& b) {
  if (engine::engine().options.headless && !engine::engine().gpu) return;
  for (int i = 0; i < min(b.count, 200) && dots.size() < most; ++i) {
    float around = chance(0, 2 * PI), up = chance(-1, 1), flat = sqrtf(1 - up * up), speed = b.speed * chance(0.35f, 1);
    Vector3 v{cosf(around) * flat * b.spread * speed, (up * b.spread + (b.gravity > 0 ? 0.6f : 0)) * speed, sinf(around) * flat * b.spread * speed};
    dots.push_back({at, v, b.color, 0, b.life * chance(0.5f, 1.1f), b.size * chance(0.6f, 1.3f), b.gravity, b.glow});
  }
}

void burst2d(Vector2 at, const Burst& b) {
  if (engine::engine().options.headless && !engine::engine().gpu) return;
  float speed = b.speed > 20 ? b.speed : b.speed * 60, size = b.size >= 2 ? b.size : b.size * 60, gravity = b.gravity > 40 ? b.gravity : b.gravity * 60;
  for (int i = 0; i < min(b.count, 200) && flat_dots.size() < most; ++i) {
    float around = chance(0, 2 * PI), v = speed * chance(0.3f, 1) * b.spread;
    flat_dots.push_back({{at.x, at.y, 0}, {cosf(around) * v, sinf(around) * v - (gravity > 0 ? speed * 0.4f : 0), 0}, b.color, 0, b.life * chance(0.5f, 1.1f),
                         size * chance(0.6f, 1.3f), gravity, b.glow});
  }
}

void flash(Color color, float seconds) { world().flash = {color, seconds, max(seconds, 0.01f)}; }

}  // namespace garden
