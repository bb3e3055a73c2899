// joints.h: parts of models that move, as their .glb declares them. Private to the logic; the looks ask where they are.
#pragma once
#include "engine.h"

namespace garden::engine {

void joints_step(float dt);                                  // after things moved
Matrix joint_place(const Slot& slot, int joint);             // where it is carried to, in the model's own frame
bool gate_open(const Slot& slot, int joint);                 // what opens stands open, and is in nobody's way

}  // namespace garden::engine
