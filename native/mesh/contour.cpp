// Dual contouring of a distance field: one point a cell, set where the surface's tangent planes meet, so that edges
// stay sharp and curves smooth. Blocks of 8 x 8 x 8 that the surface certainly misses are skipped.
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "field.h"
#include "surface.h"

namespace mesh {

// Runs body(i) for i in 0..count on both cores; results must not depend on the order.
static void spread(size_t count, Stop& stop, const std::function<void(size_t)>& body) {
  std::atomic<size_t> next{0};
  std::atomic<bool> ended{false};
  const auto work = [&] {
    for (size_t i; !ended && (i = next.fetch_add(16)) < count;) {
      if (stop.asked || stop.late()) ended = true;
      for (size_t j = i; j < std::min(count, i + 16) && !ended; ++j) body(j);
    }
  };
  const unsigned threads = count < 64 ? 1 : std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  for (std::thread& t : others) t.join();
  if (ended) throw Stopped();
}

// The point nearest to all planes (n_i, p_i), held near their middle where the planes leave it free.
static V3 meeting(const std::vector<V3>& p, const std::vector<V3>& n) {
  V3 middle;
  for (const V3& q : p) middle += q;
  middle = middle * (1.0f / float(p.size()));
  const float hold = 0.05f;
  float a[3][3] = {{hold, 0, 0}, {0, hold, 0}, {0, 0, hold}};
  V3 b;
  for (size_t i = 0; i < p.size(); ++i) {
    const float d = dot(n[i], p[i] - middle);
    for (int r = 0; r < 3; ++r) {
      for (int c = 0; c < 3; ++c) a[r][c] += n[i][r] * n[i][c];
      b[r] += n[i][r] * d;
    }
  }
  Affine m;
  for (int r = 0; r < 3; ++r) m.rows[r] = {a[r][0], a[r][1], a[r][2]};
  return middle + inverse(m).turn(b);
}

Surface contour(const Node& node, int cells, Stop& stop) {
  Node plain = node;  // without the deformations, which are applied to the mesh afterwards
  plain.taper = 1, plain.twist = plain.bend = 0, plain.steep = 1 / (1 + 3 * std::fabs(node.rough_by) / node.rough_size);
  const Box box = node.inner.grown(std::fabs(node.rough_by));
  plain.bounds = box;
  const V3 size = box.size();
  const float widest = std::max(size.x, std::max(size.y, size.z));
  if (!(widest > 1e-7f) || widest > 1e4f) throw Fault(node.path, "has no bounds that a surface could be found in");
  const float h = widest / float(cells);
  const V3 origin = box.low - V3{h, h, h} * 1.37f;  // an odd offset, so that flat sides don't fall on the grid
  int n[3];
  for (int a = 0; a < 3; ++a) n[a] = (int(size[a] / h) + 4 + 7) / 8 * 8;
  const size_t nx = size_t(n[0]), ny = size_t(n[1]), total = nx * ny * size_t(n[2]);
  const auto id = [&](int x, int y, int z) { return (size_t(z) * ny + size_t(y)) * nx + size_t(x); };
  const auto at = [&](int x, int y, int z) { return origin + V3{float(x), float(y), float(z)} * h; };

  std::vector<float> value(total);
  const int bx = n[0] / 8, by = n[1] / 8, bz = n[2] / 8;
  std::vector<uint8_t> near(size_t(bx) * size_t(by) * size_t(bz));
  spread(near.size(), stop, [&](size_t i) {
    const int x = int(i) % bx * 8, y = int(i) / bx % by * 8, z = int(i) / (bx * by) * 8;
    const float reach = h * 4.6f * 1.7321f, d = distance(plain, at(x, y, z) + V3{3.5f, 3.5f, 3.5f} * h);
    near[i] = std::fabs(d) < reach;
    for (int c = 0; c < 512; ++c) {
      const int px = x + (c & 7), py = y + (c >> 3 & 7), pz = z + (c >> 6);
      value[id(px, py, pz)] = near[i] ? distance(plain, at(px, py, pz), 2 * h) : d;
    }
  });

  struct Crossing {
    int x, y, z, axis;
    V3 point, normal;
  };
  std::vector<Crossing> crossings;
  std::vector<int> on_edge[3];
  for (auto& e : on_edge) e.assign(total, -1);
  for (int z = 0; z < n[2]; ++z)
    for (int y = 0; y < n[1]; ++y)
      for (int x = 0; x < n[0]; ++x) {
        const bool in = value[id(x, y, z)] < 0;
        for (int a = 0; a < 3; ++a) {
          const int q[3] = {x + (a == 0), y + (a == 1), z + (a == 2)};
          if (q[a] >= n[a] || (value[id(q[0], q[1], q[2])] < 0) == in) continue;
          on_edge[a][id(x, y, z)] = int(crossings.size());
          crossings.push_back({x, y, z, a, {}, {}});
        }
      }
  spread(crossings.size(), stop, [&](size_t i) {
    Crossing& c = crossings[i];
    V3 p = at(c.x, c.y, c.z), q = p;
    q[c.axis] += h;
    float dp = value[id(c.x, c.y, c.z)], dq = value[id(c.x + (c.axis == 0), c.y + (c.axis == 1), c.z + (c.axis == 2))];
    for (int round = 0; round < 3; ++round) {  // regula falsi
      const V3 m = mix(p, q, std::clamp(dp / (dp - dq), 0.02f, 0.98f));
      const float d = distance(plain, m);
      if ((d < 0) == (dp < 0)) p = m, dp = d;
      else q = m, dq = d;
    }
    c.point = mix(p, q, std::clamp(dp / (dp - dq), 0.0f, 1.0f));
    c.normal = gradient(plain, c.point, h * 0.05f);
  });

  Surface s;
  std::vector<int> in_cell(total, -1);
  std::vector<V3> ps, ns;
  for (const Crossing& c : crossings)
    for (int k = 0; k < 4; ++k) {
      int q[3] = {c.x, c.y, c.z};
      q[(c.axis + 1) % 3] -= k & 1, q[(c.axis + 2) % 3] -= k >> 1;
      if (q[0] < 0 || q[1] < 0 || q[2] < 0) throw Fault(node.path, "reaches beyond its own bounds");
      int& cell = in_cell[id(q[0], q[1], q[2])];
      if (cell >= 0) continue;
      ps.clear(), ns.clear();
      for (int a = 0; a < 3; ++a)
        for (int e = 0; e < 4; ++e) {
          int r[3] = {q[0], q[1], q[2]};
          r[(a + 1) % 3] += e & 1, r[(a + 2) % 3] += e >> 1;
          if (r[0] >= n[0] || r[1] >= n[1] || r[2] >= n[2]) continue;
          const int found = on_edge[a][id(r[0], r[1], r[2])];
          if (found >= 0) ps.push_back(crossings[size_t(found)].point), ns.push_back(crossings[size_t(found)].normal);
        }
      const V3 low = at(q[0], q[1], q[2]);
      cell = int(s.add(least(most(meeting(ps, ns), low), low + V3{h, h, h})));
    }
  for (const Crossing& c : crossings) {
    uint32_t v[4];
    for (int k = 0; k < 4; ++k) {
      int q[3] = {c.x, c.y, c.z};
      q[(c.axis + 1) % 3] -= k & 1, q[(c.axis + 2) % 3] -= k >> 1;
      v[k] = uint32_t(in_cell[id(q[0], q[1], q[2])]);
    }
    // The shorter diagonal, so that ridges are kept.
    const bool first = length(s.points[v[0]] - s.points[v[3]]) <= length(s.points[v[1]] - s.points[v[2]]);
    if (value[id(c.x, c.y, c.z)] < 0) {
      if (first) s.face(v[0], v[1], v[3]), s.face(v[0], v[3], v[2]);
      else s.face(v[0], v[1], v[2]), s.face(v[1], v[3], v[2]);
    } else {
      if (first) s.face(v[0], v[3], v[1]), s.face(v[0], v[2], v[3]);
      else s.face(v[0], v[2], v[1]), s.face(v[1], v[2], v[3]);
    }
  }
  if (s.faces.empty()) throw Fault(node.path, "encloses nothing (or something thinner than can be meshed)");
  return s;
}

}  // namespace mesh
