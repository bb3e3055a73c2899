// interface.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void dialogue_step(float dt);                                // before the parts' on_step: takes use, click, digits
void interface_begin();                                      // forgets the last step's commands, keeps the focus
void interface_step(float dt);                               // captions, bubbles and the flash grow older
const vector<UiCommand>& shown_buttons();                    // of the last step: what can be clicked
}
