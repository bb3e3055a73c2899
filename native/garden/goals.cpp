// goals.cpp: objectives, meters, the countdown, counters and score; winning and losing; timers; shared values.
#include "goals.h"
#include "parts.h"
#include "report.h"

namespace garden {
using engine::world;

namespace engine {
namespace {
template <class List> auto* by_id(List& list, string_view id) {
  for (auto& item : list) if (item.id == id) return &item;
  return (decltype(&list.front()))nullptr;
}
template <class List> auto* known(List& list, string_view id, string_view kind) {
  auto* found = by_id(list, id);
  if (found) return found;
  vector<string> names;
  for (const auto& item : list) names.push_back(item.id);
  string nearest = nearest_name(id, names);
  warn("There is no " + string(kind) + " \"" + string(id) + "\"." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
  return found;
}

void end(Screen screen, string_view text) {
  Engine& e = engine();
  if (!playing()) return;
  e.ending = text.empty() ? (screen == Screen::won ? word("won", "You did it") : word("lost", "It is over")) : string(text);
  e.ending_screen = screen;
  e.ending_wait = 54;                                        // the last moment is seen before the screen comes
  sound(screen == Screen::won ? "win" : "lose");
  if (world().scored && world().score > best("score")) save_best("score", world().score);
  emit(screen == Screen::won ? "won" : "lost", player());
}
}  // namespace

void timers_step() {
  World& w = world();
  vector<int> due;
  for (const Timer& t : w.timers) if (t.due <= w.seconds + 1e-5f) due.push_back(t.number);
  for (int number : due) {
    auto found = std::find_if(w.timers.begin(), w.timers.end(), [&](const Timer& t) { return t.number == number; });
    if (found == w.timers.end()) continue;
    Timer timer = *found;
    if (timer.period > 0) found->due += timer.period;
    else w.timers.erase(found);
    guarded(timer.part, timer.fn);
  }
}

void goals_step(float dt) {
  World& w = world();
  for (Objective& o : w.objectives) if (o.done_age >= 0) o.done_age += dt;
  for (Meter& m : w.meters) m.value = std::isfinite(m.value) ? clamp(m.value, 0.0f, m.full) : 0;
  if (!playing()) return;
  if (w.countdown.on) {
    w.countdown.left -= dt;
    if (w.countdown.left <= 0) {
      w.countdown.left = 0;
      w.countdown.on = false;
      auto at_end = w.countdown.at_end;
      if (at_end) at_end();
    }
  }
  for (const Meter& m : w.meters)
    if (m.value <= 0 && !m.lose_text.empty()) return end(Screen::lost, m.lose_text);
  bool all = !w.objectives.empty();
  for (const Objective& o : w.objectives) all = all && o.have >= o.need;
  if (all) end(Screen::won, "");
}
}  // namespace engine

void objective(string_view id, string_view text, int needed) {
  if (auto* o = engine::by_id(world().objectives, id)) {
    o->text = text;
    o->need = max(1, needed);
    return;
  }
  world().objectives.push_back({string(id), string(text), 0, max(1, needed), -1, engine::engine().running_part});
}
void achieve(string_view id, int count) {
  auto* o = engine::known(world().objectives, id, "objective");
  if (!o || o->have >= o->need) return;
  o->have = clamp(o->have + count, 0, o->need);
  if (o->have >= o->need) {
    o->done_age = 0;
    emit("achieved", player());
  }
}
int achieved(string_view id) {
  auto* o = engine::known(world().objectives, id, "objective");
  return o ? o->have : 0;
}
bool complete(string_view id) {
  auto* o = engine::known(world().objectives, id, "objective");
  return o && o->have >= o->need;
}

void meter(string_view id, string_view label, float full, Color color, string_view lose_text) {
  auto* m = engine::by_id(world().meters, id);
  if (!m) m = &world().meters.emplace_back();
  *m = {string(id), string(label), string(lose_text), full, full, color};
}
float& meter(string_view id) {
  static float scratch;
  auto* m = engine::known(world().meters, id, "meter");
  return m ? m->value : scratch = 1;
}
bool has_meter(string_view id) { return engine::by_id(world().meters, id) != nullptr; }
void countdown(string_view label, float seconds, function<void()> at_end) {
  function<void()> guarded_end;
  if (at_end) guarded_end = [part = engine::engine().running_part, fn = std::move(at_end)] { engine::guarded(part, fn); };
  world().countdown = {seconds > 0, string(label), seconds, seconds, std::move(guarded_end)};
}
void counter(string_view id, string_view label, int start) {
  auto* c = engine::by_id(world().counters, id);
  if (!c) c = &world().counters.emplace_back();
  *c = {string(id), string(label), start};
}
int& counter(string_view id) {
  static int scratch;
  auto* c = engine::known(world().counters, id, "counter");
  return c ? c->value : scratch = 0;
}
void score(int points) {
  world().score += points;
  world().scored = true;
}
int score() { return world().score; }
void win(string_view text) { engine::end(engine::Screen::won, text); }
void lose(string_view text) { engine::end(engine::Screen::lost, text); }
bool playing() { return engine::engine().screen == engine::Screen::play && engine::engine().ending.empty(); }
double& value(string_view name) { return world().values[string(name)]; }
string& words(string_view name) { return world().words[string(name)]; }
float now() { return world().seconds; }
void after(float seconds, function<void()> fn) {
  world().timers.push_back({world().next_timer++, world().seconds + max(seconds, 0.0f), 0, std::move(fn), engine::engine().running_part});
}
void every(float seconds, function<void()> fn) {
  float period = max(seconds, engine::step_seconds);
  world().timers.push_back({world().next_timer++, world().seconds + period, period, std::move(fn), engine::engine().running_part});
}

}  // namespace garden
