// easel.cpp: a game whose picture says whether painting works; paint_test.cpp looks at it.
#include "garden.h"
#include "garden_main.h"

namespace {
int painted = 0;
void square(Vector2 at, Color color) { DrawRectangle((int)at.x, (int)at.y, 100, 100, color); }
}  // namespace

PART(a_front) {                                            // its name comes first, its layer last
  on_paint([] { square({100, 100}, {0, 0, 255, 255}); }, 10);
}

PART(b_back) {
  on_start([] {
    objective("none", "An objective that is not shown", 3);
    show_hud("objectives", false);
    value("noise") = smooth_noise(3.25f, 7.5f);
  });
  on_step([](float) { value("dice") = rnd_int(0, 1000000); });
  on_paint_over([] { value("thrown") = rnd(1, 2); });      // pictures throw dice of their own
  on_paint([] { DrawRectangle(0, 0, 1280, 720, {255, 0, 0, 255}); }, -10);
  on_paint([] {
    square({100, 100}, {0, 255, 0, 255});
    paint_once("halves", {300, 100, 100, 100}, [](float w, float h) {
      ++painted;
      value("kept") = rnd_int(0, 1000000);
      DrawRectangle(0, 0, (int)w, (int)h / 2, {0, 255, 0, 255});
      DrawRectangle(0, (int)h / 2, (int)w / 2, (int)h / 2, {0, 0, 255, 128});
    });
    value("painted") = painted;
    for (int i = 0; i < 2; ++i) {                          // what was pushed and cut when a picture is painted concerns its place alone
      rlPushMatrix();
      rlTranslatef(300.0f + 120 * i, 250, 0);
      paint_once(i ? "pushed" : "also pushed", {0, 0, 100, 100}, [](float w, float h) {
        DrawRectangle(0, 0, (int)w, (int)h, {0, 255, 0, 255});
        BeginScissorMode(0, 0, (int)w, 30);
        DrawRectangle(0, 0, (int)w, (int)h, {0, 0, 255, 255});
        EndScissorMode();
      });
      rlPopMatrix();
    }
    BeginScissorMode(540, 250, 50, 100);
    paint_once("cut", {540, 250, 100, 100}, [](float w, float h) { DrawRectangle(0, 0, (int)w, (int)h, {0, 255, 0, 255}); });
    EndScissorMode();
    paint_once("cut", {660, 250, 100, 100}, nullptr);
    paint_pixels({500, 100, 100, 100}, "vec4 paint(vec2 p) { return vec4(0.0, p.x < 50.0 ? 1.0 : 0.0, v[1], 1.0); }", {0, 0.5f});
    paint_shape({{700, 100}, {800, 100}, {800, 200}, {750, 130}, {700, 200}}, {0, 255, 0, 255});
    paint_stroke({{100, 400}, {200, 400}, {300, 400}}, 20, {0, 0, 255, 255});
    paint_glow({500, 400}, 60, {0, 255, 0, 255});
    paint_sprite("walker", {700, 500}, 100, 0, 1);
    paint_sprite("walker", {800, 500}, 100, 180, 0);
    paint_sprite("walker", {900, 500}, 100, 540, 3);
    value("frames") = sprite_frames("walker") + (has_sprite("walker") ? 0.5 : 0) + (has_sprite("nobody") ? 100 : 0);
    for (int i = 0; i < 9; ++i) square({900, 100}, {0, 0, 255, 255});
    BeginMode2D({.zoom = 1});                              // begins its own batch: still above what was painted before
    square({900, 100}, {0, 255, 0, 255});
    EndMode2D();
  });
}
int main(int c, char** v) { return garden::run(c, v); }
