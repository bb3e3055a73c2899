// Points, colours, affine maps, boxes and seeded noise: the arithmetic that the meshing kernels share.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

namespace mesh {

constexpr float kPi = 3.14159265358979f;

struct V3 {
  float x = 0, y = 0, z = 0;
  float operator[](int i) const { return i == 0 ? x : i == 1 ? y : z; }
  float& operator[](int i) { return i == 0 ? x : i == 1 ? y : z; }
};
inline V3 operator+(V3 a, V3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline V3 operator-(V3 a, V3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline V3 operator-(V3 a) { return {-a.x, -a.y, -a.z}; }
inline V3 operator*(V3 a, float s) { return {a.x * s, a.y * s, a.z * s}; }
inline V3 operator*(V3 a, V3 b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
inline V3& operator+=(V3& a, V3 b) { return a = a + b; }
inline float dot(V3 a, V3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline V3 cross(V3 a, V3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline float length(V3 a) { return std::sqrt(dot(a, a)); }
inline V3 unit(V3 a) {
  const float l = length(a);
  return l > 1e-12f ? a * (1 / l) : V3{0, 1, 0};
}
inline V3 mix(V3 a, V3 b, float t) { return a + (b - a) * t; }
inline V3 least(V3 a, V3 b) { return {std::min(a.x, b.x), std::min(a.y, b.y), std::min(a.z, b.z)}; }
inline V3 most(V3 a, V3 b) { return {std::max(a.x, b.x), std::max(a.y, b.y), std::max(a.z, b.z)}; }
inline V3 absolute(V3 a) { return {std::fabs(a.x), std::fabs(a.y), std::fabs(a.z)}; }
inline float clamp01(float x) { return std::clamp(x, 0.0f, 1.0f); }

// p -> rows * p + at
struct Affine {
  V3 rows[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  V3 at;
  V3 apply(V3 p) const { return V3{dot(rows[0], p), dot(rows[1], p), dot(rows[2], p)} + at; }
  V3 turn(V3 p) const { return {dot(rows[0], p), dot(rows[1], p), dot(rows[2], p)}; }
  float determinant() const { return dot(rows[0], cross(rows[1], rows[2])); }
};
inline Affine operator*(const Affine& a, const Affine& b) {
  Affine c;
  for (int i = 0; i < 3; ++i) c.rows[i] = b.rows[0] * a.rows[i].x + b.rows[1] * a.rows[i].y + b.rows[2] * a.rows[i].z;
  c.at = a.apply(b.at);
  return c;
}
inline Affine inverse(const Affine& a) {
  const float d = 1 / a.determinant();
  const V3 c0 = cross(a.rows[1], a.rows[2]) * d, c1 = cross(a.rows[2], a.rows[0]) * d, c2 = cross(a.rows[0], a.rows[1]) * d;
  Affine r;
  r.rows[0] = {c0.x, c1.x, c2.x};
  r.rows[1] = {c0.y, c1.y, c2.y};
  r.rows[2] = {c0.z, c1.z, c2.z};
  r.at = -r.turn(a.at);
  return r;
}
// Scale, then roll about Z, pitch about X and heading about Y (degrees), then move.
inline Affine placed(V3 at, V3 degrees, V3 scale) {
  const V3 a = degrees * (kPi / 180);
  const float cx = std::cos(a.x), sx = std::sin(a.x), cy = std::cos(a.y), sy = std::sin(a.y), cz = std::cos(a.z),
              sz = std::sin(a.z);
  Affine yaw, pitch, roll, size;
  yaw.rows[0] = {cy, 0, sy}, yaw.rows[2] = {-sy, 0, cy};
  pitch.rows[1] = {0, cx, -sx}, pitch.rows[2] = {0, sx, cx};
  roll.rows[0] = {cz, -sz, 0}, roll.rows[1] = {sz, cz, 0};
  size.rows[0].x = scale.x, size.rows[1].y = scale.y, size.rows[2].z = scale.z;
  Affine r = yaw * pitch * roll * size;
  r.at = at;
  return r;
}

struct Box {
  V3 low{1e30f, 1e30f, 1e30f}, high{-1e30f, -1e30f, -1e30f};
  void add(V3 p) { low = least(low, p), high = most(high, p); }
  void add(const Box& b) { low = least(low, b.low), high = most(high, b.high); }
  bool empty() const { return low.x > high.x; }
  Box grown(float by) const { return {low - V3{by, by, by}, high + V3{by, by, by}}; }
  V3 size() const { return high - low; }
  V3 corner(int i) const { return {i & 1 ? high.x : low.x, i & 2 ? high.y : low.y, i & 4 ? high.z : low.z}; }
  float distance(V3 p) const { return length(most(most(low - p, p - high), V3{})); }
  Box moved(const Affine& m) const {
    Box b;
    if (!empty())
      for (int i = 0; i < 8; ++i) b.add(m.apply(corner(i)));
    return b;
  }
};

inline uint32_t hashed(uint32_t x) {
  x ^= x >> 16, x *= 0x7feb352dU, x ^= x >> 15, x *= 0x846ca68bU, x ^= x >> 16;
  return x;
}
inline float random01(uint32_t x) { return (hashed(x) >> 8) * (1.0f / 16777216.0f); }

// Smooth value noise, -1 to 1, one feature per unit; its steepest slope is below 4 a unit.
inline float noise(V3 p, uint32_t seed) {
  const float fx = std::floor(p.x), fy = std::floor(p.y), fz = std::floor(p.z);
  const int ix = int(fx), iy = int(fy), iz = int(fz);
  const auto ease = [](float t) { return t * t * (3 - 2 * t); };
  const float u = ease(p.x - fx), v = ease(p.y - fy), w = ease(p.z - fz);
  float corner[8];
  for (int i = 0; i < 8; ++i) {
    const uint32_t h = uint32_t(ix + (i & 1)) * 73856093U ^ uint32_t(iy + (i >> 1 & 1)) * 19349663U ^
                       uint32_t(iz + (i >> 2)) * 83492791U ^ seed * 2654435761U;
    corner[i] = random01(h) * 2 - 1;
  }
  const auto lerp = [](float a, float b, float t) { return a + (b - a) * t; };
  return lerp(lerp(lerp(corner[0], corner[1], u), lerp(corner[2], corner[3], u), v),
              lerp(lerp(corner[4], corner[5], u), lerp(corner[6], corner[7], u), v), w);
}
// Two octaves, -1 to 1.
inline float rough(V3 p, uint32_t seed) { return (noise(p, seed) + 0.5f * noise(p * 2.03f, seed + 17)) / 1.5f; }

}  // namespace mesh
