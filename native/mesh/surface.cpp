// What is done to triangles by moving, cutting and shading them.
#include "surface.h"

#include <map>
#include <unordered_map>

#include "field.h"

namespace mesh {

Box Surface::box() const {
  Box b;
  for (const V3& p : points) b.add(p);
  return b;
}

void Surface::append(const Surface& o) {
  const uint32_t first = uint32_t(points.size());
  if (!o.normals.empty() || !normals.empty()) {
    normals.resize(points.size());
    normals.insert(normals.end(), o.normals.begin(), o.normals.end());
    normals.resize(points.size() + o.points.size());
  }
  points.insert(points.end(), o.points.begin(), o.points.end());
  colours.insert(colours.end(), o.colours.begin(), o.colours.end());
  painted.insert(painted.end(), o.painted.begin(), o.painted.end());
  for (const Triangle& t : o.faces) faces.push_back({t[0] + first, t[1] + first, t[2] + first});
  const size_t known = looks.size();
  looks.insert(looks.end(), o.looks.begin(), o.looks.end());
  const int before = int(joints.size());
  for (size_t i = known; i < looks.size(); ++i)
    if (looks[i].joint) looks[i].joint += before;
  for (Joint j : o.joints) {
    if (j.parent) j.parent += before;
    joints.push_back(j);
  }
}

void Surface::join(const Node& n) {
  if (!n.moves) return;
  joints.push_back({n.moves, 0, {}});
  joints.back().frame.at = n.about;
  const int number = int(joints.size());
  for (Look& look : looks)
    if (!look.joint) look.joint = number;
  for (int i = 0; i + 1 < number; ++i)
    if (!joints[size_t(i)].parent) joints[size_t(i)].parent = number;
}

void Surface::move(const Affine& m) {
  for (Joint& j : joints) j.frame = m * j.frame;
  for (V3& p : points) p = m.apply(p);
  if (!normals.empty()) {
    const Affine b = inverse(m);
    for (V3& n : normals)
      if (dot(n, n) > 0) n = unit(b.rows[0] * n.x + b.rows[1] * n.y + b.rows[2] * n.z);
  }
  if (m.determinant() < 0)
    for (Triangle& t : faces) std::swap(t[1], t[2]);
}

void Surface::paint(const Node& n) {
  if (!n.coloured) return;
  for (size_t i = 0; i < points.size(); ++i)
    if (!painted[i]) colours[i] = own_colour(n, points[i]), painted[i] = 1;
}

void slice(Surface& s, int count, float low, float high) {
  for (int i = 1; i < count; ++i) {
    const float y = low + (high - low) * float(i) / float(count);
    const float near = (high - low) * 1e-4f;
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> cut;
    const auto middle = [&](uint32_t a, uint32_t b) {
      const auto key = std::minmax(a, b);
      const auto found = cut.find(key);
      if (found != cut.end()) return found->second;
      const float t = (y - s.points[key.first].y) / (s.points[key.second].y - s.points[key.first].y);
      const uint32_t m = s.add(mix(s.points[key.first], s.points[key.second], t));
      s.colours[m] = mix(s.colours[key.first], s.colours[key.second], t), s.painted[m] = s.painted[a];
      if (!s.normals.empty()) s.normals.push_back(unit(mix(s.normals[key.first], s.normals[key.second], t)));
      return cut[key] = m;
    };
    const size_t faces = s.faces.size();
    for (size_t f = 0; f < faces; ++f) {
      Triangle t = s.faces[f];
      const auto side = [&](uint32_t v) { return s.points[v].y > y + near ? 1 : s.points[v].y < y - near ? -1 : 0; };
      int lowest = 1, highest = -1;
      for (const uint32_t v : t) lowest = std::min(lowest, side(v)), highest = std::max(highest, side(v));
      if (lowest >= 0 || highest <= 0) continue;
      const Look look = s.looks[f];
      // Turn it until corner 0 lies in the plane, or is alone on its side.
      const auto stands = [&] {
        const int a = side(t[0]), b = side(t[1]), c = side(t[2]);
        return a == 0 || (b != 0 && c != 0 && a * b < 0 && a * c < 0);
      };
      while (!stands()) t = {t[1], t[2], t[0]};
      if (side(t[0]) == 0) {
        const uint32_t m = middle(t[1], t[2]);
        s.faces[f] = {t[0], t[1], m};
        s.faces.push_back({t[0], m, t[2]}), s.looks.push_back(look);
      } else {
        const uint32_t m = middle(t[0], t[1]), n = middle(t[0], t[2]);
        s.faces[f] = {t[0], m, n};
        s.faces.push_back({m, t[1], t[2]}), s.looks.push_back(look);
        s.faces.push_back({m, t[2], n}), s.looks.push_back(look);
      }
    }
  }
}

void refine(Surface& s, float edge, int rounds) {
  for (int round = 0; round < rounds && s.faces.size() < 100000; ++round) {
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> cut;
    const auto middle = [&](uint32_t a, uint32_t b) {
      const auto key = std::minmax(a, b);
      const auto found = cut.find(key);
      if (found != cut.end()) return found->second;
      const uint32_t m = s.add((s.points[a] + s.points[b]) * 0.5f);
      s.colours[m] = (s.colours[a] + s.colours[b]) * 0.5f, s.painted[m] = s.painted[a];
      if (!s.normals.empty()) s.normals.push_back({});
      return cut[key] = m;
    };
    const size_t faces = s.faces.size();
    for (size_t f = 0; f < faces; ++f) {
      Triangle t = s.faces[f];
      const Look look = s.looks[f];
      const auto is_long = [&](int i) { return length(s.points[t[i]] - s.points[t[(i + 1) % 3]]) > edge; };
      const int count = is_long(0) + is_long(1) + is_long(2);
      if (count == 0) continue;
      // Turned so that the long edges come first.
      while (!is_long(0) || (count == 2 && !is_long(1))) t = {t[1], t[2], t[0]};
      const uint32_t a = middle(t[0], t[1]);
      std::vector<Triangle> made;
      if (count == 1) {
        made = {{t[0], a, t[2]}, {a, t[1], t[2]}};
      } else if (count == 2) {
        const uint32_t b = middle(t[1], t[2]);
        made = {{a, t[1], b}, {t[0], a, b}, {t[0], b, t[2]}};
      } else {
        const uint32_t b = middle(t[1], t[2]), c = middle(t[2], t[0]);
        made = {{t[0], a, c}, {a, t[1], b}, {b, t[2], c}, {a, b, c}};
      }
      s.faces[f] = made[0];
      for (size_t i = 1; i < made.size(); ++i) s.faces.push_back(made[i]), s.looks.push_back(look);
    }
  }
}

static std::vector<V3> face_normals(const Surface& s, bool scaled) {
  std::vector<V3> out;
  out.reserve(s.faces.size());
  for (const Triangle& t : s.faces) {
    const V3 n = cross(s.points[t[1]] - s.points[t[0]], s.points[t[2]] - s.points[t[0]]);
    out.push_back(scaled ? n : unit(n));
  }
  return out;
}

void modify(Surface& s, const Node& n, float error) {
  if (n.deformed()) {
    const float turn = std::max(std::fabs(n.bend), std::fabs(n.twist));
    if (turn > 0) slice(s, std::clamp(int(turn / 14) + 2, 3, 24), n.inner.low.y, n.inner.high.y);
    for (V3& p : s.points) p = deform(n, p);
    for (Joint& j : s.joints) j.frame.at = deform(n, j.frame.at);
    s.normals.clear();
  }
  if (n.rough_by != 0 && !n.boolean()) {
    refine(s, std::max(n.rough_size * 0.9f, 10 * error), 4);
    // Points at the same place move together, so that seams stay closed.
    std::vector<V3> push(s.points.size());
    const std::vector<V3> normal = face_normals(s, true);
    std::map<std::array<float, 3>, V3> sum;
    for (size_t f = 0; f < s.faces.size(); ++f)
      for (const uint32_t v : s.faces[f]) sum[{s.points[v].x, s.points[v].y, s.points[v].z}] += normal[f];
    for (V3& p : s.points) {
      const V3 way = unit(sum[{p.x, p.y, p.z}]);
      p += way * (n.rough_by * rough(p * (1 / n.rough_size), n.seed));
    }
    s.normals.clear();
  }
  for (Look& look : s.looks) {
    if (n.facet) look.crease = 2;
    if (n.vary > 0) look.vary = n.vary;
    if (n.glow) look.glow = true;
  }
}

// `corner`: empty, or a colour for each corner of each face, in place of the points' colours.
static Shaded shaded(const Surface& s, const std::vector<V3>& corner, uint32_t seed) {
  Shaded out;
  const std::vector<V3> area = face_normals(s, true);
  std::vector<V3> face = area;
  for (V3& n : face) n = unit(n);
  std::vector<std::vector<std::pair<uint32_t, int>>> corners(s.points.size());
  for (uint32_t f = 0; f < s.faces.size(); ++f)
    for (int i = 0; i < 3; ++i) corners[s.faces[f][i]].push_back({f, i});
  out.faces.resize(s.faces.size());
  struct Made {
    V3 normal, colour;
    bool glow;
    uint32_t index;
  };
  std::vector<Made> made;
  for (size_t v = 0; v < s.points.size(); ++v) {
    made.clear();
    for (const auto& [f, i] : corners[v]) {
      const Look& look = s.looks[f];
      V3 n = face[f];
      if (look.crease <= 1) {
        const bool known = !s.normals.empty() && dot(s.normals[v], s.normals[v]) > 0;
        if (known && dot(s.normals[v], n) > 0.5f) {
          n = s.normals[v];
        } else {
          V3 sum;
          for (const auto& [g, j] : corners[v]) {
            if (dot(face[g], face[f]) < look.crease) continue;
            const V3 a = unit(s.points[s.faces[g][(j + 1) % 3]] - s.points[v]), b = unit(s.points[s.faces[g][(j + 2) % 3]] - s.points[v]);
            sum += area[g] * std::acos(std::clamp(dot(a, b), -1.0f, 1.0f));
          }
          if (dot(sum, sum) > 0) n = unit(sum);
        }
      }
      V3 c = corner.empty() ? s.colours[v] : corner[f * 3 + uint32_t(i)];
      if (look.vary > 0) c = c * (1 + look.vary * (random01(f * 2U + seed * 97U) * 2 - 1));
      uint32_t index = ~0U;
      for (const Made& m : made)
        if (m.glow == look.glow && dot(m.normal, n) > 0.9995f && dot(m.colour - c, m.colour - c) < 1e-6f) index = m.index;
      if (index == ~0U) {
        index = uint32_t(out.points.size());
        out.points.push_back(s.points[v]), out.normals.push_back(n), out.colours.push_back(c);
        out.glows.push_back(look.glow);
        made.push_back({n, c, look.glow, index});
      }
      out.faces[f][i] = index;
    }
  }
  for (const Look& look : s.looks) out.joint.push_back(look.joint);
  out.joints = s.joints;
  return out;
}

Shaded shade(const Surface& s, uint32_t seed) { return shaded(s, {}, seed); }

Shaded shade_corners(const std::vector<V3>& points, const std::vector<Triangle>& faces, const std::vector<V3>& corner, float crease) {
  Surface s;
  s.points = points, s.faces = faces;
  Look look;
  look.crease = crease;
  s.looks.assign(faces.size(), look);
  return shaded(s, corner, 0);
}

}  // namespace mesh
