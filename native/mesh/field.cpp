#include "field.h"

namespace mesh {

static float flat_length(float a, float b) { return std::sqrt(a * a + b * b); }

static float polygon(const std::vector<V3>& v, float x, float y) {
  float d = 1e30f, sign = 1;
  for (size_t i = 0, j = v.size() - 1; i < v.size(); j = i++) {
    const float ex = v[j].x - v[i].x, ey = v[j].y - v[i].y, wx = x - v[i].x, wy = y - v[i].y;
    const float t = clamp01((wx * ex + wy * ey) / std::max(ex * ex + ey * ey, 1e-20f));
    const float bx = wx - ex * t, by = wy - ey * t;
    d = std::min(d, bx * bx + by * by);
    const bool a = y >= v[i].y, b = y < v[j].y, c = ex * wy > ey * wx;
    if ((a && b && c) || (!a && !b && !c)) sign = -sign;
  }
  return sign * std::sqrt(d);
}

static float round_cone(V3 p, V3 a, V3 b, float r1, float r2) {
  const V3 ba = b - a;
  const float l2 = std::max(dot(ba, ba), 1e-12f), rr = r1 - r2, a2 = l2 - rr * rr;
  const V3 pa = p - a;
  if (a2 <= 0) return r1 > r2 ? length(pa) - r1 : length(p - b) - r2;  // one end swallows the other
  const float il2 = 1 / l2, y = dot(pa, ba), z = y - l2;
  const V3 w = pa * l2 - ba * y;
  const float x2 = dot(w, w), y2 = y * y * l2, z2 = z * z * l2;
  const float k = (rr > 0 ? 1.0f : rr < 0 ? -1.0f : 0.0f) * rr * rr * x2;
  if ((z > 0 ? 1.0f : z < 0 ? -1.0f : 0.0f) * a2 * z2 > k) return std::sqrt(x2 + z2) * il2 - r2;
  if ((y > 0 ? 1.0f : y < 0 ? -1.0f : 0.0f) * a2 * y2 < k) return std::sqrt(x2 + y2) * il2 - r1;
  return (std::sqrt(x2 * a2 * il2) + y * rr) * il2 - r1;
}

static float rounded_2d(float dx, float dy, float r) {
  dx += r, dy += r;
  return std::min(std::max(dx, dy), 0.0f) + flat_length(std::max(dx, 0.0f), std::max(dy, 0.0f)) - r;
}

static float shape(const Node& n, V3 p) {
  const V3 s = n.size;
  switch (n.op) {
    case Op::box: {
      const V3 q = absolute(p - V3{0, s.y / 2, 0}) - s * 0.5f + V3{n.round, n.round, n.round};
      return length(most(q, V3{})) + std::min(std::max(q.x, std::max(q.y, q.z)), 0.0f) - n.round;
    }
    case Op::ball: {
      if (s.x == s.y && s.y == s.z) return length(p) - s.x;
      const V3 a{p.x / s.x, p.y / s.y, p.z / s.z}, b{a.x / s.x, a.y / s.y, a.z / s.z};
      const float k = length(a), g = length(b);
      return g > 1e-12f ? k * (k - 1) / g : -std::min(s.x, std::min(s.y, s.z));
    }
    case Op::cone: {
      const float r1 = s.x, r2 = s.y, h = s.z, q = flat_length(p.x, p.z);
      const float slope = flat_length(r1 - r2, h);
      const float side = ((q - r1) * h + p.y * (r1 - r2)) / slope;
      return rounded_2d(side, std::fabs(p.y - h / 2) - h / 2, n.round);
    }
    case Op::limb: return round_cone(p, n.points[0], n.points[1], s.x, s.y);
    case Op::tube: {
      const std::vector<V3>& path = n.points;
      float d = 1e30f;
      const float last = float(path.size() - 1);
      for (size_t i = 0; i + 1 < path.size(); ++i)
        d = std::min(d, round_cone(p, path[i], path[i + 1], s.x + (s.y - s.x) * float(i) / last,
                                   s.x + (s.y - s.x) * float(i + 1) / last));
      return d;
    }
    case Op::torus: return flat_length(flat_length(p.x, p.z) - s.x, p.y) - s.y;
    case Op::extrude: return rounded_2d(polygon(n.points, p.x, p.y), std::fabs(p.z) - s.x / 2, n.round);
    case Op::revolve: return polygon(n.points, flat_length(p.x, p.z), p.y);
    case Op::plane: return p.y;
    default: return 0;
  }
}

static float kid_distance(const Placed& k, V3 p, float cap) {
  return distance(*k.node, k.back.apply(p), cap / k.shrink) * k.shrink;
}

// The smooth minimum of quadratic shape, and how much of b is in it.
static float seam(float a, float b, float k, float& share) {
  if (k <= 0) {
    share = b < a ? 1.0f : 0.0f;
    return std::min(a, b);
  }
  const float h = clamp01(0.5f + 0.5f * (a - b) / k);
  share = h;
  if (h == 0 || h == 1) return h == 0 ? a : b;
  return a + (b - a) * h - k * h * (1 - h);
}

static float inside(const Node& n, V3 p, float cap) {
  switch (n.op) {
    case Op::group:
    case Op::blend: {
      float d = 1e30f, share = 0;
      for (const Placed& k : n.kids) d = seam(d, kid_distance(k, p, std::min(cap, d) + n.blend), n.blend, share);
      return d - n.round;
    }
    case Op::subtract: {
      float d = kid_distance(n.kids[0], p, 1e30f), share = 0;
      for (size_t i = 1; i < n.kids.size(); ++i) d = -seam(-d, kid_distance(n.kids[i], p, 1e30f), n.blend, share);
      return d;
    }
    case Op::intersect: {
      float d = -1e30f, share = 0;
      for (const Placed& k : n.kids) d = -seam(-d, -kid_distance(k, p, 1e30f), n.blend, share);
      return d;
    }
    default: return shape(n, p);
  }
}

float distance(const Node& n, V3 p, float cap) {
  if (cap < 1e29f || n.op == Op::group) {
    const float away = n.bounds.distance(p);
    if (away > cap) return away;
  }
  V3 q = p;
  if (n.deformed()) q = undeform(n, p);
  float d = inside(n, q, n.shell > 0 || n.deformed() || n.rough_by != 0 ? 1e30f : cap);
  if (n.shell > 0) d = std::fabs(d) - n.shell / 2;
  if (n.rough_by != 0) d -= n.rough_by * rough(q * (1 / n.rough_size), n.seed);
  return d * n.steep;
}

V3 gradient(const Node& n, V3 p, float e) {
  const V3 a{1, -1, -1}, b{-1, -1, 1}, c{-1, 1, -1}, d{1, 1, 1};
  return unit(a * distance(n, p + a * e) + b * distance(n, p + b * e) + c * distance(n, p + c * e) + d * distance(n, p + d * e));
}

V3 colour_at(const Node& n, V3 p, V3 inherited) {
  const V3 q = n.deformed() ? undeform(n, p) : p;
  const V3 base = n.coloured ? own_colour(n, q) : inherited;
  switch (n.op) {
    case Op::group:
    case Op::blend: {
      float d = 1e30f;
      V3 colour = base;
      // Neighbours' colours run into each other a little even where the seam is sharp.
      for (const Placed& k : n.kids) {
        float share = 0;
        const float other = kid_distance(k, q, d + n.blend + 1e-4f);
        if (other > d + n.blend && d < 1e29f) continue;
        const bool first = d >= 1e29f;
        d = seam(d, other, n.blend, share);
        if (first) share = 1;
        if (share > 0) colour = mix(colour, colour_at(*k.node, k.back.apply(q), base) * k.tint, share);
      }
      return colour;
    }
    case Op::subtract: {
      float d = kid_distance(n.kids[0], q, 1e30f), share = 0;
      V3 colour = colour_at(*n.kids[0].node, n.kids[0].back.apply(q), base) * n.kids[0].tint;
      for (size_t i = 1; i < n.kids.size(); ++i) {
        const Placed& k = n.kids[i];
        const float other = -kid_distance(k, q, 1e30f);
        const bool cut = other > d - 1e-5f && k.node->coloured;  // the cut shows the tool's colour when it has one
        d = -seam(-d, -other, n.blend, share);
        if (cut) colour = colour_at(*k.node, k.back.apply(q), base) * k.tint;
      }
      return colour;
    }
    case Op::intersect: return colour_at(*n.kids[0].node, n.kids[0].back.apply(q), base) * n.kids[0].tint;
    default: return base;
  }
}

}  // namespace mesh
