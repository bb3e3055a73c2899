// Two thousand things at work. The time is printed, not asserted: machines differ.
#include "check.h"
#include <chrono>

int main() {
  test::begin({.world = [] { ground(80, [](float x, float z) { return sinf(x * 0.1f) * 2 + cosf(z * 0.1f); }, nullptr); for (int i = 0; i < 200; i++) block(on_ground(rnd(-70, 70), rnd(-70, 70)), {1, 2, 1}, RED); },
               .start = [] {
                 for (int i = 0; i < 1000; i++) spawn("walker", {.at = on_ground(rnd(-75, 75), rnd(-75, 75)), .body = Body::character, .tags = "walker"});
                 for (int i = 0; i < 1000; i++) spawn("moth", {.model = "ball", .at = on_ground(rnd(-75, 75), rnd(-75, 75)), .tags = "moth"});
               },
               .step = [](float dt) {
                 for (Thing t : things("walker")) walk(t, forward(t->turn + 20 * dt) * 2);
                 for (Thing t : things("moth")) t->at.y += sinf(now()) * 0.01f;
               }});
  test::steps(30);
  auto began = std::chrono::steady_clock::now();
  test::steps(120);
  double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count() / 120;
  std::printf("2000 things: %.2f ms a step\n", ms);
  CHECK(things("walker").size() == 1000);
  for (Thing t : things("walker")) CHECK(t->at.y > -20 || failures > 5);

  test::begin({.world = [] { ground(40, GRAY); for (int i = 0; i < 80; i++) block(on_ground(rnd(-35, 35), rnd(-35, 35)), {2, 2, 2}, RED); },
               .player = [] { spawn("hero", {.at = {0, 0, 0}, .body = Body::character, .tags = "player"}); },
               .start = [] { for (int i = 0; i < 100; i++) spawn("hunter", {.at = on_ground(rnd(-38, 38), rnd(-38, 38)), .body = Body::character, .tags = "hunter"}); },
               .step = [](float) { walk(player(), forward(now() * 40) * 4); for (Thing t : things("hunter")) go(t, player()->at, 2.5f); }});
  test::steps(5);
  began = std::chrono::steady_clock::now();
  test::steps(300);
  ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count() / 300;
  std::printf("100 hunters of a moving player: %.2f ms a step\n", ms);
  return test::done("crowd");
}
