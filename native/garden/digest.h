// digest.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
uint64_t world_digest();                                     // of all that a step can change; what parts keep to themselves is not in it
}
