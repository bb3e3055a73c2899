#include "check.h"
using namespace garden::engine;

namespace {
vector<string> order;
Screen screen() { return garden::engine::engine().screen; }
void until_ended() { test::steps(80); }
}  // namespace

PART(alpha) { on_world([] { order.push_back("alpha world"); }); on_start([] { order.push_back("alpha start"); }); on_event("bang", [](Thing) { order.push_back("alpha bang"); }); }
PART(beta) { on_start([] { order.push_back("beta start"); }); on_player([] { order.push_back("beta player"); }); on_event("bang", [](Thing) { order.push_back("beta bang"); throw std::runtime_error("on purpose"); }); }

int main() {
  order.clear();
  test::begin({.world = [] { order.push_back("test world"); }, .player = [] { order.push_back("test player"); }, .start = [] { order.push_back("test start"); }});
  CHECK((order == vector<string>{"alpha world", "test world", "beta player", "test player", "alpha start", "beta start", "test start"}));
  order.clear();
  emit("bang");
  CHECK((order == vector<string>{"alpha bang", "beta bang"}));
  CHECK(test::warned("on purpose"));                         // an exception is reported and play goes on

  test::begin({.start = [] { objective("a", "A", 2); objective("b", "B"); }});         // objectives win
  test::steps(2);
  achieve("a"); achieve("b");
  test::steps(2);
  CHECK(playing());
  achieve("a", 5);
  CHECK(achieved("a") == 2 && complete("a"));
  test::steps(2);
  CHECK(!playing());
  until_ended();
  CHECK(screen() == Screen::won);
  test::tap(KEY_ENTER);                                      // play again
  until_ended();
  CHECK(screen() == Screen::play && achieved("a") == 0);

  test::begin({.start = [] { meter("air", "Air", 10, BLUE, "No air left"); meter("joy", "Joy", 10, RED); }, .step = [](float dt) { meter("air") -= dt * 8; meter("joy") -= 1; }});
  until_ended();
  test::steps(80);
  CHECK(screen() == Screen::lost);                           // a meter loses, one without a text does not
  CHECK(garden::engine::engine().ending == "No air left");
  CHECK(meter("joy") == 0);

  test::begin({.start = [] { countdown("Dawn", 2, [] { win("The sun is up"); }); }});
  test::steps(118);
  CHECK(playing());
  test::steps(80);
  CHECK(screen() == Screen::won && garden::engine::engine().ending == "The sun is up");

  test::begin({.start = [] { lose("x"); win("y"); }});       // the first ending counts; also one during on_start
  test::steps(120);
  CHECK(garden::engine::engine().ending.empty() || screen() == Screen::lost);

  static int fired, ticks;                                   // timers
  fired = ticks = 0;
  test::begin({.start = [] { after(1, [] { fired++; }); every(0.5f, [] { ticks++; }); }});
  test::steps(59);
  CHECK(fired == 0);
  test::steps(62);
  CHECK(fired == 1 && ticks == 4);

  test::begin({});                                           // pause and resume
  test::tap(KEY_ESCAPE);
  CHECK(screen() == Screen::paused);
  float seconds = now();
  test::steps(60);
  CHECK(now() == seconds);
  test::tap(KEY_ESCAPE);
  CHECK(screen() == Screen::play);

  static int chosen, said, used;                             // dialogues take the keys they are answered with
  chosen = -1; said = used = 0;
  test::begin({.step = [](float) { if (pressed("use")) used++; }});
  say("A", "one", [] { said++; });
  ask("A", "two", {"x", "y", "z"}, [](int i) { chosen = i; });
  CHECK(talking());
  test::steps(20);
  test::tap(KEY_E);
  CHECK(said == 1 && talking() && used == 0);
  test::steps(20);
  test::tap(KEY_TWO);
  CHECK(chosen == 1 && !talking());
  test::tap(KEY_E);
  CHECK(used == 1);

  static int clicks;                                         // buttons, by mouse and by keyboard
  clicks = 0;
  test::begin({.step = [](float) { if (button("go", "Go", {100, 100, 200, 60})) clicks++; if (button("no", "No", {400, 100, 200, 60}, false)) clicks += 100; if (pressed("fire")) clicks += 1000; }});
  test::steps(2);
  test::steps(1, {{InputEvent::move, 0, 200, 130}, {InputEvent::button_down, 0}});
  test::steps(1, {{InputEvent::button_up, 0}});
  CHECK(clicks == 1);
  test::steps(1, {{InputEvent::move, 0, 500, 130}, {InputEvent::button_down, 0}});
  test::steps(1, {{InputEvent::button_up, 0}});
  CHECK(clicks == 1);
  test::tap(KEY_TAB);
  test::tap(KEY_ENTER);
  CHECK(clicks == 2);
  test::steps(1, {{InputEvent::move, 0, 900, 600}, {InputEvent::button_down, 0}});
  CHECK(clicks == 1002);

  test::begin({.world = [] { add_spot({1, 0, 0}, "far"); add_spot({2, 0, 0}, "far high"); add_spot({3, 0, 0}, "start"); }});      // spots
  CHECK(start_spot().x == 3);
  CHECK(spot("high").x == 2);
  CHECK(spot("far").x == 1);
  CHECK(spots("far").size() == 2);
  Vector3 any = spot("far");
  CHECK(std::isfinite(any.x));

  test::begin({});                                           // tags, also changed by hand
  Thing a = spawn("a", {.tags = "red round"}), b = spawn("b", {.tags = "red"});
  CHECK(things("red").size() == 2 && things("red")[0] == a);
  drop_tag(a, "red");
  add_tag(a, "red");
  CHECK(things("red").size() == 2 && things("red")[0] == a);
  b->tags.push_back("late");
  test::steps(1);
  CHECK(things("late").size() == 1);
  remove(a);
  CHECK(things("red").size() == 1 && !find("a") && find("b") == b);

  auto play_through = [](uint64_t seed) {                    // the same seed, the same end
    test::begin({.world = [] { ground(20, [](float x, float z) { return sinf(x) + cosf(z); }, nullptr); wall({2, 0, -8}, {2, 0, 8}, 2, 0.3f, RED); },
                 .start = [] { for (int i = 0; i < 12; i++) { spawn("w", {.at = on_ground(rnd(-9, 9), rnd(-9, 9)), .body = Body::character, .tags = "w"}); spawn("d", {.model = "cube", .at = {rnd(-5, 5), 4, rnd(-5, 5)}, .scale = 0.5f, .body = Body::dynamic}); } },
                 .step = [](float) { for (Thing t : things("w")) roam(t, 2, 6); }}, seed);
    test::steps(200);
    return state_json();
  };
  string first = play_through(7);
  for (int run = 1; run < 20; run++) CHECK(play_through(7) == first);
  CHECK(play_through(8) != first);

  auto deal = [](uint64_t seed) {                            // each round is dealt anew, and the same again for the same seed
    vector<float> dealt;
    test::begin({.start = [&] { for (int i = 0; i < 4; i++) dealt.push_back(rnd(0, 100)); }}, seed);
    for (int round = 1; round < 4; round++) restart();
    return dealt;
  };
  vector<float> rounds = deal(7);
  CHECK(rounds.size() == 16 && rounds == deal(7) && rounds != deal(8));
  for (size_t i = 0; i < 16; i++)
    for (size_t k = i + 1; k < 16; k++) CHECK(i / 4 == k / 4 || rounds[i] != rounds[k]);
  CHECK(state_json().find("\"round\":3") != string::npos || state_json().find("\"round\": 3") != string::npos);
  return test::done("play");
}
