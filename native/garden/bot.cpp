// bot.cpp: players without a person. "goal" does what the parts advise, else walks from spot to spot and tries things;
// "random" presses anything; "tour" goes to one of everything; "script" does what is written; "idle" only starts the game. All they do are raw events, so that a recording replays.
#include "bot.h"
#include "input.h"
#include "interface.h"
#include "moving.h"
#include "parts.h"
#include "script.h"

namespace garden {
namespace engine {
namespace {

struct Bot {
  Random random;                                             // its own, so that the game's numbers stay the same without it
  std::set<int> wanted, down, taps;                          // keys: held by advice; reported as down; to be tapped
  std::deque<InputEvent> mouse;                              // one after the other, one a frame
  Vector3 goal{}; bool has_goal = false; int patience = 0;
  Vector3 last{}; int stuck = 0, wiggle = 0; float wiggle_side = 90;
  std::set<int> random_keys;
  std::set<string> toured; string tour_to; int tour_wait = 0;   // what was visited; what is next, and frames left beside it
  int frames = 0;
};
Bot& bot() {
  static Bot the_bot;
  return the_bot;
}

void hold_key(int key) { if (key > 0) bot().wanted.insert(key); }

void walk_keys(Vector3 direction) {                          // a world direction as the movement keys of this camera
  float heading = view_heading();
  float ahead = Vector3DotProduct(direction, forward(heading)), right = Vector3DotProduct(direction, forward(heading - 90));
  if (ahead > 0.38f) hold_key(first_key("forward"));
  if (ahead < -0.38f) hold_key(first_key("back"));
  if (right > 0.38f) hold_key(first_key("right"));
  if (right < -0.38f) hold_key(first_key("left"));
}

void turn_view(float wanted) {                               // towards a heading, by moving the captured mouse
  const Rig& rig = world().rig;
  float gap = remainderf(rig.yaw - wanted, 360);             // the mouse to the right lowers the angle
  if (fabsf(gap) < 2) return;
  Vector2 at = engine().input.mouse;
  bot().mouse.push_back({InputEvent::move, 0, roundf(at.x + clamp(gap / 0.14f, -160.0f, 160.0f)), at.y});
}

bool floor_below(Vector3 at, float up, float down) { return raycast(at + Vector3{0, up, 0}, {0, -1, 0}, up + down).hit; }

void tap(int key) { if (key > 0 && !bot().down.contains(key)) bot().taps.insert(key); }

// Seen from the side: run towards it, leap over gaps, hazards and low walls, wait where there is nothing to land on.
void side_go(Thing who, Vector3 target) {
  Bot& b = bot();
  float dx = target.x - who->at.x, to = dx > 0 ? 1.0f : -1.0f;
  if (b.wiggle > 8) to = -to;
  if (b.wiggle > 0) b.wiggle--;
  int key = first_key(to > 0 ? "right" : "left"), leap = first_key("jump");
  bool rise = target.y > who->at.y + 0.6f && fabsf(dx) < 2.5f;
  if (who->grounded && rise) tap(leap);
  if (fabsf(dx) < 0.15f) return;
  Vector3 at = who->at;
  if (!who->grounded) {                                      // on, where a floor can be reached; else down on what lies below
    bool above = floor_below(at + Vector3{0, -0.05f, 0}, 0, 5), on = false;
    for (Thing hazard : things("hazard")) above &= fabsf(hazard->at.x - at.x) > 1.1f || fabsf(hazard->at.y - at.y) > 5;
    float pace = max(fabsf(who->velocity.x), 3.0f), rising = who->velocity.y;
    for (float far = 0.8f; far < 5.5f && !on; far += 0.4f) {
      Hit hit = raycast(at + Vector3{to * far, 1.8f, 0}, {0, -1, 0}, 7);
      float drop = at.y - hit.at.y, left = rising * rising + 2 * 9.8f * drop;
      on = hit.hit && left > 0 && (rising + sqrtf(left)) / 9.8f * pace > far - 0.2f;
    }
    if (!above || on) hold_key(key);
    return;
  }
  bool over = raycast(at + Vector3{0, 0.5f, 0}, {to, 0, 0}, 1.0f).hit;
  for (const char* bad : {"hazard", "enemy"})
    for (Thing each : things(bad)) {
      float ahead = (each->at.x - at.x) * to;
      over |= ahead > 0 && ahead < 1.7f && fabsf(each->at.y - at.y) < 0.9f;
    }
  if (floor_below(at + Vector3{to * 0.75f, 0, 0}, 0.45f, 1.7f)) {
    hold_key(key);
    if (over) tap(leap);
    return;
  }
  for (float far = 1.3f; far < 4.5f; far += 0.5f)
    if (floor_below(at + Vector3{to * far, 0, 0}, 1.6f, 4)) { hold_key(key); tap(leap); return; }
  if (target.y < at.y - 2 && fabsf(dx) < 6) hold_key(key);   // down to it
  b.stuck = 0;                                               // a lift may come
}

void wander() {                                              // nobody knows what to do: look around, try things
  Bot& b = bot();
  World& w = world();
  Thing who = player();
  if (b.random.whole(0, 40) == 0) b.taps.insert(first_key("use"));
  if (b.random.whole(0, 60) == 0) b.taps.insert(first_key("fire"));
  if (b.random.whole(0, 90) == 0) b.taps.insert(first_key("jump"));
  const auto& buttons = shown_buttons();
  if (!buttons.empty() && b.mouse.empty() && b.random.whole(0, 30) == 0) {
    const UiCommand& c = buttons[(size_t)b.random.whole(0, (int)buttons.size() - 1)];
    if (c.enabled) bot_click({c.where.x + c.where.width / 2, c.where.y + c.where.height / 2});
  }
  if (!who) {
    if (b.mouse.empty() && b.random.whole(0, 30) == 0) bot_click({b.random.real(100, 1180), b.random.real(80, 640)});
    return;
  }
  if (b.has_goal && (flat_distance(who->at, b.goal) < 1 || --b.patience < 0)) b.has_goal = false;
  if (!b.has_goal) {
    vector<Vector3> places;
    for (const Spot& s : w.spots) places.push_back(s.at);
    for (Thing item : things("item")) places.push_back(item->at);
    float reach = w.ground.any ? w.ground.half * 0.6f : 10;
    b.goal = places.empty() ? on_ground(b.random.real(-reach, reach), b.random.real(-reach, reach)) : places[(size_t)b.random.whole(0, (int)places.size() - 1)];
    b.has_goal = true;
    b.patience = 300;
  }
  bot_go(b.goal);
}

void talk() {                                                // a dialogue is open: go on, or choose
  Bot& b = bot();
  const Dialogue& d = world().dialogues.front();
  if (d.age < 0.4f || b.frames % 8) return;
  if (d.answers.empty()) b.taps.insert(KEY_ENTER);
  else b.taps.insert(KEY_ONE + b.random.whole(0, (int)d.answers.size() - 1));
}

void decide() {
  Engine& e = engine();
  Bot& b = bot();
  if (!b.mouse.empty()) return;                              // a drag or click is under way
  e.advising = true;
  std::swap(e.random, b.random);                             // advice must not shift the game's own numbers
  bool decided = run_advice();
  std::swap(e.random, b.random);
  if (!decided && talking()) talk();
  else if (!decided) wander();
  e.advising = false;
}

// One after the other to what there is one of, the nearest first, and a while beside it. It presses nothing but to walk.
void tour() {
  Bot& b = bot();
  Thing who = player();
  if (!who) return;
  Thing to;
  float least = 1e9f;
  for (uint32_t index : world().alive) {
    const Slot& slot = world().slots[index];
    Thing each = thing_of(index);
    if (!slot.alive || each == who || !each->visible || each->model.empty() || b.toured.contains(each->name)) continue;
    float far = each->name == b.tour_to ? -1 : flat_distance(who->at, each->at);
    if (far < least || (each->name == b.tour_to && to && to->name == b.tour_to && flat_distance(who->at, each->at) < flat_distance(who->at, to->at))) { least = far; to = each; }
  }
  if (!to) return;
  if (b.tour_to != to->name) { b.tour_to = to->name; b.tour_wait = 0; b.patience = 240; }
  float near = 0.9f + min(max(to->size.x, to->size.z) * to->scale, 8.0f) / 2;
  if (b.tour_wait == 0 && flat_distance(who->at, to->at) > near && --b.patience > 0) bot_go(to->at);
  else if (++b.tour_wait > 24) { b.toured.insert(to->name); b.tour_to.clear(); }
}

void random_play() {
  Bot& b = bot();
  static const int keys[] = {KEY_W, KEY_A, KEY_S, KEY_D, KEY_SPACE, KEY_E, KEY_F, KEY_ENTER, KEY_TAB, KEY_ONE, KEY_TWO, KEY_THREE, KEY_LEFT_SHIFT, KEY_UP, KEY_LEFT, KEY_DOWN, KEY_RIGHT, KEY_J, KEY_L};
  if (b.random.whole(0, 5) == 0) {
    int key = keys[b.random.whole(0, (int)std::size(keys) - 1)];
    if (!b.random_keys.erase(key)) b.random_keys.insert(key);
  }
  if (b.random.whole(0, 300) == 0) b.taps.insert(KEY_P);
  b.wanted = b.random_keys;
  if (b.random.whole(0, 9) == 0) b.mouse.push_back({InputEvent::move, 0, roundf(b.random.real(0, canvas_w)), roundf(b.random.real(0, canvas_h))});
  if (b.random.whole(0, 14) == 0) bot_click({b.random.real(0, canvas_w), b.random.real(0, canvas_h)});
}

}  // namespace

void bot_key(int key, bool once) {
  if (once) tap(key);
  else hold_key(key);
}
void bot_decide() { decide(); }
void bot_talk() { talk(); }

void bot_events(vector<InputEvent>& events) {
  Engine& e = engine();
  Bot& b = bot();
  if (!b.frames++) b.random.state = e.seed * 7919 + 17;
  b.wanted.clear();
  for (int key : b.taps) {                                   // what was tapped in the last frame goes up
    events.push_back({InputEvent::key_up, key});
    b.down.erase(key);
  }
  b.taps.clear();
  const string& kind = e.options.bot;
  if (e.screen == Screen::title) { if (e.fade_steps == 0 && b.frames % 10 == 1) b.taps.insert(KEY_ENTER); }
  else if (kind == "random") random_play();
  else if (e.screen == Screen::paused) { if (b.frames % 10 == 1) b.taps.insert(KEY_ENTER); }
  else if (kind == "tour" && e.screen == Screen::play && e.ending.empty()) {
    if (talking()) talk();
    else tour();
  }
  else if (kind == "script") { if (e.screen == Screen::play && e.ending.empty()) script_frame(); }
  else if (kind == "goal" && e.screen == Screen::play && e.ending.empty()) decide();
  b.taps.erase(0);
  for (int key : b.taps) b.wanted.insert(key);
  for (auto it = b.down.begin(); it != b.down.end();) {
    if (b.wanted.contains(*it)) { ++it; continue; }
    events.push_back({InputEvent::key_up, *it});
    it = b.down.erase(it);
  }
  for (int key : b.wanted)
    if (b.down.insert(key).second) events.push_back({InputEvent::key_down, key});
  bool button = false;                                       // moves may go together; a button changes once a frame
  while (!b.mouse.empty() && !button) {
    InputEvent next = b.mouse.front();
    b.mouse.pop_front();
    events.push_back(next);
    button = next.kind != InputEvent::move || (!b.mouse.empty() && b.mouse.front().kind != InputEvent::button_down);
  }
}

}  // namespace engine

using engine::bot;

void bot_go(Vector3 target) {
  engine::Bot& b = bot();
  Thing who = player();
  if (!who) return;
  engine::View view = engine::world().rig.view;
  Vector3 leg = way(who->at, target);
  if (hypotf(leg.x, leg.z) < 0.01f) leg = Vector3Normalize({target.x - who->at.x, 0, target.z - who->at.z});
  float moved = distance(who->at, b.last);
  b.last = who->at;
  b.stuck = moved < 0.012f ? b.stuck + 1 : 0;
  if (b.stuck > 20) {                                        // against something: aside for a while, and a jump
    b.stuck = 0;
    b.wiggle = 16;
    b.wiggle_side = (engine::engine().advising ? engine::engine().random : b.random).whole(0, 1) ? 80.0f : -80.0f;  // in advice the two are swapped
    b.taps.insert(engine::first_key("jump"));
  }
  if (view == engine::View::side && engine::world().gravity > 0) return engine::side_go(who, target);
  if (view == engine::View::side) {
    if (fabsf(target.x - who->at.x) > 0.15f) engine::hold_key(engine::first_key(target.x > who->at.x ? "right" : "left"));
    if (fabsf(target.y - who->at.y) > 0.3f) engine::hold_key(engine::first_key(target.y > who->at.y ? "forward" : "back"));
    return;
  }
  if (engine::world().gravity == 0) {
    if (target.y > who->at.y + 0.4f) engine::hold_key(engine::first_key("jump"));
    if (target.y < who->at.y - 0.4f) engine::hold_key(engine::first_key("run"));
    leg = Vector3Normalize({target.x - who->at.x, 0, target.z - who->at.z});
  }
  if (b.wiggle > 0) {
    b.wiggle--;
    leg = forward(atan2f(leg.x, leg.z) * RAD2DEG + b.wiggle_side);
  }
  if (view == engine::View::first && engine::engine().input.captured && b.mouse.empty()) engine::turn_view(atan2f(leg.x, leg.z) * RAD2DEG);
  engine::walk_keys(leg);
}
void bot_press(string_view action) {
  const engine::Action* a = engine::action_of(action);
  if (!a) return;
  int key = engine::first_key(action);
  if (key > 0 && !bot().down.contains(key)) bot().taps.insert(key);
}
void bot_hold(string_view action) { engine::hold_key(engine::first_key(action)); }
void bot_click(Vector2 pixel) {
  using engine::InputEvent;
  auto& mouse = bot().mouse;
  if (!mouse.empty()) return;
  mouse.push_back({InputEvent::move, 0, roundf(pixel.x), roundf(pixel.y)});
  mouse.push_back({InputEvent::button_down, 0});
  mouse.push_back({InputEvent::button_up, 0});
}
void bot_drag(Vector2 from, Vector2 to) {
  using engine::InputEvent;
  auto& mouse = bot().mouse;
  if (!mouse.empty()) return;
  mouse.push_back({InputEvent::move, 0, roundf(from.x), roundf(from.y)});
  mouse.push_back({InputEvent::button_down, 0});
  for (int i = 1; i <= 6; i++) {
    Vector2 at = Vector2Lerp(from, to, (float)i / 6);
    mouse.push_back({InputEvent::move, 0, roundf(at.x), roundf(at.y)});
  }
  mouse.push_back({InputEvent::button_up, 0});
}
void bot_aim(Vector3 at) {
  Thing who = player();
  engine::Bot& b = bot();
  if (!b.mouse.empty()) return;
  if (engine::engine().input.captured && who) {
    engine::turn_view(turn_towards(who->at, at));
    Camera3D eye = camera();
    float up = atan2f(at.y - eye.position.y, flat_distance(eye.position, at)) * RAD2DEG, gap = up - engine::world().rig.pitch;
    if (fabsf(gap) > 1.5f) {
      Vector2 from = b.mouse.empty() ? engine::engine().input.mouse : Vector2{b.mouse.back().x, b.mouse.back().y};
      if (!b.mouse.empty()) b.mouse.pop_back();
      b.mouse.push_back({engine::InputEvent::move, 0, from.x, roundf(from.y - clamp(gap / 0.11f, -120.0f, 120.0f))});
    }
  } else {
    Vector2 pixel = on_screen(at);
    if (std::isfinite(pixel.x + pixel.y)) b.mouse.push_back({engine::InputEvent::move, 0, roundf(clamp(pixel.x, 0.0f, 1279.0f)), roundf(clamp(pixel.y, 0.0f, 719.0f))});
  }
}

}  // namespace garden
