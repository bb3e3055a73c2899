// parts.cpp: who takes part in the game, and what each of them does when.
#include "parts.h"
#include "report.h"
#include "script.h"

#include <exception>

namespace garden {
namespace engine {
namespace {

struct Entry { string name; void (*setup)(); };
struct Named { string part; function<void()> fn; float layer = 0; };
struct StepHook { string part; function<void(float)> fn; };
struct EventHook { string part; function<void(Thing)> fn; };
struct AdviceHook { string part; function<bool()> fn; };

struct Registry {                                            // filled by static objects, so made at first use
  vector<Entry> entries;
  map<Hook, vector<Named>> hooks;
  vector<StepHook> steps;
  map<string, vector<EventHook>, std::less<>> events;
  vector<AdviceHook> advice;
  map<string, Named, std::less<>> scenarios;
  int depth = 0;                                             // of events inside events
};
Registry& registry() {
  static Registry the_registry;
  return the_registry;
}

void add(Hook kind, function<void()> fn) { registry().hooks[kind].push_back({engine().running_part, std::move(fn)}); }

}  // namespace

void guarded(const string& part, const function<void()>& fn) {
  Engine& e = engine();
  string outer = std::exchange(e.running_part, part);
  try {
    fn();
  } catch (const std::exception& problem) {
    report("error", string("It threw: ") + problem.what());
  }
  e.running_part = std::move(outer);
}

void set_up_parts() {
  Registry& r = registry();
  std::sort(r.entries.begin(), r.entries.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  std::erase_if(r.entries, [](const Entry& entry) { const auto& out = engine().options.without; return std::find(out.begin(), out.end(), entry.name) != out.end(); });
  for (size_t i = 0; i < r.entries.size(); i++) {
    if (i && r.entries[i].name == r.entries[i - 1].name) warn("Two parts are named " + r.entries[i].name + ".");
    guarded(r.entries[i].name, r.entries[i].setup);
  }
}
vector<string> part_names() {
  vector<string> names;
  for (const Entry& entry : registry().entries) names.push_back(entry.name);
  return names;
}
vector<string> scenario_names() {
  vector<string> names;
  for (const auto& [id, hook] : registry().scenarios) names.push_back(id);
  return names;
}
bool has_scenario(string_view id) { return registry().scenarios.contains(id); }
void run_hooks(Hook kind) { for (const Named& hook : registry().hooks[kind]) guarded(hook.part, hook.fn); }
void run_step_hooks(float dt) {
  for (const StepHook& hook : registry().steps) guarded(hook.part, [&] { hook.fn(dt); });
}
bool run_advice() {
  bool decided = false;
  for (const AdviceHook& hook : registry().advice) {
    guarded(hook.part, [&] { decided = hook.fn(); });
    if (decided) return true;
  }
  return false;
}
void run_scenario(string_view id) {
  auto found = registry().scenarios.find(id);
  if (found != registry().scenarios.end()) return guarded(found->second.part, found->second.fn);
  string nearest = nearest_name(id, scenario_names());
  warn("There is no scenario \"" + string(id) + "\"." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
}

// Drawing takes nothing from the game's dice, and the same step throws the same ones whenever it is drawn.
static void run_drawn(Hook kind) {
  Engine& e = engine();
  e.drawing = true;
  e.picture.state = e.seed * 31 + (uint64_t)e.steps * 8 + (uint64_t)kind;
  if (aside().painting && !bare)
    for (const Named& hook : registry().hooks[kind]) {
      double began = spent_here();
      guarded(hook.part, hook.fn);
      painting_by(hook.part, spent_here() - began);
    }
  else if (!bare) run_hooks(kind);
  else if (kind == (world().rig.view == View::none ? Hook::paint : Hook::draw)) painting_yard();
  e.drawing = false;
}
void run_hooks_draw_behind() { run_drawn(Hook::draw_behind); }
void run_hooks_draw() { run_drawn(Hook::draw); }
void run_hooks_draw_glow() { run_drawn(Hook::draw_glow); }
void run_hooks_paint() { run_drawn(Hook::paint); }
void run_hooks_paint_over() { run_drawn(Hook::paint_over); }
bool has_paint_hooks() { return !registry().hooks[Hook::paint].empty(); }

}  // namespace engine

using engine::add, engine::Hook;

PartEntry::PartEntry(const char* name, void (*setup)()) { engine::registry().entries.push_back({name, setup}); }
void on_world(function<void()> fn) { add(Hook::world, std::move(fn)); }
void on_player(function<void()> fn) { add(Hook::player, std::move(fn)); }
void on_start(function<void()> fn) { add(Hook::start, std::move(fn)); }
void on_draw_behind(function<void()> fn) { add(Hook::draw_behind, std::move(fn)); }
void on_draw(function<void()> fn) { add(Hook::draw, std::move(fn)); }
void on_draw_glow(function<void()> fn) { add(Hook::draw_glow, std::move(fn)); }
void on_paint(function<void()> fn, float layer) {           // lower layers first, those of one layer in the order of the parts' names
  vector<engine::Named>& hooks = engine::registry().hooks[Hook::paint];
  auto after = std::upper_bound(hooks.begin(), hooks.end(), layer, [](float l, const engine::Named& each) { return l < each.layer; });
  hooks.insert(after, {engine::engine().running_part, std::move(fn), layer});
}
void on_paint_over(function<void()> fn) { add(Hook::paint_over, std::move(fn)); }
void on_step(function<void(float)> fn) { engine::registry().steps.push_back({engine::engine().running_part, std::move(fn)}); }
void on_advise(function<bool()> fn) { engine::registry().advice.push_back({engine::engine().running_part, std::move(fn)}); }
void on_event(string_view name, function<void(Thing)> fn) {
  engine::registry().events[string(name)].push_back({engine::engine().running_part, std::move(fn)});
}
void on_scenario(string_view id, function<void()> fn) {
  engine::registry().scenarios[string(id)] = {engine::engine().running_part, std::move(fn)};
}

void emit(string_view event, Thing who) {
  engine::Registry& r = engine::registry();
  engine::world().events[string(event)]++;
  auto found = r.events.find(event);
  if (found == r.events.end()) return;
  if (r.depth >= 32) return engine::warn("The event \"" + string(event) + "\" keeps causing itself.");
  r.depth++;
  for (const engine::EventHook& hook : found->second) engine::guarded(hook.part, [&] { hook.fn(who); });
  r.depth--;
}

}  // namespace garden
