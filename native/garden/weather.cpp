// weather.cpp: what falls, rises and drifts. Every flake's place follows from its number and the time alone, so nothing
// is kept, nothing touches the game's dice, and the same frame looks the same again.
#include "look.h"

namespace garden::engine {
namespace {
struct Kind {
  int count; float fall, sway, size; bool glow; Color color; float box; float stretch;   // stretch: a streak of so many metres
};

const Kind* kind_of(string_view name) {
  static const map<string, Kind, std::less<>> kinds = {
    {"rain", {980, 13, 0.2f, 0.010f, false, {204, 220, 240, 165}, 13, 0.62f}},
    {"up_rain", {820, -7, 0.3f, 0.011f, true, {170, 205, 255, 150}, 13, 0.46f}},
    {"snow", {900, 1.3f, 0.7f, 0.055f, false, {250, 252, 255, 250}, 14, 0}},
    {"petals", {150, 0.9f, 1.3f, 0.085f, false, {255, 186, 205, 240}, 15, 0}},
    {"leaves", {110, 1.1f, 1.5f, 0.12f, false, {222, 142, 62, 245}, 16, 0}},
    {"embers", {170, -1.2f, 0.9f, 0.045f, true, {255, 140, 50, 255}, 13, 0}},
    {"bubbles", {260, -0.7f, 0.5f, 0.075f, false, {214, 242, 255, 150}, 9, 0}},
    {"fireflies", {90, 0.05f, 1.7f, 0.075f, true, {225, 240, 110, 255}, 17, 0}},
    {"dust", {150, 0.12f, 0.9f, 0.026f, true, {255, 236, 200, 120}, 10, 0}},
    {"mist", {16, 0.02f, 1.6f, 5.2f, false, {210, 218, 232, 46}, 30, 0}},
  };
  auto found = kinds.find(name);
  return found == kinds.end() ? nullptr : &found->second;
}

float part(int i, int k) {
  uint32_t h = (uint32_t)i * 374761393u + (uint32_t)k * 668265263u;
  h = (h ^ (h >> 13)) * 1274126177u;
  return (float)((h ^ (h >> 16)) >> 8) / 16777216.0f;
}

float wrap(float v, float middle, float half) { return middle - half + fmodf(fmodf(v - middle + half, 2 * half) + 2 * half, 2 * half); }

Color tinted(const string& kind, int i, Color base) {
  if (kind == "leaves") return mix(base, i % 3 == 0 ? Color{190, 62, 40, 255} : Color{236, 190, 80, 255}, part(i, 9));
  if (kind == "petals") return mix(base, WHITE, part(i, 9) * 0.6f);
  if (kind == "mist") return alpha(mix(world().fog.color, WHITE, 0.25f), base.a / 255.0f);
  return base;
}
}  // namespace

void weather_reset() {}
void weather_step(float) {}

void weather_draw() {
  const Weather& w = world().weather;
  const Kind* k = kind_of(w.kind);
  if (!k || w.strength <= 0.01f) return;
  const Frame& f = frame();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(f.camera.target, f.camera.position));
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, f.camera.up)), up = Vector3CrossProduct(right, ahead);
  bool mist = w.kind == "mist", flies = w.kind == "fireflies";
  Vector3 middle = Vector3Add(f.camera.position, Vector3Scale(ahead, mist ? k->box * 0.55f : k->box * 0.75f));
  if (world().rig.view == View::top || world().rig.view == View::side) middle = f.camera.target;
  float ground = ground_at(middle.x, middle.z), tall = mist ? 1.6f : flies ? 2.2f : k->box * 0.7f;
  if (mist || flies) middle.y = ground + tall * 0.55f;
  rlDrawRenderBatchActive();
  rlSetBlendFactorsSeparate(RL_SRC_ALPHA, k->glow ? RL_ONE : RL_ONE_MINUS_SRC_ALPHA, k->glow ? RL_SRC_ALPHA : RL_ZERO, RL_ONE, RL_FUNC_ADD, RL_FUNC_ADD);
  rlSetBlendMode(RL_BLEND_CUSTOM_SEPARATE);
  rlDisableBackfaceCulling();
  rlSetTexture(k->stretch > 0 ? 0 : soft_texture());
  rlBegin(RL_QUADS);
  int count = (int)((float)k->count * w.strength);
  float light = clamp(0.3f + world().sun.ambient * 1.5f, w.kind == "snow" || w.kind == "bubbles" ? 0.8f : 0.45f, 1.0f);
  for (int i = 0; i < count; ++i) {
    float pace = 0.7f + 0.6f * part(i, 3), phase = part(i, 4) * 2 * PI, t = f.time;
    Vector3 at{part(i, 0) * 100 + sinf(t * (0.5f + 0.6f * part(i, 5)) + phase) * k->sway, part(i, 1) * 100 - t * k->fall * pace,
               part(i, 2) * 100 + cosf(t * (0.4f + 0.6f * part(i, 6)) + phase) * k->sway};
    if (!flies && !mist) at.x += t * 0.35f;
    if (flies || mist) at.y = part(i, 1) * 100 + sinf(t * 0.7f + phase) * 0.5f;
    at = {wrap(at.x, middle.x, k->box), wrap(at.y, middle.y, tall), wrap(at.z, middle.z, k->box)};
    Vector3 off = Vector3Subtract(at, f.camera.position);
    float far = Vector3Length(off), near_fade = clamp((far - 0.6f) / (mist ? 7.0f : k->stretch > 0 ? 3.5f : 1.0f), 0.0f, 1.0f), far_fade = clamp((k->box * 1.9f - far) / (k->box * 0.6f), 0.0f, 1.0f);
    float shine = k->color.a / 255.0f * near_fade * far_fade;
    if (flies) { float blink = sinf(t * (0.8f + part(i, 7)) + phase); shine *= clamp(blink * 1.4f, 0.0f, 1.0f); }
    if (w.kind == "embers") shine *= 0.55f + 0.45f * sinf(t * 6 + phase);
    if (shine < 0.01f) continue;
    Color c = alpha(tinted(w.kind, i, k->glow ? k->color : shade(k->color, light)), shine);
    float size = k->size * (0.7f + 0.6f * part(i, 8));
    if (k->stretch > 0) {
      Vector3 along{0.05f * k->stretch, -k->stretch * 0.5f, 0};
      quad(at, Vector3Scale(right, size), along, c);
    } else if (w.kind == "petals" || w.kind == "leaves") {
      float spin = t * (1 + part(i, 5) * 2) + phase, flip = cosf(t * 2.3f * pace + phase);
      Vector3 a = Vector3Add(Vector3Scale(right, cosf(spin)), Vector3Scale(up, sinf(spin))), b = Vector3CrossProduct(ahead, a);
      quad(at, Vector3Scale(a, size), Vector3Scale(b, size * (0.35f + 0.3f * fabsf(flip))), c, 0.2f, 0.2f, 0.8f, 0.8f);
    } else if (mist) {
      quad(at, Vector3Scale(right, size * 1.7f), world().rig.view == View::top ? Vector3Scale(up, size) : Vector3{0, size * 0.36f, 0}, c);
    } else {
      quad(at, Vector3Scale(right, size), Vector3Scale(up, size), c);
      if (flies) quad(at, Vector3Scale(right, size * 3), Vector3Scale(up, size * 3), alpha(c, shine * 0.25f));
      if (w.kind == "bubbles") quad(Vector3Add(at, Vector3Scale(Vector3Subtract(up, right), size * 0.3f)), Vector3Scale(right, size * 0.25f), Vector3Scale(up, size * 0.25f), alpha(WHITE, shine));
    }
  }
  rlEnd();
  rlSetTexture(0);
  rlDrawRenderBatchActive();
  rlEnableBackfaceCulling();
}

