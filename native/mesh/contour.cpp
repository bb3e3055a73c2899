// Dual contouring of a distance field: one point a cell, set where the surface's tangent planes meet, so that edges
// stay sharp and curves smooth. Blocks of 8 x 8 x 8, and of 4 x 4 x 4, that the surface certainly misses are skipped.
#include <atomic>
#include <bit>
#include <cstddef>
#include <functional>
#include <thread>

#include "field.h"
#include "surface.h"

namespace mesh {

// Runs body(i) for i in 0..count on both cores, `share` at a time; results must not depend on the order.
static void spread(size_t count, size_t share, Stop& stop, const std::function<void(size_t)>& body) {
  std::atomic<size_t> next{0};
  std::atomic<bool> ended{false};
  const auto work = [&] {
    for (size_t i; !ended && (i = next.fetch_add(share)) < count;) {
      if (stop.asked || stop.late()) ended = true;
      for (size_t j = i; j < std::min(count, i + share) && !ended; ++j) body(j);
    }
  };
  const unsigned threads = count < 4 * share ? 1 : std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
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
  float xx = hold, yy = hold, zz = hold, xy = 0, xz = 0, yz = 0;
  V3 b;
  for (size_t i = 0; i < planes.count; ++i) {
    const V3 n = planes.normal[i];
    xx += n.x * n.x, yy += n.y * n.y, zz += n.z * n.z, xy += n.x * n.y, xz += n.x * n.z, yz += n.y * n.z;
    b += n * dot(n, planes.point[i] - middle);
  }
  const V3 row{yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy};  // of the adjoint, which is symmetric
  const float by = 1 / (xx * row.x + xy * row.y + xz * row.z), mid = xy * xz - xx * yz;
  return middle + V3{dot(row, b), row.y * b.x + (xx * zz - xz * xz) * b.y + mid * b.z, row.z * b.x + mid * b.y + (xx * yy - xy * xy) * b.z} * by;
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
  const int bx = n[0] / 8, by = n[1] / 8, bz = n[2] / 8, cx = n[0] / 4, cy = n[1] / 4, cz = n[2] / 4;
  std::vector<uint8_t> near(size_t(cx) * size_t(cy) * size_t(cz), 0);
  const auto block = [&](int x, int y, int z) { return (size_t(z) * size_t(cy) + size_t(y)) * size_t(cx) + size_t(x); };
  const size_t coarse = size_t(bx) * size_t(by) * size_t(bz);
  spread((coarse + kBatch - 1) / kBatch, 1, stop, [&](size_t part) {
    Batch batch{};
    float d[kBatch], fine[kBatch];
    const size_t from = part * kBatch, count = std::min(size_t(kBatch), coarse - from);
    const auto corner = [&](size_t i, int axis) { return axis == 0 ? int(i) % bx : axis == 1 ? int(i) / bx % by : int(i) / (bx * by); };
    for (size_t i = 0; i < count; ++i)
      batch.set(int(i), at(8 * corner(from + i, 0), 8 * corner(from + i, 1), 8 * corner(from + i, 2)) + V3{3.5f, 3.5f, 3.5f} * h);
    distances(plain, batch, d);
    size_t held = 0, place[kBatch];
    const auto look = [&] {
      distances(plain, batch, fine);
      for (size_t i = 0; i < held; ++i)
        if (std::fabs(fine[i]) < h * 2.3f * 1.7321f) near[place[i]] = 1;
      held = 0;
    };
    for (size_t i = 0; i < count; ++i) {
      if (std::fabs(d[i]) >= h * 4.6f * 1.7321f) continue;
      for (int k = 0; k < 8; ++k) {
        const int q[3] = {2 * corner(from + i, 0) + (k & 1), 2 * corner(from + i, 1) + (k >> 1 & 1), 2 * corner(from + i, 2) + (k >> 2)};
        batch.set(int(held), at(4 * q[0], 4 * q[1], 4 * q[2]) + V3{1.5f, 1.5f, 1.5f} * h);
        place[held++] = block(q[0], q[1], q[2]);
      }
      if (held + 8 > kBatch) look();
    }
    if (held) look();
  });

  // The 64 points of a block are one word, a bit a point. Of every block that is near, and of those below it, whose cells
  // reach into it: the edges that the surface crosses, and the cells that it passes through. Their numbers follow from bits.
  struct Live {
    int x, y, z;
    bool near = false;
    uint64_t in = 0, crossed[3] = {0, 0, 0}, passed = 0;
    uint32_t edges = 0, cells = 0;       // numbers of the first
    uint32_t next[8] = {};               // the blocks from here on, by bits x y z; 0 is none
  };
  std::vector<uint32_t> slot(near.size(), 0);
  size_t used = 1;
  for (size_t i = 0; i < near.size(); ++i) {
    if (!near[i]) continue;
    const int x = int(i) % cx, y = int(i) / cx % cy, z = int(i) / (cx * cy);
    for (int k = 0; k < 8; ++k)
      if (x >= (k & 1) && y >= (k >> 1 & 1) && z >= k >> 2) {
        uint32_t& below = slot[block(x - (k & 1), y - (k >> 1 & 1), z - (k >> 2))];
        used += !below, below = 1;
      }
  }
  std::vector<Live> live(1);
  live.reserve(used);
  for (size_t i = 0; i < near.size(); ++i) {
    if (!slot[i]) continue;
    slot[i] = uint32_t(live.size());
    live.push_back({int(i) % cx, int(i) / cx % cy, int(i) / (cx * cy)});
    live.back().near = near[i] != 0;
  }
  const auto value = std::make_unique_for_overwrite<float[]>(live.size() * 64);  // only those of near blocks are made, and looked at
  spread(live.size(), 16, stop, [&](size_t i) {
    Live& b = live[i];
    for (int k = 1; k < 8 && i > 0; ++k) {
      const int q[3] = {b.x + (k & 1), b.y + (k >> 1 & 1), b.z + (k >> 2)};
      if (q[0] < cx && q[1] < cy && q[2] < cz) b.next[k] = slot[block(q[0], q[1], q[2])];
    }
    if (!b.near) return;
    Batch batch;
    for (int c = 0; c < 64; ++c) batch.set(c, at(4 * b.x + (c & 3), 4 * b.y + (c >> 2 & 3), 4 * b.z + (c >> 4)));
    distances(plain, batch, &value[i * 64]);
    for (int c = 0; c < 64; ++c) b.in |= uint64_t(value[i * 64 + size_t(c)] < 0) << c;
  });
  // Bit k of the result is the bit of the point after k along an axis; those of the last layer lie in the next block.
  constexpr uint64_t kLast[3] = {0x8888888888888888U, 0xF000F000F000F000U, 0xFFFF000000000000U};
  const auto after = [&](uint64_t here, uint64_t beyond, int axis) {
    const int step = 1 << 2 * axis;
    return (here >> step & ~kLast[axis]) | (beyond << 3 * step & kLast[axis]);
  };
  spread(live.size(), 64, stop, [&](size_t i) {
    Live& b = live[i];
    for (int a = 0; a < 3 && b.near; ++a) {
      const Live& beyond = live[b.next[1 << a]];
      b.crossed[a] = (b.in ^ after(b.in, beyond.in, a)) & (beyond.near ? ~uint64_t(0) : ~kLast[a]);
    }
  });
  spread(live.size(), 64, stop, [&](size_t i) {
    Live& b = live[i];
    for (int a = 0; a < 3; ++a) {
      const int u = (a + 1) % 3, v = (a + 2) % 3;
      const uint64_t here = b.crossed[a], beside = live[b.next[1 << u]].crossed[a], above = live[b.next[1 << v]].crossed[a];
      const uint64_t along = after(here, beside, u), next = after(above, live[b.next[1 << u | 1 << v]].crossed[a], u);
      b.passed |= here | along | after(here, above, v) | after(along, next, v);
    }
  });
  size_t edges = 0, corners = 0;
  for (Live& b : live) {
    b.edges = uint32_t(edges), b.cells = uint32_t(corners);
    for (const uint64_t crossed : b.crossed) edges += size_t(std::popcount(crossed));
    corners += size_t(std::popcount(b.passed));
  }
  const auto below = [](uint64_t bits, int k) { return uint32_t(std::popcount(bits & ((uint64_t(1) << k) - 1))); };
  const auto edge_number = [&](const Live& b, int axis, int k) {
    uint32_t number = b.edges + below(b.crossed[axis], k);
    for (int a = 0; a < axis; ++a) number += uint32_t(std::popcount(b.crossed[a]));
    return number;
  };

  struct Crossing {
    V3 point, normal;
  };
  const auto room = std::make_unique_for_overwrite<std::byte[]>(edges * sizeof(Crossing));
  Crossing* const crossings = reinterpret_cast<Crossing*>(room.get());
  // Where the surface meets the edges of a block (regula falsi), and its direction there (four points around it).
  spread(live.size(), 16, stop, [&](size_t which) {
    const Live& b = live[which];
    V3 p[kBatch], q[kBatch];
    float d[kBatch], dp[kBatch], dq[kBatch];
    size_t held = 0, done = b.edges;
    const auto settle_held = [&] {
      Batch batch{};
      int some[kBatch], left = int(held);
      for (int i = 0; i < left; ++i) some[i] = i;
      for (int round = 0; round < 2 && left > 0; ++round) {
        for (int i = 0; i < left; ++i)
          batch.set(i, mix(p[some[i]], q[some[i]], std::clamp(dp[some[i]] / (dp[some[i]] - dq[some[i]]), 0.02f, 0.98f)));
        distances(plain, batch, d);
        int wrong = 0;  // what lies on the surface already needs no second look
        for (int i = 0; i < left; ++i) {
          const int j = some[i];
          if ((d[i] < 0) == (dp[j] < 0)) p[j] = batch[i], dp[j] = d[i];
          else q[j] = batch[i], dq[j] = d[i];
          if (std::fabs(d[i]) > 1e-3f * h) some[wrong++] = j;
        }
        left = wrong;
      }
      const V3 around[4] = {{1, -1, -1}, {-1, -1, 1}, {-1, 1, -1}, {1, 1, 1}};
      for (size_t i = 0; i < held; ++i) crossings[done + i].point = mix(p[i], q[i], std::clamp(dp[i] / (dp[i] - dq[i]), 0.0f, 1.0f));
      for (size_t from = 0; from < held; from += kBatch / 4) {
        const size_t until = std::min(held, from + kBatch / 4);
        for (size_t i = from; i < until; ++i)
          for (int k = 0; k < 4; ++k) batch.set(4 * int(i - from) + k, crossings[done + i].point + around[k] * (h * 0.05f));
        distances(plain, batch, d);
        for (size_t i = from; i < until; ++i) {
          V3 sum;
          for (int k = 0; k < 4; ++k) sum += around[k] * d[4 * (i - from) + size_t(k)];
          crossings[done + i].normal = unit(sum);
        }
      }
      done += held, held = 0;
    };
    for (int a = 0; a < 3; ++a) {
      const float* const own = &value[which * 64];
      const float* const beyond = &value[size_t(b.next[1 << a]) * 64];
      const int step = 1 << 2 * a;
      for (uint64_t bits = b.crossed[a]; bits; bits &= bits - 1) {
        const int k = std::countr_zero(bits);
        p[held] = q[held] = at(4 * b.x + (k & 3), 4 * b.y + (k >> 2 & 3), 4 * b.z + (k >> 4));
        q[held][a] += h;
        dp[held] = own[k], dq[held] = kLast[a] >> k & 1 ? beyond[k - 3 * step] : own[k + step];
        if (++held == kBatch) settle_held();
      }
    }
    if (held) settle_held();
  });

  Surface s;
  s.points.resize(corners), s.faces.resize(2 * edges);
  spread(live.size(), 16, stop, [&](size_t which) {
    const Live& b = live[which];
    if (!b.passed) return;
    uint64_t around[12];  // of each cell, the edges that are crossed: those along x, y and z, four of each
    for (int a = 0; a < 3; ++a) {
      const int u = (a + 1) % 3, v = (a + 2) % 3;
      const uint64_t above = live[b.next[1 << v]].crossed[a], next = after(above, live[b.next[1 << u | 1 << v]].crossed[a], u);
      around[4 * a] = b.crossed[a], around[4 * a + 1] = after(b.crossed[a], live[b.next[1 << u]].crossed[a], u);
      around[4 * a + 2] = after(b.crossed[a], above, v), around[4 * a + 3] = after(around[4 * a + 1], next, v);
    }
    Planes planes;
    uint32_t number = b.cells;
    for (uint64_t bits = b.passed; bits; bits &= bits - 1, ++number) {
      const int k = std::countr_zero(bits);
      const int q[3] = {k & 3, k >> 2 & 3, k >> 4};
      uint32_t crossed = 0;
      for (int j = 0; j < 12; ++j) crossed |= uint32_t(around[j] >> k & 1) << j;
      planes.count = 0;
      for (; crossed; crossed &= crossed - 1) {
        const int j = std::countr_zero(crossed), a = j >> 2;
        int r[3] = {q[0], q[1], q[2]};
        r[a == 2 ? 0 : a + 1] += j & 1, r[a == 0 ? 2 : a - 1] += j >> 1 & 1;
        const int over = r[0] >> 2 | r[1] >> 2 << 1 | r[2] >> 2 << 2;
        const Live& owner = over ? live[b.next[over]] : b;
        const Crossing& c = crossings[edge_number(owner, a, (r[2] & 3) << 4 | (r[1] & 3) << 2 | (r[0] & 3))];
        planes.point[planes.count] = c.point, planes.normal[planes.count++] = c.normal;
      }
      const V3 low = at(4 * b.x + q[0], 4 * b.y + q[1], 4 * b.z + q[2]);
      s.points[number] = least(most(meeting(planes), low), low + V3{h, h, h});
    }
  });
  // Each crossed edge is where four cells meet: two triangles between their points.
  const auto cell_number = [&](int x, int y, int z) {
    const Live& b = live[slot[block(x >> 2, y >> 2, z >> 2)]];
    return b.cells + below(b.passed, (z & 3) << 4 | (y & 3) << 2 | (x & 3));
  };
  std::atomic<bool> beyond{false};
  spread(live.size(), 16, stop, [&](size_t which) {
    const Live& b = live[which];
    size_t number = 2 * size_t(b.edges);
    for (int a = 0; a < 3; ++a)
      for (uint64_t bits = b.crossed[a]; bits; bits &= bits - 1, number += 2) {
        const int k = std::countr_zero(bits);
        uint32_t v[4];
        for (int e = 0; e < 4; ++e) {
          int q[3] = {4 * b.x + (k & 3), 4 * b.y + (k >> 2 & 3), 4 * b.z + (k >> 4)};
          q[(a + 1) % 3] -= e & 1, q[(a + 2) % 3] -= e >> 1;
          if (q[0] < 0 || q[1] < 0 || q[2] < 0) {
            beyond = true;
            return;
          }
          v[e] = cell_number(q[0], q[1], q[2]);
        }
        // The shorter diagonal, so that ridges are kept.
        const bool first = length(s.points[v[0]] - s.points[v[3]]) <= length(s.points[v[1]] - s.points[v[2]]);
        Triangle one{v[0], v[1], v[first ? 3 : 2]}, two{v[first ? 0 : 1], v[3], v[2]};
        if (!(b.in >> k & 1)) std::swap(one[1], one[2]), std::swap(two[1], two[2]);
        s.faces[number] = one, s.faces[number + 1] = two;
      }
  });
  if (beyond) throw Fault(node.path, "reaches beyond its own bounds");
  if (s.faces.empty()) throw Fault(node.path, "encloses nothing (or something thinner than can be meshed)");
  return s;
}

}  // namespace mesh
