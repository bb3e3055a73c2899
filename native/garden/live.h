// live.h: a running game becomes the program that was built anew, and goes on where it was. Private to the logic.
#pragma once
#include "engine.h"

namespace garden::engine {
using History = map<int64_t, vector<InputEvent>>;            // what a person did, by step since the program began
string history_text(const History& history, int64_t steps);  // one event a line, after the number of steps
bool read_history(const string& text, History& history, int64_t& steps);

void live_open(const char* program);                         // from the flags: what to look at, and what came before
bool live_goes_on();                                         // steps of before have still to be done again
const History& live_played();                                // all that was done so far, where it is kept
const vector<InputEvent>& live_events();                     // of this step, while it goes on
void live_keep(const vector<InputEvent>& events);            // of this step
bool live_changed();                                         // the file that --live names is another one now
void live_exchange(int argc, char** argv, int64_t back = 0); // becomes the new program, so many steps ago; returns only when it can't
}
