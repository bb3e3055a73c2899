// Marching cubes (Lorensen and Cline 1987) with a table that is worked out, not written down: the loops that the surface
// draws around each of the 256 cubes. On a face whose corners alternate, the inner corners are cut off one by one; since
// both cubes at that face do so, the surface has no holes (the fault of the first tables).
#include <array>

#include "sculpt.h"

namespace mesh {

namespace {

// Corner c of a cube lies at (c & 1, c >> 1 & 1, c >> 2). Edge 4a + k runs along axis a.
struct Table {
  std::array<std::vector<uint8_t>, 256> triangles;  // edges, three a triangle, seen from outside counter-clockwise
  std::array<std::array<uint8_t, 2>, 12> ends;

  Table() {
    int edge = 0;
    for (int a = 0; a < 3; ++a)
      for (int c = 0; c < 8; ++c)
        if (!(c >> a & 1)) ends[size_t(edge++)] = {uint8_t(c), uint8_t(c | 1 << a)};
    for (int cube = 0; cube < 256; ++cube) triangles[size_t(cube)] = loops(cube);
  }
  int between(int c, int d) const {
    for (int e = 0; e < 12; ++e)
      if ((ends[size_t(e)][0] == c && ends[size_t(e)][1] == d) || (ends[size_t(e)][0] == d && ends[size_t(e)][1] == c)) return e;
    return -1;
  }
  std::vector<uint8_t> loops(int cube) const {
    std::array<int, 12> next;
    next.fill(-1);
    const auto in = [&](int c) { return cube >> c & 1; };
    for (int a = 0; a < 3; ++a)
      for (int side = 0; side < 2; ++side) {
        // The face's corners, counter-clockwise seen from outside the cube.
        const int b = (a + 1) % 3, d = (a + 2) % 3, base = side << a;
        std::array<int, 4> ring = {base, base | 1 << b, base | 1 << b | 1 << d, base | 1 << d};
        if (!side) std::swap(ring[1], ring[3]);
        // Going around, the surface enters the face where we leave the inside and ends where we came in before it: each
        // run of inner corners is cut off by one line.
        for (int i = 0; i < 4; ++i) {
          if (!in(ring[size_t(i)]) || in(ring[size_t((i + 1) % 4)])) continue;
          int j = i;
          while (in(ring[size_t((j + 3) % 4)])) j = (j + 3) % 4;
          const int leaving = between(ring[size_t(i)], ring[size_t((i + 1) % 4)]);
          const int coming = between(ring[size_t((j + 3) % 4)], ring[size_t(j)]);
          next[size_t(coming)] = leaving;
        }
      }
    std::vector<uint8_t> out;
    std::array<bool, 12> done{};
    for (int e = 0; e < 12; ++e) {
      if (next[size_t(e)] < 0 || done[size_t(e)]) continue;
      std::vector<int> loop;
      for (int at = e; !done[size_t(at)]; at = next[size_t(at)]) done[size_t(at)] = true, loop.push_back(at);
      for (size_t i = 1; i + 1 < loop.size(); ++i)
        for (const int v : {loop[0], loop[i], loop[i + 1]}) out.push_back(uint8_t(v));
    }
    return out;
  }
};

}  // namespace

Surface marched(const std::vector<float>& value, int nx, int ny, int nz) {
  static const Table table;
  Surface s;
  const size_t row = size_t(nx), sheet = row * size_t(ny);
  // Points on the edges along x, y and z that start in the lower and in the upper sheet of the present layer.
  std::vector<int> on[3][2];
  for (auto& pair : on)
    for (auto& each : pair) each.assign(sheet, -1);
  for (int z = 0; z + 1 < nz; ++z) {
    for (auto& pair : on) {
      std::swap(pair[0], pair[1]);
      std::fill(pair[1].begin(), pair[1].end(), -1);
    }
    if (z == 0)
      for (auto& pair : on) std::fill(pair[0].begin(), pair[0].end(), -1);
    for (int y = 0; y + 1 < ny; ++y) {
      const float* v = &value[size_t(z) * sheet + size_t(y) * row];
      int left = (v[0] > 0) | (v[row] > 0) << 1 | (v[sheet] > 0) << 2 | (v[sheet + row] > 0) << 3;  // signs of four corners
      for (int x = 0; x + 1 < nx; ++x) {
        const float* c = v + x + 1;
        const int right = (c[0] > 0) | (c[row] > 0) << 1 | (c[sheet] > 0) << 2 | (c[sheet + row] > 0) << 3;
        const int old = left;
        left = right;
        if ((old == 0 && right == 0) || (old == 15 && right == 15)) continue;
        int cube = 0;
        for (int k = 0; k < 4; ++k) cube |= (old >> k & 1) << (2 * k) | (right >> k & 1) << (2 * k + 1);
        uint32_t corner[3];
        const auto& list = table.triangles[size_t(cube)];
        for (size_t i = 0; i < list.size(); ++i) {
          const auto [a, b] = table.ends[list[i]];
          const int axis = list[i] / 4, px = x + (a & 1), py = y + (a >> 1 & 1), up = a >> 2;
          int& number = on[axis][up][size_t(py) * row + size_t(px)];
          if (number < 0) {
            const auto at = [&](int q) {
              return value[size_t(z + (q >> 2)) * sheet + size_t(y + (q >> 1 & 1)) * row + size_t(x + (q & 1))];
            };
            // Never at a corner, where triangles would have no area.
            const float t = std::clamp(at(a) / (at(a) - at(b)), 0.02f, 0.98f);
            V3 p{float(px), float(py), float(z + up)};
            p[axis] += t;
            number = int(s.points.size());
            s.points.push_back(p);
          }
          corner[i % 3] = uint32_t(number);
          if (i % 3 == 2) s.faces.push_back({corner[0], corner[1], corner[2]});
        }
      }
    }
  }
  return s;
}

}  // namespace mesh
