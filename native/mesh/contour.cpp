// Dual contouring of a distance field: one point a cell, set where the surface's tangent planes meet, so that edges
// stay sharp and curves smooth. Blocks of 8 x 8 x 8, and of 4 x 4 x 4, that the surface certainly misses are skipped.
#include <array>
#include <atomic>
#include <functional>
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

// What the surface does to a cell: at most one crossing on each of its edges.
struct Planes {
  V3 point[12], normal[12];
  size_t count = 0;
};

// The point nearest to all planes, held near their middle where the planes leave it free.
static V3 meeting(const Planes& planes) {
  V3 middle;
  for (size_t i = 0; i < planes.count; ++i) middle += planes.point[i];
  middle = middle * (1.0f / float(planes.count));
  const float hold = 0.05f;
  float a[3][3] = {{hold, 0, 0}, {0, hold, 0}, {0, 0, hold}};
  V3 b;
  for (size_t i = 0; i < planes.count; ++i) {
    const V3 n = planes.normal[i];
    const float d = dot(n, planes.point[i] - middle);
    for (int r = 0; r < 3; ++r) {
      for (int c = 0; c < 3; ++c) a[r][c] += n[r] * n[c];
      b[r] += n[r] * d;
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
  const auto at = [&](int x, int y, int z) { return origin + V3{float(x), float(y), float(z)} * h; };

  // Blocks of 8, of which those near the surface are looked at as blocks of 4. A block that is not near has one sign, and so
  // has the next layer of points around it.
  const int bx = n[0] / 8, by = n[1] / 8, bz = n[2] / 8, cx = n[0] / 4, cy = n[1] / 4;
  std::vector<uint8_t> near(size_t(cx) * size_t(cy) * size_t(n[2] / 4), 0);
  const auto block = [&](int x, int y, int z) { return (size_t(z >> 2) * size_t(cy) + size_t(y >> 2)) * size_t(cx) + size_t(x >> 2); };
  spread(size_t(bx) * size_t(by) * size_t(bz), stop, [&](size_t i) {
    const int x = int(i) % bx * 8, y = int(i) / bx % by * 8, z = int(i) / (bx * by) * 8;
    if (std::fabs(distance(plain, at(x, y, z) + V3{3.5f, 3.5f, 3.5f} * h)) >= h * 4.6f * 1.7321f) return;
    for (int k = 0; k < 8; ++k) {
      const int px = x + 4 * (k & 1), py = y + 4 * (k >> 1 & 1), pz = z + 4 * (k >> 2);
      if (std::fabs(distance(plain, at(px, py, pz) + V3{1.5f, 1.5f, 1.5f} * h)) >= h * 2.3f * 1.7321f) continue;
      near[block(px, py, pz)] = 1;
    }
  });
  // Points are kept block by block, and only those of blocks in use: place 0 stands for all others, where nothing is.
  std::vector<uint32_t> blocks, place(near.size(), 0);
  for (uint32_t b = 0; b < near.size(); ++b)
    if (near[b]) blocks.push_back(b), place[b] = uint32_t(blocks.size());
  const auto id = [&](int x, int y, int z) {
    return size_t(place[block(x, y, z)]) * 64 + size_t((z & 3) << 4 | (y & 3) << 2 | (x & 3));
  };
  const auto corner = [&](uint32_t b, int axis) {
    const int i = int(b);
    return 4 * (axis == 0 ? i % cx : axis == 1 ? i / cx % cy : i / (cx * cy));
  };
  std::vector<float> value((blocks.size() + 1) * 64, 1.0f);
  spread(blocks.size(), stop, [&](size_t i) {
    const int x = corner(blocks[i], 0), y = corner(blocks[i], 1), z = corner(blocks[i], 2);
    Batch batch;
    for (int c = 0; c < 64; ++c) batch.set(c, at(x + (c & 3), y + (c >> 2 & 3), z + (c >> 4)));
    distances(plain, batch, &value[(i + 1) * 64]);
  });

  struct Crossing {
    int x, y, z, axis;
    V3 point, normal;
  };
  // Where the surface meets some of the grid's edges (regula falsi), and its direction there (four points around it).
  const auto settle_crossings = [&](const Node& what, Crossing* some, size_t count) {
    Batch batch{};
    float d[kBatch], dp[kBatch], dq[kBatch];
    V3 p[kBatch], q[kBatch];
    for (size_t i = 0; i < count; ++i) {
      const Crossing& c = some[i];
      p[i] = q[i] = at(c.x, c.y, c.z), q[i][c.axis] += h;
      dp[i] = value[id(c.x, c.y, c.z)], dq[i] = value[id(c.x + (c.axis == 0), c.y + (c.axis == 1), c.z + (c.axis == 2))];
    }
    for (int round = 0; round < 2; ++round) {
      for (size_t i = 0; i < count; ++i) batch.set(int(i), mix(p[i], q[i], std::clamp(dp[i] / (dp[i] - dq[i]), 0.02f, 0.98f)));
      distances(what, batch, d);
      for (size_t i = 0; i < count; ++i)
        if ((d[i] < 0) == (dp[i] < 0)) p[i] = batch[int(i)], dp[i] = d[i];
        else q[i] = batch[int(i)], dq[i] = d[i];
    }
    const V3 around[4] = {{1, -1, -1}, {-1, -1, 1}, {-1, 1, -1}, {1, 1, 1}};
    for (size_t i = 0; i < count; ++i) some[i].point = mix(p[i], q[i], std::clamp(dp[i] / (dp[i] - dq[i]), 0.0f, 1.0f));
    for (size_t from = 0; from < count; from += kBatch / 4) {
      const size_t until = std::min(count, from + kBatch / 4);
      for (size_t i = from; i < until; ++i)
        for (int k = 0; k < 4; ++k) batch.set(4 * int(i - from) + k, some[i].point + around[k] * (h * 0.05f));
      distances(what, batch, d);
      for (size_t i = from; i < until; ++i) {
        V3 sum;
        for (int k = 0; k < 4; ++k) sum += around[k] * d[4 * (i - from) + size_t(k)];
        some[i].normal = unit(sum);
      }
    }
  };
  std::vector<std::vector<Crossing>> found(blocks.size());
  spread(blocks.size(), stop, [&](size_t i) {
    const int x0 = corner(blocks[i], 0), y0 = corner(blocks[i], 1), z0 = corner(blocks[i], 2);
    for (int k = 0; k < 64; ++k) {
      const int x = x0 + (k & 3), y = y0 + (k >> 2 & 3), z = z0 + (k >> 4);
      const float here = value[id(x, y, z)];
      for (int a = 0; a < 3; ++a) {
        const int r[3] = {x + (a == 0), y + (a == 1), z + (a == 2)};
        if (r[a] >= n[a] || !near[block(r[0], r[1], r[2])]) continue;
        if ((here < 0) != (value[id(r[0], r[1], r[2])] < 0)) found[i].push_back({x, y, z, a, {}, {}});
      }
    }
  });
  std::vector<Crossing> crossings;
  for (const auto& some : found) crossings.insert(crossings.end(), some.begin(), some.end());
  spread((crossings.size() + kBatch - 1) / kBatch, stop, [&](size_t i) {
    settle_crossings(plain, crossings.data() + i * kBatch, std::min(size_t(kBatch), crossings.size() - i * kBatch));
  });

  // Numbers count from 1; 0 is none.
  std::vector<std::array<int, 4>> edge(value.size(), {0, 0, 0, 0});  // of each point: its three edges, and its cell
  struct Cell {
    int x, y, z;
  };
  std::vector<Cell> cubes;
  for (size_t i = 0; i < crossings.size(); ++i) {
    const Crossing& c = crossings[i];
    edge[id(c.x, c.y, c.z)][size_t(c.axis)] = int(i) + 1;
    for (int k = 0; k < 4; ++k) {
      int q[3] = {c.x, c.y, c.z};
      q[(c.axis + 1) % 3] -= k & 1, q[(c.axis + 2) % 3] -= k >> 1;
      if (q[0] < 0 || q[1] < 0 || q[2] < 0) throw Fault(node.path, "reaches beyond its own bounds");
      uint32_t& used = place[block(q[0], q[1], q[2])];
      if (!used) used = uint32_t(edge.size() / 64), edge.resize(edge.size() + 64, {0, 0, 0, 0});
      int& cell = edge[id(q[0], q[1], q[2])][3];
      if (!cell) cubes.push_back({q[0], q[1], q[2]}), cell = int(cubes.size());
    }
  }
  Surface s;
  s.faces.reserve(2 * crossings.size()), s.looks.reserve(2 * crossings.size());
  for (size_t i = 0; i < cubes.size(); ++i) s.add({});
  spread(cubes.size(), stop, [&](size_t i) {
    const int q[3] = {cubes[i].x, cubes[i].y, cubes[i].z};
    Planes planes;
    for (int a = 0; a < 3; ++a)
      for (int e = 0; e < 4; ++e) {
        int r[3] = {q[0], q[1], q[2]};
        r[(a + 1) % 3] += e & 1, r[(a + 2) % 3] += e >> 1;
        if (r[0] >= n[0] || r[1] >= n[1] || r[2] >= n[2]) continue;
        if (const int number = edge[id(r[0], r[1], r[2])][size_t(a)]) {
          const Crossing& c = crossings[size_t(number) - 1];
          planes.point[planes.count] = c.point, planes.normal[planes.count++] = c.normal;
        }
      }
    const V3 low = at(q[0], q[1], q[2]);
    s.points[i] = least(most(meeting(planes), low), low + V3{h, h, h});
  });
  for (const Crossing& c : crossings) {
    uint32_t v[4];
    for (int k = 0; k < 4; ++k) {
      int q[3] = {c.x, c.y, c.z};
      q[(c.axis + 1) % 3] -= k & 1, q[(c.axis + 2) % 3] -= k >> 1;
      v[k] = uint32_t(edge[id(q[0], q[1], q[2])][3] - 1);
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
