// watch.cpp: --watch. F6 a camera of one's own, F7 slow, F8 hold, F9 one step, F10 five seconds back. While it is held, a
// click on a thing, or a rectangle drawn around some, tells whose they are: over the picture, and as lines of JSON in the file
// that --picks names.
#include "watch.h"
#include "report.h"
#include "things.h"

#include <fstream>

namespace garden::engine {
namespace {

constexpr double slow_pace = 0.25;
bool held_still = false, slow = false, free_camera = false, wants_back = false;
int wanted_steps = 0;
Camera3D own{}, games_now{}, games_before{};
float yaw = 0, pitch = 0;
string told;
Vector2 drawn_from{}; bool drawing = false;                  // a rectangle around things, in pixels of the window
constexpr float least_drawn = 8;                             // below it a drag is a click

BoundingBox box_of(const Slot& slot) {
  Vector3 size = full_size(slot), half = {max(size.x, 0.3f) / 2, 0, max(size.z, 0.3f) / 2};
  float wide = max(half.x, half.z);                          // however it is turned
  return {{slot.state.at.x - wide, slot.state.at.y, slot.state.at.z - wide}, {slot.state.at.x + wide, slot.state.at.y + max(size.y, 0.3f), slot.state.at.z + wide}};
}

void tell(const Slot& slot) {
  const State& s = slot.state;
  string line = "{\"garden\":\"picked\",\"thing\":" + quoted(s.name) + ",\"part\":" + quoted(slot.part) + ",\"model\":" + quoted(s.model) + "}";
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
  if (const string& file = engine().options.picks; !file.empty()) std::ofstream(file, std::ios::app) << line << "\n";
}

void pick() {
  Ray ray = GetScreenToWorldRay(GetMousePosition(), free_camera ? own : world().rig.now);
  const Slot* found = nullptr;
  float least = 1e9f;
  for (uint32_t index : world().alive) {
    const Slot& slot = world().slots[index];
    if (!slot.alive || !slot.state.visible || slot.state.model.empty()) continue;
    RayCollision hit = GetRayCollisionBox(ray, box_of(slot));
    if (hit.hit && hit.distance > 0.2f && hit.distance < least) { least = hit.distance; found = &slot; }
  }
  if (!found) { told = "Nothing is there that a part has made."; return; }
  tell(*found);
  told = found->state.name + "  <  " + found->part + (found->state.model.empty() ? "" : "   (" + found->state.model + ")");
}

// All whose middle lies in the rectangle, one of each name, those first of which there are most.
void pick_within(Rectangle where) {
  map<string, pair<int, const Slot*>> found;
  for (uint32_t index : world().alive) {
    const Slot& slot = world().slots[index];
    if (!slot.alive || !slot.state.visible || slot.state.model.empty()) continue;
    const Camera3D& eye = free_camera ? own : world().rig.now;
    Vector3 middle = Vector3Add(slot.state.at, {0, full_size(slot).y / 2, 0});
    if (Vector3DotProduct(Vector3Subtract(middle, eye.position), Vector3Subtract(eye.target, eye.position)) <= 0) continue;
    if (!CheckCollisionPointRec(GetWorldToScreen(middle, eye), where)) continue;
    auto& [count, one] = found[slot.state.name];
    count++;
    one = &slot;
  }
  vector<pair<int, const Slot*>> all;
  for (const auto& [name, each] : found) all.push_back(each);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  told = all.empty() ? "Nothing is there that a part has made." : "";
  for (const auto& [count, slot] : all) {
    tell(*slot);
    if (told.size() < 90) told += (told.empty() ? "" : ", ") + slot->state.name;
  }
}

void draw_around() {
  Vector2 at = GetMousePosition();
  if (IsMouseButtonPressed(MOUSE_BUTTON_LEFT)) { drawn_from = at; drawing = true; }
  if (!drawing || !IsMouseButtonReleased(MOUSE_BUTTON_LEFT)) return;
  drawing = false;
  Rectangle where{min(at.x, drawn_from.x), min(at.y, drawn_from.y), fabsf(at.x - drawn_from.x), fabsf(at.y - drawn_from.y)};
  if (where.width < least_drawn && where.height < least_drawn) pick();
  else pick_within(where);
}

void fly() {
  float dt = min(GetFrameTime(), 0.1f), speed = IsKeyDown(KEY_LEFT_SHIFT) ? 24.0f : 8.0f;
  if (IsMouseButtonDown(MOUSE_BUTTON_RIGHT)) {
    yaw -= GetMouseDelta().x * 0.18f;
    pitch = clamp(pitch - GetMouseDelta().y * 0.18f, -88.0f, 88.0f);
  }
  Vector3 ahead = {sinf(yaw * DEG2RAD) * cosf(pitch * DEG2RAD), sinf(pitch * DEG2RAD), cosf(yaw * DEG2RAD) * cosf(pitch * DEG2RAD)};
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, {0, 1, 0}));
  auto go = [&](Vector3 way, float by) { own.position = Vector3Add(own.position, Vector3Scale(way, by * speed * dt)); };
  go(ahead, (float)IsKeyDown(KEY_W) - (float)IsKeyDown(KEY_S));
  go(right, (float)IsKeyDown(KEY_D) - (float)IsKeyDown(KEY_A));
  go({0, 1, 0}, (float)IsKeyDown(KEY_E) - (float)IsKeyDown(KEY_Q));
  own.target = Vector3Add(own.position, ahead);
}

}  // namespace

