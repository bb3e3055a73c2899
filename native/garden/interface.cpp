// interface.cpp: what parts ask of the interface in a step, and what the player does with it. ui.cpp draws it.
#include "interface.h"
#include "input.h"
#include "parts.h"

namespace garden {
using engine::world;

namespace engine {
namespace {
vector<UiCommand> last_buttons;
bool focus_click = false;                                    // Enter on the focused button
}  // namespace

const vector<UiCommand>& shown_buttons() { return last_buttons; }

bool wants_pointer() {
  const World& w = world();
  return !last_buttons.empty() || (!w.dialogues.empty() && !w.dialogues.front().answers.empty()) || engine().screen != Screen::play;
}

Rectangle dialogue_box() { return {160, 500, 960, 180}; }
Rectangle answer_box(int index, int of) {                    // a column that ends above the dialogue box
  float height = of > 5 ? 44.0f : 52.0f, gap = 8;
  float top = dialogue_box().y - 16 - (float)of * (height + gap);
  return {420, top + (float)index * (height + gap), 700, height};
}
string answer_key(int index) { return index < 9 ? to_string(index + 1) : ""; }

void interface_begin() {
  World& w = world();
  last_buttons.clear();
  for (const UiCommand& c : w.ui) if (c.kind == UiCommand::button) last_buttons.push_back(c);
  w.ui.clear();
  focus_click = false;
  vector<string> ids;
  for (const UiCommand& c : last_buttons) if (c.enabled) ids.push_back(c.id);
  const Input& in = engine().input;
  if (ids.empty()) { w.focus.clear(); return; }
  auto here = std::find(ids.begin(), ids.end(), w.focus);
  if (here == ids.end()) w.focus.clear();
  bool arrows = engine().style.stage == "board";
  int move = (in.key_pressed[KEY_TAB] ? 1 : 0);
  if (in.key_pressed[KEY_TAB] && in.key[KEY_LEFT_SHIFT]) move = -1;
  if (arrows && !w.focus.empty()) move += (int)(in.key_pressed[KEY_DOWN] || in.key_pressed[KEY_RIGHT]) - (int)(in.key_pressed[KEY_UP] || in.key_pressed[KEY_LEFT]);
  if (move) {
    int index = w.focus.empty() ? (move > 0 ? -1 : 0) : (int)(here - ids.begin());
    int count = (int)ids.size();
    w.focus = ids[(size_t)(((index + move) % count + count) % count)];
  }
  if (in.button_pressed[0]) w.focus.clear();
  focus_click = !w.focus.empty() && in.key_pressed[KEY_ENTER];
  if (focus_click) swallow_press("use");
  if (in.button_pressed[0])                                  // a click on a button shoots nothing
    for (const UiCommand& c : last_buttons)
      if (CheckCollisionPointRec(in.mouse, c.where)) swallow_press("fire");
}

void dialogue_step(float dt) {
  World& w = world();
  if (w.dialogues.empty()) return;
  Dialogue& d = w.dialogues.front();
  const Input& in = engine().input;
  d.age += dt;
  int count = (int)d.answers.size(), chosen = -1;
  bool next = in.key_pressed[KEY_E] || in.key_pressed[KEY_ENTER] || in.key_pressed[KEY_SPACE];
  bool click = in.button_pressed[0];
  if (count) {
    for (int i = 0; i < count && i < 9; i++) if (in.key_pressed[(size_t)(KEY_ONE + i)]) chosen = i;
    if (in.key_pressed[KEY_DOWN] || in.key_pressed[KEY_S] || in.key_pressed[KEY_TAB]) d.focus = (d.focus + 1) % count;
    if (in.key_pressed[KEY_UP] || in.key_pressed[KEY_W]) d.focus = (d.focus + count - 1) % count;
    for (int i = 0; i < count; i++)
      if (CheckCollisionPointRec(in.mouse, answer_box(i, count))) {
        if (Vector2Length(in.moved) > 0) d.focus = i;
        if (click) chosen = i;
      }
    if (next && d.age > 0.15f) chosen = d.focus;
  }
  for (string_view used : {"use", "jump", "fire", "one", "two", "three", "four", "five"}) swallow_press(used);
  swallow_click();
  if (d.age <= 0.1f) return;                                 // the press that opened it does not close it
  if (count ? chosen < 0 : !(next || click)) return;
  Dialogue done = std::move(d);
  w.dialogues.pop_front();
  if (done.chosen && chosen >= 0) done.chosen(chosen);
  else if (done.then) done.then();
}

void interface_step(float dt) {
  World& w = world();
  for (Caption& c : w.captions) c.age += dt;
  std::erase_if(w.captions, [](const Caption& c) { return c.age > c.seconds; });
  if (w.flash.left > 0) w.flash.left -= dt;
  for (uint32_t index : w.alive)
    if (w.slots[index].bubble_left > 0) w.slots[index].bubble_left -= dt;
}

}  // namespace engine

bool button(string_view id, string_view text, Rectangle where, bool enabled) {
  engine::World& w = world();
  const engine::Input& in = engine::engine().input;
  engine::UiCommand c;
  c.kind = engine::UiCommand::button;
  c.id = id;
  c.text = text;
  c.where = where;
  c.enabled = enabled;
  c.hover = !in.captured && CheckCollisionPointRec(in.mouse, where);
  c.down = c.hover && in.button[0];
  c.focused = !w.focus.empty() && w.focus == id;
  bool clicked = enabled && playing() && !talking() && ((c.hover && in.button_pressed[0]) || (c.focused && engine::focus_click));
  if (c.hover && in.button_pressed[0]) engine::swallow_click();
  w.ui.push_back(std::move(c));
  if (clicked) sound("click");
  return clicked;
}
void show_hud(string_view what, bool shown) {
  for (string_view each : {"objectives", "meters", "counters", "countdown"}) if (what == "all" || what == each) world().hud[string(each)] = shown;
}
void panel(Rectangle where, string_view title) {
  engine::UiCommand c;
  c.kind = engine::UiCommand::panel;
  c.where = where;
  c.text = title;
  world().ui.push_back(std::move(c));
}
void label(string_view text, Vector2 at, float size, Color color, float align) {
  engine::UiCommand c;
  c.kind = engine::UiCommand::label;
  c.text = text;
  c.at = at;
  c.size = size;
  c.color = color;
  c.align = align;
  world().ui.push_back(std::move(c));
}
void bar(Rectangle where, float part, Color color, string_view text) {
  engine::UiCommand c;
  c.kind = engine::UiCommand::bar;
  c.where = where;
  c.part = clamp(part, 0.0f, 1.0f);
  c.color = color;
  c.text = text;
  world().ui.push_back(std::move(c));
}
void caption(string_view text, float seconds) {
  auto& all = world().captions;
  for (engine::Caption& c : all)
    if (c.text == text) {                                    // said again: it stays longer
      c.age = min(c.age, 0.5f);
      return;
    }
  all.push_back({string(text), 0, seconds});
  if (all.size() > 4) all.erase(all.begin());
}
void hint(string_view text) {
  world().hint = text;
  world().hint_part = engine::engine().running_part;
  world().hint_step = world().steps;
}
void say(string_view who, string_view text, function<void()> then) {
  engine::Dialogue d;
  d.who = who;
  d.text = text;
  string part = engine::engine().running_part;
  if (then) d.then = [part, then] { engine::guarded(part, then); };
  world().dialogues.push_back(std::move(d));
}
void ask(string_view who, string_view text, const vector<string>& answers, function<void(int)> then) {
  engine::Dialogue d;
  d.who = who;
  d.text = text;
  d.answers = answers;
  if (d.answers.size() > 9) d.answers.resize(9);
  string part = engine::engine().running_part;
  if (then) d.chosen = [part, then](int index) { engine::guarded(part, [&] { then(index); }); };
  world().dialogues.push_back(std::move(d));
}
bool talking() { return !world().dialogues.empty(); }
void speech(Thing who, string_view text, float seconds) {
  if (engine::Slot* slot = engine::slot_of(who)) {
    slot->bubble = text;
    slot->bubble_left = seconds;
  }
}
void tag_label(Thing who, string_view text) {
  if (engine::Slot* slot = engine::slot_of(who)) {
    slot->name_label = text;
    slot->name_label_step = world().steps;
  }
}

}  // namespace garden
