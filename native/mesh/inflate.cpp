// Heights from a silhouette: a full multigrid solver of Poisson's equation on the pixels inside it.
#include "sculpt.h"

namespace mesh {

namespace {

struct Level {
  int n, m;                          // columns and rows, with a rim of one
  std::vector<float> u, f, r;
  std::vector<uint8_t> in;
  std::vector<int> first, last;      // of each row, the columns that are inside
  Level(int columns, int rows) : n(columns), m(rows), u(size_t(n) * size_t(m)), f(u.size()), r(u.size()), in(u.size()),
                                 first(size_t(m), 1), last(size_t(m), 0) {}
  void span() {
    for (int y = 0; y < m; ++y) {
      int a = n, b = -1;
      for (int x = 0; x < n; ++x)
        if (in[size_t(y) * size_t(n) + size_t(x)]) a = std::min(a, x), b = x;
      first[size_t(y)] = a, last[size_t(y)] = b;
    }
  }
};

// Red and black points in turn (Gauss-Seidel); outside stays 0.
void smooth(Level& l, int rounds) {
  for (int round = 0; round < 2 * rounds; ++round)
    for (int y = 1; y < l.m - 1; ++y) {
      const size_t row = size_t(y) * size_t(l.n);
      float* u = &l.u[row];
      const float *up = u - l.n, *down = u + l.n, *f = &l.f[row];
      const uint8_t* in = &l.in[row];
      int x = l.first[size_t(y)];
      x += (x + y + round) & 1;
      for (const int end = l.last[size_t(y)]; x <= end; x += 2)
        if (in[x]) u[x] = 0.25f * (u[x - 1] + u[x + 1] + up[x] + down[x] + f[x]);
    }
}

void leftover(Level& l) {
  for (int y = 1; y < l.m - 1; ++y) {
    const size_t row = size_t(y) * size_t(l.n);
    for (int x = l.first[size_t(y)]; x <= l.last[size_t(y)]; ++x) {
      const size_t i = row + size_t(x);
      l.r[i] = l.in[i] ? l.f[i] - 4 * l.u[i] + l.u[i - 1] + l.u[i + 1] + l.u[i - size_t(l.n)] + l.u[i + size_t(l.n)] : 0;
    }
  }
}

// Cells of the coarse grid are two by two of the fine one.
void restrict_to(const Level& fine, const std::vector<float>& from, Level& coarse) {
  for (int y = 1; y < coarse.m - 1; ++y)
    for (int x = coarse.first[size_t(y)]; x <= coarse.last[size_t(y)]; ++x) {
      const size_t c = size_t(y) * size_t(coarse.n) + size_t(x);
      const size_t i = size_t(2 * y - 1) * size_t(fine.n) + size_t(2 * x - 1);
      // The sum, since the step is twice as wide: h² f.
      coarse.f[c] = coarse.in[c] ? from[i] + from[i + 1] + from[i + size_t(fine.n)] + from[i + size_t(fine.n) + 1] : 0;
    }
}

void add_from(const Level& coarse, Level& fine) {
  for (int y = 1; y < fine.m - 1; ++y) {
    const int cy = (y + 1) / 2, oy = cy + ((y & 1) ? -1 : 1);
    for (int x = fine.first[size_t(y)]; x <= fine.last[size_t(y)]; ++x) {
      const size_t i = size_t(y) * size_t(fine.n) + size_t(x);
      if (!fine.in[i]) continue;
      const int cx = (x + 1) / 2, ox = cx + ((x & 1) ? -1 : 1);
      const auto c = [&](int a, int b) { return coarse.u[size_t(b) * size_t(coarse.n) + size_t(a)]; };
      fine.u[i] += 0.5625f * c(cx, cy) + 0.1875f * (c(ox, cy) + c(cx, oy)) + 0.0625f * c(ox, oy);
    }
  }
}

void cycle(std::vector<Level>& levels, size_t at) {
  Level& l = levels[at];
  if (at + 1 == levels.size()) return smooth(l, 12);
  smooth(l, 2);
  leftover(l);
  Level& coarse = levels[at + 1];
  restrict_to(l, l.r, coarse);
  std::fill(coarse.u.begin(), coarse.u.end(), 0.0f);
  cycle(levels, at + 1);
  add_from(coarse, l);
  smooth(l, 2);
}

}  // namespace

Plane inflated(const Plane& cover) {
  std::vector<Level> levels;
  levels.reserve(16);
  // An even number of cells inside the rim, so that two by two become one.
  levels.emplace_back((cover.width + 1) / 2 * 2 + 2, (cover.height + 1) / 2 * 2 + 2);
  Level& finest = levels[0];
  for (int y = 0; y < cover.height; ++y)
    for (int x = 0; x < cover.width; ++x) finest.in[size_t(y + 1) * size_t(finest.n) + size_t(x + 1)] = cover(x, y) >= 0.5f;
  finest.span();
  while (std::min(levels.back().n, levels.back().m) > 10) {
    const Level& fine = levels.back();
    Level coarse(((fine.n - 2) / 2 + 1) / 2 * 2 + 2, ((fine.m - 2) / 2 + 1) / 2 * 2 + 2);
    for (int y = 0; y < (fine.m - 2) / 2; ++y)
      for (int x = 0; x < (fine.n - 2) / 2; ++x) {
        const size_t i = size_t(2 * y + 1) * size_t(fine.n) + size_t(2 * x + 1);
        // All four: with any less the coarse grids reach beyond the silhouette and the cycles diverge.
        coarse.in[size_t(y + 1) * size_t(coarse.n) + size_t(x + 1)] =
            fine.in[i] && fine.in[i + 1] && fine.in[i + size_t(fine.n)] && fine.in[i + size_t(fine.n) + 1];
      }
    coarse.span();
    levels.push_back(std::move(coarse));
  }
  for (size_t i = 0; i < finest.in.size(); ++i) finest.f[i] = finest.in[i] ? 4.0f : 0.0f;
  for (size_t k = 1; k < levels.size(); ++k) restrict_to(levels[k - 1], levels[k - 1].f, levels[k]);
  // From coarse to fine, a few cycles on each (full multigrid). cycle() overwrites the coarser right-hand sides.
  std::vector<std::vector<float>> sides;
  for (const Level& l : levels) sides.push_back(l.f);
  for (size_t k = levels.size(); k-- > 0;) {
    std::fill(levels[k].u.begin(), levels[k].u.end(), 0.0f);
    if (k + 1 < levels.size()) add_from(levels[k + 1], levels[k]);
    levels[k].f = sides[k];
    for (int round = 0; round < (k == 0 ? 1 : 3); ++round) cycle(levels, k);
  }
  Plane out{cover.width, cover.height, std::vector<float>(size_t(cover.width) * size_t(cover.height))};
  for (int y = 0; y < cover.height; ++y)
    for (int x = 0; x < cover.width; ++x)
      out.at[size_t(y) * size_t(cover.width) + size_t(x)] =
          std::sqrt(std::max(0.0f, levels[0].u[size_t(y + 1) * size_t(levels[0].n) + size_t(x + 1)]));
  return out;
}

}  // namespace mesh
