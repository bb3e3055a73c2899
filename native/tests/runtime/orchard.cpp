// orchard: a small whole game, to test the program around the parts.
#include "garden.h"
#include "garden_main.h"
#ifndef APPLE
#define APPLE 10
#endif
namespace {
Thing picker;
}
PART(orchard) {
  on_world([] {
    ground(20, [](float x, float z) { return 0.5f * sinf(x * 0.3f) * cosf(z * 0.3f); }, [](float, float) { return palette("ground"); });
    for (int i = 0; i < 4; i++) wall({-8.0f + i * 5, 0, -5}, {-8.0f + i * 5, 0, 6}, 3, 0.4f, palette("paper"));
    add_spot(on_ground(0, 10), "start");
    for (int i = 0; i < 6; i++) add_spot(on_ground(-10.5f + i * 4, -4.0f + (float)(i % 3) * 4), "far");
  });
  on_player([] {
    picker = spawn("picker", {.model = "capsule", .at = start_spot(), .body = Body::character, .tags = "player"});
    can_jump(picker, 1);
    camera_third_person(picker);
  });
  on_start([] {
    objective("apples", "Pick the apples", 6);
    for (int i = 0; i < 6; i++) spawn("apple", {.model = "ball", .at = spot("far"), .scale = 0.4f, .tags = "item"});
    for (int i = 0; i < 4; i++) spawn("crate", {.model = "cube", .at = {rnd(-6, 6), 4, rnd(8, 12)}, .scale = 0.6f, .body = Body::dynamic});
    for (int i = 0; i < 3; i++) spawn("hen", {.at = on_ground(rnd(-8, 8), 12), .body = Body::character, .tags = "hen"});
    say("Farmer", "Pick them all.");
  });
  on_step([](float) {
    walk_by_input(picker, 4, 7);
    for (Thing hen : things("hen")) roam(hen, 1.5f, 5);
    for (Thing apple : things("item"))
      if (touching(picker, apple)) {
        achieve("apples");
        score(APPLE);
        burst(apple->at);
        remove(apple);
      }
  });
  on_scenario("last_apple", [] { achieve("apples", 5); });
  on_advise([] {
    Thing apple = talking() ? Thing{} : nearest("item", picker->at);
    if (apple) bot_go(apple->at);
    return (bool)apple;
  });
}
PART(asker) {                                              // asks as people do who know raylib; in a trace the answers are the trace's
  on_start([] { for (const char* each : {"enters", "held", "rights", "wheel", "typed"}) value(each) = 0; });
  on_step([](float) {
    value("enters") += IsKeyPressed(KEY_ENTER);
    value("held") += IsKeyDown(KEY_W);
    value("rights") += IsMouseButtonPressed(MOUSE_BUTTON_RIGHT);
    value("wheel") += GetMouseWheelMove();
    value("typed") += GetKeyPressed() != 0;
    value("seconds") = GetTime();
    value("die") = GetRandomValue(6, 1);
    if (IsKeyReleased(KEY_ENTER) && GetScreenWidth() == 1280) value("pointer") = GetMouseX();
    expect(GetTime() == (double)now() && value("die") >= 1 && value("die") <= 6, "the game's own clock and dice");
  });
}
int main(int c, char** v) { return garden::run(c, v); }
