#include "check.h"

namespace {
Thing hero;
Thing man(Vector3 at) { return spawn("hero", {.model = "capsule", .at = at, .body = Body::character, .tags = "player"}); }
void flat() { ground(60, GRAY); }

void stands_on_flat_ground() {
  test::begin({.world = flat, .player = [] { hero = man({0, 5, 0}); }});
  test::steps(120);
  CHECK_NEAR(hero->at.y, 0, 1e-4);
  CHECK(hero->grounded);
}

void never_passes_a_thin_wall() {
  for (float speed : {3.0f, 20.0f, 120.0f})
    for (float turn : {0.0f, 30.0f, 77.0f}) {
      test::begin({.world = [=] { flat(); Vector3 d = forward(turn); Vector3 a = {8 + d.x * 20, 0, d.z * 20}, b = {8 - d.x * 20, 0, -d.z * 20}; wall(a, b, 3, 0.05f, RED); },
                   .player = [] { hero = man({0, 0, 0}); }, .step = [=](float) { walk(hero, {speed, 0, 0}); }});
      test::steps(240);
      Vector3 d = forward(turn);
      float side = (hero->at.x - 8) * d.z - hero->at.z * d.x;   // which side of the wall's line
      float began = (0 - 8) * d.z - 0 * d.x;
      bool around = fabsf((hero->at.x - 8) * d.x + hero->at.z * d.z) > 19.5f;
      CHECK(side * began > 0 || around || turn == 0.0f || fabsf(began) < 0.1f);
      if (turn == 0.0f) CHECK(hero->at.x < 8);
    }
}

void steps_up_a_little_and_no_more() {
  for (auto [height, passes] : {pair{0.3f, true}, pair{0.5f, false}}) {
    test::begin({.world = [h = height] { flat(); block({5, 0, 0}, {4, h, 4}, RED); }, .player = [] { hero = man({0, 0, 0}); },
                 .step = [](float) { walk(hero, {3, 0, 0}); }});
    test::steps(100);
    CHECK((hero->at.x > 3.5f) == passes);
    if (passes) CHECK_NEAR(hero->at.y, height, 1e-3);
  }
}

void climbs_stairs_and_comes_down() {
  test::begin({.world = [] { flat(); for (int i = 0; i < 8; i++) block({3 + i * 0.6f, 0, 0}, {0.6f, 0.25f * (float)(i + 1), 4}, RED); },
               .player = [] { hero = man({0, 0, 0}); }, .step = [](float) { walk(hero, {2, 0, 0}); }});
  float highest = 0;
  for (int i = 0; i < 400; i++) { test::steps(1); highest = max(highest, hero->at.y); }
  CHECK_NEAR(highest, 2, 0.01);
  CHECK_NEAR(hero->at.y, 0, 0.01);
}

void jumps_as_high_as_told() {
  test::begin({.world = flat, .player = [] { hero = man({0, 0, 0}); can_jump(hero, 1.2f); }, .step = [](float) { walk_by_input(hero, 4); }});
  test::steps(10);
  test::tap(KEY_SPACE);
  float top = 0;
  for (int i = 0; i < 120; i++) { test::steps(1); top = max(top, hero->at.y); }
  CHECK_NEAR(top, 1.2, 0.12);
  CHECK(hero->grounded);
}

void rides_lifts_and_ferries() {
  static Thing lift;
  test::begin({.world = flat, .player = [] { hero = man({0, 0.5f, 0}); },
               .start = [] { lift = spawn("lift", {.model = "cube", .at = {0, 0, 0}, .size = {3, 0.2f, 3}, .body = Body::moving}); },
               .step = [](float) { lift->at.y += 0.02f; lift->at.x += 0.03f; }});
  test::steps(30);
  float gap = hero->at.x - lift->at.x;
  test::steps(120);
  CHECK_NEAR(hero->at.y, lift->at.y + 0.2f, 0.05);
  CHECK_NEAR(hero->at.x - lift->at.x, gap, 0.05);
}

void hills_are_climbed_cliffs_are_not() {
  for (auto [steep, passes] : {pair{0.5f, true}, pair{2.5f, false}}) {
    test::begin({.world = [s = steep] { ground(30, [s](float x, float) { return x < 3 ? 0 : min(6.0f, (x - 3) * s); }, nullptr, 120); },
                 .player = [] { hero = man({0, 0, 0}); }, .step = [](float) { walk(hero, {4, 0, 0}); }});
    test::steps(300);
    CHECK((hero->at.y > 3) == passes);
    CHECK(hero->at.y >= ground_at(hero->at.x, hero->at.z) - 1e-3f);
  }
}

void a_long_fall_ends_on_a_thin_floor() {
  test::begin({.world = [] { block({0, 10, 0}, {4, 0.05f, 4}, RED); }, .player = [] { hero = man({0, 200, 0}); }});
  test::steps(800);
  CHECK_NEAR(hero->at.y, 10.05, 1e-2);
}

void one_way_platforms_let_up_and_hold() {
  test::begin({.world = [] { flat(); block({0, 1, 0}, {3, 0.3f, 3}, RED, "oneway"); },
               .player = [] { hero = man({0, 0, 0}); can_jump(hero, 2); }, .step = [](float) { walk_by_input(hero, 4); }});
  test::steps(10);
  test::tap(KEY_SPACE);
  test::steps(120);
  CHECK_NEAR(hero->at.y, 1.3, 1e-2);
}

void ceilings_stop_a_jump() {
  test::begin({.world = [] { flat(); block({0, 2, 0}, {3, 0.3f, 3}, RED); },
               .player = [] { hero = man({0, 0, 0}); can_jump(hero, 3); }, .step = [](float) { walk_by_input(hero, 4); }});
  test::steps(10);
  test::tap(KEY_SPACE);
  float top = 0;
  for (int i = 0; i < 60; i++) { test::steps(1); top = max(top, hero->at.y); }
  CHECK(top <= 2 - 1.6f + 0.01f);
}

void bodies_tumble_and_rest() {
  static vector<Thing> bodies;
  test::begin({.world = [] { ground(40, [](float x, float z) { return 0.3f * sinf(x) * cosf(z); }, nullptr); },
               .start = [] {
                 bodies.clear();
                 for (int i = 0; i < 10; i++)
                   bodies.push_back(spawn("body", {.model = i % 2 ? "ball" : "cube", .at = {(float)(i % 3), 2 + (float)i, (float)(i / 3)}, .scale = 0.6f, .body = Body::dynamic, .mass = 2}));
               }});
  test::steps(600);
  for (Thing b : bodies) {
    CHECK(b->at.y > ground_at(b->at.x, b->at.z) - 0.4f);
    CHECK(Vector3Length(b->velocity) < 1);
  }
  push(bodies[0], {20, 0, 0});
  float before = bodies[0]->at.x;
  test::steps(20);
  CHECK(bodies[0]->at.x > before + 0.5f);
}

void characters_push_dynamic_bodies() {
  static Thing ball;
  test::begin({.world = flat, .player = [] { hero = man({0, 0, 0}); }, .start = [] { ball = spawn("ball", {.model = "ball", .at = {2, 0, 0}, .scale = 0.6f, .body = Body::dynamic, .mass = 0.5f}); },
               .step = [](float) { walk(hero, {3, 0, 0}); }});
  test::steps(120);
  CHECK(ball->at.x > 3);
}

void rays_hit_what_is_there() {
  static Thing enemy, box;
  test::begin({.world = [] { flat(); wall({6, 0, -4}, {6, 0, 4}, 3, 0.2f, RED); }, .player = [] { hero = man({0, 0, 0}); },
               .start = [] {
                 enemy = spawn("enemy", {.model = "capsule", .at = {0, 0, 5}, .body = Body::character, .tags = "enemy"});
                 box = spawn("box", {.model = "cube", .at = {-5, 0, 0}, .body = Body::solid});
               }});
  test::steps(2);
  Hit hit = raycast({0, 1, 0}, {1, 0, 0}, 50);
  CHECK(hit.hit && !hit.thing);
  CHECK_NEAR(hit.at.x, 5.9, 1e-2);
  CHECK_NEAR(hit.normal.x, -1, 1e-3);
  CHECK(raycast({0, 1, 0.6f}, {0, 0, 1}, 50).thing == enemy);
  CHECK(raycast({0, 0.5f, 0}, {-1, 0, 0}, 50).thing == box);
  CHECK_NEAR(raycast({0, 5, 10}, {0, -1, 0}, 50).at.y, 0, 1e-3);
  CHECK(!raycast({0, 1, 0}, {0, 1, 0}, 50).hit);
  hero->turn = 90;                                           // towards +X
  Thing far = spawn("far", {.at = {9, 0, 0}});
  CHECK(!sees(hero, far));                                   // the wall is between
  CHECK(!sees(hero, enemy));                                 // outside of the cone
  hero->turn = 0;
  CHECK(sees(hero, enemy));
  CHECK(!sees(hero, enemy, 3));
}

void who_leaves_the_world_comes_back() {
  test::begin({.world = [] { block({0, -1, 0}, {6, 1, 6}, RED); }, .player = [] { hero = man({0, 0, 0}); }, .step = [](float) { walk(hero, {6, 0, 0}); }});
  test::steps(400);
  CHECK(hero->at.y > -30);
  CHECK(garden::engine::world().events["fell"] > 0);
}

void doors_open() {
  static Thing door;
  for (int how = 0; how < 3; how++) {                        // lifted, made bodiless, removed
    test::begin({.world = [] { flat(); wall({5, 0, -9}, {5, 0, -1}, 3, 0.4f, RED); wall({5, 0, 1}, {5, 0, 9}, 3, 0.4f, RED); },
                 .player = [] { hero = man({0, 0, 0}); }, .start = [] { door = spawn("door", {.model = "cube", .at = {5, 0, 0}, .size = {0.4f, 3, 2}, .body = Body::solid}); },
                 .step = [=](float) {
                   walk(hero, {4, 0, 0});
                   if (now() > 3 && now() < 4 && how == 0) door->at.y += 0.1f;
                   if (now() > 3 && how == 1) door->body = Body::none;
                   if (now() > 3 && how == 2) remove(door);
                 }});
    test::steps(170);
    CHECK(hero->at.x < 5);
    test::steps(200);
    CHECK(hero->at.x > 6);
  }
}

void odd_numbers_do_no_harm() {
  test::begin({.world = [] { flat(); block({0, -2, 0}, {90000, 1, 90000}, RED); }, .player = [] { hero = man({0, 0, 0}); }});
  test::steps(2);
  hero->at.x = NAN;
  test::steps(2);
  CHECK(std::isfinite(hero->at.x));
  CHECK(test::warned("not a number"));
  push(hero, {1e9f, 0, 0});
  walk(hero, {1e12f, 0, 0});
  test::steps(10);
  CHECK(std::isfinite(hero->at.x));
}

void nothing_is_done_to_the_gone() {
  test::begin({.world = flat});
  Thing a = spawn("a", {.at = {1, 2, 3}});
  remove(a);
  CHECK(!a);
  a->at = {9, 9, 9};
  a->num["hp"] = 3;
  CHECK(a->num.empty());
  Thing b = spawn("b");
  CHECK(b.id == a.id && !(b == a) && !a && b);
  remove(a);
  CHECK(b);
  test::steps(2);
  test::begin({.world = flat});
  CHECK(!b);
}
}  // namespace

int main() {
  stands_on_flat_ground();
  never_passes_a_thin_wall();
  steps_up_a_little_and_no_more();
  climbs_stairs_and_comes_down();
  jumps_as_high_as_told();
  rides_lifts_and_ferries();
  hills_are_climbed_cliffs_are_not();
  a_long_fall_ends_on_a_thin_floor();
  one_way_platforms_let_up_and_hold();
  ceilings_stop_a_jump();
  bodies_tumble_and_rest();
  characters_push_dynamic_bodies();
  rays_hit_what_is_there();
  who_leaves_the_world_comes_back();
  doors_open();
  odd_numbers_do_no_harm();
  nothing_is_done_to_the_gone();
  return test::done("physics");
}
