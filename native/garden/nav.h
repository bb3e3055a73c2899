// nav.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
void nav_reset();
bool reachable(Vector3 from, Vector3 to);                    // is there a way on foot?
enum class Access { none, on_foot, caged };                  // caged: beyond walls that go all round it
// How one gets to many places from one; within: metres that are near enough, for each; walked: square metres one gets to.
vector<Access> access_from(Vector3 from, const vector<Vector3>& places, const vector<float>& within, float* walked = nullptr);
}
