// ui.cpp: draws what the logic put on the screen: objectives, meters, counters, captions, hints, dialogue, bubbles, names
// and the parts' own buttons, panels, labels and bars. It reads the world and changes nothing.
#include "input.h"
#include "theme.h"

namespace garden::engine {
namespace {
bool shows(string_view what) { auto found = world().hud.find(what); return found == world().hud.end() || found->second; }

float fade_in_out(float age, float seconds) { return clamp(min(age * 4, (seconds - age) * 2), 0.0f, 1.0f); }

Rectangle objectives_box{};                                // where they were drawn: other things keep clear of it

void objectives_draw() {
  const World& w = world();
  objectives_box = {22, 20, 0, 0};
  if (w.objectives.empty() || !shows("objectives")) return;
  const float size = 20, row = 34;
  float wide = 190;
  auto count_of = [](const Objective& o) { return o.need > 1 ? TextFormat("%d / %d", o.have, o.need) : ""; };
  for (const Objective& o : w.objectives) wide = max(wide, 62 + measure_words(o.text, size).x + (o.need > 1 ? 22 + measure_words(count_of(o), size).x : 0));
  wide = min(wide, 520.0f);
  Rectangle r{22, 20, wide, row * (float)w.objectives.size() + 18};
  objectives_box = r;
  theme_panel(r);
  float y = r.y + 9;
  for (const Objective& o : w.objectives) {
    bool done = o.have >= o.need;
    float pulse = done && o.done_age >= 0 && o.done_age < 0.8f ? o.done_age / 0.8f : 0;
    theme_tick({r.x + 26, y + row / 2}, 9, done, pulse);
    Color ink = done ? alpha(theme_light(), 0.6f) : theme_light();
    float room = r.width - 62 - (o.need > 1 ? 22 + measure_words(count_of(o), size).x : 0), fit = measure_words(o.text, size).x, used = fit > room ? size * max(room / fit, 0.9f) : size;
    words_plain(o.text, {r.x + 46, y + row / 2 - used * 0.53f}, used, ink, 0, false);
    if (o.need > 1) {
      words_plain(count_of(o), {r.x + r.width - 18, y + row / 2 - size * 0.53f}, size, done ? ink : theme_accent(), 1, false);
      if (!done) {
        Rectangle line{r.x + 46, y + row - 4, r.width - 64, 2.5f};
        rounded(line, 1.2f, alpha(theme_light(), 0.12f));
        rounded({line.x, line.y, line.width * (float)o.have / (float)o.need, line.height}, 1.2f, alpha(theme_accent(), 0.9f));
      }
    }
    y += row;
  }
}

void meters_draw() {
  const World& w = world();
  if (!shows("meters")) return;
  // Over a world they lie at the bottom; a canvas is the game's own down to its edges, so there they hang under the goals.
  bool canvas = w.rig.view == View::none || engine().style.stage == "board";
  float y = canvas ? objectives_box.y + objectives_box.height + 12 : (float)canvas_h - 30 - 46 * (float)w.meters.size();
  for (const Meter& m : w.meters) {
    float part = m.full > 0 ? m.value / m.full : 0;
    bool low = part < 0.25f && !m.lose_text.empty();
    float beat = low ? 0.5f + 0.5f * sinf(frame().time * 7) : 0;
    words_shadowed(m.label, {26, y}, 18, theme_light(), 0, false);
    theme_bar({24, y + 22, 236, 14}, part, low ? mix(m.color, palette("danger"), beat) : m.color, "");
    y += 46;
  }
}

void numbers_draw() {
  const World& w = world();
  float right = (float)canvas_w - 22, y = 20;
  auto chip = [&](string_view label, const string& value) {
    float label_wide = label.empty() ? 0 : measure_words(label, 18).x + 12, wide = label_wide + measure_words(value, 26).x + 36;
    Rectangle r{right - wide, y, wide, 44};
    theme_panel(r, 1, 22);
    words_plain(label, {r.x + 18, r.y + 13}, 18, alpha(theme_light(), 0.78f), 0, false);
    words_plain(value, {r.x + r.width - 18, r.y + 8.5f}, 26, theme_light(), 1, false);
    y += 52;
  };
  if (w.scored && shows("counters")) chip(word("score", "Score"), std::to_string(w.score));
  for (const Counter& c : w.counters) if (shows("counters")) chip(c.label, std::to_string(c.value));
  if (w.countdown.on && shows("countdown")) {
    const Countdown& c = w.countdown;
    float part = c.seconds > 0 ? c.left / c.seconds : 0;
    int whole = (int)ceilf(c.left);
    bool late = c.left < 10;
    Color color = late ? mix(palette("danger"), theme_accent(), 0.5f + 0.5f * sinf(frame().time * 8)) : theme_accent();
    theme_bar({canvas_w / 2.0f - 150, 26, 300, 14}, part, color, "");
    string text = (c.label.empty() ? "" : c.label + "  ") + TextFormat("%d:%02d", whole / 60, whole % 60);
    words_shadowed(text, {canvas_w / 2.0f, 45}, 20, theme_light(), 0.5f, false);
  }
}

void captions_draw() {                                     // the newest on top; each has its own lines
  const World& w = world();
  bool over = engine().screen == Screen::won || engine().screen == Screen::lost;  // then the last words stand below the ending
  float y = over ? canvas_h * 0.86f : w.countdown.on ? 84.0f : 70.0f;
  int shown = 0, most = over ? 1 : 3;
  for (auto c = w.captions.rbegin(); c != w.captions.rend() && shown < most; ++c, ++shown) {
    float a = fade_in_out(c->age, c->seconds) * (shown == 0 ? 1.0f : 0.7f), size = shown == 0 ? 28.0f : 22.0f;
    vector<string> lines = wrapped(c->text, size, 700);
    float wide = 0;
    for (const string& line : lines) wide = max(wide, measure_words(line, size).x);
    if (canvas_w / 2.0f - wide / 2 < objectives_box.x + objectives_box.width + 14 && objectives_box.width > 0) y = max(y, objectives_box.y + objectives_box.height + 16);
    float tall = size * 1.25f * (float)lines.size();
    soft_shadow({canvas_w / 2.0f - wide / 2 - 6, y + 4, wide + 12, tall - 6}, tall / 2, 40, alpha({4, 6, 12, 255}, 0.34f * a));
    for (const string& line : lines) {
      words_shadowed(line, {canvas_w / 2.0f, y}, size, alpha(theme_light(), a), 0.5f, false);
      y += size * 1.25f;
    }
    y += 14;
  }
}

void hint_draw() {
  const World& w = world();
  if (w.hint.empty() || w.hint_step < w.steps - 1 || !w.dialogues.empty()) return;
  string shown = written_hint(w.hint);
  string_view text = shown, keys;
  if (size_t gap = text.find("  "); gap != string_view::npos) { keys = text.substr(0, gap); text.remove_prefix(gap + 2); }
  float keys_wide = keys.empty() ? 0 : theme_keys(keys, {}, 30, 1, false) + 12, wide = keys_wide + measure_words(text, 21).x + 40;
  Rectangle r{canvas_w / 2.0f - wide / 2, 634, wide, 48};
  theme_panel(r, 1, 24);
  if (!keys.empty()) theme_keys(keys, {r.x + 18, r.y + 9}, 30);
  words_plain(text, {r.x + 20 + keys_wide, r.y + 13}, 21, theme_light(), 0, false);
}

void dialogue_draw() {
  const World& w = world();
  if (w.dialogues.empty()) return;
  const Dialogue& d = w.dialogues.front();
  Rectangle r = dialogue_box();
  float shown = clamp(d.age * 6, 0.0f, 1.0f);
  r.y += (1 - shown) * 18;
  theme_panel(r, shown, 18);
  if (!d.who.empty()) {
    float wide = measure_words(d.who, 22).x + 40;
    Rectangle plate{r.x + 28, r.y - 20, wide, 40};
    Color accent = theme_accent();
    soft_shadow(plate, 20, 10, alpha(BLACK, 0.3f * shown));
    rounded(plate, 20, alpha(accent, shown));
    words_plain(d.who, {plate.x + wide / 2, plate.y + 9}, 22, alpha(over(accent), shown), 0.5f, false);
  }
  int letters = (int)(d.age * 46), y = (int)r.y + 36;
  for (const string& line : wrapped(d.text, 25, r.width - 76)) {
    int length = GetCodepointCount(line.c_str());
    string part = line;
    if (letters < length) {
      size_t bytes = 0;
      for (int i = 0; i < letters && bytes < line.size(); ++i) { int size = 1; GetCodepointNext(line.c_str() + bytes, &size); bytes += (size_t)max(size, 1); }
      part = line.substr(0, bytes);
    }
    words_plain(part, {r.x + 38, (float)y}, 25, alpha(theme_light(), shown), 0, false);
    letters -= length;
    y += 34;
    if (letters <= 0) break;
  }
  if (d.answers.empty() && letters > 0) {
    float bob = sinf(frame().time * 5) * 3;
    Vector2 tip{r.x + r.width - 42, r.y + r.height - 30 + bob};
    DrawTriangle({tip.x - 9, tip.y - 6}, {tip.x, tip.y + 6}, {tip.x + 9, tip.y - 6}, alpha(theme_accent(), shown));
  }
  for (int i = 0; i < (int)d.answers.size(); ++i) {
    Rectangle box = answer_box(i, (int)d.answers.size());
    bool focused = i == d.focus;
    theme_button(box, d.answers[(size_t)i], true, focused, false, false, shown);
    theme_keys(answer_key(i), {box.x + 12, box.y + box.height / 2 - 13}, 26, shown);
  }
}

void over_things_draw() {
  const World& w = world();
  if (w.rig.view == View::none || engine().screen == Screen::title) return;
  for (uint32_t index : w.alive) {
    const Slot& slot = w.slots[index];
    bool named = !slot.name_label.empty() && slot.name_label_step >= w.steps - 1, speaks = slot.bubble_left > 0 && !slot.bubble.empty();
    if (!named && !speaks) continue;
    const State& s = slot.state;
    Vector3 top = Vector3Add(s.at, {0, max(s.height, drawn_scale(slot).y * (is_shape(s.model) ? 1.0f : model_box(s.model).max.y)) + 0.25f, 0});
    Vector2 at = on_screen(top);
    float far = Vector3Distance(top, frame().camera.position);
    if (at.x < -300 || at.x > canvas_w + 300 || at.y < -200 || at.y > canvas_h + 100 || far > 45) continue;
    float shown = clamp((45 - far) / 12, 0.0f, 1.0f);
    if (named) {
      float wide = measure_words(slot.name_label, 18).x + 22;
      Rectangle r{at.x - wide / 2, at.y - 15, wide, 28};
      rounded(r, 14, alpha(theme_dark(), 0.62f * shown));
      words_plain(slot.name_label, {at.x, r.y + 4.5f}, 18, alpha(theme_light(), shown), 0.5f, false);
      at.y -= 36;
    }
    if (speaks) {
      float a = clamp(slot.bubble_left * 3, 0.0f, 1.0f) * shown;
      vector<string> lines = wrapped(slot.bubble, 21, 300);
      float wide = 40;
      for (const string& line : lines) wide = max(wide, measure_words(line, 21).x);
      Rectangle r{clamp(at.x - wide / 2 - 18, 12.0f, (float)canvas_w - wide - 48), at.y - 26 * (float)lines.size() - 34, wide + 36, 26 * (float)lines.size() + 20};
      Color body = theme_light(), ink = theme_dark();
      soft_shadow({r.x, r.y + 3, r.width, r.height}, 16, 14, alpha(BLACK, 0.3f * a));
      rounded(r, 16, alpha(body, 0.96f * a));
      float foot = clamp(at.x, r.x + 24, r.x + r.width - 24);
      DrawTriangle({foot - 9, r.y + r.height - 1}, {foot, r.y + r.height + 12}, {foot + 9, r.y + r.height - 1}, alpha(body, 0.96f * a));
      for (size_t i = 0; i < lines.size(); ++i) words_plain(lines[i], {r.x + r.width / 2, r.y + 11 + 26 * (float)i}, 21, alpha(ink, a), 0.5f, false);
    }
  }
}

void commands_draw() {
  for (const UiCommand& c : world().ui) {
    switch (c.kind) {
      case UiCommand::button: theme_button(c.where, c.text, c.enabled, c.hover || c.focused, c.down, false); break;
      case UiCommand::bar: theme_bar(c.where, c.part, c.color.a ? c.color : theme_accent(), c.text); break;
      case UiCommand::label: {
        Color color = c.color.a ? c.color : theme_light();
        words_shadowed(c.text, c.at, c.size, color, c.align, false);
        break;
      }
      case UiCommand::panel:
        theme_panel(c.where, 1, 16);
        if (!c.text.empty()) {
          words_plain(c.text, {c.where.x + 24, c.where.y + 16}, 24, theme_light(), 0, true);
          rounded({c.where.x + 24, c.where.y + 50, c.where.width - 48, 1.5f}, 0.7f, alpha(theme_light(), 0.18f));
        }
        break;
    }
  }
}

void pointer_draw() {                                      // first person: a small ring in the middle, where one looks
  if (world().rig.view != View::first || !world().dialogues.empty()) return;
  DrawRing({canvas_w / 2.0f, canvas_h / 2.0f}, 3.2f, 5.0f, 0, 360, 20, alpha(BLACK, 0.35f));
  DrawRing({canvas_w / 2.0f, canvas_h / 2.0f}, 2.4f, 3.8f, 0, 360, 20, alpha(WHITE, 0.85f));
}
}  // namespace

void interface_draw() {
  Screen screen = engine().screen;
  if (screen == Screen::title) return;
  over_things_draw();
  if (screen == Screen::play) pointer_draw();
  objectives_draw();
  meters_draw();
  numbers_draw();
  if (screen == Screen::play || screen == Screen::paused) commands_draw();
  captions_draw();
  if (screen == Screen::play) hint_draw();
  dialogue_draw();
}

}  // namespace garden::engine