void weather_draw_2d() {                                   // on a canvas game the canvas itself has weather
  const Weather& w = world().weather;
  const Kind* k = kind_of(w.kind);
  if (frame().three_d || !k || w.strength <= 0.01f || w.kind == "mist") return;
  const float t = frame().time, pixels = 34;
  BeginBlendMode(k->glow ? BLEND_ADDITIVE : BLEND_ALPHA);
  rlSetTexture(k->stretch > 0 ? 0 : soft_texture());
  rlBegin(RL_QUADS);
  int count = (int)((float)k->count * w.strength * 0.45f);
  for (int i = 0; i < count; ++i) {
    float depth = 0.55f + 0.75f * part(i, 8), phase = part(i, 4) * 2 * PI;
    Vector3 at{part(i, 0) * 1400 + sinf(t * (0.5f + part(i, 5)) + phase) * k->sway * pixels + t * 14 * depth, part(i, 1) * 800 + t * k->fall * pixels * 1.6f * depth, 0};
    if (w.kind == "fireflies") at.y = part(i, 1) * 800 + sinf(t * 0.7f + phase) * 24;
    at = {wrap(at.x, 640, 680), wrap(at.y, 360, 400), 0};
    float shine = k->color.a / 255.0f * (0.5f + 0.5f * depth);
    if (w.kind == "fireflies") shine *= clamp(sinf(t * (0.8f + part(i, 7)) + phase) * 1.4f, 0.0f, 1.0f);
    if (w.kind == "embers" || w.kind == "dust") shine *= 0.55f + 0.45f * sinf(t * 2 + phase);
    if (shine < 0.01f) continue;
    Color c = alpha(tinted(w.kind, i, k->color), shine);
    float size = k->size * pixels * 1.7f * depth;
    if (k->stretch > 0) quad(at, {max(size, 0.7f), 0, 0}, {1.2f, -k->stretch * pixels, 0}, c);
    else if (w.kind == "petals" || w.kind == "leaves") {
      float spin = t * (1 + part(i, 5)) + phase;
      quad(at, {cosf(spin) * size, sinf(spin) * size, 0}, {sinf(spin) * size * 0.55f, -cosf(spin) * size * 0.55f, 0}, c, 0.2f, 0.2f, 0.8f, 0.8f);
    } else quad(at, {size, 0, 0}, {0, -size, 0}, c);
  }
  rlEnd();
  rlSetTexture(0);
  EndBlendMode();
}

}  // namespace garden::engine
