// state.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
string state_json();                                         // the whole state, the same bytes for the same game
void load_saved();
void saving(bool on);                                        // off in replays, bots and probes: they must not differ
}
