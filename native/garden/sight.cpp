// sight.cpp: rays through the world: what is hit, and who sees whom.
#include "physics.h"
#include "things.h"

namespace garden {
namespace engine {
namespace {

// Where a ray enters a box turned about Y: the distance, or -1.
float enter(const Box& b, Vector3 from, Vector3 way, float length, Vector3& normal) {
  Vector2 p = b.local(from.x, from.z), d = {way.x * b.c - way.z * b.s, way.x * b.s + way.z * b.c};
  float at[3] = {p.x, from.y - b.centre.y, p.y}, go[3] = {d.x, way.y, d.y}, half[3] = {b.half.x, b.half.y, b.half.z};
  float near = 0, far = length;
  int axis = -1;
  for (int i = 0; i < 3; i++) {
    if (fabsf(go[i]) < 1e-8f) {
      if (fabsf(at[i]) > half[i]) return -1;
      continue;
    }
    float t0 = (-copysignf(half[i], go[i]) - at[i]) / go[i], t1 = (copysignf(half[i], go[i]) - at[i]) / go[i];
    if (t0 > near) { near = t0; axis = i; }
    far = min(far, t1);
    if (near > far) return -1;
  }
  if (axis < 0) return -1;                                   // it begins inside: no wall in the way
  float sign = go[axis] > 0 ? -1.0f : 1.0f;
  Vector2 flat = axis == 1 ? Vector2{0, 0} : b.outward(axis == 0 ? Vector2{sign, 0} : Vector2{0, sign});
  normal = axis == 1 ? Vector3{0, sign, 0} : Vector3{flat.x, 0, flat.y};
  return near;
}

float enter_ground(Vector3 from, Vector3 way, float length) {
  const Ground& g = world().ground;
  if (!g.any) return -1;
  if (g.flat) {
    if (way.y >= 0 || from.y < 0) return -1;
    float t = -from.y / way.y;
    return t <= length && over_ground(from.x + way.x * t, from.z + way.z * t) ? t : -1;
  }
  float stride = max(0.2f, g.half / (float)g.cells), before = 0;
  for (float t = stride;; t += stride) {
    t = min(t, length);
    Vector3 p = from + way * t;
    if (over_ground(p.x, p.z) && p.y < ground_at(p.x, p.z)) {
      float low = before, high = t;
      for (int i = 0; i < 12; i++) {
        float mid = (low + high) / 2;
        Vector3 q = from + way * mid;
        (q.y < ground_at(q.x, q.z) ? high : low) = mid;
      }
      return high;
    }
    if (t >= length) return -1;
    before = t;
  }
}

Box thing_box(const Slot& slot) {
  const State& s = slot.state;
  Vector3 size = full_size(slot);
  if (s.body == Body::character) size = {s.radius * 2, s.height, s.radius * 2};
  return {{s.at.x, s.at.y + size.y / 2, s.at.z}, size * 0.5f, s.turn, cosf(s.turn * DEG2RAD), sinf(s.turn * DEG2RAD)};
}

// The nearest thing solid: walls, blocks, ground, solid and moving things.
Hit cast_static(Vector3 from, Vector3 way, float length) {
  Hit hit;
  hit.distance = length;
  static vector<const Box*> near;
  for (float done = 0; done <= length; done += 8) {          // along the grid, so that a long ray stays cheap
    float middle = min(done + 4, length);
    boxes_near(from.x + way.x * middle, from.z + way.z * middle, 4.5f, near);
    for (const Box* b : near) {
      Vector3 normal;
      float t = b->one_way && b->thing ? -1 : enter(*b, from, way, hit.distance, normal);
      if (t < 0) continue;
      hit = {true, from + way * t, normal, b->thing ? thing_of(b->thing - 1) : Thing{}, t};
    }
    if (hit.hit && hit.distance <= done + 8) break;
  }
  float t = enter_ground(from, way, hit.distance);
  if (t >= 0) {
    Vector3 at = from + way * t;
    float e = 0.1f;
    Vector3 normal = Vector3Normalize({ground_at(at.x - e, at.z) - ground_at(at.x + e, at.z), 2 * e, ground_at(at.x, at.z - e) - ground_at(at.x, at.z + e)});
    hit = {true, at, normal, {}, t};
  }
  return hit;
}

}  // namespace
}  // namespace engine

// Things that block nothing are looked through, unless they are meant to be hit (tag "enemy" or "target").
Hit raycast(Vector3 from, Vector3 direction, float length) {
  using namespace engine;
  if (Vector3LengthSqr(direction) < 1e-12f) return {};
  direction = Vector3Normalize(direction);
  length = min(length, 600.0f);
  Hit hit = cast_static(from, direction, length);
  World& w = world();
  for (uint32_t index : w.alive) {
    const Slot& slot = w.slots[index];
    Body body = slot.state.body;
    bool meant = body == Body::character || body == Body::dynamic ||
                 ((body == Body::none || body == Body::trigger) && slot.state.visible && (tag_in(slot.state.tags, "enemy") || tag_in(slot.state.tags, "target")));
    if (!slot.alive || !meant) continue;
    Vector3 gap = slot.state.at - from;
    float along = Vector3DotProduct(gap, direction), reach = Vector3Length(full_size(slot)) + slot.state.height;
    if (along < -reach || along > hit.distance + reach || Vector3LengthSqr(gap) - along * along > reach * reach) continue;
    Vector3 normal;
    float t = enter(thing_box(slot), from, direction, hit.distance, normal);
    if (t >= 0) hit = {true, from + direction * t, normal, thing_of(index), t};
  }
  if (!hit.hit) hit = {false, from + direction * length, {}, {}, length};
  return hit;
}

bool sees(Thing a, Thing b, float range, float cone_degrees) {
  if (!a || !b || a == b) return false;
  Vector3 eye = a->at + Vector3{0, (a->body == Body::character ? a->height : engine::full_size(*engine::slot_of(a)).y) * 0.85f, 0};
  Vector3 goal = b->at + Vector3{0, (b->body == Body::character ? b->height : engine::full_size(*engine::slot_of(b)).y) * 0.6f, 0};
  Vector3 way = goal - eye;
  float far = Vector3Length(way);
  if (far > range) return false;
  if (far < 0.05f) return true;
  if (fabsf(remainderf(turn_towards(a->at, b->at) - a->turn, 360)) > cone_degrees / 2 && flat_distance(a->at, b->at) > 0.6f) return false;
  Hit hit = engine::cast_static(eye, way * (1 / far), far);
  return !hit.hit || hit.thing == b || hit.thing == a;
}

}  // namespace garden
