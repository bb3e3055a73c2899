// nav.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void nav_reset();
bool reachable(Vector3 from, Vector3 to);                    // is there a way on foot?
}
