// covers.cpp: what lies over the world between plays: title, pause, won, lost; and flashes and fades.
#include "input.h"
#include "theme.h"

namespace garden::engine {
namespace {
void shade_screen(float amount) { DrawRectangle(0, 0, canvas_w, canvas_h, alpha(theme_dark(), amount)); }

void dark_band(float y, float height, float amount) {      // so that words can be read on any picture
  Color none = alpha(theme_dark(), 0), full = alpha(theme_dark(), amount);
  DrawRectangleGradientV(0, (int)y, canvas_w, (int)(height / 2), none, full);
  DrawRectangleGradientV(0, (int)(y + height / 2), canvas_w, (int)(height / 2), full, none);
}

void menu_draw(float shown) {
  const Engine& e = engine();
  for (int i = 0; i < (int)e.menu.size(); ++i) {
    float late = clamp(shown * 1.6f - 0.15f * (float)i, 0.0f, 1.0f);
    Rectangle r = e.menu[(size_t)i].where;
    r.y += (1 - late) * 14;
    theme_button(r, e.menu[(size_t)i].text, true, i == e.menu_focus, false, false, late);
  }
}

float fitting(string_view text, float size, float width, bool title_font) {
  float wide = measure_words(text, size, title_font).x;
  return wide > width ? size * width / wide : size;
}

void help_draw(float y, float shown) {                     // how to play, in rows of key caps
  const vector<Help>& help = world().help;
  if (help.empty()) return;
  const float height = 28, gap = 34, most = 1080;
  auto wide_of = [&](const Help& h) { return theme_keys(written_keys(h.keys), {}, height, 1, false) + 10 + measure_words(h.meaning, 20).x; };
  vector<vector<const Help*>> rows{{}};
  float wide = 0;
  for (const Help& h : help) {
    float more = wide_of(h) + gap;
    if (wide + more > most && !rows.back().empty()) { rows.push_back({}); wide = 0; }
    rows.back().push_back(&h);
    wide += more;
  }
  y -= 42 * (float)(rows.size() - 1);
  for (const auto& row : rows) {
    float total = -gap;
    for (const Help* h : row) total += wide_of(*h) + gap;
    float x = canvas_w / 2.0f - total / 2;
    for (const Help* h : row) {
      float keys = theme_keys(written_keys(h->keys), {x, y}, height, shown);
      words_shadowed(h->meaning, {x + keys + 10, y + 3.5f}, 20, alpha(theme_light(), 0.92f * shown), 0, false);
      x += wide_of(*h) + gap;
    }
    y += 42;
  }
}

void title_draw() {
  const Engine& e = engine();
  float shown = clamp(e.screen_age * 1.4f, 0.0f, 1.0f), t = (float)e.steps * step_seconds;
  DrawRectangleGradientV(0, 0, canvas_w, 420, alpha(theme_dark(), 0.5f), alpha(theme_dark(), 0.05f));
  DrawRectangleGradientV(0, 420, canvas_w, 300, alpha(theme_dark(), 0.05f), alpha(theme_dark(), 0.7f));
  float size = fitting(e.style.title, 92, 1120, true), y = 168 - size * 0.4f;
  BeginBlendMode(BLEND_ADDITIVE);
  float wide = measure_words(e.style.title, size, true).x;
  rlSetTexture(soft_texture());
  rlBegin(RL_QUADS);
  quad({canvas_w / 2.0f, y + size * 0.55f, 0}, {wide * 0.75f + 80, 0, 0}, {0, -size * 1.5f, 0}, alpha(palette("glow"), 0.16f * shown));
  rlEnd();
  rlSetTexture(0);
  EndBlendMode();
  words_shadowed(e.style.title, {canvas_w / 2.0f, y + (1 - shown) * 16}, size, alpha(theme_light(), shown), 0.5f, true);
  float under = y + size * 1.22f;
  rounded({canvas_w / 2.0f - 60 * shown, under, 120 * shown, 3}, 1.5f, alpha(theme_accent(), 0.9f * shown));
  vector<string> lines = wrapped(e.style.subtitle, 25, 860);
  for (size_t i = 0; i < lines.size() && i < 3; ++i)
    words_shadowed(lines[i], {canvas_w / 2.0f, under + 18 + 33 * (float)i}, 25, alpha(theme_light(), 0.9f * clamp(shown * 2 - 0.6f, 0.0f, 1.0f)), 0.5f, false);
  menu_draw(clamp(e.screen_age * 1.2f - 0.2f, 0.0f, 1.0f));
  float menu_end = e.menu.empty() ? 480 : e.menu.back().where.y + e.menu.back().where.height;
  float pulse = 0.55f + 0.45f * sinf(t * 3);
  words_shadowed(word("press_enter", "press Enter"), {canvas_w / 2.0f, menu_end + 14}, 19, alpha(theme_light(), pulse * shown), 0.5f, false);
  help_draw(666, shown);
  if (e.best_score > 0) words_shadowed(word("best", "Best") + "  " + std::to_string(e.best_score), {canvas_w - 28.0f, 24}, 22, alpha(theme_light(), 0.9f * shown), 1, false);
}

void pause_draw() {
  float shown = clamp(engine().screen_age * 6, 0.0f, 1.0f);
  shade_screen(0.6f * shown);
  words_shadowed(word("paused", "Paused"), {canvas_w / 2.0f, 216}, 64, alpha(theme_light(), shown), 0.5f, true);
  menu_draw(shown);
  help_draw(650, shown);
}

struct Tally { string value, label; Color color; };

string clock_words(float seconds) {
  int whole = (int)seconds;
  return TextFormat("%d:%02d", whole / 60, whole % 60);
}

// What the game counted, and shows while it is played; the most telling first. A place on the screen for six.
vector<Tally> tallies() {
  const Engine& e = engine();
  const World& w = e.world;
  auto shows = [&](string_view what) { auto found = w.hud.find(what); return found == w.hud.end() || found->second; };
  vector<Tally> out;
  auto add = [&](string value, string_view label, Color color) { if (out.size() < 6 && !label.empty()) out.push_back({std::move(value), string(label), color}); };
  if (w.scored) {
    bool record = w.score >= e.best_score && w.score > 0;
    add(std::to_string(w.score), word("score", "Score"), record ? mix(theme_accent(), WHITE, 0.3f) : theme_light());
    if (e.best_score > w.score) add(std::to_string(e.best_score), word("best", "Best"), theme_light());
  }
  for (const Objective& o : w.objectives)
    if (o.need > 1 && shows("objectives")) add(TextFormat("%d / %d", o.have, o.need), o.text, o.have >= o.need ? mix(theme_accent(), WHITE, 0.3f) : theme_light());
  for (const Counter& c : w.counters)
    if (shows("counters")) add(std::to_string(c.value), c.label, theme_light());
  for (const Meter& m : w.meters)
    if (m.full > 0 && shows("meters")) {
      bool whole = m.full <= 20 && m.full > 1 && m.full == floorf(m.full) && fabsf(m.value - roundf(m.value)) < 0.01f;
      add(whole ? TextFormat("%.0f / %.0f", m.value, m.full) : TextFormat("%.0f %%", ceilf(100 * m.value / m.full)), m.label,
          m.value <= 0 && !m.lose_text.empty() ? palette("danger") : theme_light());
    }
  if (w.countdown.on && w.countdown.left > 0 && shows("countdown"))
    add(clock_words(ceilf(w.countdown.left)), w.countdown.label.empty() ? word("time_left", "left") : w.countdown.label, theme_light());
  add(clock_words(w.seconds), word("time", "Time"), theme_light());
  return out;
}

void tallies_draw(float top, float shown) {
  const vector<Tally> all = tallies();
  if (shown <= 0) return;
  const float most = 250, gap = 34;
  vector<float> wide;
  float total = -gap;
  for (const Tally& one : all) {
    wide.push_back(clamp(max(measure_words(one.label, 17).x, measure_words(one.value, 30).x) + 8, 76.0f, most));
    total += wide.back() + gap;
  }
  float narrow = min(1.0f, (canvas_w - 80.0f + gap) / (total + gap)), x = canvas_w / 2.0f - total * narrow / 2;
  for (size_t i = 0; i < all.size(); ++i) {
    float middle = x + wide[i] * narrow / 2, late = clamp(shown * 1.5f - 0.12f * (float)i, 0.0f, 1.0f);
    words_shadowed(all[i].value, {middle, top + (1 - late) * 8}, 30, alpha(all[i].color, late), 0.5f, false);
    words_shadowed(all[i].label, {middle, top + 38 + (1 - late) * 8}, fitting(all[i].label, 17, wide[i] * narrow, false), alpha(theme_light(), 0.78f * late), 0.5f, false);
    x += (wide[i] + gap) * narrow;
    if (i + 1 < all.size()) rounded({x - gap * narrow / 2 - 1, top + 8, 1.5f, 44}, 0.7f, alpha(theme_light(), 0.22f * late));
  }
}

void ending_draw(bool won) {
  const Engine& e = engine();
  float age = e.screen_age, shown = clamp(age * 1.6f, 0.0f, 1.0f), t = (float)e.steps * step_seconds;
  shade_screen((won ? 0.42f : 0.62f) * shown);
  dark_band(60, 420, 0.45f * shown);
  if (won) {                                               // light and petals fall slowly
    BeginBlendMode(BLEND_ADDITIVE);
    glow_dot({canvas_w / 2.0f, 200}, 420 + 20 * sinf(t), alpha(palette("glow"), 0.2f * shown));
    EndBlendMode();
    for (int i = 0; i < 70; ++i) {
      float a = (float)(i * 2654435761u % 1000) / 1000, b = (float)(i * 40503u % 997) / 997, speed = 34 + 50 * b;
      float x = a * canvas_w + 40 * sinf(t * (0.6f + b) + a * 20), y = fmodf(b * 900 + age * speed, 800) - 40, spin = t * (1 + b * 2) + a * 7, r = 4 + 5 * b;
      Color c = i % 3 == 0 ? palette("accent") : i % 3 == 1 ? palette("glow") : theme_light();
      rlSetTexture(soft_texture());
      rlBegin(RL_QUADS);
      quad({x, y, 0}, {cosf(spin) * r, sinf(spin) * r, 0}, {sinf(spin) * r * 0.5f, -cosf(spin) * r * 0.5f, 0}, alpha(c, 0.85f * shown), 0.25f, 0.25f, 0.75f, 0.75f);
      rlEnd();
      rlSetTexture(0);
    }
  }
  string_view head = won ? "won" : "lost";
  string title = word(head, won ? "You did it" : "It is over");
  bool same = title == e.ending;
  float size = fitting(title, 84, 1080, true);
  words_shadowed(title, {canvas_w / 2.0f, 150 + (1 - shown) * (won ? 24.0f : -18.0f)}, size, alpha(won ? mix(theme_light(), palette("glow"), 0.35f) : theme_light(), shown), 0.5f, true);
  float below = 268;
  if (!same) {
    vector<string> lines = wrapped(e.ending, 28, 860);
    for (size_t i = 0; i < lines.size() && i < 3; ++i, below += 38)
      words_shadowed(lines[i], {canvas_w / 2.0f, 268 + 38 * (float)i}, 28, alpha(theme_light(), 0.95f * clamp(age * 1.6f - 0.5f, 0.0f, 1.0f)), 0.5f, false);
  }
  tallies_draw(max(below + 22, 340.0f), clamp(age * 1.6f - 0.8f, 0.0f, 1.0f));
  menu_draw(clamp(age * 1.4f - 0.6f, 0.0f, 1.0f));
}
}  // namespace

void screens_draw() {
  const Engine& e = engine();
  const Flash& flash = world().flash;
  if (flash.left > 0) DrawRectangle(0, 0, canvas_w, canvas_h, alpha(flash.color, flash.color.a / 255.0f * 0.7f * flash.left / flash.seconds));
  if (e.screen == Screen::title) title_draw();
  if (e.screen == Screen::paused) pause_draw();
  if (e.screen == Screen::won) ending_draw(true);
  if (e.screen == Screen::lost) ending_draw(false);
  if (e.fade > 0.002f) DrawRectangle(0, 0, canvas_w, canvas_h, {6, 6, 12, (unsigned char)(255 * clamp(e.fade, 0.0f, 1.0f))});
}

}  // namespace garden::engine
