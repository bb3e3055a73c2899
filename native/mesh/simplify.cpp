// Edge collapse by quadric error (Garland and Heckbert), with the lines between differently tagged faces kept.
#include <queue>

#include "surface.h"

namespace mesh {

namespace {

struct Quadric {  // symmetric 4 x 4
  double a[10] = {};
  void add_plane(double x, double y, double z, double d, double w) {
    const double q[10] = {x * x, x * y, x * z, x * d, y * y, y * z, y * d, z * z, z * d, d * d};
    for (int i = 0; i < 10; ++i) a[i] += w * q[i];
  }
  void add(const Quadric& o) {
    for (int i = 0; i < 10; ++i) a[i] += o.a[i];
  }
  double at(V3 p) const {
    const double x = p.x, y = p.y, z = p.z;
    return a[0] * x * x + 2 * a[1] * x * y + 2 * a[2] * x * z + 2 * a[3] * x + a[4] * y * y + 2 * a[5] * y * z + 2 * a[6] * y +
           a[7] * z * z + 2 * a[8] * z + a[9];
  }
  bool best(V3& p) const {
    const double c0 = a[4] * a[7] - a[5] * a[5], c1 = a[2] * a[5] - a[1] * a[7], c2 = a[1] * a[5] - a[2] * a[4];
    const double det = a[0] * c0 + a[1] * c1 + a[2] * c2, trace = a[0] + a[4] + a[7];
    if (!(std::fabs(det) > 1e-4 * trace * trace * trace)) return false;
    const double c4 = a[0] * a[7] - a[2] * a[2], c5 = a[1] * a[2] - a[0] * a[5], c8 = a[0] * a[4] - a[1] * a[1];
    p = {float(-(c0 * a[3] + c1 * a[6] + c2 * a[8]) / det), float(-(c1 * a[3] + c4 * a[6] + c5 * a[8]) / det),
         float(-(c2 * a[3] + c5 * a[6] + c8 * a[8]) / det)};
    return std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z);
  }
};

struct Edge {
  double cost;
  uint32_t a, b, age_a, age_b;
  V3 to;
  bool operator<(const Edge& o) const {  // the cheapest first; ties by number, so that the result is always the same
    if (cost != o.cost) return cost > o.cost;
    return a != o.a ? a > o.a : b > o.b;
  }
};

}  // namespace

