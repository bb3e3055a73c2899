// Tessellation of the shapes whose outlines are known exactly.
#include <numeric>

#include "surface.h"

namespace mesh {

static int around(float radius, float error, const Node& n) {
  if (n.sides > 2) return n.sides;
  const float ratio = clamp01(1 - error / std::max(radius, 1e-9f));
  return std::clamp(int(std::ceil(kPi / std::acos(std::min(ratio, 0.9999f)))), 6, 28);
}

// A profile from the bottom to the top of the axis, turned about Y. Radius 0 at an end closes it.
static void turned(Surface& s, const std::vector<V3>& profile, int n) {
  const float half = n == 4 ? kPi / 4 : 0;  // four sides stand square to the axes
  std::vector<uint32_t> below, ring;
  for (size_t i = 0; i < profile.size(); ++i) {
    ring.clear();
    const V3 p = profile[i];
    if (p.x < 1e-6f) {
      ring.assign(size_t(n), s.add({0, p.y, 0}));
    } else {
      for (int j = 0; j < n; ++j) {
        const float a = half + 2 * kPi * j / n;
        ring.push_back(s.add({p.x * std::sin(a), p.y, p.x * std::cos(a)}));
      }
    }
    if (i)
      for (int j = 0; j < n; ++j) {
        const int k = (j + 1) % n;
        if (below[j] != below[k]) s.face(below[j], below[k], ring[k]);
        if (ring[j] != ring[k]) s.face(below[j], ring[k], ring[j]);
      }
    below = ring;
  }
}

static std::vector<V3> cone_profile(const Node& n) {
  const float r1 = n.size.x, r2 = n.size.y, h = n.size.z;
  std::vector<V3> p;
  const float e = std::min(n.round, h * 0.45f);
  p.push_back({0, 0, 0});
  if (r1 > 1e-6f) {
    const float c = std::min(e, r1 * 0.9f);
    if (c > 0) {
      p.push_back({r1 - c, 0, 0});
      if (e > r1 * 0.3f) p.push_back({r1 - c * 0.3f, c * 0.3f, 0});
      p.push_back({r1 + (r2 - r1) * c / h, c, 0});
    } else p.push_back({r1, 0, 0});
  }
  if (r2 > 1e-6f) {
    const float c = std::min(e, r2 * 0.9f);
    if (c > 0) {
      p.push_back({r2 + (r1 - r2) * c / h, h - c, 0});
      if (e > r2 * 0.3f) p.push_back({r2 - c * 0.3f, h - c * 0.3f, 0});
      p.push_back({r2 - c, h, 0});
    } else p.push_back({r2, h, 0});
  }
  p.push_back({0, h, 0});
  return p;
}

static void geodesic(Surface& s, V3 radii, int frequency) {
  const float g = 1.618034f;
  const V3 corner[12] = {{-1, g, 0}, {1, g, 0}, {-1, -g, 0}, {1, -g, 0}, {0, -1, g}, {0, 1, g},
                         {0, -1, -g}, {0, 1, -g}, {g, 0, -1}, {g, 0, 1}, {-g, 0, -1}, {-g, 0, 1}};
  const int face[20][3] = {{0, 11, 5}, {0, 5, 1}, {0, 1, 7}, {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4},
                           {11, 10, 2}, {10, 7, 6}, {7, 1, 8}, {3, 9, 4}, {3, 4, 2}, {3, 2, 6}, {3, 6, 8},
                           {3, 8, 9}, {4, 9, 5}, {2, 4, 11}, {6, 2, 10}, {8, 6, 7}, {9, 8, 1}};
  const int f = frequency;
  std::vector<uint32_t> index;
  // Points on shared edges are found again by position: a small grid of rounded coordinates.
  std::vector<std::pair<std::array<int, 3>, uint32_t>> known;
  const auto at = [&](V3 p) {
    p = unit(p);
    const std::array<int, 3> cell = {int(std::lround(p.x * 4096)), int(std::lround(p.y * 4096)), int(std::lround(p.z * 4096))};
    for (const auto& [c, i] : known)
      if (std::abs(c[0] - cell[0]) < 3 && std::abs(c[1] - cell[1]) < 3 && std::abs(c[2] - cell[2]) < 3) return i;
    known.push_back({cell, s.add(p * radii)});
    return known.back().second;
  };
  for (const auto& t : face) {
    const V3 a = corner[t[0]], b = corner[t[1]], c = corner[t[2]];
    index.assign(size_t((f + 1) * (f + 1)), 0);
    for (int i = 0; i <= f; ++i)
      for (int j = 0; j <= i; ++j) index[size_t(i * (f + 1) + j)] = at(a + (b - a) * (float(i) / f) + (c - b) * (float(j) / f));
    for (int i = 0; i < f; ++i)
      for (int j = 0; j <= i; ++j) {
        const uint32_t p = index[size_t(i * (f + 1) + j)], q = index[size_t((i + 1) * (f + 1) + j)],
                       r = index[size_t((i + 1) * (f + 1) + j + 1)];
        s.face(p, q, r);
        if (j < i) s.face(p, r, index[size_t(i * (f + 1) + j + 1)]);
      }
  }
}

static void chamfered_box(Surface& s, V3 size, float r) {
  const V3 h = size * 0.5f;
  if (r <= 0) {
    uint32_t v[8];
    for (int i = 0; i < 8; ++i) v[i] = s.add({i & 1 ? h.x : -h.x, i & 2 ? size.y : 0, i & 4 ? h.z : -h.z});
    s.quad(v[0], v[4], v[6], v[2]), s.quad(v[1], v[3], v[7], v[5]), s.quad(v[0], v[1], v[5], v[4]);
    s.quad(v[2], v[6], v[7], v[3]), s.quad(v[0], v[2], v[3], v[1]), s.quad(v[4], v[5], v[7], v[6]);
    return;
  }
  // Corner i has one point on each of its three faces; v[i][axis] lies on the face across that axis.
  uint32_t v[8][3];
  for (int i = 0; i < 8; ++i)
    for (int a = 0; a < 3; ++a) {
      V3 p;
      for (int b = 0; b < 3; ++b) p[b] = (i >> b & 1 ? 1.0f : -1.0f) * (h[b] - (a == b ? 0 : r));
      p.y += h.y;
      v[i][a] = s.add(p);
    }
  for (int a = 0; a < 3; ++a) {
    const int u = 1 << (a + 1) % 3, w = 1 << (a + 2) % 3, t = 1 << a;
    s.quad(v[t][a], v[t | u][a], v[t | u | w][a], v[t | w][a]);
    s.quad(v[0][a], v[w][a], v[u | w][a], v[u][a]);
    const int ua = (a + 1) % 3, wa = (a + 2) % 3;  // an edge along axis a lies between the faces across u and w
    for (int q = 0; q < 4; ++q) {
      const int c = (q & 1 ? u : 0) | (q & 2 ? w : 0);
      s.quad(v[c][ua], v[c | t][ua], v[c | t][wa], v[c][wa]);
    }
  }
  for (int i = 0; i < 8; ++i) s.face(v[i][0], v[i][1], v[i][2]);
  for (Triangle& f : s.faces) {  // a convex shape: what looks inwards is turned around
    const V3 p = s.points[f[0]], q = s.points[f[1]], o = s.points[f[2]];
    if (dot(cross(q - p, o - p), p + q + o - V3{0, 3 * h.y, 0}) < 0) std::swap(f[1], f[2]);
  }
}

static void along(Surface& s, const std::vector<V3>& path, const std::vector<float>& radii, int n) {
  // Rings are carried along the path without turning about it (parallel transport), so that tubes don't twist.
  V3 t = unit(path[1] - path[0]);
  V3 u = unit(cross(t, std::fabs(t.y) < 0.9f ? V3{0, 1, 0} : V3{1, 0, 0}));
  std::vector<uint32_t> below, ring;
  const size_t last = path.size() - 1;
  const auto lay = [&](V3 centre, V3 axis, float r) {
    ring.clear();
    if (r < 1e-6f) {
      ring.assign(size_t(n), s.add(centre));
    } else {
      const V3 w = cross(axis, u);
      for (int j = 0; j < n; ++j) {
        const float a = 2 * kPi * j / n;
        ring.push_back(s.add(centre + (u * std::cos(a) + w * std::sin(a)) * r));
      }
    }
    if (!below.empty())
      for (int j = 0; j < n; ++j) {
        const int k = (j + 1) % n;
        if (below[size_t(j)] != below[size_t(k)]) s.face(below[size_t(j)], below[size_t(k)], ring[size_t(k)]);
        if (ring[size_t(j)] != ring[size_t(k)]) s.face(below[size_t(j)], ring[size_t(k)], ring[size_t(j)]);
      }
    below = ring;
  };
  const bool fine = n > 8;
  lay(path[0] - t * radii[0], t, 0);
  if (fine) lay(path[0] - t * (radii[0] * 0.866f), t, radii[0] * 0.5f);
  lay(path[0] - t * (radii[0] * 0.5f), t, radii[0] * 0.866f);
  for (size_t i = 0; i <= last; ++i) {
    const V3 next = i == 0 ? path[1] - path[0] : i == last ? path[last] - path[last - 1] : path[i + 1] - path[i - 1];
    t = unit(next);
    u = unit(u - t * dot(u, t));
    lay(path[i], t, radii[i]);
  }
  lay(path[last] + t * (radii[last] * 0.5f), t, radii[last] * 0.866f);
  if (fine) lay(path[last] + t * (radii[last] * 0.866f), t, radii[last] * 0.5f);
  lay(path[last] + t * radii[last], t, 0);
}

static std::vector<Triangle> ears(const std::vector<V3>& v) {
  std::vector<uint32_t> left(v.size());
  std::iota(left.begin(), left.end(), 0U);
  std::vector<Triangle> out;
  const auto area = [&](uint32_t a, uint32_t b, uint32_t c) {
    return (v[b].x - v[a].x) * (v[c].y - v[a].y) - (v[b].y - v[a].y) * (v[c].x - v[a].x);
  };
  while (left.size() > 3) {
    bool cut = false;
    const size_t n = left.size();
    for (size_t i = 0; i < n && !cut; ++i) {
      const uint32_t a = left[(i + n - 1) % n], b = left[i], c = left[(i + 1) % n];
      if (area(a, b, c) <= 0) continue;
      bool empty = true;
      for (const uint32_t p : left)
        if (p != a && p != b && p != c && area(a, b, p) >= 0 && area(b, c, p) >= 0 && area(c, a, p) >= 0) empty = false;
      if (!empty) continue;
      out.push_back({a, b, c});
      left.erase(left.begin() + long(i));
      cut = true;
    }
    if (!cut) {  // an outline that crosses itself: still closed, if not pretty
      out.push_back({left[0], left[1], left[2]});
      left.erase(left.begin() + 1);
    }
  }
  if (left.size() == 3) out.push_back({left[0], left[1], left[2]});
  return out;
}

static void extruded(Surface& s, std::vector<V3> v, float depth, float r) {
  float twice = 0;
  for (size_t i = 0, j = v.size() - 1; i < v.size(); j = i++) twice += v[j].x * v[i].y - v[i].x * v[j].y;
  if (twice < 0) std::reverse(v.begin(), v.end());
  const size_t n = v.size();
  std::vector<V3> inset = v;
  if (r > 0)
    for (size_t i = 0; i < n; ++i) {
      const V3 a = v[(i + n - 1) % n], b = v[i], c = v[(i + 1) % n];
      const V3 d1 = unit(b - a), d2 = unit(c - b);
      const V3 n1{-d1.y, d1.x, 0}, n2{-d2.y, d2.x, 0}, m = unit(n1 + n2);
      inset[i] = b + m * (r / std::max(dot(m, n1), 0.4f));
    }
  const float h = depth / 2, e = std::min(r, h * 0.95f);
  const std::vector<Triangle> flat = ears(v);
  const auto ring = [&](const std::vector<V3>& q, float z) {
    const uint32_t first = uint32_t(s.points.size());
    for (const V3& p : q) s.add({p.x, p.y, z});
    return first;
  };
  std::vector<uint32_t> rings;
  if (r > 0) rings = {ring(inset, -h), ring(v, -h + e), ring(v, h - e), ring(inset, h)};
  else rings = {ring(v, -h), ring(v, h)};
  for (const Triangle& t : flat) {
    s.face(rings[0] + t[2], rings[0] + t[1], rings[0] + t[0]);
    s.face(rings.back() + t[0], rings.back() + t[1], rings.back() + t[2]);
  }
  for (size_t k = 0; k + 1 < rings.size(); ++k)
    for (uint32_t i = 0; i < n; ++i) {
      const uint32_t j = uint32_t((i + 1) % n);
      s.quad(rings[k] + i, rings[k] + j, rings[k + 1] + j, rings[k + 1] + i);
    }
}

Surface tessellate(const Node& n, float error) {
  Surface s;
  const V3 d = n.size;
  error /= n.detail;
  switch (n.op) {
    case Op::box: chamfered_box(s, d, std::min(n.round, 0.49f * std::min(d.x, std::min(d.y, d.z)))); break;
    case Op::ball: {
      const float r = std::max(d.x, std::max(d.y, d.z));
      const float half = std::acos(std::min(clamp01(1 - error / r), 0.9999f));
      const int f = n.sides > 0 ? n.sides : std::clamp(int(std::ceil(0.60f / half)), 2, 6);
      geodesic(s, d, f);
      break;
    }
    case Op::cone: turned(s, cone_profile(n), around(std::max(d.x, d.y), error, n)); break;
    case Op::limb: {
      const int sides = around(std::max(d.x, d.y), error, n);
      along(s, n.points, {d.x, d.y}, n.sides > 2 ? sides : std::max(sides - 1, 5));
      break;
    }
    case Op::tube: {
      const std::vector<V3>& path = n.points;
      std::vector<float> radii;
      for (size_t i = 0; i < path.size(); ++i) radii.push_back(d.x + (d.y - d.x) * float(i) / float(path.size() - 1));
      along(s, path, radii, n.sides > 2 ? n.sides : std::max(around(std::max(d.x, d.y), error, n) - 1, 5));
      break;
    }
    case Op::torus: {
      const int big = around(d.x + d.y, error, n), small = n.sides > 2 ? std::max(4, n.sides / 2) : std::max(around(d.y, error, n), 5);
      for (int i = 0; i < big; ++i)
        for (int j = 0; j < small; ++j) {
          const float a = 2 * kPi * i / big, b = 2 * kPi * j / small, r = d.x + d.y * std::cos(b);
          s.add({r * std::sin(a), d.y * std::sin(b), r * std::cos(a)});
        }
      for (int i = 0; i < big; ++i)
        for (int j = 0; j < small; ++j) {
          const int k = (i + 1) % big, l = (j + 1) % small;
          s.quad(uint32_t(i * small + j), uint32_t(k * small + j), uint32_t(k * small + l), uint32_t(i * small + l));
        }
      break;
    }
    case Op::extrude: extruded(s, n.points, d.x, n.round); break;
    case Op::revolve: {
      std::vector<V3> profile = n.points;
      float widest = 0;
      for (const V3& p : profile) widest = std::max(widest, p.x);
      // A ring-shaped outline that never meets the axis closes on itself; else it is capped along the axis.
      turned(s, profile, around(widest, error, n));
      break;
    }
    case Op::plane: throw Fault(n.path, "is endless: a plane can only cut other shapes (in subtract or intersect)");
    default: break;
  }
  return s;
}

}  // namespace mesh
