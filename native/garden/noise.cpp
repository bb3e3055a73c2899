// noise.cpp: smooth noise as a function of place: the same for the same place, whatever the game's dice.
#include "engine.h"

namespace garden {
namespace {
float lattice(int x, int y, int z) {
  uint32_t h = (uint32_t)x * 374761393u + (uint32_t)y * 668265263u + (uint32_t)z * 2147483647u;
  h = (h ^ (h >> 13)) * 1274126177u;
  return (float)((h ^ (h >> 16)) >> 8) / 16777216.0f;
}
float ease(float t) { return t * t * (3 - 2 * t); }
}  // namespace

float smooth_noise(float x, float y, float z) {
  int ix = (int)floorf(x), iy = (int)floorf(y), iz = (int)floorf(z);
  float tx = ease(x - (float)ix), ty = ease(y - (float)iy), tz = ease(z - (float)iz);
  auto row = [&](int j, int k) { return Lerp(lattice(ix, j, k), lattice(ix + 1, j, k), tx); };
  auto plane = [&](int k) { return Lerp(row(iy, k), row(iy + 1, k), ty); };
  return tz == 0 ? plane(iz) : Lerp(plane(iz), plane(iz + 1), tz);
}

}  // namespace garden
