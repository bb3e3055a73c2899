// parts.h: the hooks that the parts set, and running them. Private to the logic.
#pragma once
#include "engine.h"

namespace garden::engine {
enum class Hook { world, player, start, draw_behind, draw, draw_glow, paint, paint_over };
void set_up_parts();                                       // once: in the order of their names
vector<string> part_names();
bool has_scenario(string_view id);
vector<string> scenario_names();
void run_hooks(Hook kind);
void run_step_hooks(float dt);
bool run_advice();                                         // the first part that decides wins
void run_scenario(string_view id);
// Runs one piece of a part's code: a C++ exception is reported with the part's name and play goes on.
void guarded(const string& part, const function<void()>& fn);
}
