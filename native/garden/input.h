// input.h: from raw events to actions. Private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
struct Action { string name, label; vector<int> keys; int pad_button = -1; };   // key -1: the left mouse button
const Action* action_of(string_view name);                   // null when unknown (warned with the nearest)
int first_key(string_view action);                           // a keyboard key that does it; 0 when it has none
const vector<Action>& all_actions();
int laid(int code);                                          // keys.cpp: the key that a pressed one stands for; 0: none
int laid_for(int code);                                      // the key to press for this one; 0 when none does it
string written_keys(string_view keys);                       // "Space", as a player has to press it
string written_hint(string_view hint);                       // "E  open": the keys of its beginning likewise
void input_start();                                          // the actions that are always there
void input_apply(const vector<InputEvent>& events);          // the raw state of this step
void swallow_press(string_view action);                      // somebody (a dialogue, a menu) used it up
void swallow_click();
int key_code(string_view name);                              // "SPACE", "A", "LEFT"; 0 when unknown
string key_name(int code);
void poll_window(vector<InputEvent>& events);                // keyboard, mouse and gamepad of an open window
}
