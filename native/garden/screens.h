// screens.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void screens_start(bool straight_to_play);
void build_world();                                          // all hooks of a fresh game
void restart();
void show_screen(Screen screen);
void screens_step(float dt);                                 // one step of whatever screen is shown
}
