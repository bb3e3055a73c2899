// The Firefly Jar: a 2D game in one part, painted on the canvas. Click fireflies into the jar; leave the moths alone.
#include "garden.h"

namespace {
struct Flier { Vector2 at{}, aim{}; float phase = 0, speed = 60; bool moth = false; };
vector<Flier> fliers;
const Vector2 jar = {1040, 560};
const int wanted = 14;
float jar_light = 0, shake = 0;

Flier hatch(bool moth) {
  return {.at = {rnd(80, 900), rnd(260, 520)}, .aim = {rnd(60, 920), rnd(170, 540)}, .phase = rnd(0, 6.28f), .speed = moth ? 95 : rnd(40, 85), .moth = moth};
}

float blink(const Flier& f) { return 0.45f + 0.55f * sinf(now() * 2.2f + f.phase); }
Vector2 moon() { return {250 + now() * 2, 150 + now() * now() * 0.055f}; }
vector<Vector2> hills(float base, float tall, float wave) {   // a ridge, closed below the picture
  vector<Vector2> line = {{1290, 730}, {-10, 730}};
  for (float x = -10; x <= 1290; x += 12) line.push_back({x, base - tall * smooth_noise(x * wave, base) - tall * 0.25f * smooth_noise(x * wave * 3, tall)});
  return line;
}

void paint_backdrop(float w, float h) {                    // painted once: sky, stars, ridges, mist between them
  DrawRectangleGradientV(0, 0, (int)w, (int)h, {10, 16, 44, 255}, {96, 128, 168, 255});
  for (int i = 0; i < 160; ++i) paint_glow({w * smooth_noise(i * 7.7f), 340 * smooth_noise(i * 3.1f, 9)}, 1.5f + 2.5f * smooth_noise(i, 4), alpha(WHITE, 0.7f));
  const Color far[] = {{72, 110, 150, 255}, {48, 84, 118, 255}, {26, 54, 76, 255}};
  for (int i = 0; i < 3; ++i) {
    paint_shape(hills(450 + 62.0f * i, 150 - 20.0f * i, 0.004f + 0.002f * i), far[i], shade(far[i], 0.72f));
    for (int k = 0; k < 9; ++k) paint_glow({w * smooth_noise(k * 5.3f, i), 478 + 62.0f * i}, 220, {150, 190, 220, 18});
  }
}

void paint_sill(float w, float h) {                        // planks: grain first, then the edges of the boards
  DrawRectangleGradientV(0, 0, (int)w, (int)h, {110, 72, 50, 255}, {52, 32, 28, 255});
  for (int i = 0; i < 260; ++i) {
    float x = w * smooth_noise(i * 9.1f), y = h * smooth_noise(i * 4.7f, 3);
    paint_stroke({{x, y}, {x + 90, y + 2 * sinf(i)}, {x + 200, y + 1}}, 1.4f, alpha(i % 3 ? Color{36, 20, 16, 255} : Color{150, 104, 72, 255}, 0.3f), 0.4f);
  }
  for (float y : {0.0f, 30.0f}) DrawRectangleGradientV(0, (int)y, (int)w, 5, alpha({216, 160, 110, 255}, 0.5f), alpha(BLACK, 0));
}

void paint_reeds() {
  for (int i = 0; i < 70; ++i) {
    float x = i * 19.0f + 9 * sinf(i * 5.1f), tall = 150 * (0.55f + 0.45f * sinf(i * 12.9f)), bend = 9 * sinf(now() * 1.1f + i * 0.4f);
    paint_stroke({{x, 645}, {x + bend * 0.3f, 645 - tall * 0.6f}, {x + bend + tall * 0.12f, 645 - tall}}, 4, {10, 30, 40, 255}, 0.8f);
  }
}

void paint_jar() {
  Vector2 j = {jar.x + shake * sinf(now() * 60), jar.y};
  paint_glow(j, 150 + 190 * jar_light, alpha(palette("glow"), 0.14f + 0.4f * jar_light));
  for (int i = 0; i < achieved("fireflies"); ++i)
    paint_glow({j.x + 42 * sinf(now() * 0.9f + i * 2.4f), j.y + 14 + 58 * cosf(now() * 0.7f + i * 1.7f)}, 22, alpha(palette("glow"), 0.9f));
  DrawRectangleRounded({j.x - 66, j.y - 84, 132, 178}, 0.35f, 12, {190, 220, 240, 34});
  DrawRectangleRoundedLinesEx({j.x - 66, j.y - 84, 132, 178}, 0.35f, 12, 2.5f, {215, 235, 250, 120});
  paint_stroke({{j.x - 48, j.y - 56}, {j.x - 53, j.y}, {j.x - 46, j.y + 62}}, 9, {255, 255, 255, 70}, 3);
  DrawRectangleRounded({j.x - 58, j.y - 112, 116, 34}, 0.3f, 8, {188, 100, 72, 255});
  DrawRectangleRounded({j.x - 54, j.y - 109, 108, 10}, 0.6f, 8, {232, 156, 120, 140});
}

void paint_flier(const Flier& f) {
  if (!f.moth) {
    paint_glow(f.at, 64, alpha(palette("accent"), 0.4f * max(blink(f), 0.15f)));
    paint_glow(f.at, 15, alpha(palette("glow"), 0.6f + 0.4f * max(blink(f), 0.0f)));
    return;
  }
  float flap = 9 * fabsf(sinf(now() * 11 + f.phase));
  for (float s : {-1.0f, 1.0f})
    paint_shape({f.at, {f.at.x + s * 8, f.at.y - 13 - flap}, {f.at.x + s * 19, f.at.y - 5 - flap}, {f.at.x + s * 12, f.at.y + 5}}, {206, 178, 158, 240}, {150, 122, 110, 240});
  DrawEllipse((int)f.at.x, (int)f.at.y - 3, 3, 8, {96, 76, 72, 255});
}
}  // namespace