void simplify(std::vector<V3>& points, std::vector<Triangle>& faces, const std::vector<uint32_t>& tags, size_t target,
              float error, std::vector<uint32_t>& kept, Stop& stop) {
  const size_t np = points.size();
  std::vector<Quadric> quadric(np);
  std::vector<double> weight(np, 0);
  std::vector<std::vector<uint32_t>> around(np);
  std::vector<uint32_t> age(np, 0);
  std::vector<uint8_t> gone(faces.size(), 0), dead(np, 0);
  std::vector<std::array<uint32_t, 3>> sides;  // a, b, face
  for (uint32_t f = 0; f < faces.size(); ++f) {
    const Triangle t = faces[f];
    const V3 n = cross(points[t[1]] - points[t[0]], points[t[2]] - points[t[0]]), u = unit(n);
    const double w = length(n) * 0.5;
    for (int i = 0; i < 3; ++i) {
      quadric[t[i]].add_plane(u.x, u.y, u.z, -dot(u, points[t[0]]), w);
      weight[t[i]] += w;
      around[t[i]].push_back(f);
      sides.push_back({std::min(t[i], t[(i + 1) % 3]), std::max(t[i], t[(i + 1) % 3]), f});
    }
  }
  std::sort(sides.begin(), sides.end());
  const auto hold = [&](uint32_t a, uint32_t b, uint32_t f) {  // a plane through the edge, across the face
    const V3 e = points[b] - points[a];
    const Triangle t = faces[f];
    const V3 n = cross(points[t[1]] - points[t[0]], points[t[2]] - points[t[0]]), u = unit(cross(e, n));
    const double w = 3.0 * dot(e, e);
    for (const uint32_t v : {a, b}) quadric[v].add_plane(u.x, u.y, u.z, -dot(u, points[a]), w);
  };
  std::priority_queue<Edge> queue;
  const auto offer = [&](uint32_t a, uint32_t b) {
    if (a > b) std::swap(a, b);
    Quadric q = quadric[a];
    q.add(quadric[b]);
    V3 best = (points[a] + points[b]) * 0.5f, p = best;
    double cost = q.at(best);
    for (const V3& end : {points[a], points[b]})
      if (q.at(end) < cost) best = end, cost = q.at(end);
    if (q.best(p) && length(p - (points[a] + points[b]) * 0.5f) < 2 * length(points[a] - points[b]) && q.at(p) < cost)
      best = p, cost = q.at(p);
    // As a squared distance; very short edges go first where nothing is lost.
    cost = std::max(cost, 0.0) / std::max(weight[a] + weight[b], 1e-20);
    queue.push({cost + 1e-7 * double(dot(points[a] - points[b], points[a] - points[b])), a, b, age[a], age[b], best});
  };
  for (size_t i = 0; i < sides.size();) {
    size_t j = i;
    while (j < sides.size() && sides[j][0] == sides[i][0] && sides[j][1] == sides[i][1]) ++j;
    bool border = j - i != 2;
    for (size_t k = i + 1; k < j && !border && !tags.empty(); ++k) border = tags[sides[k][2]] != tags[sides[i][2]];
    if (border)
      for (size_t k = i; k < j; ++k) hold(sides[k][0], sides[k][1], sides[k][2]);
    i = j;
  }
  for (size_t i = 0; i < sides.size(); ++i)
    if (i == 0 || sides[i][0] != sides[i - 1][0] || sides[i][1] != sides[i - 1][1]) offer(sides[i][0], sides[i][1]);

  size_t left = faces.size(), steps = 0;
  std::vector<uint32_t> ring_a, ring_b, common;
  const auto neighbours = [&](uint32_t v, std::vector<uint32_t>& out) {
    out.clear();
    for (const uint32_t f : around[v])
      if (!gone[f])
        for (const uint32_t w : faces[f])
          if (w != v) out.push_back(w);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  };
  while (!queue.empty()) {
    const Edge e = queue.top();
    queue.pop();
    if (dead[e.a] || dead[e.b] || age[e.a] != e.age_a || age[e.b] != e.age_b) continue;
    if (left <= target && e.cost > double(error) * error) break;
    if (left <= 4) break;
    if (++steps % 512 == 0 && (stop.asked || stop.late())) throw Stopped();
    neighbours(e.a, ring_a), neighbours(e.b, ring_b);
    common.clear();
    std::set_intersection(ring_a.begin(), ring_a.end(), ring_b.begin(), ring_b.end(), std::back_inserter(common));
    if (common.size() > 2) continue;  // would pinch the surface
    if (ring_a.size() + ring_b.size() < 8 && common.size() == 2 && ring_a.size() <= 3 && ring_b.size() <= 3) continue;
    bool flips = false;
    for (const uint32_t v : {e.a, e.b})
      for (const uint32_t f : around[v]) {
        if (gone[f] || flips) continue;
        const Triangle t = faces[f];
        if ((t[0] == e.a || t[1] == e.a || t[2] == e.a) && (t[0] == e.b || t[1] == e.b || t[2] == e.b)) continue;
        V3 p[3];
        for (int i = 0; i < 3; ++i) p[i] = t[i] == v ? e.to : points[t[i]];
        const V3 before = cross(points[t[1]] - points[t[0]], points[t[2]] - points[t[0]]), after = cross(p[1] - p[0], p[2] - p[0]);
        if (dot(before, after) < 0.25f * length(before) * length(after)) flips = true;
        // No slivers: they shade badly.
        const float longest = std::max(length(p[1] - p[0]), std::max(length(p[2] - p[1]), length(p[0] - p[2])));
        if (length(after) < 0.02f * longest * longest && length(after) < length(before)) flips = true;
      }
    if (flips) continue;
    points[e.a] = e.to, dead[e.b] = 1, ++age[e.a];
    quadric[e.a].add(quadric[e.b]), weight[e.a] += weight[e.b];
    for (const uint32_t f : around[e.b]) {
      if (gone[f]) continue;
      Triangle& t = faces[f];
      if (t[0] == e.a || t[1] == e.a || t[2] == e.a) {
        gone[f] = 1, --left;
        continue;
      }
      for (uint32_t& v : t)
        if (v == e.b) v = e.a;
      around[e.a].push_back(f);
    }
    std::erase_if(around[e.a], [&](uint32_t f) { return gone[f]; });
    around[e.b].clear();
    neighbours(e.a, ring_a);
    for (const uint32_t v : ring_a) offer(e.a, v);
  }

  std::vector<uint32_t> renamed(np, ~0U);
  std::vector<V3> points_left;
  std::vector<Triangle> faces_left;
  kept.clear();
  for (uint32_t f = 0; f < faces.size(); ++f) {
    if (gone[f]) continue;
    Triangle t = faces[f];
    for (uint32_t& v : t) {
      if (renamed[v] == ~0U) renamed[v] = uint32_t(points_left.size()), points_left.push_back(points[v]);
      v = renamed[v];
    }
    faces_left.push_back(t), kept.push_back(f);
  }
  points = std::move(points_left), faces = std::move(faces_left);
}

}  // namespace mesh
