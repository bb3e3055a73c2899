// bot.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void bot_events(vector<InputEvent>& events);                 // at even steps: what the bot does with keys and mouse
}
