#include "picture.h"

namespace mesh {

namespace {

struct Sheet {  // a square of depths (the nearest wins) with the face seen
  int n;
  std::vector<float> depth;
  std::vector<int> face;
  std::vector<V3> share;
  explicit Sheet(int size) : n(size), depth(size_t(size) * size_t(size), 1e30f), face(depth.size(), -1), share(depth.size()) {}
};

// Corners in pixels with depth in z.
void draw(Sheet& s, const V3 (&p)[3], int number) {
  const float area = (p[1].x - p[0].x) * (p[2].y - p[0].y) - (p[1].y - p[0].y) * (p[2].x - p[0].x);
  if (std::fabs(area) < 1e-9f) return;
  const int x0 = std::max(0, int(std::floor(std::min({p[0].x, p[1].x, p[2].x})))),
            x1 = std::min(s.n - 1, int(std::ceil(std::max({p[0].x, p[1].x, p[2].x})))),
            y0 = std::max(0, int(std::floor(std::min({p[0].y, p[1].y, p[2].y})))),
            y1 = std::min(s.n - 1, int(std::ceil(std::max({p[0].y, p[1].y, p[2].y}))));
  for (int y = y0; y <= y1; ++y)
    for (int x = x0; x <= x1; ++x) {
      const float px = float(x) + 0.5f, py = float(y) + 0.5f;
      const float a = ((p[1].x - px) * (p[2].y - py) - (p[1].y - py) * (p[2].x - px)) / area;
      const float b = ((p[2].x - px) * (p[0].y - py) - (p[2].y - py) * (p[0].x - px)) / area;
      const float c = 1 - a - b;
      if (a < -1e-5f || b < -1e-5f || c < -1e-5f) continue;
      const float z = a * p[0].z + b * p[1].z + c * p[2].z;
      const size_t i = size_t(y) * size_t(s.n) + size_t(x);
      if (z < s.depth[i]) s.depth[i] = z, s.face[i] = number, s.share[i] = {a, b, c};
    }
}

struct Frame {  // looks along -back; right and up span the picture
  V3 right, up, back, centre;
  float scale;  // pixels a metre
  int n;
  V3 project(V3 p) const {
    const V3 q = p - centre;
    return {float(n) / 2 + dot(q, right) * scale, float(n) / 2 - dot(q, up) * scale, -dot(q, back)};
  }
};

Frame frame(V3 back, const std::vector<V3>& points, int n, float fill) {
  Frame f;
  f.back = unit(back), f.n = n;
  f.right = std::fabs(f.back.y) > 0.9999f ? V3{1, 0, 0} : unit(cross({0, 1, 0}, f.back));  // from above, the front is below
  f.up = cross(f.back, f.right);
  Box b;
  for (const V3& p : points) b.add(V3{dot(p, f.right), dot(p, f.up), dot(p, f.back)});
  const V3 m = (b.low + b.high) * 0.5f;
  f.centre = f.right * m.x + f.up * m.y + f.back * m.z;
  f.scale = fill * float(n) / std::max(std::max(b.size().x, b.size().y), 1e-9f);
  return f;
}

}  // namespace

std::vector<uint8_t> picture(const std::vector<V3>& points, const std::vector<V3>& normals, const std::vector<V3>& colours,
                             const std::vector<Triangle>& faces, const View& view) {
  const int over = 3, n = view.size * over;
  const float t = view.turn * kPi / 180, l = view.lift * kPi / 180;
  Box box;
  for (const V3& p : points) box.add(p);
  const float floor = box.low.y;
  const V3 back{std::sin(t) * std::cos(l), std::sin(l), std::cos(t) * std::cos(l)};
  Frame eye = frame(back, points, n, 0.92f);
  if (view.scale > 0) eye.scale = view.scale * float(over), eye.centre = (box.low + box.high) * 0.5f;
  Sheet sheet(n);
  for (size_t f = 0; f < faces.size(); ++f) {
    V3 p[3];
    for (int i = 0; i < 3; ++i) p[i] = eye.project(points[faces[f][size_t(i)]]);
    draw(sheet, p, int(f));
  }
  const V3 sun = unit({std::sin(t - 0.95f) * 0.75f, 1.05f, std::cos(t - 0.95f) * 0.75f}), sky{0, 1, 0};
  const int ln = 512;
  const Frame lamp = frame(sun, points, ln, 0.94f);
  Sheet shade(ln);
  for (size_t f = 0; f < faces.size() && !view.plain; ++f) {
    V3 p[3];
    for (int i = 0; i < 3; ++i) p[i] = lamp.project(points[faces[f][size_t(i)]]);
    draw(shade, p, int(f));
  }
  const float blur = 2.2f, margin = 0.012f * length(box.size());
  const auto lit = [&](V3 p, int radius, float step) {
    const V3 q = lamp.project(p);
    float sum = 0;
    int count = 0;
    for (int dy = -radius; dy <= radius; ++dy)
      for (int dx = -radius; dx <= radius; ++dx, ++count) {
        const int x = int(q.x + float(dx) * step), y = int(q.y + float(dy) * step);
        if (x < 0 || y < 0 || x >= ln || y >= ln || shade.depth[size_t(y) * ln + size_t(x)] > q.z - margin) sum += 1;
      }
    return sum / float(count);
  };
  double brightness = 0, covered = 0;
  std::vector<float> sum(size_t(view.size) * size_t(view.size) * 4, 0);
  for (int y = 0; y < n; ++y)
    for (int x = 0; x < n; ++x) {
      const size_t i = size_t(y) * size_t(n) + size_t(x);
      V3 c;
      float a = 0;
      if (sheet.face[i] >= 0 && view.plain) {
        const Triangle& f = faces[size_t(sheet.face[i])];
        const V3 s = sheet.share[i];
        c = colours[f[0]] * s.x + colours[f[1]] * s.y + colours[f[2]] * s.z, a = 1;
      } else if (sheet.face[i] >= 0) {
        const Triangle& f = faces[size_t(sheet.face[i])];
        const V3 s = sheet.share[i];
        const auto mixed = [&](const std::vector<V3>& v) { return v[f[0]] * s.x + v[f[1]] * s.y + v[f[2]] * s.z; };
        V3 normal = unit(mixed(normals));
        if (dot(normal, eye.back) < -0.2f) normal = -normal;
        const V3 p = mixed(points);
        const float key = std::max(0.0f, dot(normal, sun)) * lit(p + normal * margin, 1, blur);
        const float above = 0.5f + 0.5f * dot(normal, sky);
        const float rim = std::pow(1 - std::fabs(dot(normal, eye.back)), 2.5f) * (0.4f + 0.6f * above);
        const V3 light = V3{1.0f, 0.94f, 0.84f} * (0.72f * key) + mix({0.44f, 0.40f, 0.42f}, {0.62f, 0.64f, 0.70f}, above);
        c = mixed(colours) * light + V3{0.19f, 0.20f, 0.23f} * rim;
        a = 1;
        brightness += 0.3 * c.x + 0.55 * c.y + 0.15 * c.z, ++covered;
      } else if (view.ground) {
        // Where the line of sight meets the ground.
        const V3 start = eye.centre + eye.right * ((float(x) + 0.5f - float(n) / 2) / eye.scale) -
                         eye.up * ((float(y) + 0.5f - float(n) / 2) / eye.scale);
        const V3 p = start - eye.back * ((start.y - floor) / eye.back.y);
        const float d = V3{std::max(std::max(box.low.x - p.x, p.x - box.high.x), 0.0f), 0, 0}.x +
                        std::max(std::max(box.low.z - p.z, p.z - box.high.z), 0.0f);
        // The model fills the picture, so a long shadow fades before it meets the edge.
        const float edge = float(std::min({x, y, n - 1 - x, n - 1 - y})) / (0.08f * float(n));
        if (d < 0.8f * length(box.size())) a = 0.34f * (1 - lit(p, 3, 3.5f)) * clamp01(edge);
        c = {0.02f, 0.02f, 0.03f};
      }
      float* to = &sum[(size_t(y / over) * size_t(view.size) + size_t(x / over)) * 4];
      to[0] += c.x * a, to[1] += c.y * a, to[2] += c.z * a, to[3] += a;
    }
  // A dark model is exposed longer: pictures are shown on dark cards.
  const double mean = std::clamp(brightness / std::max(covered, 1.0), 0.05, 0.95);
  const float exposure = view.plain ? 1 : float(std::clamp(std::log(0.42) / std::log(mean), 0.62, 1.0));
  std::vector<uint8_t> out(sum.size());
  for (size_t i = 0; i < sum.size(); i += 4) {
    const float a = sum[i + 3];
    const float bright = (0.3f * sum[i] + 0.55f * sum[i + 1] + 0.15f * sum[i + 2]) / std::max(a, 1e-6f);
    const float gain = std::pow(std::clamp(bright, 0.02f, 1.0f), exposure - 1) / std::max(a, 1e-6f);  // hue and saturation stay
    for (size_t k = 0; k < 3; ++k) out[i + k] = uint8_t(std::lround(255 * clamp01(sum[i + k] * gain)));
    out[i + 3] = uint8_t(std::lround(255 * clamp01(a / float(over * over))));
  }
  return out;
}

}  // namespace mesh
