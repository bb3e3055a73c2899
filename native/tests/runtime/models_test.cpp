// models_test.cpp: what a .glb says beside its triangles: joints that are played, and hulls that one bumps into.
#include "check.h"
#include "joints.h"

#include <filesystem>
#include <fstream>

namespace {
using namespace garden::engine;
namespace fs = std::filesystem;

void write_model(const string& name, const string& nodes) {  // a .glb without its buffer: the logic reads no more than the text
  string text = R"({"scene": 0, "scenes": [{"nodes": [0]}], "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    "accessors": [{"min": [-1, 0, -1], "max": [1, 4, 1]}], "nodes": [)" + nodes + "]}";
  while (text.size() % 4) text += ' ';
  uint32_t head[5] = {0x46546C67, 2, (uint32_t)text.size() + 20, (uint32_t)text.size(), 0x4E4F534A};
  std::ofstream out(garden::engine::engine().home + "/assets/" + name + ".glb", std::ios::binary);
  out.write((const char*)head, 20);
  out << text;
}

string moving(const string& kind, const string& more) {
  return R"({"mesh": 0, "children": [1]}, {"name": "part", "mesh": 0, "translation": [0, 2, 0], "extras": {"motion": {"kind": ")" + kind + "\", " + more + "}}}";
}

const Slot& slot_for(Thing thing) { return *slot_of(thing); }
Vector3 carried(Thing thing, Vector3 point) { return Vector3Transform(point, joint_place(slot_for(thing), 0)); }

Thing hero, thing;
void flat() { ground(60, GRAY); }
Thing man(Vector3 at) { return spawn("hero", {.model = "capsule", .at = at, .body = Body::character, .tags = "player"}); }

void spins_as_fast_as_declared() {
  test::begin({.world = flat, .player = [] { hero = man({9, 0, 9}); }, .start = [] { thing = spawn("mill", {.model = "mill"}); }});
  test::steps(60 * 3);
  float before = slot_for(thing).plays[0].at;
  test::steps(60);
  CHECK_NEAR(remainderf(slot_for(thing).plays[0].at - before, 360), 40, 0.5);
  Vector3 hub = carried(thing, {0, 2, 0});
  CHECK_NEAR(Vector3Distance(hub, {0, 2, 0}), 0, 1e-4);      // about its own pivot
  joint(thing, "part", 0);
  test::steps(120);
  before = slot_for(thing).plays[0].at;
  test::steps(30);
  CHECK_NEAR(slot_for(thing).plays[0].at, before, 1e-4);
  joint(thing, "prat", 1);
  CHECK(test::warned("Did you mean \"part\""));
  CHECK(joints("mill").size() == 1 && joints("mill")[0] == "part" && joints("cube").empty());
}

void bobs_within_its_limits() {
  test::begin({.world = flat, .player = [] { hero = man({9, 0, 9}); }, .start = [] { thing = spawn("buoy", {.model = "buoy"}); }});
  float lowest = 9, highest = -9;
  for (int i = 0; i < 300; i++) {
    test::steps(1);
    float y = carried(thing, {0, 0, 0}).y;
    lowest = min(lowest, y);
    highest = max(highest, y);
  }
  CHECK_NEAR(lowest, -0.25, 0.01);
  CHECK_NEAR(highest, 0.25, 0.01);
}

void walks_with_its_way_and_rests_when_it_stands() {
  test::begin({.world = flat, .player = [] { hero = man({9, 0, 9}); }, .start = [] { thing = spawn("dog", {.model = "dog", .body = Body::character}); },
               .step = [](float) { if (now() < 2) walk(thing, {2, 0, 0}); }});
  float most = 0;
  for (int i = 0; i < 110; i++) { test::steps(1); most = max(most, fabsf(carried(thing, {0, 0, 0}).z)); }
  CHECK_NEAR(most, 2 * sinf(30 * DEG2RAD), 0.06);            // a leg of 2 m, 30 degrees to either side
  test::steps(120);
  CHECK_NEAR(carried(thing, {0, 0, 0}).z, 0, 0.01);
}

void rolls_without_slipping() {
  test::begin({.world = flat, .player = [] { hero = man({9, 0, 9}); }, .start = [] { thing = spawn("cart", {.model = "cart"}); },
               .step = [](float dt) { thing->at.z += 1.5f * dt; }});
  test::steps(61);
  float before = slot_for(thing).plays[0].at;
  test::steps(20);
  CHECK_NEAR(remainderf(slot_for(thing).plays[0].at - before, 360), 0.5 / 0.5 * RAD2DEG, 0.5);   // half a metre on a radius of half a metre
}

