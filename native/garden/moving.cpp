// moving.cpp: walking, facing, pushing, looking: what a part asks of a thing in a step.
#include "moving.h"
#include "nav.h"
#include "physics.h"
#include "things.h"

namespace garden {
using engine::slot_of, engine::Slot, engine::world;

namespace {

void turn_to(State& s, float wanted, float most) {
  float gap = remainderf(wanted - s.turn, 360);
  s.turn = remainderf(s.turn + clamp(gap, -most, most), 360);
}

void walk_slot(Slot& slot, Vector3 velocity, bool turns) {
  State& s = slot.state;
  if (!std::isfinite(velocity.x + velocity.y + velocity.z)) velocity = {0, 0, 0};
  if (turns && hypotf(velocity.x, velocity.z) > 0.05f) turn_to(s, atan2f(velocity.x, velocity.z) * RAD2DEG, 720 * engine::step_seconds);
  if (s.body == Body::character) {
    slot.wish = velocity;
    slot.wished = true;
    return;
  }
  float dt = engine::step_seconds;                           // a picture: moved as it is, kept on the ground it stands on
  if (s.body == Body::dynamic) {
    s.velocity = {velocity.x, s.velocity.y, velocity.z};
    return;
  }
  bool on_foot = velocity.y == 0 && engine::over_ground(s.at.x, s.at.z) && fabsf(s.at.y - ground_at(s.at.x, s.at.z)) < 0.35f;
  s.velocity = velocity;
  s.at += velocity * dt;
  if (on_foot) s.at.y = ground_at(s.at.x, s.at.z);
}

}  // namespace

namespace engine {

float view_heading() {                                       // degrees about Y in which the camera looks over the ground
  const Rig& rig = world().rig;
  if (rig.view == View::side) return 180;
  if (rig.view == View::fixed || rig.view == View::none) {
    Vector3 look = rig.now.target - rig.now.position;
    return hypotf(look.x, look.z) > 0.01f ? atan2f(look.x, look.z) * RAD2DEG : 180;
  }
  return rig.yaw;
}

void jumps(Slot& slot, Thing who) {                                     // after the part asked for input, before physics
  State& s = slot.state;
  bool wanted = pressed("jump") || (world().rig.view == View::side && pressed("forward"));
  slot.jump_wait = wanted ? 0.12f : slot.jump_wait - step_seconds;
  if (slot.jump_height <= 0 || slot.jump_wait <= 0 || (!s.grounded && slot.coyote <= 0)) return;
  s.velocity.y = sqrtf(2 * max(world().gravity, 0.1f) * slot.jump_height);
  s.grounded = false;
  slot.coyote = slot.jump_wait = 0;
  emit("jumped", who);
}

}  // namespace engine

void walk(Thing character, Vector3 velocity) {
  if (Slot* slot = slot_of(character)) walk_slot(*slot, velocity, true);
}

void walk_by_input(Thing character, float speed, float run_speed) {
  Slot* slot = slot_of(character);
  if (!slot || talking()) return;
  Vector2 in = move_input();
  float fast = run_speed > 0 && held("run") ? run_speed : speed, heading = engine::view_heading();
  bool first = world().rig.view == engine::View::first, side = world().rig.view == engine::View::side;
  if (side) in.y = 0;
  Vector3 wish = forward(heading) * (in.y * fast) + forward(heading - 90) * (in.x * fast);
  if (world().gravity == 0 && !side) wish.y = ((float)held("jump") - (float)held("run")) * speed;   // swim and fly up and down
  if (world().gravity == 0 && side) wish.y = move_input().y * fast;
  if (first) slot->state.turn = heading;
  walk_slot(*slot, wish, !first);
  engine::jumps(*slot, character);
}

void can_jump(Thing character, float height) {
  if (Slot* slot = slot_of(character)) slot->jump_height = height;
}

void push(Thing thing, Vector3 impulse) {
  Slot* slot = slot_of(thing);
  if (!slot) return;
  if (slot->state.body == Body::dynamic) return engine::tumble_push(thing.id - 1, impulse);
  if (slot->state.body != Body::character) {
    slot->state.velocity += impulse * (1 / slot->mass);
    return;
  }
  Vector3 kick = impulse * (1 / slot->mass);
  slot->knock += Vector3{kick.x, 0, kick.z};
  slot->state.velocity.y += kick.y;
  if (kick.y > 0.5f) slot->state.grounded = false;
}

void place(Thing thing, Vector3 at) {
  Slot* slot = slot_of(thing);
  if (!slot) return;
  slot->state.at = slot->before = slot->stuck_at = at;
  slot->state.velocity = slot->knock = {0, 0, 0};
  slot->state.grounded = false;
  slot->floor_thing = 0;
}

void face(Thing thing, Vector3 target, float degrees_a_second) {
  if (Slot* slot = slot_of(thing); slot && flat_distance(slot->state.at, target) > 0.01f)
    turn_to(slot->state, turn_towards(slot->state.at, target), degrees_a_second * engine::step_seconds);
}

bool go(Thing thing, Vector3 target, float speed) {
  Slot* slot = slot_of(thing);
  if (!slot) return true;
  State& s = slot->state;
  bool walks = s.body == Body::character && world().gravity > 0;
  Vector3 left = target - s.at;
  if (walks ? hypotf(left.x, left.z) < 0.4f && fabsf(left.y) < 2 : Vector3Length(left) < max(0.1f, speed * engine::step_seconds)) return true;
  if (!walks) {
    bool on_foot = engine::over_ground(s.at.x, s.at.z) && fabsf(s.at.y - ground_at(s.at.x, s.at.z)) < 0.35f && fabsf(target.y - ground_at(target.x, target.z)) < 0.35f;
    if (on_foot) {
      if (hypotf(left.x, left.z) < 0.4f) return true;
      left.y = 0;
    }
    walk_slot(*slot, Vector3Normalize(left) * speed, true);
    return false;
  }
  Vector3 leg = way(s.at, target);
  if (hypotf(leg.x, leg.z) < 0.01f) leg = Vector3Normalize({left.x, 0, left.z});
  slot->stuck = flat_distance(s.at, slot->stuck_at) > 0.25f * speed * 0.5f ? 0 : slot->stuck + engine::step_seconds;
  if (slot->stuck == 0) slot->stuck_at = s.at;
  if (slot->stuck > 0.5f) {                                  // something the map does not know: step aside, or over it
    float side = (thing.id + (uint32_t)(slot->stuck * 2)) % 2 ? 70.0f : -70.0f;
    leg = forward(atan2f(leg.x, leg.z) * RAD2DEG + side);
    if (s.grounded && slot->jump_height > 0) s.velocity.y = sqrtf(2 * world().gravity * slot->jump_height);
    if (slot->stuck > 1.5f) slot->stuck = 0;
  }
  walk_slot(*slot, leg * min(speed, max(1.0f, hypotf(left.x, left.z) * 6)), true);
  return false;
}

void roam(Thing thing, float speed, float radius) {
  Slot* slot = slot_of(thing);
  if (!slot) return;
  if (!slot->roaming) {
    slot->roaming = true;
    slot->home = slot->roam_to = slot->state.at;
    slot->roam_wait = rnd(0.2f, 1.5f);
  }
  if (slot->roam_wait > 0) {
    slot->roam_wait -= engine::step_seconds;
    return;
  }
  if (!go(thing, slot->roam_to, speed) && slot->stuck < 1.2f) return;
  float angle = rnd(0, 360), far = radius * sqrtf(rnd());
  Vector3 to = slot->home + forward(angle) * far;
  if (engine::over_ground(to.x, to.z) && fabsf(slot->home.y - ground_at(slot->home.x, slot->home.z)) < 0.5f) to.y = ground_at(to.x, to.z);
  if (free_at(to, slot->state.radius)) slot->roam_to = to;
  slot->roam_wait = rnd(0.4f, 2.5f);
}

Vector3 forward(float turn) { return {sinf(turn * DEG2RAD), 0, cosf(turn * DEG2RAD)}; }
float turn_towards(Vector3 from, Vector3 to) { return atan2f(to.x - from.x, to.z - from.z) * RAD2DEG; }
void gravity(float metres_a_second2) { world().gravity = metres_a_second2; }

}  // namespace garden