bool watching() { return engine().options.watch; }

void watch_input() {
  if (!watching()) return;
  if (IsKeyPressed(KEY_F6)) {
    free_camera = !free_camera;
    own = world().rig.now;
    Vector3 ahead = Vector3Normalize(Vector3Subtract(own.target, own.position));
    yaw = atan2f(ahead.x, ahead.z) * RAD2DEG;
    pitch = asinf(clamp(ahead.y, -1.0f, 1.0f)) * RAD2DEG;
    held_still |= free_camera;                               // its keys are the player's otherwise
  }
  if (IsKeyPressed(KEY_F7)) slow = !slow;
  if (IsKeyPressed(KEY_F8)) { held_still = !held_still; told.clear(); }
  if (IsKeyPressed(KEY_F9) || IsKeyPressedRepeat(KEY_F9)) { held_still = true; wanted_steps += steps_a_frame; }
  if (IsKeyPressed(KEY_F10)) wants_back = true;
  if (!held_still) return;
  if (free_camera) fly();
  draw_around();
}

double watch_pace() { return held_still ? 0 : slow ? slow_pace : 1; }
int watch_steps() { return std::exchange(wanted_steps, 0); }
bool watch_back() { return std::exchange(wants_back, false); }

void watch_begin_frame() {
  if (!watching() || !free_camera) return;
  Rig& rig = world().rig;
  games_now = rig.now;
  games_before = rig.before;
  own.up = {0, 1, 0};
  own.fovy = 60;
  rig.now = rig.before = own;
}

void watch_end_frame() {
  if (!watching()) return;
  if (free_camera) {
    world().rig.now = games_now;
    world().rig.before = games_before;
  }
  if (held_still && drawing) {
    Vector2 at = GetMousePosition();
    Rectangle where{min(at.x, drawn_from.x), min(at.y, drawn_from.y), fabsf(at.x - drawn_from.x), fabsf(at.y - drawn_from.y)};
    if (where.width >= least_drawn || where.height >= least_drawn) DrawRectangleLinesEx(where, 2, GOLD);
  }
  if (!held_still && !slow) return;
  string line = held_still ? "held   F8 go on   F9 step   F10 back   F6 camera   click or draw around: what is it?" : "slow   F7";
  if (free_camera) line += "   (WASD QE, right mouse)";
  int wide = max(MeasureText(line.c_str(), 16), told.empty() ? 0 : MeasureText(told.c_str(), 20)) + 24, high = told.empty() ? 32 : 60;
  DrawRectangle(12, GetScreenHeight() - high - 12, wide, high, Color{0, 0, 0, 190});
  DrawText(line.c_str(), 24, GetScreenHeight() - 36, 16, RAYWHITE);
  if (!told.empty()) DrawText(told.c_str(), 24, GetScreenHeight() - 64, 20, GOLD);
}

}  // namespace garden::engine
