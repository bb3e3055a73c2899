// check.h: a game inside a test: its parts are set per test, its steps are driven by hand. CHECK counts what is wrong.
#pragma once
#include "engine.h"
#include "goals.h"
#include "input.h"
#include "json.h"
#include "nav.h"
#include "parts.h"
#include "physics.h"
#include "replay.h"
#include "screens.h"
#include "state.h"
#include "style.h"
#include "things.h"

#include <cstdio>

inline int failures = 0;
#define CHECK(truth) \
  do { if (!(truth)) { failures++; std::printf("%s:%d: not true: %s\n", __FILE__, __LINE__, #truth); } } while (0)
#define CHECK_NEAR(value, wanted, by) \
  do { double v_ = (value), w_ = (wanted); if (!(std::fabs(v_ - w_) <= (by))) { failures++; std::printf("%s:%d: %s is %g, not %g\n", __FILE__, __LINE__, #value, v_, w_); } } while (0)

namespace test {
struct Parts {                                               // what the one part of a test does
  function<void()> world, player, start;
  function<void(float)> step;
};
Parts& parts();

// A fresh game that has begun to play.
inline void begin(Parts p, uint64_t seed = 1) {
  auto& e = garden::engine::engine();
  static bool once = false;
  if (!once) {
    e.home = "/nowhere";
    e.options.headless = true;
    garden::engine::load_style();
    garden::engine::saving(false);
    garden::engine::input_start();
    garden::engine::set_up_parts();
    once = true;
  }
  parts() = std::move(p);
  e.seed = seed;
  e.round = -1;                                              // the restart makes it the first
  e.steps = e.frame = 0;
  e.warnings.clear();
  e.input = {};
  garden::engine::restart();
}
inline void steps(int count, const vector<garden::engine::InputEvent>& events = {}) {
  auto& e = garden::engine::engine();
  for (int i = 0; i < count; i++) {
    garden::engine::input_apply(i ? vector<garden::engine::InputEvent>{} : events);
    garden::engine::screens_step(garden::engine::step_seconds);
    e.steps++;
  }
}
inline garden::engine::InputEvent down(int key) { return {garden::engine::InputEvent::key_down, key}; }
inline garden::engine::InputEvent up(int key) { return {garden::engine::InputEvent::key_up, key}; }
inline void tap(int key) { steps(1, {down(key)}); steps(1, {up(key)}); }
inline bool warned(string_view part_of_text) {
  for (const auto& w : garden::engine::engine().warnings) if (w.text.find(part_of_text) != string::npos) return true;
  return false;
}
inline int done(const char* name) {
  std::printf("%s: %s\n", name, failures ? "FAILED" : "ok");
  return failures ? 1 : 0;
}
}  // namespace test
