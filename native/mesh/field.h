// The signed distance of a recipe tree, and its colour at a point. Never overestimates by more than the shapes' own
// approximations (ellipsoids), so that space far from the surface can be skipped.
#pragma once
#include "tree.h"

namespace mesh {

// Distance in metres from p (in the node's own space), negative inside. Where it is certainly more than `cap`, any
// value of at least `cap` may come back: that is what makes large trees cheap.
float distance(const Node& node, V3 p, float cap = 1e30f);

// Many points at once; the same numbers as one by one, in a fraction of the time.
constexpr int kBatch = 64;
struct Batch {
  float x[kBatch], y[kBatch], z[kBatch];
  void set(int i, V3 p) { x[i] = p.x, y[i] = p.y, z[i] = p.z; }
  V3 operator[](int i) const { return {x[i], y[i], z[i]}; }
};
void distances(const Node& node, const Batch& points, float* out);

V3 gradient(const Node& node, V3 p, float step);

// Colour at a point on the surface; the colours of blended parts mix as their shapes do.
V3 colour_at(const Node& node, V3 p, V3 inherited);

// Colour that the node's own gradient gives at a point before its modifiers.
inline V3 own_colour(const Node& n, V3 p) {
  const float h = n.inner.high.y - n.inner.low.y;
  return mix(n.low_colour, n.high_colour, h > 1e-9f ? clamp01((p.y - n.inner.low.y) / h) : 0.5f);
}

}  // namespace mesh
