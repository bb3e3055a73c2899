// grass.cpp: blades of grass on green ground near the eye, in square fields that are made when one comes near.
// Only to look at: where they stand follows from the place alone.
#include "look.h"

namespace garden::engine {
namespace {
const float field = 7;
const float widest = 26;
struct Field { Mesh3 mesh; bool empty = true; int64_t used = 0; };
map<std::pair<int, int>, Field> fields;
int version = -1, solids = -1;

float chance(int x, int z, int k) {
  uint32_t h = (uint32_t)x * 374761393u + (uint32_t)z * 668265263u + (uint32_t)k * 2246822519u;
  h = (h ^ (h >> 13)) * 1274126177u;
  return (float)((h ^ (h >> 16)) >> 8) / 16777216.0f;
}

Color ground_color(float x, float z) {
  const Ground& g = world().ground;
  if (g.colors.empty()) return g.color;
  float cell = 2 * g.half / (float)g.cells;
  int cx = clamp((int)((x + g.half) / cell), 0, g.cells), cz = clamp((int)((z + g.half) / cell), 0, g.cells);
  return g.colors[(size_t)cz * (size_t)(g.cells + 1) + (size_t)cx];
}

bool green(Color c) { return c.g > c.b + 12 && c.g > c.r + 3; }

bool taken(float x, float z) {
  for (const Solid& s : world().solids) {
    float reach_x = s.size.x / 2, reach_z = s.size.z / 2, c = cosf(s.turn * DEG2RAD), d = sinf(s.turn * DEG2RAD), dx = x - s.centre.x, dz = z - s.centre.z;
    if (fabsf(dx * c - dz * d) < reach_x && fabsf(dx * d + dz * c) < reach_z && s.centre.y - s.size.y / 2 < ground_at(x, z) + 0.3f) return true;
  }
  return false;
}

void grow(Field& f, int cx, int cz) {
  const World& w = world();
  MeshData d;
  const int tufts = 190;
  for (int i = 0; i < tufts; ++i) {
    float x = ((float)cx + chance(cx, cz, i * 3)) * field, z = ((float)cz + chance(cx, cz, i * 3 + 1)) * field;
    if (fabsf(x) > w.ground.half || fabsf(z) > w.ground.half) continue;
    float patch = sinf(x * 0.31f + 2 * sinf(z * 0.17f)) + sinf(z * 0.27f + 2 * sinf(x * 0.13f));
    if (chance(cx, cz, i * 3 + 2) > 0.62f + 0.25f * patch) continue;
    Color c = ground_color(x, z);
    float y = ground_at(x, z);
    if (!green(c) || (w.has_water && y < w.water_level + 0.12f) || taken(x, z)) continue;
    if (fabsf(ground_at(x + 0.4f, z) - y) > 0.3f || fabsf(ground_at(x, z + 0.4f) - y) > 0.3f) continue;
    for (int b = 0; b < 4; ++b) {
      float turn = 2 * PI * chance(cx, cz, i * 7 + b + 900), tall = 0.13f + 0.25f * chance(cx, cz, i * 7 + b + 1900), wide = 0.016f + 0.02f * chance(cx, cz, i * 7 + b + 2900), lean = 0.10f + 0.12f * chance(cx, cz, i * 7 + b + 3900);
      float px = x + cosf(turn) * 0.1f, pz = z + sinf(turn) * 0.1f, side_x = -sinf(turn) * wide, side_z = cosf(turn) * wide;
      float hue = chance(cx, cz, i * 11 + b + 4900);
      Color low = shade(c, 0.8f), high = mix(shade(c, 1.45f), Color{206, 200, 110, 255}, hue * 0.3f);
      unsigned short first = (unsigned short)d.vertices.size();
      low.a = 0;                                           // alpha: how far the wind bends it
      high.a = 255;
      Vector3 up = Vector3Normalize({cosf(turn) * 0.25f, 1, sinf(turn) * 0.25f});
      d.vertices.push_back({{px - side_x, y - 0.02f, pz - side_z}, {0, 0}, up, low});
      d.vertices.push_back({{px + side_x, y - 0.02f, pz + side_z}, {0, 0}, up, low});
      d.vertices.push_back({{px + cosf(turn) * lean, y + tall, pz + sinf(turn) * lean}, {0, 0}, up, high});
      for (int k = 0; k < 3; ++k) d.indices.push_back((unsigned short)(first + k));
    }
  }
  f.empty = d.indices.empty();
  if (!f.empty) f.mesh = mesh_open(d);
}
}  // namespace

void grass_reset() {
  for (auto& [at, f] : fields) mesh_close(f.mesh);
  fields.clear();
}

void grass_draw() {
  const World& w = world();
  if (!w.ground.any || quality().level == 0) return;
  if (version != w.ground_version || solids != w.solids_version) { grass_reset(); version = w.ground_version; solids = w.solids_version; }
  const Frame& f = frame();
  const float reach = quality().level >= 2 ? widest : 17;
  Vector3 ahead = Vector3Normalize(Vector3Subtract(f.camera.target, f.camera.position));
  Vector3 middle = Vector3Add(f.camera.position, Vector3Scale({ahead.x, 0, ahead.z}, reach * 0.55f));
  if (f.camera.position.y - ground_at(middle.x, middle.z) > 26) return;
  const Program& p = shaders().grass;
  p.use();
  lit_uniforms(p);
  rlDisableBackfaceCulling();
  int made = 0;
  for (int cz = (int)floorf((middle.z - reach) / field); cz <= (int)floorf((middle.z + reach) / field); ++cz) {
    for (int cx = (int)floorf((middle.x - reach) / field); cx <= (int)floorf((middle.x + reach) / field); ++cx) {
      Vector3 centre{((float)cx + 0.5f) * field, 0, ((float)cz + 0.5f) * field};
      if (hypotf(centre.x - f.camera.position.x, centre.z - f.camera.position.z) > reach + field) continue;
      centre.y = ground_at(centre.x, centre.z);
      Vector3 half{field * 0.55f, 4, field * 0.55f};
      if (!in_view(Vector3Subtract(centre, half), Vector3Add(centre, half))) continue;
      auto [at, fresh] = fields.try_emplace({cx, cz});
      if (fresh) {
        if (++made > 6 && !engine().options.headless) { fields.erase(at); continue; }    // a few a frame, so that none is slow
        grow(at->second, cx, cz);
      }
      at->second.used = engine().steps;
      if (!at->second.empty) mesh_draw(at->second.mesh);
    }
  }
  for (auto at = fields.begin(); at != fields.end();) {
    if (at->second.used >= engine().steps - 1200) { ++at; continue; }
    mesh_close(at->second.mesh);
    at = fields.erase(at);
  }
  rlEnableBackfaceCulling();
}

}  // namespace garden::engine
