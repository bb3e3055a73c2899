#include "check.h"

namespace {
Thing hero;
void go_there(Vector3 from, Vector3 to, function<void()> world, int limit, bool arrives = true) {
  static bool there;
  there = false;
  test::begin({.world = std::move(world), .player = [=] { hero = spawn("hero", {.at = from, .body = Body::character}); },
               .step = [=](float) { if (go(hero, to, 4)) there = true; }});
  int taken = 0;
  while (!there && taken++ < limit) test::steps(1);
  CHECK(there == arrives);
}
void maze() {
  ground(15, GRAY);
  for (int i = 0; i < 5; i++) wall({-8 + i * 4.0f, 0, i % 2 ? -14.0f : -8.0f}, {-8 + i * 4.0f, 0, i % 2 ? 8.0f : 14.0f}, 3, 0.3f, RED);
}
}  // namespace

int main() {
  go_there({-12, 0, 0}, {12, 0, 0}, [] { ground(15, GRAY); }, 400);
  go_there({-12, 0, 0}, {12, 0, 0}, [] { ground(15, GRAY); wall({0, 0, -10}, {0, 0, 10}, 3, 0.3f, RED); }, 900);
  go_there({-12, 0, 0}, {12, 0, 0}, maze, 2400);
  CHECK(garden::engine::reachable({-12, 0, 0}, {12, 0, 0}));
  go_there({0, 0, 0}, {6, 2, 0}, [] { ground(15, GRAY); for (int i = 0; i < 8; i++) block({2 + i * 0.5f, 0, 0}, {0.5f, 0.25f * (float)(i + 1), 3}, RED); block({7.5f, 0, 0}, {3, 2, 3}, RED); }, 900);
  CHECK_NEAR(hero->at.y, 2, 0.1);
  test::begin({.world = [] { ground(20, GRAY); wall({-5, 0, -5}, {5, 0, -5}, 3, 0.4f, RED); wall({-5, 0, 5}, {5, 0, 5}, 3, 0.4f, RED); wall({-5, 0, -5}, {-5, 0, 5}, 3, 0.4f, RED); wall({5, 0, -5}, {5, 0, 5}, 3, 0.4f, RED); }});
  CHECK(!garden::engine::reachable({0, 0, 0}, {12, 0, 0}));                // a closed room
  Thing gate = spawn("gate", {.model = "cube", .at = {0, 0, 12}, .body = Body::solid});
  CHECK(!free_at({0, 0, 12}, 0.5f));
  remove(gate);
  CHECK(free_at({0, 0, 12}, 0.5f));
  CHECK_NEAR(Vector3Length(way({10, 0, 0}, {-10, 0, 0})), 1, 1e-3);
  test::begin({.world = [] { ground(30, GRAY); }, .start = [] { hero = spawn("dog", {.at = {3, 0, 3}, .body = Body::character}); }, .step = [](float) { roam(hero, 2, 5); }});
  float walked = 0;
  Vector3 last = hero->at;
  for (int i = 0; i < 1200; i++) { test::steps(1); walked += distance(hero->at, last); last = hero->at; CHECK(flat_distance(hero->at, {3, 0, 3}) < 6); if (failures) break; }
  CHECK(walked > 8);
  return test::done("ways");
}
