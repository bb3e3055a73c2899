// Distances of many points at once: one walk through the tree for 64 of them, in loops that compilers turn into vector code.
// Nodes with deformations, noise or rarer shapes are worked out point by point, as field.cpp does.
#include "field.h"

namespace mesh {

namespace {

// Machines that have wider registers use them; the numbers are the same.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

template <class F>
inline void each(const Batch& p, float* out, F&& f) {
  for (int i = 0; i < kBatch; ++i) out[i] = f(p.x[i], p.y[i], p.z[i]);
}

float larger(float a, float b) { return a > b ? a : b; }
float smaller(float a, float b) { return a < b ? a : b; }

WIDE bool shapes(const Node& n, const Batch& p, float* out) {
  const V3 s = n.size;
  switch (n.op) {
    case Op::box: {
      const float hx = s.x * 0.5f - n.round, hy = s.y * 0.5f - n.round, hz = s.z * 0.5f - n.round, middle = s.y / 2, r = n.round;
      each(p, out, [=](float x, float y, float z) {
        const float qx = std::fabs(x) - hx, qy = std::fabs(y - middle) - hy, qz = std::fabs(z) - hz;
        const float ox = larger(qx, 0), oy = larger(qy, 0), oz = larger(qz, 0);
        return std::sqrt(ox * ox + oy * oy + oz * oz) + smaller(larger(qx, larger(qy, qz)), 0) - r;
      });
      return true;
    }
    case Op::ball:
      if (s.x != s.y || s.y != s.z) return false;
      each(p, out, [r = s.x](float x, float y, float z) { return std::sqrt(x * x + y * y + z * z) - r; });
      return true;
    case Op::cone: {
      const float h = s.z, down = s.x - s.y, slope = std::sqrt(down * down + h * h), r1 = s.x, round = n.round;
      each(p, out, [=](float x, float y, float z) {
        const float side = ((std::sqrt(x * x + z * z) - r1) * h + y * down) / slope + round;
        const float end = std::fabs(y - h / 2) - h / 2 + round, a = larger(side, 0), b = larger(end, 0);
        return smaller(larger(side, end), 0) + std::sqrt(a * a + b * b) - round;
      });
      return true;
    }
    case Op::torus:
      each(p, out, [ring = s.x, tube = s.y](float x, float y, float z) {
        const float q = std::sqrt(x * x + z * z) - ring;
        return std::sqrt(q * q + y * y) - tube;
      });
      return true;
    case Op::plane:
      for (int i = 0; i < kBatch; ++i) out[i] = p.y[i];
      return true;
    default: return false;
  }
}

// In place of `a`: the smooth minimum of both, as field.cpp has it, times `sign` of both.
WIDE void seam(float* a, const float* b, float k, float sign) {
  if (k <= 0) {
    for (int i = 0; i < kBatch; ++i) a[i] = sign * smaller(sign * a[i], sign * b[i]);
    return;
  }
  for (int i = 0; i < kBatch; ++i) {
    const float u = sign * a[i], v = sign * b[i];
    const float raw = 0.5f + 0.5f * (u - v) / k, h = smaller(larger(raw, 0), 1);
    a[i] = sign * (h >= 1 ? v : u + (v - u) * h - k * h * (1 - h));
  }
}

WIDE void moved(const Affine& m, const Batch& p, Batch& q) {
  for (int i = 0; i < kBatch; ++i) {
    q.x[i] = m.rows[0].x * p.x[i] + m.rows[0].y * p.y[i] + m.rows[0].z * p.z[i] + m.at.x;
    q.y[i] = m.rows[1].x * p.x[i] + m.rows[1].y * p.y[i] + m.rows[1].z * p.z[i] + m.at.y;
    q.z[i] = m.rows[2].x * p.x[i] + m.rows[2].y * p.y[i] + m.rows[2].z * p.z[i] + m.at.z;
  }
}

}  // namespace

void distances(const Node& n, const Batch& p, float* out) {
  const bool plain = !n.deformed() && n.shell <= 0 && n.rough_by == 0;
  const bool joins = n.op == Op::blend || n.op == Op::subtract || n.op == Op::intersect;
  if (!plain || (!joins && !shapes(n, p, out))) {
    for (int i = 0; i < kBatch; ++i) out[i] = distance(n, p[i]);
    return;
  }
  if (joins) {
    float kid[kBatch];
    for (size_t k = 0; k < n.kids.size(); ++k) {
      const Placed& placed = n.kids[k];
      const Affine& m = placed.back;
      Batch q;
      moved(m, p, q);
      float* const to = k == 0 ? out : kid;
      distances(*placed.node, q, to);
      for (int i = 0; i < kBatch; ++i) to[i] *= placed.shrink;
      if (n.op == Op::subtract && k > 0)
        for (int i = 0; i < kBatch; ++i) kid[i] = -kid[i];
      if (k > 0) seam(out, kid, n.blend, n.op == Op::blend ? 1.0f : -1.0f);
    }
    if (n.op == Op::blend)
      for (int i = 0; i < kBatch; ++i) out[i] -= n.round;
  }
  for (int i = 0; i < kBatch; ++i) out[i] *= n.steep;
}

}  // namespace mesh