void a_door_blocks_until_it_opens() {
  for (bool opens : {false, true}) {
    test::begin({.world = flat, .player = [] { hero = man({0, 0, -3}); }, .start = [] { thing = spawn("door", {.model = "door", .body = Body::solid}); },
                 .step = [opens](float) { if (opens) joint(thing, "part", 1); if (now() > 2) walk(hero, {0, 0, 3}); }});
    test::steps(60 * 5);
    CHECK((hero->at.z > 2) == opens);
    CHECK_NEAR(carried(thing, {0, 2, 1}).x, opens ? 1 : 0, 0.02);   // 90 degrees about Y, from +Z to +X
  }
}

void one_walks_under_a_crown_but_not_through_a_trunk() {
  for (auto [x, passes] : {std::pair{0.0f, false}, std::pair{0.9f, true}}) {
    test::begin({.world = flat, .player = [x = x] { hero = man({x, 0, -4}); },
                 .start = [] { thing = spawn("tree", {.model = "tree", .size = {2, 4, 2}, .body = Body::solid}); }, .step = [](float) { walk(hero, {0, 0, 3}); }});
    test::steps(180);
    CHECK((hero->at.z > 3) == passes);
  }
  test::begin({.world = flat, .player = [] { hero = man({9, 0, 9}); }, .start = [] { thing = spawn("tree", {.model = "tree", .turn = 90, .scale = 2, .body = Body::solid}); }});
  test::steps(2);
  CHECK(!free_at({0, 0, 0}, 0.2f) || blocked({0, 0, 0}, 0.2f, 0, 1));
  CHECK(!blocked({1.5f, 0, 1.5f}, 0.2f, 0, 1.8f));           // under the crown, which begins at 6 m
  CHECK(blocked({1.5f, 5, 1.5f}, 0.2f, 0, 1.8f));
}

void what_tumbles_has_the_shape_of_its_hull() {              // an octahedron cannot stand on its lower corner; a box of its size would
  test::begin({.world = flat, .player = [] { hero = man({9, 0, 9}); },
               .start = [] { thing = spawn("gem", {.model = "gem", .at = {0, 0.5f, 0}, .body = Body::dynamic}); push(thing, {0.8f, 0, 0.5f}); }});
  test::steps(400);
  CHECK(fabsf(thing->lean.x) + fabsf(thing->lean.z) > 25);
  CHECK(thing->at.y > -1.5f);
}

void bad_extras_are_passed_over() {
  CHECK(joints("odd").empty());
  CHECK(model_box("odd").hulls.empty());
  CHECK_NEAR(model_size("odd").y, 4, 1e-4);
}
}  // namespace

int main() {
  test::begin({.world = flat, .player = [] { hero = man({0, 0, 0}); }});
  garden::engine::engine().home = (fs::temp_directory_path() / ("garden_models_" + std::to_string((unsigned long long)std::chrono::steady_clock::now().time_since_epoch().count()))).string();
  fs::create_directories(garden::engine::engine().home + "/assets");
  write_model("mill", moving("spin", R"("axis": [0, 0, 1], "amount": 40)"));
  write_model("buoy", moving("bob", R"("axis": [0, 1, 0], "amount": 0.25, "seconds": 2)"));
  write_model("dog", moving("walk", R"("axis": [1, 0, 0], "amount": 30)"));
  write_model("cart", moving("roll", R"("axis": [1, 0, 0], "amount": 0.5)"));
  const string wall = "[[-1,0,-0.1],[1,0,-0.1],[-1,4,-0.1],[1,4,-0.1],[-1,0,0.1],[1,0,0.1],[-1,4,0.1],[1,4,0.1]]";
  write_model("door", R"({"mesh": 0, "children": [1], "extras": {"collision": {"kind": "parts", "hulls": [)" + wall + R"(], "gates": [0]}}},
    {"name": "part", "mesh": 0, "extras": {"motion": {"kind": "open", "axis": [0, 1, 0], "amount": 90, "seconds": 0.5}}})");
  write_model("tree", R"({"mesh": 0, "extras": {"collision": {"kind": "parts", "hulls": [
    [[-0.2,0,-0.2],[0.2,0,-0.2],[-0.2,3,-0.2],[0.2,3,0.2],[0.2,0,0.2]], [[-1,3,-1],[1,3,-1],[-1,4,-1],[1,4,1],[1,3,1]]]}}})");
  write_model("gem", R"({"mesh": 0, "extras": {"collision": {"kind": "convex", "hulls": [[[0,0,0],[0,4,0],[1,2,0],[-1,2,0],[0,2,1],[0,2,-1]]]}}})");
  write_model("odd", R"({"mesh": 0, "extras": {"collision": {"hulls": [7, [[1]], {"a": []}]}, "motion": {"kind": "flies", "axis": 3}}})");
  spins_as_fast_as_declared();
  bobs_within_its_limits();
  walks_with_its_way_and_rests_when_it_stands();
  rolls_without_slipping();
  a_door_blocks_until_it_opens();
  one_walks_under_a_crown_but_not_through_a_trunk();
  what_tumbles_has_the_shape_of_its_hull();
  bad_extras_are_passed_over();
  fs::remove_all(garden::engine::engine().home);
  return test::done("models");
}
