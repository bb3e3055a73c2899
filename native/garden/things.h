// things.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
struct Footprint { Vector2 centre; bool round; float radius; Vector2 half; float turn; float low, high; };  // over the ground
Footprint footprint(const Slot& slot);
bool overlaps(const Footprint& a, const Footprint& b, float margin);
vector<string> split_words(string_view text);
bool tag_in(const vector<string>& tags, string_view tag);
void index_tags();                                           // parts may change State::tags directly
void sweep_gone();                                           // forgets removed things in World::alive
void things_reset();                                         // before a restart
Vector3 full_size(const Slot& slot);                         // metres as it stands now
}