PART(firefly_jar) {
  on_start([] {
    fliers.clear();
    jar_light = shake = 0;
    for (int i = 0; i < 12; ++i) fliers.push_back(hatch(i % 4 == 3));
    objective("fireflies", "Fireflies in the jar", wanted);
    counter("moths", "Moths startled");
    countdown("until moonset", 75, [] { lose("The jar is still half dark. Tomorrow they will come again."); });
    help("Click", "let a firefly into the jar");
    caption("Catch the lights. Leave the moths alone.", 5);
  });

  on_step([](float dt) {
    jar_light += ((float)achieved("fireflies") / wanted - jar_light) * dt * 3;
    shake = max(0.0f, shake - dt * 12);
    for (Flier& f : fliers) {
      if (Vector2Distance(f.aim, f.at) < 30) f.aim = {rnd(60, 920), rnd(170, 540)};
      f.at = Vector2MoveTowards(f.at, f.aim, f.speed * dt);
      f.at.y += sinf(now() * 3 + f.phase) * 0.6f;
      if (!mouse_pressed() || Vector2Distance(mouse(), f.at) > 38) continue;
      if (f.moth) {
        shake = 6;
        sound("whoosh");
        flash(alpha(palette("danger"), 0.35f));
        if (++counter("moths") >= 4) lose("The moths put out the lights.");
      } else {
        burst2d(f.at, {.count = 22, .color = palette("glow"), .speed = 130, .life = 0.9f, .size = 7, .gravity = 0});
        tone(440 * powf(2, achieved("fireflies") % 8 * 2 / 12.0f), 0.9f, 0.5f, "pluck");
        achieve("fireflies");
        f = hatch(false);
      }
      break;                                      // one click, one flier
    }
  });

  on_paint([] {                                   // far layers first; other parts could paint between these
    paint_once("backdrop", {0, 0, 1280, 720}, paint_backdrop);
    paint_glow(moon(), 230, {150, 190, 240, 90});
    DrawCircleGradient((int)moon().x, (int)moon().y, 52, {250, 250, 240, 255}, {196, 216, 245, 255});
    paint_reeds();
  }, -10);

  on_paint([] {
    for (const Flier& f : fliers) paint_flier(f);
    paint_once("sill", {0, 640, 1280, 80}, paint_sill);
    BeginBlendMode(BLEND_ADDITIVE);
    for (int i = 1; i < 18; ++i) DrawEllipse((int)jar.x, 668, 11.0f * i, 1.8f * i, alpha(palette("glow"), 0.012f + 0.024f * jar_light));
    EndBlendMode();
    paint_jar();
  });

  on_advise([] {
    if (fmodf(now(), 0.6f) > 0.05f) return false;  // a person needs a moment to aim
    for (const Flier& f : fliers)
      if (!f.moth) { bot_click(f.at); return true; }
    return false;
  });
}
