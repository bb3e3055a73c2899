#include "tree.h"

namespace mesh {

Placed place(NodePtr node, const Affine& map, float tint) {
  const float volume = std::fabs(map.determinant());
  if (!(volume > 1e-12f) || !std::isfinite(volume)) throw Fault(node->path, "is scaled to nothing");
  Placed placed{std::move(node), map, inverse(map), 1, tint};
  // Rows of the inverse bound how much it stretches; the reciprocal bounds how much the map shrinks.
  const V3* r = placed.back.rows;
  float most_stretch = 0;
  for (int i = 0; i < 3; ++i) {
    float sum = 0;
    for (int j = 0; j < 3; ++j) sum += std::fabs(dot(r[i], r[j]));
    most_stretch = std::max(most_stretch, sum);  // Gershgorin: the largest eigenvalue of B B^T
  }
  placed.shrink = 1 / std::sqrt(most_stretch);
  return placed;
}

static float height_part(const Node& n, float y) {
  const float h = n.inner.high.y - n.inner.low.y;
  return h > 1e-9f ? clamp01((y - n.inner.low.y) / h) : 0;
}

V3 deform(const Node& n, V3 p) {
  const float u = height_part(n, p.y);
  if (n.taper != 1) {
    const float f = 1 + (n.taper - 1) * u;
    p.x *= f, p.z *= f;
  }
  if (n.twist != 0) {
    const float a = n.twist * u * kPi / 180, c = std::cos(a), s = std::sin(a);
    p = {p.x * c + p.z * s, p.y, -p.x * s + p.z * c};
  }
  if (n.bend != 0) {
    const float h = n.inner.high.y - n.inner.low.y, b = n.bend * kPi / 180, radius = h / b, a = b * u;
    const float beyond = p.y - (n.inner.low.y + h * u);  // past the ends the shape goes on straight
    const float c = std::cos(a), s = std::sin(a);
    p = {radius - (radius - p.x) * c + beyond * s, n.inner.low.y + (radius - p.x) * s + beyond * c, p.z};
  }
  return p;
}

V3 undeform(const Node& n, V3 p) {
  if (n.bend != 0) {
    const float h = n.inner.high.y - n.inner.low.y, b = n.bend * kPi / 180, radius = h / b;
    const float sign = radius < 0 ? -1.0f : 1.0f;
    float a = std::atan2(p.y - n.inner.low.y, (radius - p.x) * sign) * sign;
    if (std::fabs(a) > kPi * 0.5f + std::fabs(b) * 0.5f) a = a * sign < 0 ? 0.0f : a;
    a = b > 0 ? std::clamp(a, 0.0f, b) : std::clamp(a, b, 0.0f);
    const float c = std::cos(a), s = std::sin(a);
    const float dx = p.x - radius, dy = p.y - n.inner.low.y;
    // Turn back about the centre of the bend; what is past an end keeps its distance from it.
    p = {dx * c - dy * s + radius, dx * s + dy * c + n.inner.low.y + radius * a, p.z};
  }
  const float u = height_part(n, p.y);
  if (n.twist != 0) {
    const float a = -n.twist * u * kPi / 180, c = std::cos(a), s = std::sin(a);
    p = {p.x * c + p.z * s, p.y, -p.x * s + p.z * c};
  }
  if (n.taper != 1) {
    const float f = std::max(1 + (n.taper - 1) * u, 0.02f);
    p.x /= f, p.z /= f;
  }
  return p;
}

std::vector<V3> smooth_path(const std::vector<V3>& q, int pieces) {
  if (q.size() < 3) return q;
  std::vector<V3> out;
  const int last = int(q.size()) - 1;
  for (int i = 0; i < last; ++i) {
    const V3 a = i > 0 ? q[i - 1] : q[0] * 2 - q[1], b = q[i], c = q[i + 1], d = i + 2 <= last ? q[i + 2] : q[last] * 2 - q[last - 1];
    for (int j = 0; j < pieces; ++j) {
      const float t = float(j) / pieces, t2 = t * t, t3 = t2 * t;
      out.push_back((b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * t2 + (b * 3 - a - c * 3 + d) * t3) * 0.5f);
    }
  }
  out.push_back(q[last]);
  return out;
}

static Box shape_bounds(const Node& n) {
  Box b;
  const V3 s = n.size;
  switch (n.op) {
    case Op::box: b = {{-s.x / 2, 0, -s.z / 2}, {s.x / 2, s.y, s.z / 2}}; break;
    case Op::ball: b = {-s, s}; break;
    case Op::cone: {
      const float r = std::max(s.x, s.y);
      b = {{-r, 0, -r}, {r, s.z, r}};
      break;
    }
    case Op::limb:
      for (int i = 0; i < 2; ++i) {
        const float r = i ? s.y : s.x;
        b.add(n.points[size_t(i)] - V3{r, r, r}), b.add(n.points[size_t(i)] + V3{r, r, r});
      }
      break;
    case Op::tube: {
      for (const V3& p : smooth_path(n.points, 6)) b.add(p);
      b = b.grown(std::max(s.x, s.y));
      break;
    }
    case Op::torus: b = {{-s.x - s.y, -s.y, -s.x - s.y}, {s.x + s.y, s.y, s.x + s.y}}; break;
    case Op::extrude:
      for (const V3& p : n.points) b.add(V3{p.x, p.y, -s.x / 2}), b.add(V3{p.x, p.y, s.x / 2});
      break;
    case Op::revolve:
      for (const V3& p : n.points) b.add(V3{-p.x, p.y, -p.x}), b.add(V3{p.x, p.y, p.x});
      break;
    case Op::plane: b = {{-1e4f, -1e4f, -1e4f}, {1e4f, 1e4f, 1e4f}}; break;
    case Op::group:
    case Op::blend:
      for (const Placed& k : n.kids) b.add(k.node->bounds.moved(k.map));
      b = b.grown(n.blend * 0.3f);
      break;
    case Op::subtract: b = n.kids[0].node->bounds.moved(n.kids[0].map); break;
    case Op::intersect:
      b = n.kids[0].node->bounds.moved(n.kids[0].map);
      for (const Placed& k : n.kids) {
        const Box other = k.node->bounds.moved(k.map);
        b = {most(b.low, other.low), least(b.high, other.high)};
      }
      break;
  }
  return b;
}

void settle(Node& n) {
  if ((n.op == Op::subtract || n.op == Op::intersect) && n.kids.empty()) throw Fault(n.path, "has nothing to work on");
  n.inner = shape_bounds(n);
  if (n.inner.empty()) {
    if (n.op != Op::group) throw Fault(n.path, "encloses nothing");
    n.inner = {{0, 0, 0}, {0, 0, 0}};
  }
  if (n.op == Op::blend && n.round > 0) n.inner = n.inner.grown(n.round);
  if (n.shell > 0) n.inner = n.inner.grown(n.shell / 2);
  Box b = n.inner;
  const V3 far = most(absolute(b.low), absolute(b.high));
  const float h = std::max(b.size().y, 1e-6f), reach = std::sqrt(far.x * far.x + far.z * far.z);
  if (n.taper != 1) {
    const float f = std::max(1.0f, n.taper);
    b.low.x *= f, b.low.z *= f, b.high.x *= f, b.high.z *= f;
    n.steep *= std::clamp(n.taper, 0.1f, 1.0f) / (1 + std::fabs(n.taper - 1) * reach / h);
  }
  if (n.twist != 0) {
    const float f = std::max(1.0f, n.taper), r = reach * f, rate = std::fabs(n.twist) * kPi / 180 / h * r;
    b = {{-r, b.low.y, -r}, {r, b.high.y, r}};
    n.steep /= 1 + rate;
  }
  if (n.bend != 0) {
    Box bent;  // the bent box, sampled, with a margin for what lies between the samples
    const Box straight = b;
    for (int i = 0; i <= 24; ++i)
      for (int c = 0; c < 4; ++c) {
        Node only = Node();
        only.inner = n.inner, only.bend = n.bend;
        const float y = straight.low.y + straight.size().y * float(i) / 24;
        bent.add(deform(only, {c & 1 ? straight.high.x : straight.low.x, y, c & 2 ? straight.high.z : straight.low.z}));
      }
    b = bent.grown(0.01f * h);
    const float rate = std::fabs(n.bend) * kPi / 180 / h * most(absolute(straight.low), absolute(straight.high)).x;
    n.steep /= 1 + rate;
  }
  if (n.rough_by != 0) {
    b = b.grown(std::fabs(n.rough_by));
    n.steep /= 1 + 3 * std::fabs(n.rough_by) / n.rough_size;
  }
  n.bounds = b;
}

}  // namespace mesh
