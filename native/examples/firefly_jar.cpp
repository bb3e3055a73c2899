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
void glow(Vector2 at, float radius, Color color) { DrawCircleGradient((int)at.x, (int)at.y, radius, color, alpha(color, 0)); }

void paint_hills(float base, float tall, float wave, Color top, Color bottom) {
  for (int x = 0; x < 1280; x += 2) {
    float y = base - tall * (0.5f + 0.3f * sinf(x * wave) + 0.2f * sinf(x * wave * 2.7f + base));
    DrawRectangleGradientV(x, (int)y, 2, 720 - (int)y, top, bottom);
  }
}

void paint_reeds(float base, float tall, Color color) {
  for (int i = 0; i < 70; ++i) {
    float x = i * 19.0f + 9 * sinf(i * 5.1f), h = tall * (0.55f + 0.45f * sinf(i * 12.9f)), bend = 9 * sinf(now() * 1.1f + i * 0.4f);
    DrawSplineSegmentBezierQuadratic({x, base}, {x, base - h * 0.6f}, {x + bend + h * 0.12f, base - h}, 2.4f, color);
  }
}

void paint_jar() {
  Vector2 j = {jar.x + shake * sinf(now() * 60), jar.y};
  BeginBlendMode(BLEND_ADDITIVE);
  glow(j, 120 + 150 * jar_light, alpha(palette("glow"), 0.10f + 0.35f * jar_light));
  for (int i = 0; i < achieved("fireflies"); ++i)
    glow({j.x + 42 * sinf(now() * 0.9f + i * 2.4f), j.y + 14 + 58 * cosf(now() * 0.7f + i * 1.7f)}, 17, alpha(palette("glow"), 0.75f));
  EndBlendMode();
  DrawRectangleRounded({j.x - 66, j.y - 84, 132, 178}, 0.35f, 12, {190, 220, 240, 34});
  DrawRectangleRoundedLinesEx({j.x - 66, j.y - 84, 132, 178}, 0.35f, 12, 2.5f, {215, 235, 250, 120});
  DrawRectangleRounded({j.x - 52, j.y - 62, 12, 128}, 1, 8, {255, 255, 255, 60});
  DrawRectangleRounded({j.x - 58, j.y - 112, 116, 34}, 0.3f, 8, {188, 100, 72, 255});
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

  on_paint([] {
    DrawRectangleGradientV(0, 0, 1280, 500, {10, 16, 44, 255}, {72, 106, 150, 255});
    for (int i = 0; i < 90; ++i) glow({fmodf(i * 197.3f, 1280), fmodf(i * 83.7f, 330)}, 1.6f + i % 3, alpha(WHITE, 0.35f + 0.3f * sinf(now() * 1.5f + i)));
    glow(moon(), 260, {140, 180, 235, 60});
    DrawCircleGradient((int)moon().x, (int)moon().y, 52, {250, 250, 240, 255}, {196, 216, 245, 255});
    paint_hills(470, 190, 0.0045f, {52, 88, 126, 255}, {60, 98, 130, 255});
    paint_hills(520, 150, 0.0073f, {34, 66, 98, 255}, {30, 56, 84, 255});
    for (int i = 0; i < 5; ++i) glow({fmodf(i * 330 + now() * 9, 1700) - 200, 470.0f + 14 * (i % 3)}, 230, {190, 215, 235, 16});
    paint_hills(600, 120, 0.0031f, {20, 46, 66, 255}, {12, 28, 44, 255});
    paint_reeds(640, 150, {10, 30, 40, 255});
    for (const Flier& f : fliers) {
      if (f.moth) {
        float flap = 9 * fabsf(sinf(now() * 11 + f.phase));
        DrawTriangle(f.at, {f.at.x + 17, f.at.y - 4 - flap}, {f.at.x + 5, f.at.y - 12}, {196, 168, 150, 235});
        DrawTriangle(f.at, {f.at.x - 5, f.at.y - 12}, {f.at.x - 17, f.at.y - 4 - flap}, {170, 142, 128, 235});
        DrawEllipse((int)f.at.x, (int)f.at.y - 3, 3, 8, {96, 76, 72, 255});
        continue;
      }
      BeginBlendMode(BLEND_ADDITIVE);
      glow(f.at, 58, alpha(palette("accent"), 0.34f * max(blink(f), 0.15f)));
      glow(f.at, 13, alpha(palette("glow"), 0.5f + 0.5f * max(blink(f), 0.0f)));
      EndBlendMode();
    }
    DrawRectangleGradientV(0, 640, 1280, 80, {96, 62, 44, 255}, {48, 30, 26, 255});   // the sill
    for (int i = 0; i < 26; ++i) DrawLineEx({fmodf(i * 171.0f, 1280), 652.0f + i * 2.5f}, {fmodf(i * 171.0f, 1280) + 190, 654.0f + i * 2.5f}, 1, {30, 18, 16, 90});
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
