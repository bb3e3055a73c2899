// bot.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void bot_key(int key, bool tap);                             // pressed shortly, or down in this frame
void bot_decide();                                           // what the parts advise, else something
void bot_talk();                                             // on in an open dialogue
void bot_events(vector<InputEvent>& events);                 // at even steps: what the bot does with keys and mouse
}
