// terrain.cpp: the ground, what is built on it, water, bounds and the free places.
#include "physics.h"
#include "things.h"

namespace garden {
using engine::world;

namespace engine {
float ground_height(float x, float z) {                      // each cell is two triangles, split from (x, z) to (x + 1, z + 1)
  const Ground& g = world().ground;
  if (!g.any || g.flat || g.heights.empty()) return 0;
  float cell = 2 * g.half / (float)g.cells;
  float u = clamp((x + g.half) / cell, 0.0f, (float)g.cells - 0.0001f), v = clamp((z + g.half) / cell, 0.0f, (float)g.cells - 0.0001f);
  int i = (int)u, j = (int)v, row = g.cells + 1;
  u -= (float)i;
  v -= (float)j;
  const float* h = g.heights.data() + j * row + i;
  float a = h[0], b = h[1], c = h[row], d = h[row + 1];      // at (0,0) (1,0) (0,1) (1,1)
  return u > v ? a + (b - a) * u + (d - b) * v : a + (d - c) * u + (c - a) * v;
}

bool over_ground(float x, float z) {
  const Ground& g = world().ground;
  return g.any && fabsf(x) <= g.half && fabsf(z) <= g.half;
}
}  // namespace engine

void ground(float half_size, Color color) {
  engine::Ground& g = world().ground;
  g = {};
  g.any = true;
  g.half = half_size;
  g.color = color;
  world().ground_version++;
}

void ground(float half_size, HeightFn height, ColorFn color, int cells) {
  engine::Ground& g = world().ground;
  g = {};
  g.any = true;
  g.flat = false;
  g.half = half_size;
  g.cells = clamp(cells, 2, 250);                            // a mesh must stay under 65,536 vertices
  g.color = palette("ground");
  for (int j = 0; j <= g.cells; j++)
    for (int i = 0; i <= g.cells; i++) {
      float x = -half_size + 2 * half_size * (float)i / (float)g.cells, z = -half_size + 2 * half_size * (float)j / (float)g.cells;
      float h = height ? height(x, z) : 0;
      g.heights.push_back(std::isfinite(h) ? h : 0);
      g.colors.push_back(color ? color(x, z) : g.color);
    }
  world().ground_version++;
}

void ground_tiles(const vector<string>& rows, float tile, function<void(char, Vector3)> lay) {
  size_t columns = 0;
  for (const string& row : rows) columns = max(columns, row.size());
  float left = -(float)columns * tile / 2 + tile / 2, back = -(float)rows.size() * tile / 2 + tile / 2;
  if (!world().ground.any && engine::engine().style.stage != "side")       // letters stand on something
    ground((float)max(columns, rows.size()) * tile / 2 + tile, palette("ground"));
  for (size_t j = 0; j < rows.size(); j++)
    for (size_t i = 0; i < rows[j].size(); i++) {
      float x = left + (float)i * tile, z = back + (float)j * tile;
      if (lay) lay(rows[j][i], {x, ground_at(x, z), z});
    }
}

float ground_at(float x, float z) { return engine::ground_height(x, z); }
Vector3 on_ground(float x, float z) { return {x, ground_at(x, z), z}; }

void wall(Vector3 from, Vector3 to, float height, float thick, Color color) {
  Vector3 along = to - from;
  float length = hypotf(along.x, along.z), base = min(from.y, to.y);
  engine::Solid solid;
  solid.centre = {(from.x + to.x) / 2, base + height / 2, (from.z + to.z) / 2};
  solid.size = {max(thick, 0.02f), height, length};
  solid.turn = length > 0 ? atan2f(along.x, along.z) * RAD2DEG : 0;
  solid.color = color;
  solid.part = engine::engine().running_part;
  engine::solid_added(solid);
}
void block(Vector3 base_centre, Vector3 size, Color color, string_view tags) {
  engine::Solid solid;
  solid.centre = base_centre + Vector3{0, size.y / 2, 0};
  solid.size = size;
  solid.color = color;
  solid.tags = tags;
  solid.part = engine::engine().running_part;
  engine::solid_added(solid);
}

void water(float level, Color color) {
  world().has_water = true;
  world().water_level = level;
  world().water_color = color;
}
float water_level() { return world().water_level; }
void water_level(float level) { world().water_level = level; }
bool in_water(Thing thing) {
  engine::Slot* slot = engine::slot_of(thing);
  if (!slot || !world().has_water) return false;
  float tall = slot->state.body == Body::character ? slot->state.height : engine::full_size(*slot).y;
  return slot->state.at.y + tall / 2 < world().water_level;
}
void bounds(float half_x, float half_z) {
  world().has_bounds = true;
  world().bound_x = half_x;
  world().bound_z = half_z;
}

void add_spot(Vector3 at, string_view tags) { world().spots.push_back({at, engine::split_words(tags)}); }

vector<Vector3> spots(string_view tag) {
  vector<Vector3> out;
  for (const engine::Spot& s : world().spots)
    if (tag.empty() || engine::tag_in(s.tags, tag)) out.push_back(s.at);
  return out;
}

namespace {
// A place nobody named: tried around the middle in widening rings, from the seed, until something is free.
Vector3 free_place() {
  engine::World& w = world();
  float reach = w.ground.any ? w.ground.half * 0.8f : 12;
  if (w.has_bounds) reach = min(reach, min(w.bound_x, w.bound_z) * 0.9f);
  for (int trial = 0; trial < 60; trial++) {
    float angle = rnd(0, 2 * PI), far = reach * sqrtf(rnd());
    Vector3 at = on_ground(sinf(angle) * far, cosf(angle) * far);
    if (w.has_water && at.y < w.water_level - 0.2f) continue;
    if (free_at(at, 0.6f)) return at;
  }
  return on_ground(0, 0);
}
}  // namespace

Vector3 spot(string_view tag) {
  engine::World& w = world();
  auto take = [](engine::Spot& s) {
    if (!engine::engine().advising) s.used = true;
    return s.at;
  };
  if (!tag.empty()) {
    bool named = false;
    for (engine::Spot& s : w.spots) {
      if (!engine::tag_in(s.tags, tag)) continue;
      named = true;
      if (!s.used) return take(s);
    }
    static const vector<string> usual = {"start", "far", "near", "open", "path", "room", "high", "edge", "water", "goal", "plot", "road"};
    if (!named && !w.spots.empty() && !engine::tag_in(usual, tag)) {   // not every world has all of the usual ones
      vector<string> known = usual;
      for (const engine::Spot& s : w.spots) known.insert(known.end(), s.tags.begin(), s.tags.end());
      string nearest = engine::nearest_name(tag, known);
      engine::warn("No spot is tagged \"" + string(tag) + "\"." + (nearest.empty() ? " Another one is taken." : " Did you mean \"" + nearest + "\"?"));
    }
  }
  for (engine::Spot& s : w.spots)
    if (!s.used && !engine::tag_in(s.tags, "start")) return take(s);
  return free_place();
}

Vector3 start_spot() {
  for (engine::Spot& s : world().spots)
    if (engine::tag_in(s.tags, "start")) {
      s.used = true;
      return s.at;
    }
  Vector3 at = on_ground(0, 0);
  return free_at(at, 0.5f) ? at : free_place();
}

bool free_at(Vector3 at, float radius) {
  engine::World& w = world();
  if (w.has_bounds && (fabsf(at.x) + radius > w.bound_x || fabsf(at.z) + radius > w.bound_z)) return false;
  return !engine::blocked(at, radius, 0.4f, 1.5f);
}

}  // namespace garden
