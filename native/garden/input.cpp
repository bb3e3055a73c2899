// input.cpp: keys, mouse and pad become actions. The same for a window, a trace and a bot: all are InputEvents.
#include "input.h"
#include "report.h"

namespace garden {
namespace engine {
namespace {

vector<Action>& actions() {
  static vector<Action> all;
  return all;
}
std::set<string, std::less<>> swallowed;
bool click_swallowed = false;

bool any_key(const Action& a, const std::array<bool, 512>& keys, const std::array<bool, 3>& buttons) {
  for (int key : a.keys) {
    if (key == -1 && buttons[0]) return true;
    if (key > 0 && key < 512 && keys[(size_t)key]) return true;
  }
  return false;
}

}  // namespace

void input_start() {
  auto& all = actions();
  if (!all.empty()) return;
  all = {
      {"left", "left", {KEY_A, KEY_LEFT}, GAMEPAD_BUTTON_LEFT_FACE_LEFT},
      {"right", "right", {KEY_D, KEY_RIGHT}, GAMEPAD_BUTTON_LEFT_FACE_RIGHT},
      {"forward", "forward", {KEY_W, KEY_UP}, GAMEPAD_BUTTON_LEFT_FACE_UP},
      {"back", "back", {KEY_S, KEY_DOWN}, GAMEPAD_BUTTON_LEFT_FACE_DOWN},
      {"jump", "jump", {KEY_SPACE}, GAMEPAD_BUTTON_RIGHT_FACE_DOWN},
      {"use", "use", {KEY_E, KEY_ENTER}, GAMEPAD_BUTTON_RIGHT_FACE_LEFT},
      {"fire", "fire", {KEY_F, -1}, GAMEPAD_BUTTON_RIGHT_TRIGGER_2},
      {"run", "run", {KEY_LEFT_SHIFT, KEY_RIGHT_SHIFT}, GAMEPAD_BUTTON_LEFT_TRIGGER_2},
      {"next", "next", {KEY_TAB}, GAMEPAD_BUTTON_RIGHT_FACE_UP},
      {"pause", "pause", {KEY_ESCAPE, KEY_P}, GAMEPAD_BUTTON_MIDDLE_RIGHT},
      {"one", "1", {KEY_ONE}, -1}, {"two", "2", {KEY_TWO}, -1}, {"three", "3", {KEY_THREE}, -1},
      {"four", "4", {KEY_FOUR}, -1}, {"five", "5", {KEY_FIVE}, -1},
  };
}

const Action* action_of(string_view name) {
  input_start();
  for (const Action& a : actions()) if (a.name == name) return &a;
  vector<string> known;
  for (const Action& a : actions()) known.push_back(a.name);
  string nearest = nearest_name(name, known);
  warn("There is no action \"" + string(name) + "\"." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
  return nullptr;
}
int first_key(string_view name) {
  const Action* a = action_of(name);
  if (a) for (int key : a->keys) if (key > 0 && laid_for(key)) return laid_for(key);
  return 0;
}
const vector<Action>& all_actions() {
  input_start();
  return actions();
}

void input_apply(const vector<InputEvent>& events) {
  Input& in = engine().input;
  in.key_pressed.fill(false);
  in.key_released.fill(false);
  in.button_pressed.fill(false);
  in.button_released.fill(false);
  in.moved = in.look = {0, 0};
  in.wheel = 0;
  swallowed.clear();
  click_swallowed = false;
  for (const InputEvent& e : events) {
    int code = engine().screen == Screen::play ? laid(e.code) : e.code;
    bool key = code > 0 && code < 512, button = e.code >= 0 && e.code < 3;
    switch (e.kind) {
      case InputEvent::key_down: if (key) { in.key_pressed[(size_t)code] |= !in.key[(size_t)code]; in.key[(size_t)code] = true; } break;
      case InputEvent::key_up:                               // both: it may have gone down on another screen
        for (int up : {code, laid(e.code)})
          if (up > 0 && up < 512) { in.key_released[(size_t)up] |= in.key[(size_t)up]; in.key[(size_t)up] = false; }
        break;
      case InputEvent::button_down: if (button) { in.button_pressed[(size_t)e.code] |= !in.button[(size_t)e.code]; in.button[(size_t)e.code] = true; } break;
      case InputEvent::button_up: if (button) { in.button_released[(size_t)e.code] |= in.button[(size_t)e.code]; in.button[(size_t)e.code] = false; } break;
      case InputEvent::move:
        in.moved += Vector2{e.x, e.y} - in.mouse;
        in.mouse = {e.x, e.y};
        break;
      case InputEvent::wheel: in.wheel += e.y; break;
    }
  }
  const World& w = world();
  bool was_captured = in.captured;                           // the move that ends at the pointer's place turns nothing
  in.captured = engine().screen == Screen::play && (w.rig.view == View::first || w.rig.view == View::third) && !wants_pointer();
  const float fast = 130 * step_seconds;                     // of the look keys, degrees a step
  auto keys = [&](int less, int more) { return (float)in.key[(size_t)more] - (float)in.key[(size_t)less]; };
  in.look = {-keys(KEY_J, KEY_L) * fast, keys(KEY_K, KEY_I) * fast * 0.6f};
  if (in.captured && was_captured) in.look += Vector2{-in.moved.x * 0.14f, -in.moved.y * 0.11f};
}

void swallow_press(string_view action) { swallowed.insert(string(action)); }
void swallow_click() {
  click_swallowed = true;
  swallow_press("fire");
}

namespace {
const vector<pair<string, int>>& key_names() {
  static const vector<pair<string, int>> names = [] {
    vector<pair<string, int>> all = {{"SPACE", KEY_SPACE}, {"ENTER", KEY_ENTER}, {"ESCAPE", KEY_ESCAPE}, {"TAB", KEY_TAB}, {"BACKSPACE", KEY_BACKSPACE},
        {"DELETE", KEY_DELETE}, {"SHIFT", KEY_LEFT_SHIFT}, {"CTRL", KEY_LEFT_CONTROL}, {"ALT", KEY_LEFT_ALT}, {"UP", KEY_UP}, {"DOWN", KEY_DOWN},
        {"LEFT", KEY_LEFT}, {"RIGHT", KEY_RIGHT}, {"COMMA", KEY_COMMA}, {"PERIOD", KEY_PERIOD}, {"RIGHTSHIFT", KEY_RIGHT_SHIFT}, {"ESC", KEY_ESCAPE}, {"RETURN", KEY_ENTER}};
    for (int c = 'A'; c <= 'Z'; c++) all.push_back({string(1, (char)c), c});
    for (int c = '0'; c <= '9'; c++) all.push_back({string(1, (char)c), c});
    return all;
  }();
  return names;
}
}  // namespace

int key_code(string_view name) {
  string upper;
  for (char c : name) upper += (char)std::toupper((unsigned char)c);
  for (string_view prefix : {"KEY_"}) if (upper.starts_with(prefix)) upper = upper.substr(prefix.size());
  for (const auto& [known, code] : key_names()) if (known == upper) return code;
  return 0;
}
string key_name(int code) {
  for (const auto& [known, number] : key_names()) if (number == code) return known;
  return to_string(code);
}

void poll_window(vector<InputEvent>& events) {
  static std::array<bool, 512> before{};                     // what was reported as down
  static std::array<bool, 3> buttons{};
  std::array<bool, 512> now{};
  for (int key = 32; key < 349; key++) now[(size_t)key] = IsKeyDown(key);
  bool pad = IsGamepadAvailable(0);
  if (pad) {                                                 // a pad presses the keys of its actions
    for (const Action& a : actions())
      if (a.pad_button >= 0 && IsGamepadButtonDown(0, a.pad_button) && !a.keys.empty() && a.keys[0] > 0) now[(size_t)a.keys[0]] = true;
    float x = GetGamepadAxisMovement(0, GAMEPAD_AXIS_LEFT_X), y = GetGamepadAxisMovement(0, GAMEPAD_AXIS_LEFT_Y);
    if (x < -0.4f) now[KEY_A] = true;
    if (x > 0.4f) now[KEY_D] = true;
    if (y < -0.4f) now[KEY_W] = true;
    if (y > 0.4f) now[KEY_S] = true;
  }
  for (int key = 1; key < 512; key++)
    if (now[(size_t)key] != before[(size_t)key]) events.push_back({now[(size_t)key] ? InputEvent::key_down : InputEvent::key_up, key});
  before = now;
  Input& in = engine().input;
  float scale = min((float)GetRenderWidth() / canvas_w, (float)GetRenderHeight() / canvas_h);
  Vector2 at = in.mouse;
  static int settling = 2;                                   // frames until the captured mouse reports true moves
  settling = in.captured ? max(0, settling - 1) : 2;
  if (in.captured) {
    if (settling == 0) at += GetMouseDelta() * (1 / max(0.1f, scale));
    if (pad) at += Vector2{GetGamepadAxisMovement(0, GAMEPAD_AXIS_RIGHT_X), GetGamepadAxisMovement(0, GAMEPAD_AXIS_RIGHT_Y)} * 18.0f;
  } else {
    Vector2 window = GetMousePosition();
    at = {(window.x - ((float)GetRenderWidth() - canvas_w * scale) / 2) / scale, (window.y - ((float)GetRenderHeight() - canvas_h * scale) / 2) / scale};
  }
  at = {roundf(at.x), roundf(at.y)};
  if (!(at == in.mouse)) events.push_back({InputEvent::move, 0, at.x, at.y});
  for (int b = 0; b < 3; b++)
    if (bool down = IsMouseButtonDown(b); down != buttons[(size_t)b]) {
      events.push_back({down ? InputEvent::button_down : InputEvent::button_up, b});
      buttons[(size_t)b] = down;
    }
  if (float wheel = GetMouseWheelMove(); wheel != 0) events.push_back({InputEvent::wheel, 0, 0, wheel});
  in.pad = pad;
}

}  // namespace engine

using engine::action_of, engine::Action;

void action(string_view name, string_view label, std::initializer_list<int> keys, int pad_button) {
  engine::input_start();
  for (Action& a : engine::actions())
    if (a.name == name) {
      a.label = label;
      for (int key : keys) if (std::find(a.keys.begin(), a.keys.end(), key) == a.keys.end()) a.keys.push_back(key);
      if (pad_button >= 0) a.pad_button = pad_button;
      return;
    }
  engine::actions().push_back({string(name), string(label), keys, pad_button});
}

bool held(string_view name) {
  const engine::Input& in = engine::engine().input;
  const Action* a = action_of(name);
  return a && engine::any_key(*a, in.key, in.button);
}
bool pressed(string_view name) {
  const engine::Input& in = engine::engine().input;
  const Action* a = action_of(name);
  if (!a || engine::swallowed.contains(name)) return false;
  return engine::any_key(*a, in.key_pressed, in.button_pressed);
}
bool released(string_view name) {
  const engine::Input& in = engine::engine().input;
  const Action* a = action_of(name);
  return a && engine::any_key(*a, in.key_released, in.button_released) && !engine::any_key(*a, in.key, in.button);
}
Vector2 move_input() {
  Vector2 move = {(float)held("right") - (float)held("left"), (float)held("forward") - (float)held("back")};
  return Vector2Length(move) > 1 ? Vector2Normalize(move) : move;
}
Vector2 mouse() { return engine::engine().input.captured ? Vector2{640, 360} : engine::engine().input.mouse; }
bool mouse_pressed(int button) { return !engine::click_swallowed && button >= 0 && button < 3 && engine::engine().input.button_pressed[(size_t)button]; }
bool mouse_held(int button) { return button >= 0 && button < 3 && engine::engine().input.button[(size_t)button]; }
bool mouse_released(int button) { return button >= 0 && button < 3 && engine::engine().input.button_released[(size_t)button]; }

// What parts mean by raylib's questions about keys: prelude.h.
namespace asked {
static bool known(int key) { return key > 0 && key < 512; }
bool key_down(int key) { return known(key) && engine::engine().input.key[(size_t)key]; }
bool key_pressed(int key) { return known(key) && engine::engine().input.key_pressed[(size_t)key]; }
bool key_released(int key) { return known(key) && engine::engine().input.key_released[(size_t)key]; }
int any_key() {
  const auto& keys = engine::engine().input.key_pressed;
  auto found = std::find(keys.begin(), keys.end(), true);
  return found == keys.end() ? 0 : (int)(found - keys.begin());
}
Vector2 moved() { return engine::engine().input.moved; }
float wheel() { return engine::engine().input.wheel; }
}  // namespace asked

void help(string_view keys, string_view meaning) {
  auto& list = engine::world().help;
  for (engine::Help& h : list)
    if (h.keys == keys) { h.meaning = meaning; return; }
  list.push_back({string(keys), string(meaning)});
}

}  // namespace garden
