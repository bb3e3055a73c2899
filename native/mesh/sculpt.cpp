// A solid from what it looks like: a grid of distances cut by silhouettes (a visual hull, Laurentini 1994) or raised from
// heights, and the colours of its pictures thrown back onto it.
#include "sculpt.h"

namespace mesh {

namespace {

constexpr float kFilter = 1.2f;  // cells that a sample of a silhouette averages; thinner things than half of it vanish
constexpr int kColourSide = 256;

// Sums of a picture's cover from the first row and column, so that the mean over any rectangle is four look-ups. They fit:
// 4096 x 4096 x 255 is below 2^32.
struct Sums {
  int w, h;
  std::vector<uint32_t> s;
  Sums(const Seen& p, bool mirrored) : w(p.width + 1), h(p.height + 1), s(size_t(w) * size_t(h)) {
    for (int y = 1; y < h; ++y) {
      const uint8_t* alpha = &p.rgba[4 * size_t(y - 1) * size_t(p.width)] + 3;
      const uint32_t* above = &s[size_t(y - 1) * size_t(w)];
      uint32_t* to = &s[size_t(y) * size_t(w)];
      uint32_t row = 0;
      for (int x = 1; x < w; ++x) {
        row += alpha[4 * (mirrored ? p.width - x : x - 1)];
        to[x] = above[x] + row;
      }
    }
  }
  double upto(float x, float y) const {
    x = std::clamp(x, 0.0f, float(w - 1)), y = std::clamp(y, 0.0f, float(h - 1));
    const int ix = std::min(int(x), w - 2), iy = std::min(int(y), h - 2);
    const double fx = double(x) - ix, fy = double(y) - iy;
    const uint32_t* a = &s[size_t(iy) * size_t(w) + size_t(ix)];
    return (a[0] * (1 - fx) + a[1] * fx) * (1 - fy) + (a[w] * (1 - fx) + a[w + 1] * fx) * fy;
  }
};

// A silhouette at the points of a grid: cells to its edge, positive inside, right only near the edge. `first` and `step`
// are in pixels: where the grid begins and how wide a cell is. Outside the picture there is nothing.
Plane sampled(const Sums& sums, int nu, int nv, float first_u, float step_u, float first_v, float step_v) {
  const float half_u = std::max(0.5f * kFilter * std::fabs(step_u), 0.5f), half_v = std::max(0.5f * kFilter * std::fabs(step_v), 0.5f);
  Plane out{nu, nv, std::vector<float>(size_t(nu) * size_t(nv))};
  for (int v = 0; v < nv; ++v)
    for (int u = 0; u < nu; ++u) {
      const float cu = first_u + step_u * float(u), cv = first_v + step_v * float(v);
      const double sum = sums.upto(cu + half_u, cv + half_v) - sums.upto(cu - half_u, cv + half_v) -
                         sums.upto(cu + half_u, cv - half_v) + sums.upto(cu - half_u, cv - half_v);
      out.at[size_t(v) * size_t(nu) + size_t(u)] = kFilter * (float(sum) / (4 * 255 * half_u * half_v) - 0.5f);
    }
  return out;
}

// Where the points of a line lie within its runs of inside, -1 to 1 from end to end, raised to the exponent; and half the
// run's length in cells. Outside: a length of 0.
void runs(const float* v, size_t step, int n, float exponent, float* share, float* half) {
  const auto at = [&](int i) { return v[size_t(i) * step]; };
  for (int i = 0; i < n; ++i) half[i] = 0, share[i] = 0;
  for (int i = 0; i < n; ++i) {
    if (at(i) <= 0) continue;
    int j = i;
    while (j + 1 < n && at(j + 1) > 0) ++j;
    const float a = i > 0 ? float(i) - at(i) / (at(i) - at(i - 1)) : 0, b = j + 1 < n ? float(j) + at(j) / (at(j) - at(j + 1)) : float(j);
    const float h = std::max(0.5f * (b - a), 0.25f), m = 0.5f * (a + b);
    for (int k = i; k <= j; ++k) half[k] = h, share[k] = std::pow(std::min(std::fabs(float(k) - m) / h, 1.0f), exponent);
    i = j;
  }
}

// Colours at most kColourSide a side, with those of the silhouette going on beside it (push and pull: Gortler 1996).
std::vector<V3> spread_colours(const Seen& seen, int& width, int& height) {
  const int by = std::max(1, (std::max(seen.width, seen.height) + kColourSide - 1) / kColourSide);
  width = (seen.width + by - 1) / by, height = (seen.height + by - 1) / by;
  struct Layer {
    int w, h;
    std::vector<V3> c;
    std::vector<float> a;
  };
  std::vector<Layer> layers(1);
  layers[0] = {width, height, std::vector<V3>(size_t(width) * size_t(height)), std::vector<float>(size_t(width) * size_t(height))};
  for (int y = 0; y < seen.height; ++y)
    for (int x = 0; x < seen.width; ++x) {
      const uint8_t* p = &seen.rgba[4 * (size_t(y) * size_t(seen.width) + size_t(x))];
      if (p[3] < 250) continue;  // the rim is mixed with what was behind it
      const size_t i = size_t(y / by) * size_t(width) + size_t(x / by);
      layers[0].c[i] += V3{float(p[0]), float(p[1]), float(p[2])} * (1 / 255.0f), layers[0].a[i] += 1;
    }
  for (size_t i = 0; i < layers[0].a.size(); ++i)
    if (layers[0].a[i] > 0) layers[0].c[i] = layers[0].c[i] * (1 / layers[0].a[i]), layers[0].a[i] = 1;
  while (layers.back().w > 1 || layers.back().h > 1) {
    const Layer& f = layers.back();
    Layer c{(f.w + 1) / 2, (f.h + 1) / 2, {}, {}};
    c.c.resize(size_t(c.w) * size_t(c.h)), c.a.resize(c.c.size());
    for (int y = 0; y < f.h; ++y)
      for (int x = 0; x < f.w; ++x) {
        const size_t i = size_t(y) * size_t(f.w) + size_t(x), j = size_t(y / 2) * size_t(c.w) + size_t(x / 2);
        c.c[j] += f.c[i] * f.a[i], c.a[j] += f.a[i];
      }
    for (size_t j = 0; j < c.a.size(); ++j)
      if (c.a[j] > 0) c.c[j] = c.c[j] * (1 / c.a[j]), c.a[j] = std::min(c.a[j], 1.0f);
    layers.push_back(std::move(c));
  }
  for (size_t k = layers.size() - 1; k-- > 0;) {
    Layer& f = layers[k];
    const Layer& c = layers[k + 1];
    for (int y = 0; y < f.h; ++y)
      for (int x = 0; x < f.w; ++x) {
        const size_t i = size_t(y) * size_t(f.w) + size_t(x);
        if (f.a[i] < 1) f.c[i] = f.c[i] * f.a[i] + c.c[size_t(y / 2) * size_t(c.w) + size_t(x / 2)] * (1 - f.a[i]);
      }
  }
  return std::move(layers[0].c);
}

V3 towards(Side side) {
  switch (side) {
    case Side::front: return {0, 0, 1};
    case Side::right: return {1, 0, 0};
    case Side::back: return {0, 0, -1};
    case Side::left: return {-1, 0, 0};
    default: return {0, 1, 0};
  }
}

}  // namespace

Sculpture::Sculpture(std::vector<Seen> seen, const Chisel& chisel, Stop& stop) : size_(chisel.size), seen_(std::move(seen)) {
  if (chisel.cells < 8 || chisel.cells > 256) throw Fault("cells", "must be from 8 to 256");
  const float widest = std::max({size_.x, size_.y, size_.z}), least = std::min({size_.x, size_.y, size_.z});
  if (!(least > 0) || !(widest < 1e5f) || !(widest < 1e4f * least)) throw Fault("size", "must be three lengths of a like order");
  cell_ = widest / float(chisel.cells);
  int* n[3] = {&nx_, &ny_, &nz_};
  for (int a = 0; a < 3; ++a) *n[a] = int(std::ceil(size_[a] / cell_)) + 4;
  low_ = V3{-0.5f * float(nx_ - 1) * cell_, 0.5f * size_.y - 0.5f * float(ny_ - 1) * cell_, -0.5f * float(nz_ - 1) * cell_};
  value_.assign(size_t(nx_) * size_t(ny_) * size_t(nz_), -kFilter);
  // Front and back are one silhouette, and so are right and left; the first of each decides where they differ.
  const Seen *front = nullptr, *side = nullptr, *top = nullptr;
  for (const Seen& s : seen_) {
    if (s.width < 1 || s.height < 1 || s.width > 4096 || s.height > 4096 || s.rgba.size() != 4 * size_t(s.width) * size_t(s.height))
      throw Fault("pictures", "must have 1 to 4096 pixels a side");
    const Seen*& to = s.side == Side::front || s.side == Side::back ? front : s.side == Side::top ? top : side;
    if (!to) to = &s;
  }
  if (!front) throw Fault("pictures", "must show the front");
  if (stop.asked || stop.late()) throw Stopped();
  const auto grid = [&](const Seen& p, int nu, int nv, float low_u, float size_u, bool flip_u, float low_v, float size_v, bool flip_v) {
    // A grid point at low + i * cell lies (low + size / 2) / size of the way across the picture.
    const float su = float(p.width) / size_u, sv = float(p.height) / size_v;
    const float u0 = (low_u + 0.5f * size_u) * su, v0 = (low_v + 0.5f * size_v) * sv;
    return sampled(Sums(p, p.side == Side::back || p.side == Side::left), nu, nv, flip_u ? float(p.width) - u0 : u0, (flip_u ? -su : su) * cell_, flip_v ? float(p.height) - v0 : v0,
                   (flip_v ? -sv : sv) * cell_);
  };
  const float low_y = low_.y - 0.5f * size_.y;
  const Plane f = grid(*front, nx_, ny_, low_.x, size_.x, false, low_y, size_.y, true);
  if (!chisel.near.empty()) {
    raise(f, chisel);
    return;
  }
  Plane s, t;
  if (side) s = grid(*side, nz_, ny_, low_.z, size_.z, true, low_y, size_.y, true);
  if (top) t = grid(*top, nx_, nz_, low_.x, size_.x, false, low_.z, size_.z, false);
  carve(f, s, t, chisel, stop);
}

// front: columns x, rows y. side: columns z, rows y. top: columns x, rows z.
void Sculpture::carve(const Plane& front, const Plane& side, const Plane& top, const Chisel& chisel, Stop& stop) {
  const auto box = [&](int i, int n, float low, float length) {  // cells to the nearer end of a length around 0
    (void)n;
    return (0.5f * length - std::fabs(low + float(i) * cell_)) / cell_;
  };
  // Rounded sections lie across the longest axis of which both other sides are known.
  int axis = -1;
  if (chisel.round >= 1) {
    const bool can[3] = {!top.empty(), !side.empty(), !side.empty() && !top.empty()};
    for (int a = 0; a < 3; ++a)
      if (can[a] && (axis < 0 || size_[a] > size_[axis])) axis = a;
  }
  const int n[3] = {nx_, ny_, nz_};
  std::vector<float> share[2], half[2];
  if (axis >= 0) {
    const int b = axis == 0 ? 1 : 0, c = axis == 2 ? 1 : 2;  // across the axis
    // Of each: the plane that shows it along the axis, and the steps along it and from line to line.
    const Plane& pb = axis == 2 ? top : front;
    const Plane& pc = axis == 0 ? top : side;
    const size_t along_b = axis == 0 ? size_t(nx_) : 1, next_b = axis == 0 ? 1 : axis == 1 ? size_t(nx_) : size_t(nx_);
    const size_t along_c = axis == 0 ? size_t(nx_) : axis == 1 ? 1 : size_t(nz_), next_c = axis == 0 ? 1 : axis == 1 ? size_t(nz_) : 1;
    for (int k = 0; k < 2; ++k) {
      const int across = k == 0 ? b : c;
      share[k].resize(size_t(n[axis]) * size_t(n[across])), half[k].resize(share[k].size());
      for (int i = 0; i < n[axis]; ++i)
        runs((k == 0 ? pb : pc).at.data() + size_t(i) * (k == 0 ? next_b : next_c), k == 0 ? along_b : along_c, n[across], chisel.round,
             &share[k][size_t(i) * size_t(n[across])], &half[k][size_t(i) * size_t(n[across])]);
    }
  }
  const float root = 1 / std::max(chisel.round, 1.0f);
  for (int z = 0; z < nz_; ++z) {
    if (stop.asked || stop.late()) throw Stopped();
    for (int y = 0; y < ny_; ++y) {
      const float s = side.empty() ? box(z, nz_, low_.z, size_.z) : side(z, y);
      float* to = &value_[(size_t(z) * size_t(ny_) + size_t(y)) * size_t(nx_)];
      if (s <= -0.5f * kFilter) continue;
      const float* f = &front.at[size_t(y) * size_t(nx_)];
      if (top.empty())
        for (int x = 0; x < nx_; ++x) to[x] = std::min(f[x], s);
      else
        for (int x = 0; x < nx_; ++x) to[x] = std::min(std::min(f[x], s), top(x, z));
      if (axis < 0) continue;
      for (int x = 0; x < nx_; ++x) {
        if (to[x] <= 0) continue;
        const int p[3] = {x, y, z}, b = axis == 0 ? 1 : 0, c = axis == 2 ? 1 : 2;
        const size_t i = size_t(p[axis]) * size_t(n[b]) + size_t(p[b]), j = size_t(p[axis]) * size_t(n[c]) + size_t(p[c]);
        const float sum = share[0][i] + share[1][j];
        const float out = chisel.round == 2 ? std::sqrt(sum) : std::pow(sum, root);
        to[x] = std::min(to[x], (1 - out) * std::min(half[0][i], half[1][j]));
      }
    }
  }
}

void Sculpture::raise(const Plane& front, const Chisel& chisel) {
  const Plane &near = chisel.near, &far = chisel.far;
  if (near.width != far.width || near.height != far.height) throw Fault("heights", "differ in size");
  const auto height = [&](const Plane& p, int x, int y) {
    const float u = (low_.x + float(x) * cell_ + 0.5f * size_.x) / size_.x * float(p.width) - 0.5f;
    const float v = (size_.y - (low_.y + float(y) * cell_)) / size_.y * float(p.height) - 0.5f;
    const float cu = std::clamp(u, 0.0f, float(p.width - 1)), cv = std::clamp(v, 0.0f, float(p.height - 1));
    const int iu = std::min(int(cu), std::max(p.width - 2, 0)), iv = std::min(int(cv), std::max(p.height - 2, 0));
    const int ju = std::min(iu + 1, p.width - 1), jv = std::min(iv + 1, p.height - 1);
    const float a = cu - float(iu), b = cv - float(iv);
    return (p(iu, iv) * (1 - a) + p(ju, iv) * a) * (1 - b) + (p(iu, jv) * (1 - a) + p(ju, jv) * a) * b;
  };
  for (int y = 0; y < ny_; ++y)
    for (int x = 0; x < nx_; ++x) {
      const float f = front(x, y);
      if (f <= -0.5f * kFilter) continue;
      // At least half a cell, so that thin things don't break up.
      const float a = std::max(height(near, x, y) / cell_, 0.55f), b = std::max(height(far, x, y) / cell_, 0.55f);
      for (int z = 0; z < nz_; ++z) {
        const float at = low_.z / cell_ + float(z);
        value_[(size_t(z) * size_t(ny_) + size_t(y)) * size_t(nx_) + size_t(x)] = std::max(std::min({f, a - at, b + at}), -kFilter);
      }
    }
}

Surface Sculpture::surface() const {
  Surface s = marched(value_, nx_, ny_, nz_);
  if (s.faces.empty()) throw Fault("pictures", "leave nothing when they are cut against each other");
  for (V3& p : s.points) p = low_ + p * cell_;
  return s;
}

bool Sculpture::hidden(V3 point, V3 towards) const {
  V3 q = (point - low_) * (1 / cell_);
  for (q += towards * 1.6f;; q += towards) {
    const int x = int(std::lround(q.x)), y = int(std::lround(q.y)), z = int(std::lround(q.z));
    if (x < 0 || y < 0 || z < 0 || x >= nx_ || y >= ny_ || z >= nz_) return false;
    if (value(x, y, z) > 0) return true;
  }
}

size_t Sculpture::shadow(int axis) const {
  const int n[3] = {nx_, ny_, nz_}, b = axis == 0 ? 1 : 0, c = axis == 2 ? 1 : 2;
  size_t count = 0;
  int p[3];
  for (p[c] = 0; p[c] < n[c]; ++p[c])
    for (p[b] = 0; p[b] < n[b]; ++p[b])
      for (p[axis] = 0; p[axis] < n[axis]; ++p[axis])
        if (value(p[0], p[1], p[2]) > 0) {
          ++count;
          break;
        }
  return count;
}

void Sculpture::spread() const {
  std::call_once(spread_, [&] {
    for (const Seen& s : seen_) {
      Facing f{s.side, 0, 0, {}};
      f.colour = spread_colours(s, f.width, f.height);
      facing_.push_back(std::move(f));
    }
  });
}

V3 Sculpture::colour(V3 point, V3 normal) const {
  spread();
  V3 sum;
  float weight = 0;
  for (const Facing& f : facing_) {
    const V3 to = towards(f.side);
    const float facing = dot(normal, to);
    // What nobody sees takes after what is seen nearby; least after what stands before it.
    float w = 2e-4f * (1.02f + facing);
    if (facing > 0.05f) w = hidden(point + normal * (0.6f * cell_), to) ? 1e-7f : w + std::pow(facing, 4.0f);
    float u = point.x / size_.x + 0.5f, v = 1 - point.y / size_.y;
    if (f.side == Side::back) u = 1 - u;
    if (f.side == Side::right) u = 0.5f - point.z / size_.z;
    if (f.side == Side::left) u = 0.5f + point.z / size_.z;
    if (f.side == Side::top) v = point.z / size_.z + 0.5f;
    const float cu = std::clamp(u * float(f.width) - 0.5f, 0.0f, float(f.width - 1));
    const float cv = std::clamp(v * float(f.height) - 0.5f, 0.0f, float(f.height - 1));
    const int iu = int(cu), iv = int(cv), ju = std::min(iu + 1, f.width - 1), jv = std::min(iv + 1, f.height - 1);
    const auto c = [&](int x, int y) { return f.colour[size_t(y) * size_t(f.width) + size_t(x)]; };
    const V3 seen = mix(mix(c(iu, iv), c(ju, iv), cu - float(iu)), mix(c(iu, jv), c(ju, jv), cu - float(iu)), cv - float(iv));
    sum += seen * w, weight += w;
  }
  return weight > 0 ? sum * (1 / weight) : V3{0.7f, 0.7f, 0.7f};
}

}  // namespace mesh
