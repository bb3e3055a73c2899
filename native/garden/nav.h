// nav.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void nav_reset();
bool reachable(Vector3 from, Vector3 to);                    // is there a way on foot?
vector<bool> reachable_from(Vector3 from, const vector<Vector3>& places);    // the same for many places at once
}
