// physics.cpp: characters. Each is an upright cylinder that slides along boxes turned about Y, stands on their tops and
// on the ground, steps up to 0.35 m, jumps and is carried by what moves under it.
#include "physics.h"
#include "things.h"
#include "joints.h"

#include <unordered_map>

namespace garden {
namespace engine {
namespace {

constexpr float step_up = 0.35f, skin = 0.001f, steepest = 1.3f, cell = 4;

struct Blocks {
  vector<Box> boxes;                                         // static: solids first, then solid things
  std::unordered_map<int64_t, vector<uint32_t>> grid;        // boxes by cell of 4 m
  vector<uint32_t> wide;                                     // boxes of very many cells: near everything
  vector<Box> moving;                                        // of this step
  size_t solids_seen = 0;
  bool stale = true;
  int version = 0;
};
Blocks& blocks() {
  static Blocks the_blocks;
  return the_blocks;
}

int64_t key(int i, int j) { return ((int64_t)i << 32) ^ (uint32_t)j; }

Box whole_box(const Slot& slot, uint32_t index) {
  Vector3 size = full_size(slot);
  const State& s = slot.state;
  Box b{{s.at.x, s.at.y + size.y / 2, s.at.z}, size * 0.5f, s.turn, cosf(s.turn * DEG2RAD), sinf(s.turn * DEG2RAD)};
  b.one_way = tag_in(s.tags, "oneway");
  b.thing = index + 1;
  return b;
}

// What of a thing is in the way: the boxes around its model's hulls, so that one walks under a tree's crown and through an
// arch; its whole box where the model tells nothing.
void boxes_of(const Slot& slot, uint32_t index, vector<Box>& out) {
  Box whole = whole_box(slot, index);
  const ModelBox& model = model_box(slot.state.model);
  bool open = false;                                       // who has gates and all of them open is in nobody's way
  size_t before = out.size();
  Vector3 grown = drawn_scale(slot);
  for (const Hull& hull : model.hulls) {
    if (hull.gate >= 0 && gate_open(slot, hull.gate)) { open = true; continue; }
    Vector3 low = hull.min * grown, high = hull.max * grown, middle = (low + high) * 0.5f;
    Box b = whole;
    Vector2 aside = whole.outward({middle.x, middle.z});
    b.centre = slot.state.at + Vector3{aside.x, middle.y, aside.y};
    b.half = (high - low) * 0.5f;
    out.push_back(b);
  }
  if (out.size() == before && !open) out.push_back(whole);
}

void into_grid(uint32_t number) {
  const Box& b = blocks().boxes[number];
  float rx = fabsf(b.half.x * b.c) + fabsf(b.half.z * b.s), rz = fabsf(b.half.x * b.s) + fabsf(b.half.z * b.c);
  if (!(rx * rz < 64 * 64 * cell * cell)) return blocks().wide.push_back(number);
  for (int i = (int)floorf((b.centre.x - rx) / cell); i <= (int)floorf((b.centre.x + rx) / cell); i++)
    for (int j = (int)floorf((b.centre.z - rz) / cell); j <= (int)floorf((b.centre.z + rz) / cell); j++)
      blocks().grid[key(i, j)].push_back(number);
}

void refresh() {                                             // walls are only ever added; solid things may go
  Blocks& bl = blocks();
  World& w = world();
  if (bl.stale) {
    bl.boxes.clear();
    bl.grid.clear();
    bl.wide.clear();
    bl.solids_seen = 0;
  }
  for (; bl.solids_seen < w.solids.size(); bl.solids_seen++) {
    const Solid& s = w.solids[bl.solids_seen];
    Box b{s.centre, s.size * 0.5f, s.turn, cosf(s.turn * DEG2RAD), sinf(s.turn * DEG2RAD)};
    b.one_way = tag_in(split_words(s.tags), "oneway");
    bl.boxes.push_back(b);
    into_grid((uint32_t)bl.boxes.size() - 1);
  }
  if (!bl.stale) return;
  bl.stale = false;
  for (uint32_t index : w.alive) {
    Slot& slot = w.slots[index];
    if (!slot.alive || slot.state.body != Body::solid || slot.shifted > 0) continue;
    slot.seen_at = slot.state.at;
    slot.seen_turn = slot.state.turn;
    size_t first = bl.boxes.size();
    boxes_of(slot, index, bl.boxes);
    for (; first < bl.boxes.size(); first++) into_grid((uint32_t)first);
  }
  bl.version++;
}

// Parts may change what a thing is and where it stands. A solid thing that moves is a moving one until it rests.
void notice_changes() {
  World& w = world();
  for (uint32_t index : w.alive) {
    Slot& slot = w.slots[index];
    State& s = slot.state;
    if (!slot.alive) continue;
    if (slot.body_seen != s.body) {
      body_removed(index);
      body_added(index);
    }
    if (s.body != Body::solid) continue;
    if (!(slot.seen_at == s.at) || slot.seen_turn != s.turn) {
      if (slot.shifted == 0) blocks().stale = true;
      slot.shifted = 30;
      slot.seen_at = s.at;
      slot.seen_turn = s.turn;
    } else if (slot.shifted > 0 && --slot.shifted == 0) {
      blocks().stale = true;
    }
  }
}

void find_moving() {
  Blocks& bl = blocks();
  World& w = world();
  bl.moving.clear();
  for (uint32_t index : w.alive) {
    Slot& slot = w.slots[index];
    if (!slot.alive) continue;
    if (slot.state.body == Body::moving || (slot.state.body == Body::solid && slot.shifted > 0)) boxes_of(slot, index, bl.moving);
    else if (slot.state.body == Body::dynamic && full_size(slot).y > 0.4f) {
      Box b = whole_box(slot, index);                        // what lies about can be stood on
      b.one_way = true;
      bl.moving.push_back(b);
    }
  }
}

// Pushes a circle out of a box along the shortest way; true when it was inside.
bool push_out(const Box& b, float& x, float& z, float radius, Vector2& normal) {
  Vector2 p = b.local(x, z);
  Vector2 close = {clamp(p.x, -b.half.x, b.half.x), clamp(p.y, -b.half.z, b.half.z)};
  Vector2 away = p - close;
  float far = Vector2Length(away);
  if (far >= radius) return false;
  Vector2 move;
  if (far > 1e-6f) {
    move = away * ((radius - far) / far);
  } else {                                                   // the centre itself is inside
    float px = b.half.x - fabsf(p.x), pz = b.half.z - fabsf(p.y);
    move = px < pz ? Vector2{copysignf(px + radius, p.x), 0} : Vector2{0, copysignf(pz + radius, p.y)};
  }
  Vector2 out = b.outward(move);
  x += out.x;
  z += out.y;
  float length = Vector2Length(out);
  normal = length > 0 ? out * (1 / length) : Vector2{0, 0};
  return true;
}

}  // namespace

bool Box::under(float x, float z, float radius) const {
  Vector2 p = local(x, z);
  float dx = max(0.0f, fabsf(p.x) - half.x), dz = max(0.0f, fabsf(p.y) - half.z);
  return dx * dx + dz * dz <= radius * radius;
}

void solid_added(const Solid& solid) {
  world().solids.push_back(solid);
  world().solids_version++;
  blocks().version++;
  tumble_solid(solid);
}
void body_added(uint32_t index) {
  Slot& slot = world().slots[index];
  Body body = slot.body_seen = slot.state.body;
  if (body == Body::solid) blocks().stale = true;
  if (body != Body::none && body != Body::trigger) tumble_added(index);
}
void body_removed(uint32_t index) {
  if (world().slots[index].body_seen == Body::solid) blocks().stale = true;
  tumble_removed(index);
}
void physics_reset() {
  int version = blocks().version;
  blocks() = Blocks{};
  blocks().version = version + 1;
  tumble_reset();
}
const vector<Box>& static_boxes() {
  refresh();
  return blocks().boxes;
}
int static_version() {
  refresh();
  return blocks().version;
}

void boxes_near(float x, float z, float radius, vector<const Box*>& out) {
  refresh();
  Blocks& bl = blocks();
  static vector<uint32_t> seen;
  seen = bl.wide;
  out.clear();
  for (int i = (int)floorf((x - radius) / cell); i <= (int)floorf((x + radius) / cell); i++)
    for (int j = (int)floorf((z - radius) / cell); j <= (int)floorf((z + radius) / cell); j++)
      if (auto found = bl.grid.find(key(i, j)); found != bl.grid.end()) seen.insert(seen.end(), found->second.begin(), found->second.end());
  std::sort(seen.begin(), seen.end());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  for (uint32_t number : seen) out.push_back(&bl.boxes[number]);
  for (const Box& b : bl.moving)
    if (hypotf(b.centre.x - x, b.centre.z - z) <= radius + hypotf(b.half.x, b.half.z)) out.push_back(&b);
}

bool blocked(Vector3 at, float radius, float from_height, float to_height) {
  static vector<const Box*> near;
  boxes_near(at.x, at.z, radius, near);
  for (const Box* b : near)
    if (!b->one_way && b->top() > at.y + from_height && b->bottom() < at.y + to_height && b->under(at.x, at.z, radius)) return true;
  return false;
}

float floor_under(float x, float z, float radius, float from_y, uint32_t* thing) {
  static vector<const Box*> near;
  float best = -1e9f;
  if (thing) *thing = 0;
  if (over_ground(x, z)) best = ground_at(x, z);
  boxes_near(x, z, radius, near);
  for (const Box* b : near)
    if (b->top() <= from_y && b->top() > best && b->under(x, z, radius)) {
      best = b->top();
      if (thing) *thing = b->thing;
    }
  return best;
}

namespace {

void carry(Slot& slot) {                                     // what it stands on moved since the last step
  if (!slot.floor_thing || slot.floor_thing > world().slots.size()) return;
  Slot& floor = world().slots[slot.floor_thing - 1];
  if (floor.alive && floor.state.body != Body::dynamic) slot.state.at += floor.state.at - floor.before;
}

void slide(Slot& slot, uint32_t index, float dx, float dz) {
  State& s = slot.state;
  static vector<const Box*> near;
  World& w = world();
  float far = hypotf(dx, dz), stride = max(0.05f, s.radius * 0.5f);
  int parts = max(1, (int)ceilf(far / stride));              // so that nothing thin is jumped over
  boxes_near(s.at.x, s.at.z, s.radius + far + 0.1f, near);
  for (int part = 0; part < parts; part++) {
    float x = s.at.x + dx / (float)parts, z = s.at.z + dz / (float)parts;
    if (over_ground(x, z) && !w.ground.flat && w.gravity > 0) {            // too steep to climb: slide along
      float here = ground_at(s.at.x, s.at.z), there = ground_at(x, z), run = hypotf(x - s.at.x, z - s.at.z);
      if (s.at.y < here + 0.3f && run > 1e-5f && there - here > steepest * run) {
        const float e = 0.2f;
        Vector2 up = {ground_at(s.at.x + e, s.at.z) - ground_at(s.at.x - e, s.at.z), ground_at(s.at.x, s.at.z + e) - ground_at(s.at.x, s.at.z - e)};
        float length = Vector2Length(up);
        if (length > 1e-5f) {
          up = up * (1 / length);
          float climb = max(0.0f, up.x * (x - s.at.x) + up.y * (z - s.at.z));
          x -= up.x * climb;
          z -= up.y * climb;
        }
      }
    }
    for (int round = 0; round < 4; round++) {
      bool touched = false;
      for (const Box* b : near) {
        if (b->one_way || b->thing == index + 1 || b->top() <= s.at.y + (s.grounded ? step_up : 0.05f) || b->bottom() >= s.at.y + s.height) continue;
        Vector2 normal;
        if (!push_out(*b, x, z, s.radius, normal)) continue;
        touched = true;
        float into = slot.knock.x * normal.x + slot.knock.z * normal.y;
        if (into < 0) { slot.knock.x -= into * normal.x; slot.knock.z -= into * normal.y; }
      }
      if (!touched) break;
    }
    s.at.x = x;
    s.at.z = z;
  }
  if (w.has_bounds) {
    s.at.x = clamp(s.at.x, -w.bound_x + s.radius, w.bound_x - s.radius);
    s.at.z = clamp(s.at.z, -w.bound_z + s.radius, w.bound_z - s.radius);
  } else if (w.ground.any && engine().style.stage != "side") {
    float edge = w.ground.half - s.radius;
    s.at.x = clamp(s.at.x, -edge, edge);
    s.at.z = clamp(s.at.z, -edge, edge);
  }
}

void rise_and_fall(Slot& slot, uint32_t index, float dt) {
  State& s = slot.state;
  static vector<const Box*> near;
  float foot = max(0.02f, s.radius * 0.75f);                 // the disc it stands with: not quite its whole width
  bool stood = s.grounded;
  float from = s.at.y, to = from + s.velocity.y * dt;
  if (s.velocity.y > 0) {                                    // a ceiling?
    boxes_near(s.at.x, s.at.z, s.radius, near);
    for (const Box* b : near)
      if (!b->one_way && b->thing != index + 1 && b->bottom() >= from + s.height - 0.05f && b->bottom() < to + s.height && b->under(s.at.x, s.at.z, foot)) {
        to = min(to, b->bottom() - s.height);
        s.velocity.y = 0;
      }
    to = max(to, from);
  }
  // A floor counts from where the feet were (plus a step when walking), so that a fast fall passes through nothing.
  uint32_t thing = 0;
  float reach = stood || s.velocity.y <= 0 ? step_up : 0.02f;
  float floor = floor_under(s.at.x, s.at.z, foot, from + (stood ? reach : 0.06f), &thing);
  if (!stood && over_ground(s.at.x, s.at.z)) floor = max(floor, ground_at(s.at.x, s.at.z));
  float snap = stood && s.velocity.y <= 0 ? step_up : 0;     // keep the feet on the way down a slope
  if (s.velocity.y <= 0.01f && to <= floor + snap + skin) {
    s.at.y = floor;
    s.velocity.y = 0;
    s.grounded = true;
    slot.floor_thing = thing;
  } else {
    s.at.y = max(to, over_ground(s.at.x, s.at.z) ? ground_at(s.at.x, s.at.z) : to);
    s.grounded = false;
    slot.floor_thing = 0;
  }
}

void fallen(Slot& slot, uint32_t index) {                    // out of the world: the player comes back, others are gone
  State& s = slot.state;
  float lowest = -30;
  if (world().ground.any && !world().ground.heights.empty()) lowest += min(0.0f, ground_at(s.at.x, s.at.z));
  if (s.at.y > lowest) return;
  Thing who = thing_of(index);
  if (tag_in(s.tags, "player")) {
    place(who, slot.safe + Vector3{0, 0.1f, 0});
    emit("fell", who);
  } else {
    emit("fell", who);
    garden::remove(who);
  }
}

void move_character(Slot& slot, uint32_t index, float dt) {
  State& s = slot.state;
  World& w = world();
  carry(slot);
  Vector3 wish = slot.wished ? Vector3ClampValue(slot.wish, 0, 150) : Vector3{0, 0, 0};
  s.velocity = Vector3ClampValue(s.velocity, 0, 200);
  slot.knock = Vector3ClampValue(slot.knock, 0, 60);
  bool floats = w.gravity == 0;
  float grip = min(1.0f, (s.grounded || floats ? 14.0f : 4.0f) * dt);      // quick on the feet, slow in the air
  s.velocity.x += (wish.x - s.velocity.x) * grip;
  s.velocity.z += (wish.z - s.velocity.z) * grip;
  if (floats) s.velocity.y += (wish.y - s.velocity.y) * grip;
  else s.velocity.y = max(s.velocity.y - w.gravity * dt, -40.0f);
  slide(slot, index, (s.velocity.x + slot.knock.x) * dt, (s.velocity.z + slot.knock.z) * dt);
  slot.knock = slot.knock * max(0.0f, 1 - 6 * dt);
  rise_and_fall(slot, index, dt);
  if (s.grounded) {
    slot.coyote = 0.12f;
    if (!w.has_water || s.at.y > w.water_level - 0.5f) slot.safe = s.at;
  } else slot.coyote -= dt;
}

void part_crowds() {                                         // characters do not stand inside each other
  World& w = world();
  static std::unordered_map<int64_t, vector<uint32_t>> crowd;
  static vector<uint32_t> order;
  crowd.clear();
  order.clear();
  for (uint32_t index : w.alive)
    if (w.slots[index].alive && w.slots[index].state.body == Body::character) {
      order.push_back(index);
      const Vector3& at = w.slots[index].state.at;
      crowd[key((int)floorf(at.x / 2), (int)floorf(at.z / 2))].push_back(index);
    }
  if (order.size() < 2) return;
  for (uint32_t a : order) {
    State& s = w.slots[a].state;
    int ci = (int)floorf(s.at.x / 2), cj = (int)floorf(s.at.z / 2);
    for (int i = ci - 1; i <= ci + 1; i++)
      for (int j = cj - 1; j <= cj + 1; j++) {
        auto found = crowd.find(key(i, j));
        if (found == crowd.end()) continue;
        for (uint32_t b : found->second) {
          if (w.slots[b].order <= w.slots[a].order) continue;
          State& o = w.slots[b].state;
          float dx = o.at.x - s.at.x, dz = o.at.z - s.at.z, want = s.radius + o.radius, far = hypotf(dx, dz);
          if (far >= want || s.at.y > o.at.y + o.height || o.at.y > s.at.y + s.height) continue;
          if (far < 1e-4f) { dx = 1; dz = 0; far = 1; }
          float part = min(0.03f, (want - far) * 0.25f) / far;
          slide(w.slots[a], a, -dx * part, engine().style.stage == "side" ? 0 : -dz * part);
          slide(w.slots[b], b, dx * part, engine().style.stage == "side" ? 0 : dz * part);
        }
      }
  }
}

}  // namespace

void physics_step(float dt) {
  World& w = world();
  notice_changes();
  refresh();
  find_moving();
  static vector<uint32_t> movers;
  movers.clear();
  for (uint32_t index : w.alive)
    if (w.slots[index].alive && w.slots[index].state.body == Body::character) movers.push_back(index);
  for (uint32_t index : movers) move_character(w.slots[index], index, dt);
  part_crowds();
  tumble_step(dt);
  for (uint32_t index : movers) {
    Slot& slot = w.slots[index];
    if (slot.alive) fallen(slot, index);
    slot.wished = false;
  }
}

}  // namespace engine
}  // namespace garden
