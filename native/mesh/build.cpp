// From a recipe tree to a shaded mesh within a triangle budget. Plain shapes keep their exact outlines; booleans
// are contoured and thinned out; all share one allowed distance from the true surface, widened until the budget holds.
#include <map>

#include "field.h"
#include "surface.h"

namespace mesh {

namespace {

constexpr size_t kMostFaces = 400000;
const V3 kUnpainted{-1000, -1000, -1000};

struct Builder {
  Stop& stop;
  int budget;
  std::map<const Node*, Surface> dense;  // contours of booleans, found once and thinned out from there

  Surface boolean(const Node& n, float error) {
    auto found = dense.find(&n);
    if (found == dense.end()) {
      const int cells = std::clamp(int(34 * n.detail * std::sqrt(float(budget) / 1500)), 12, 96);
      found = dense.emplace(&n, contour(n, cells, stop)).first;
    }
    std::vector<uint32_t> kept;
    Surface& dense_now = found->second;  // each round thins out the one before: the allowed error only grows
    simplify(dense_now.points, dense_now.faces, {}, size_t(budget * 0.6f), 0.3f * error / n.detail, kept, stop);
    Surface s = dense_now;
    const V3 size = n.inner.size();
    const float step = 0.004f * std::max(size.x, std::max(size.y, size.z));
    Node plain = n;
    plain.taper = 1, plain.twist = plain.bend = 0, plain.steep = 1, plain.bounds = n.inner.grown(std::fabs(n.rough_by));
    s.looks.assign(s.faces.size(), {});
    s.colours.clear(), s.painted.clear(), s.normals.clear();
    for (const V3& p : s.points) {
      const V3 c = colour_at(plain, p, kUnpainted);
      const bool known = c.x > -0.01f && c.y > -0.01f && c.z > -0.01f;
      s.colours.push_back(known ? c : V3{1, 1, 1}), s.painted.push_back(known);
      s.normals.push_back(gradient(plain, p, step));
    }
    return s;
  }

  Surface surface(const Node& n, float error, int depth) {
    if (stop.asked || stop.late()) throw Stopped();
    if (depth > 40) throw Fault(n.path, "is nested too deep");
    Surface s;
    if (n.boolean()) {
      s = boolean(n, error);
    } else if (n.op == Op::group) {
      for (const Placed& k : n.kids) {
        const float scale = std::cbrt(std::fabs(k.map.determinant()));
        Surface part = surface(*k.node, error / scale, depth + 1);
        part.move(k.map);
        if (k.tint != 1) {
          // A tint needs a colour to work on: what is inherited is painted first.
          part.paint(n);
          for (V3& c : part.colours) c = c * k.tint;
        }
        s.append(part);
        if (s.faces.size() > kMostFaces) throw Fault(n.path, "makes more than 400,000 triangles");
      }
    } else {
      s = tessellate(n, error);
    }
    s.paint(n);
    modify(s, n, error);
    s.join(n);
    return s;
  }
};

void occlude(Shaded& mesh, const Node& root, bool grounded, Stop& stop) {
  const V3 size = root.bounds.size();
  const float reach = 0.16f * std::min(length(size), 2.2f * std::max(size.y, 0.4f * std::max(size.x, size.z)));
  const float steps[4] = {reach * 0.08f, reach * 0.25f, reach * 0.55f, reach};
  const float weights[4] = {0.30f, 0.28f, 0.24f, 0.18f};
  const V3 shadow{0.56f, 0.51f, 0.60f};
  const float floor = root.bounds.low.y;
  for (size_t i = 0; i < mesh.points.size(); ++i) {
    if (mesh.glows[i]) continue;
    if (i % 256 == 0 && (stop.asked || stop.late())) throw Stopped();
    float open = 0;
    for (int k = 0; k < 4; ++k) {
      const V3 p = mesh.points[i] + mesh.normals[i] * steps[k];
      float d = distance(root, p, steps[k]);
      if (grounded) d = std::min(d, (p.y - floor) * 1.8f + 0.45f * steps[k]);
      open += weights[k] * clamp01(d / steps[k]);
    }
    open = clamp01(open * 1.12f);
    mesh.colours[i] = mesh.colours[i] * mix(shadow, {1, 1, 1}, open);
  }
}

}  // namespace

Shaded build(const Node& root, int budget, bool grounded, uint32_t seed, Stop& stop) {
  Builder builder{stop, budget, {}};
  const float across = length(root.bounds.size());
  if (!(across > 0) || !(across < 1e5f)) throw Fault(root.path, "has no size, or is larger than 100 km");
  float error = 0.0030f * across * std::sqrt(1500.0f / float(budget));
  Surface s;
  for (int round = 0; round < 7; ++round, error *= 1.4f) {
    s = builder.surface(root, error, 0);
    if (s.faces.size() <= size_t(budget)) break;
  }
  if (s.faces.empty()) throw Fault(root.path, "makes no triangles");
  if (s.faces.size() > size_t(budget)) {
    // Many small parts: collapse edges across all of them, keeping each face's own look.
    std::vector<uint32_t> kept;
    const std::vector<V3> before = s.points;
    const std::vector<Triangle> faces = s.faces;
    simplify(s.points, s.faces, {}, size_t(budget), 0, kept, stop);
    Surface thin;
    thin.joints = s.joints;
    thin.points = s.points, thin.faces = s.faces;
    thin.colours.assign(s.points.size(), {1, 1, 1}), thin.painted.assign(s.points.size(), 1);
    for (size_t f = 0; f < kept.size(); ++f) {
      thin.looks.push_back(s.looks[kept[f]]);
      for (int i = 0; i < 3; ++i) thin.colours[thin.faces[f][size_t(i)]] = s.colours[faces[kept[f]][size_t(i)]];
    }
    s = std::move(thin);
  }
  Shaded mesh = shade(s, seed);
  occlude(mesh, root, grounded, stop);
  return mesh;
}

}  // namespace mesh
