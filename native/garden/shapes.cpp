// shapes.cpp: the meshes of the built-in shapes, of boxes with softened edges and of the placeholder. Pure geometry.
#include "look.h"

namespace garden::engine {
namespace {

void face(MeshData& data, unsigned a, unsigned b, unsigned c) {
  for (unsigned i : {a, b, c}) data.indices.push_back((unsigned short)i);
}

// A profile of (radius, height, slope of the normal) turned about Y. Consecutive equal heights make a cap.
struct Ring { float radius, y, nr, ny; };
void turned(MeshData& data, const vector<Ring>& rings, int sides) {
  unsigned first = (unsigned)data.vertices.size();
  for (size_t r = 0; r < rings.size(); ++r) {
    for (int s = 0; s <= sides; ++s) {
      float a = 2 * PI * (float)s / (float)sides, c = cosf(a), d = sinf(a);
      const Ring& k = rings[r];
      data.vertices.push_back({{k.radius * c, k.y, k.radius * d}, {(float)s / (float)sides, 1 - (float)r / (float)(rings.size() - 1)},
                               Vector3Normalize({k.nr * c, k.ny, k.nr * d}), WHITE});
    }
  }
  unsigned row = (unsigned)sides + 1;
  for (unsigned r = 0; r + 1 < rings.size(); ++r) {
    for (unsigned s = 0; s < (unsigned)sides; ++s) {
      unsigned a = first + r * row + s, b = a + row;
      face(data, a, b, a + 1);
      face(data, a + 1, b, b + 1);
    }
  }
}

vector<Ring> arc(float radius, float centre_y, float from, float to, int steps) {   // angles from straight down, degrees
  vector<Ring> rings;
  for (int i = 0; i <= steps; ++i) {
    float a = Lerp(from, to, (float)i / (float)steps) * DEG2RAD;
    rings.push_back({radius * sinf(a), centre_y - radius * cosf(a), sinf(a), -cosf(a)});
  }
  return rings;
}

vector<Ring> joined(std::initializer_list<vector<Ring>> parts) {
  vector<Ring> all;
  for (const vector<Ring>& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// Where the lines of a face's grid lie from one edge to the other; upright ones have two more near the ground.
vector<float> grid_lines(float length, float cell, bool upright) {
  vector<float> lines = {0};
  if (upright) for (float low : {0.3f, 0.9f}) if (low < length * 0.75f) lines.push_back(low / length);
  int parts = clamp((int)ceilf(length / cell), 1, 6);
  for (int i = 1; i <= parts; ++i) if (float t = (float)i / (float)parts; t > lines.back() + 0.05f) lines.push_back(t);
  lines.back() = 1;
  return lines;
}
}  // namespace

void box_into(MeshData& data, Vector3 centre, Vector3 size, float turn, Color color, float bevel, float cell) {
  Vector3 half = Vector3Scale(size, 0.5f);
  float b = min(bevel, min(half.x, min(half.y, half.z)) * 0.6f);
  unsigned first = (unsigned)data.vertices.size();
  float c = cosf(turn * DEG2RAD), s = sinf(turn * DEG2RAD);
  auto turned_about = [&](Vector3 v) { return Vector3{v.x * c + v.z * s, v.y, -v.x * s + v.z * c}; };
  // Vertex (axis, corner): the corner pulled in from the two other faces, with the face's own normal.
  for (int axis = 0; axis < 3; ++axis) {
    for (int corner = 0; corner < 8; ++corner) {
      float sign[3] = {corner & 1 ? 1.0f : -1.0f, corner & 2 ? 1.0f : -1.0f, corner & 4 ? 1.0f : -1.0f};
      float h[3] = {half.x, half.y, half.z}, p[3], n[3] = {0, 0, 0};
      for (int k = 0; k < 3; ++k) p[k] = sign[k] * (k == axis ? h[k] : h[k] - b);
      n[axis] = sign[axis];
      float along = axis == 0 ? p[2] : p[0], above = axis == 1 ? (sign[1] > 0 ? -1.0f : 0.0f) : p[1] + half.y;
      data.vertices.push_back({Vector3Add(centre, turned_about({p[0], p[1], p[2]})), {along, above}, turned_about({n[0], n[1], n[2]}), color});
    }
  }
  auto at = [&](int axis, int corner) { return first + (unsigned)(axis * 8 + corner); };
  auto flat = [&](unsigned p, unsigned q, unsigned r, unsigned t) {       // a quad facing outwards, whichever way it is given
    auto v = [&](unsigned i) { return data.vertices[i].at; };
    Vector3 n = Vector3CrossProduct(Vector3Subtract(v(q), v(p)), Vector3Subtract(v(r), v(p)));
    Vector3 mid = Vector3Scale(Vector3Add(Vector3Add(v(p), v(q)), Vector3Add(v(r), v(t))), 0.25f);
    if (Vector3DotProduct(n, Vector3Subtract(mid, centre)) > 0) { face(data, p, q, r); face(data, p, r, t); }
    else { face(data, p, r, q); face(data, p, t, r); }
  };
  for (int axis = 0; axis < 3; ++axis) {
    int u = 1 << ((axis + 1) % 3), v = 1 << ((axis + 2) % 3), a = 1 << axis;
    for (int side : {0, a}) {
      float h[3] = {size.x, size.y, size.z};
      int iu = (axis + 1) % 3, iv = (axis + 2) % 3;
      if (cell <= 0 || (h[iu] < cell && h[iv] < cell)) { flat(at(axis, side), at(axis, side | u), at(axis, side | u | v), at(axis, side | v)); continue; }
      vector<float> across = grid_lines(h[iu], cell, iu == 1), along = grid_lines(h[iv], cell, iv == 1);
      Vertex o = data.vertices[at(axis, side)], p = data.vertices[at(axis, side | u)], q = data.vertices[at(axis, side | v)];
      unsigned start = (unsigned)data.vertices.size(), row = (unsigned)across.size();
      for (float tv : along)
        for (float tu : across) {
          Vertex w = o;
          w.at = Vector3Add(o.at, Vector3Add(Vector3Scale(Vector3Subtract(p.at, o.at), tu), Vector3Scale(Vector3Subtract(q.at, o.at), tv)));
          w.uv = {o.uv.x + (p.uv.x - o.uv.x) * tu + (q.uv.x - o.uv.x) * tv, o.uv.y + (p.uv.y - o.uv.y) * tu + (q.uv.y - o.uv.y) * tv};
          data.vertices.push_back(w);
        }
      for (unsigned j = 0; j + 1 < along.size(); ++j)
        for (unsigned i = 0; i + 1 < row; ++i) {
          unsigned k = start + j * row + i;
          flat(k, k + 1, k + row + 1, k + row);
        }
    }
    int other = (axis + 1) % 3;                            // the softened edges between faces axis and other
    int third = 1 << ((axis + 2) % 3);
    for (int i : {0, a}) for (int j : {0, 1 << other})
      flat(at(axis, i | j), at(axis, i | j | third), at(other, i | j | third), at(other, i | j));
  }
  for (int corner = 0; corner < 8; ++corner) flat(at(0, corner), at(1, corner), at(2, corner), at(2, corner));
}

MeshData shape_data(string_view name) {
  MeshData data;
  if (name == "cube") {
    box_into(data, {0, 0.5f, 0}, {1, 1, 1}, 0, WHITE, 0.045f);
  } else if (name == "ball") {
    turned(data, arc(0.5f, 0.5f, 0, 180, 14), 24);
  } else if (name == "capsule") {
    turned(data, joined({arc(0.25f, 0.25f, 0, 90, 6), arc(0.25f, 0.75f, 90, 180, 6)}), 20);
  } else if (name == "cylinder") {
    turned(data, {{0, 0, 0, -1}, {0.46f, 0, 0, -1}, {0.485f, 0.015f, 0.7f, -0.7f}, {0.5f, 0.04f, 1, 0}, {0.5f, 0.96f, 1, 0},
                  {0.485f, 0.985f, 0.7f, 0.7f}, {0.46f, 1, 0, 1}, {0, 1, 0, 1}}, 24);
  } else if (name == "cone") {
    turned(data, {{0, 0, 0, -1}, {0.46f, 0, 0, -1}, {0.49f, 0.02f, 0.8f, -0.3f}, {0.485f, 0.05f, 0.9f, 0.45f}, {0.015f, 0.98f, 0.9f, 0.45f}, {0, 1, 0, 1}}, 24);
  } else if (name == "disc") {
    turned(data, {{0, 0, 0, -1}, {0.49f, 0, 0, -1}, {0.5f, 0.02f, 1, 0}, {0.49f, 0.04f, 0, 1}, {0, 0.04f, 0, 1}}, 32);
  } else {                                                 // plane
    for (int i = 0; i < 4; ++i) {
      float x = i & 1 ? 0.5f : -0.5f, z = i & 2 ? 0.5f : -0.5f;
      data.vertices.push_back({{x, 0, z}, {x + 0.5f, z + 0.5f}, {0, 1, 0}, WHITE});
    }
    face(data, 0, 2, 1);
    face(data, 1, 2, 3);
  }
  return data;
}

MeshData placeholder_data() {                              // a striped cube with a question mark on its sides
  MeshData data;
  const Color stripe[2] = {{248, 196, 92, 255}, {240, 132, 92, 255}};
  for (int i = 0; i < 5; ++i) box_into(data, {0, 0.1f + 0.2f * (float)i, 0}, {1, 0.2f, 1}, 0, stripe[i % 2], 0.02f);
  const char* const rows[] = {" ### ", "#   #", "    #", "  ## ", "  #  ", "     ", "  #  "};
  for (int side = 0; side < 4; ++side) {
    for (int y = 0; y < 7; ++y) {
      for (int x = 0; x < 5; ++x) {
        if (rows[y][x] == ' ') continue;
        float a = (float)side * 90, px = ((float)x - 2) * 0.11f, c = cosf(a * DEG2RAD), s = sinf(a * DEG2RAD);
        box_into(data, {px * c + 0.5f * s, 0.84f - 0.11f * (float)y, -px * s + 0.5f * c}, {0.105f, 0.105f, 0.06f}, a, {255, 250, 238, 255}, 0.012f);
      }
    }
  }
  return data;
}

MeshData mesh_thinned(const MeshData& data, int grid) {
  MeshData thin;
  if (data.vertices.empty()) return thin;
  Vector3 lo = data.vertices[0].at, hi = lo;
  for (const Vertex& v : data.vertices) { lo = Vector3Min(lo, v.at); hi = Vector3Max(hi, v.at); }
  float widest = max(hi.x - lo.x, max(hi.y - lo.y, hi.z - lo.z)), cell = widest / (float)grid + 1e-6f;
  struct Sum { Vector3 at{}, normal{}; Vector2 uv{}; float r = 0, g = 0, b = 0, a = 0, n = 0; };
  map<std::array<int, 4>, unsigned> place;
  vector<Sum> sums;
  vector<unsigned> of(data.vertices.size());
  for (size_t i = 0; i < data.vertices.size(); ++i) {
    const Vertex& v = data.vertices[i];
    Vector3 n = v.normal;
    int facing = fabsf(n.x) > fabsf(n.y) && fabsf(n.x) > fabsf(n.z) ? (n.x > 0 ? 0 : 1) : fabsf(n.y) > fabsf(n.z) ? (n.y > 0 ? 2 : 3) : n.z > 0 ? 4 : 5;
    std::array<int, 4> key = {(int)((v.at.x - lo.x) / cell), (int)((v.at.y - lo.y) / cell), (int)((v.at.z - lo.z) / cell), facing};
    auto [spot, fresh] = place.try_emplace(key, (unsigned)sums.size());
    if (fresh) { sums.push_back({}); sums.back().uv = v.uv; }
    Sum& s = sums[spot->second];
    s.at = Vector3Add(s.at, v.at); s.normal = Vector3Add(s.normal, n);
    s.r += v.color.r; s.g += v.color.g; s.b += v.color.b; s.a += v.color.a; s.n += 1;
    of[i] = spot->second;
  }
  for (const Sum& s : sums) {
    auto mean = [&](float c) { return (unsigned char)(c / s.n); };
    thin.vertices.push_back({Vector3Scale(s.at, 1 / s.n), s.uv, Vector3Normalize(s.normal), {mean(s.r), mean(s.g), mean(s.b), mean(s.a)}});
  }
  // Two corners of one place but of other facing are the same point when the triangle is judged.
  std::set<std::array<unsigned, 3>> seen;
  auto same = [&](unsigned a, unsigned b) { return a == b || Vector3DistanceSqr(thin.vertices[a].at, thin.vertices[b].at) < cell * cell * 0.01f; };
  for (size_t i = 0; i + 2 < data.indices.size(); i += 3) {
    unsigned a = of[data.indices[i]], b = of[data.indices[i + 1]], c = of[data.indices[i + 2]];
    if (same(a, b) || same(b, c) || same(a, c)) continue;
    if (seen.insert({a, b, c}).second) face(thin, a, b, c);
  }
  return thin;
}

}  // namespace garden::engine
