// goals.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void timers_step();                                          // after() and every()
void goals_step(float dt);                                   // the countdown, and whether the game is won or lost
}
