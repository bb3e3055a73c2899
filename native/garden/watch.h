// watch.h: looking at a running game from outside: pause, one step, slow, back, a free camera, what is that? Private to the logic.
#pragma once
#include "engine.h"

namespace garden::engine {
bool watching();                                             // --watch was given
void watch_input();                                          // once a frame, before the steps: its keys and clicks
double watch_pace();                                         // how fast the game's time passes: 1 as the clock, 0 when held
int watch_steps();                                           // steps that were asked for one by one, since the last frame
bool watch_back();                                           // the person wants to see the last seconds again
void watch_begin_frame();                                    // the free camera takes the place of the game's
void watch_end_frame();                                      // and gives it back; what is said is drawn over the picture
}
