// camera.cpp: the camera rigs. Reckoned in steps, also without a screen: what a player sees decides where "forward" is.
#include "engine.h"

namespace garden::engine {
namespace {
Vector3 looking(float yaw, float pitch) {
  Vector3 f = forward(yaw);
  float c = cosf(pitch * DEG2RAD);
  return {f.x * c, sinf(pitch * DEG2RAD), f.z * c};
}

Vector3 eased(Vector3 from, Vector3 to, float sideways, float upward) {
  return {Lerp(from.x, to.x, sideways), Lerp(from.y, to.y, upward), Lerp(from.z, to.z, sideways)};
}

float angle_between(float from, float to) {
  float d = fmodf(to - from, 360);
  return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

float room_behind(Thing who, Vector3 from, Vector3 to) {   // how far the eye may go back before a wall is in the way
  Vector3 back = Vector3Subtract(to, from);
  float length = Vector3Length(back);
  if (length < 0.01f) return 0;
  Vector3 direction = Vector3Scale(back, 1 / length);
  float start = 0;
  for (int i = 0; i < 3; ++i) {                            // things that walk do not block the view
    Hit hit = raycast(Vector3Add(from, Vector3Scale(direction, start)), direction, length - start);
    if (!hit.hit) return length;
    bool wall = !hit.thing || hit.thing->body == Body::solid || hit.thing->body == Body::moving;
    if (wall && hit.thing != who) return max(start + hit.distance - 0.3f, 0.6f);
    start += hit.distance + 0.5f;
    if (start >= length) return length;
  }
  return length;
}

Vector3 clear_of_ground(Vector3 eye, float above) {
  eye.y = max(eye.y, ground_at(eye.x, eye.z) + above);
  return eye;
}

Rig& choose(View view, Thing who) {
  Rig& rig = world().rig;
  bool turned_before = rig.view == View::first || rig.view == View::third;
  bool turns = view == View::first || view == View::third;
  rig.view = view;
  rig.who = who;
  rig.fresh = true;
  if (turns && !turned_before) { rig.yaw = who ? who->turn : 180; rig.pitch = view == View::first ? 0.0f : -12.0f; }
  if (!turns) rig.yaw = view == View::chase && who ? who->turn : 180;
  camera_step(0);
  rig.fresh = true;
  return rig;
}
}  // namespace

void camera_step(float dt) {
  Rig& rig = world().rig;
  Camera3D& now = rig.now;
  rig.before = rig.now;
  bool jump = rig.fresh;
  now.up = {0, 1, 0};
  now.projection = CAMERA_PERSPECTIVE;
  Slot* slot = slot_of(rig.who);
  if (rig.view == View::fixed || (rig.view != View::none && !slot)) {
    if (rig.view == View::fixed) { now.position = rig.eye; now.target = rig.target; now.fovy = rig.fov; }
  } else if (rig.view != View::none) {
    const State& s = slot->state;
    Vector3 shown = s.at;
    float soft = rig.fresh ? 1 : 1 - expf(-9 * dt), slow = rig.fresh ? 1 : 1 - expf(-5 * dt);
    const Vector2 look = engine().input.look;
    if (rig.view == View::first) {
      rig.yaw += look.x;
      rig.pitch = clamp(rig.pitch + look.y, -80.0f, 80.0f);
      float pace = hypotf(s.velocity.x, s.velocity.z), bob = s.grounded ? sinf(world().seconds * 9.5f) * 0.028f * min(pace / 3, 1.0f) : 0;
      float rise = shown.y + rig.height + bob, was = now.position.y;
      now.position = {shown.x, rig.fresh ? rise : Lerp(was, rise, 1 - expf(-22 * dt)), shown.z};
      now.target = Vector3Add(now.position, looking(rig.yaw, rig.pitch));
      now.fovy = 66;
    } else if (rig.view == View::third) {
      rig.yaw += look.x;
      rig.pitch = clamp(rig.pitch + look.y, -62.0f, 34.0f);
      float pace = hypotf(s.velocity.x, s.velocity.z);
      if (fabsf(look.x) < 0.01f && pace > 0.8f) {          // swing in behind who walks, but not when they come towards us
        float off = angle_between(rig.yaw, s.turn);
        rig.yaw += sinf(off * DEG2RAD) * 38 * dt * min(pace / 4, 1.0f) * (fabsf(off) < 150 ? 1.0f : 0.0f);
      }
      Vector3 focus = Vector3Add(shown, {0, max(s.height * 0.86f, 0.5f), 0});
      rig.target = eased(rig.target, focus, rig.fresh ? 1 : 1 - expf(-16 * dt), slow);
      Vector3 ahead = looking(rig.yaw, rig.pitch);
      Vector3 wish = Vector3Add(Vector3Subtract(rig.target, Vector3Scale(ahead, rig.distance)), {0, max(rig.height - 1.4f, 0.0f) * 0.45f, 0});
      float room = room_behind(rig.who, rig.target, wish), whole = Vector3Distance(rig.target, wish);
      float before = Vector3Distance(rig.target, now.position);
      if (!rig.fresh && room > before) room = Lerp(before, room, 1 - expf(-4 * dt));   // in at once, out gently
      now.position = clear_of_ground(Vector3Lerp(rig.target, wish, whole > 0 ? room / whole : 1), 0.35f);
      now.target = Vector3Add(rig.target, Vector3Scale(ahead, 2.5f));
      now.fovy = 58;
    } else if (rig.view == View::top) {
      rig.target = eased(rig.target, shown, soft, slow);
      float back = rig.height / tanf(clamp(rig.tilt, 20.0f, 89.0f) * DEG2RAD);
      now.position = Vector3Add(rig.target, {0, rig.height, back});
      now.target = rig.target;
      now.fovy = 50;
    } else if (rig.view == View::side) {
      Vector3 aim = Vector3Add(shown, {clamp(s.velocity.x * 0.32f, -2.4f, 2.4f), 1.0f, 0});
      rig.target = eased(rig.target, aim, rig.fresh ? 1 : 1 - expf(-4 * dt), slow);
      now.position = Vector3Add(rig.target, {0, rig.height * 0.6f, rig.distance});
      now.target = Vector3Add(rig.target, {0, rig.height * 0.16f, 0});
      now.fovy = 50;
    } else {                                               // chase
      rig.yaw += angle_between(rig.yaw, s.turn) * (rig.fresh ? 1 : 1 - expf(-4.5f * dt));
      Vector3 ahead = forward(rig.yaw);
      rig.target = eased(rig.target, shown, rig.fresh ? 1 : 1 - expf(-20 * dt), rig.fresh ? 1 : 1 - expf(-10 * dt));
      Vector3 eye = Vector3Add(Vector3Subtract(rig.target, Vector3Scale(ahead, rig.distance)), {0, rig.height, 0});
      now.position = clear_of_ground(eye, 0.6f);
      now.target = Vector3Add(rig.target, Vector3Add(Vector3Scale(ahead, 4), {0, 0.9f, 0}));
      now.fovy = clamp(58 + Vector3Length(s.velocity) * 0.45f, 58.0f, 76.0f);
    }
    rig.fresh = false;
  }
  if (rig.shake > 0.002f && rig.view != View::none) {
    float t = (float)world().steps;
    Vector3 jolt{sinf(t * 1.9f) + sinf(t * 3.1f), sinf(t * 2.3f + 1) + sinf(t * 3.7f), 0};
    jolt = Vector3Scale(jolt, rig.shake * 0.06f);
    now.position = Vector3Add(now.position, jolt);
    now.target = Vector3Add(now.target, Vector3Scale(jolt, 0.6f));
    rig.shake *= expf(-5 * dt);
  }
  if (jump || rig.view == View::none) rig.before = rig.now;
}

}  // namespace garden::engine

namespace garden {
using namespace engine;

void camera_first_person(Thing who, float eye_height) { choose(View::first, who); world().rig.height = eye_height; camera_step(0); world().rig.fresh = true; }

void camera_third_person(Thing who, float distance, float height) {
  world().rig.distance = distance;
  world().rig.height = height;
  choose(View::third, who);
}

void camera_top_down(Thing who, float height, float tilt_degrees) {
  world().rig.height = height;
  world().rig.tilt = tilt_degrees;
  choose(View::top, who);
}

void camera_side(Thing who, float distance, float height) {
  world().rig.distance = distance;
  world().rig.height = height;
  choose(View::side, who);
}

void camera_chase(Thing who, float distance, float height) {
  world().rig.distance = distance;
  world().rig.height = height;
  choose(View::chase, who);
}

void camera_fixed(Vector3 eye, Vector3 target, float fov) {
  Rig& rig = world().rig;
  rig.eye = eye;
  rig.target = target;
  rig.fov = fov;
  rig.view = View::fixed;
  Vector3 flat{target.x - eye.x, 0, target.z - eye.z};
  if (Vector3Length(flat) > 0.01f) rig.yaw = turn_towards({0, 0, 0}, flat);
  camera_step(0);
}

void camera_shake(float strength) { world().rig.shake = min(world().rig.shake + max(strength, 0.0f), 6.0f); }

Camera3D camera() { return world().rig.now; }

Vector2 on_screen(Vector3 at) {
  Camera3D c = camera();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(c.target, c.position)), to = Vector3Subtract(at, c.position);
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, c.up)), up = Vector3CrossProduct(right, ahead);
  float deep = Vector3DotProduct(to, ahead);
  if (deep < 0.05f) return {-10000, -10000};               // behind the camera
  float scale = (float)canvas_h * 0.5f / (tanf(c.fovy * 0.5f * DEG2RAD) * deep);
  return {(float)canvas_w * 0.5f + Vector3DotProduct(to, right) * scale, (float)canvas_h * 0.5f - Vector3DotProduct(to, up) * scale};
}

Vector3 mouse_on_ground(float level) {
  Camera3D c = camera();
  Vector2 m = mouse();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(c.target, c.position));
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, c.up)), up = Vector3CrossProduct(right, ahead);
  float tall = tanf(c.fovy * 0.5f * DEG2RAD), x = (m.x / canvas_w * 2 - 1) * tall * canvas_w / canvas_h, y = (1 - m.y / canvas_h * 2) * tall;
  Vector3 ray = Vector3Normalize(Vector3Add(ahead, Vector3Add(Vector3Scale(right, x), Vector3Scale(up, y))));
  if (ray.y > -0.01f) ray = Vector3Normalize({ray.x, -0.01f, ray.z});     // above the horizon: far away
  float far = min((level - c.position.y) / ray.y, 400.0f);
  return far > 0 ? Vector3Add(c.position, Vector3Scale(ray, far)) : Vector3{c.position.x, level, c.position.z};
}

}  // namespace garden
