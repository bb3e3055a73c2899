// screens.cpp: title, play, paused, won, lost; their menus; what a step does in each.
#include "screens.h"
#include "goals.h"
#include "input.h"
#include "interface.h"
#include "joints.h"
#include "nav.h"
#include "parts.h"
#include "physics.h"
#include "things.h"

namespace garden::engine {
namespace {

constexpr int dark_steps = 18;                               // to cover the picture, and as many to show it again

void lay_menu() {
  Engine& e = engine();
  e.menu.clear();
  e.menu_focus = 0;
  auto add = [&](string_view id, string_view english) { e.menu.push_back({string(id), word(id, english), {}}); };
  switch (e.screen) {
    case Screen::title: add("play", "Play"); break;
    case Screen::paused: add("resume", "Resume"); add("restart", "Start again"); break;
    case Screen::won:
    case Screen::lost: add("restart", "Play again"); break;
    case Screen::play: break;
  }
  if (!e.menu.empty() && !e.options.headless) add("quit", "Quit");
  float top = e.screen == Screen::title ? 400.0f : e.screen == Screen::paused ? 340.0f : 470.0f;
  for (size_t i = 0; i < e.menu.size(); i++) e.menu[i].where = {canvas_w / 2.0f - 150, top + (float)i * 68, 300, 56};
}

void change_through_dark(function<void()> then) {
  Engine& e = engine();
  if (e.fade_steps > dark_steps) return;                     // one is under way
  e.fade_steps = dark_steps * 2;
  e.when_dark = std::move(then);
}

void fade_step() {
  Engine& e = engine();
  if (e.fade_steps <= 0) { e.fade = 0; return; }
  e.fade_steps--;
  if (e.fade_steps == dark_steps && e.when_dark) std::exchange(e.when_dark, nullptr)();
  e.fade = 1 - fabsf((float)(e.fade_steps - dark_steps)) / dark_steps;
}

void choose(const string& id) {
  sound("click");
  if (id == "play") change_through_dark([] { show_screen(Screen::play); });
  else if (id == "resume") show_screen(Screen::play);
  else if (id == "restart") change_through_dark(restart);
  else if (id == "quit") engine().quit = true;
}

void menu_step() {
  Engine& e = engine();
  const Input& in = e.input;
  if (e.menu.empty() || (e.fade_steps > dark_steps)) return;
  int count = (int)e.menu.size(), move = 0;
  move += in.key_pressed[KEY_DOWN] || in.key_pressed[KEY_S] || in.key_pressed[KEY_TAB];
  move -= in.key_pressed[KEY_UP] || in.key_pressed[KEY_W];
  e.menu_focus = ((e.menu_focus + move) % count + count) % count;
  int clicked = -1;
  for (int i = 0; i < count; i++)
    if (CheckCollisionPointRec(in.mouse, e.menu[(size_t)i].where)) {
      if (Vector2Length(in.moved) > 0) e.menu_focus = i;
      if (in.button_pressed[0]) clicked = i;
    }
  if (in.key_pressed[KEY_ENTER] || in.key_pressed[KEY_SPACE] || in.key_pressed[KEY_E]) clicked = e.menu_focus;
  if (clicked < 0 && in.button_pressed[0] && e.screen == Screen::title) clicked = 0;     // anywhere starts
  if (e.screen == Screen::paused && (in.key_pressed[KEY_ESCAPE] || in.key_pressed[KEY_P])) return show_screen(Screen::play);
  if (in.key_pressed[KEY_R] && e.screen != Screen::title) return choose("restart");
  if (clicked >= 0) choose(string(e.menu[(size_t)clicked].id));
}

void play_step(float dt) {
  Engine& e = engine();
  World& w = e.world;
  if (e.ending.empty() && pressed("pause")) return show_screen(Screen::paused);
  w.steps++;
  w.seconds = (float)w.steps * dt;
  for (uint32_t index : w.alive) {
    Slot& slot = w.slots[index];
    if (!std::isfinite(slot.state.at.x + slot.state.at.y + slot.state.at.z + slot.state.turn)) {
      warn("\"" + slot.state.name + "\" was put at a place that is not a number.");
      slot.state.at = slot.before;
      slot.state.turn = slot.before_turn;
      slot.state.velocity = {0, 0, 0};
    }
    slot.before = slot.state.at;
    slot.before_turn = slot.state.turn;
    slot.state.age += dt;
  }
  dialogue_step(dt);
  interface_begin();
  run_step_hooks(dt);
  timers_step();
  tween_step(dt);
  index_tags();
  physics_step(dt);
  joints_step(dt);
  camera_step(dt);
  goals_step(dt);
  interface_step(dt);
  if (!e.ending.empty() && --e.ending_wait <= 0) show_screen(e.ending_screen);
}

}  // namespace

void show_screen(Screen screen) {
  Engine& e = engine();
  e.screen = screen;
  e.screen_age = 0;
  if (screen == Screen::won || screen == Screen::lost) e.best_score = max(best("score"), e.world.score);
  lay_menu();
}

// The first round is the seed's own; every later one is dealt from seed and round, so that no two are alike and the same
// input plays all of them again (splitmix64, Steele, Lea and Flood 2014: near seeds give streams that are far apart).
uint64_t dealt(uint64_t seed, int round) {
  if (!round) return seed;
  uint64_t z = seed + 0x9e3779b97f4a7c15u * (uint64_t)round;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void build_world() {
  Engine& e = engine();
  e.random.state = dealt(e.seed, e.round);
  run_hooks(Hook::world);
  if (!e.world.ground.any && e.world.solids.empty() && e.style.stage == "walk") ground(40, palette("ground"));
  run_hooks(Hook::player);
  run_hooks(Hook::start);
  index_tags();
  for (uint32_t index : e.world.alive) e.world.slots[index].before = e.world.slots[index].state.at;
  e.world.rig.fresh = true;
  camera_step(step_seconds);
}

void restart() {
  Engine& e = engine();
  things_reset();
  physics_reset();
  nav_reset();
  tween_reset();
  sound_reset();
  e.world = World{};
  e.ending.clear();
  e.ending_wait = 0;
  look_reset();
  e.round++;
  build_world();
  show_screen(Screen::play);
}

void screens_start(bool straight_to_play) {
  Engine& e = engine();
  input_start();
  look_reset();
  build_world();
  show_screen(straight_to_play ? Screen::play : Screen::title);
  if (!e.options.scenario.empty()) run_scenario(e.options.scenario);
}

void screens_step(float dt) {
  Engine& e = engine();
  e.screen_age += dt;
  if (e.screen == Screen::play) play_step(dt);
  else {
    menu_step();
    if (e.screen != Screen::paused) tween_step(dt);
  }
  fade_step();
  look_step(dt);
  sound_step(dt);
}

}  // namespace garden::engine
