// watch.cpp: --watch. F6 a camera of one's own, F7 slow, F8 hold, F9 one step, F10 five seconds back. While it is held, a
// click on a thing, or a rectangle drawn around some, tells whose they are: over the picture, and as lines of JSON in the file
// that --picks names.
#include "watch.h"
#include "report.h"
#include "script.h"
#include "theme.h"
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
vector<uint32_t> marked;                                     // the slots that were picked last
Vector2 drawn_from{}; bool drawing = false;                  // a rectangle around things, in pixels of the canvas
constexpr float least_drawn = 8;                             // below it a drag is a click

string in_words(string_view english, string_view chinese) { return string(language_is("zh") ? chinese : english); }

// The canvas has its own size, whatever the window's: where the mouse is, what it points at, and where a place is seen.
Vector2 pointer() {
  float scale = max(0.01f, min((float)GetRenderWidth() / canvas_w, (float)GetRenderHeight() / canvas_h));
  Vector2 at = GetMousePosition();
  return {(at.x - ((float)GetRenderWidth() - canvas_w * scale) / 2) / scale, (at.y - ((float)GetRenderHeight() - canvas_h * scale) / 2) / scale};
}

struct Eye {
  Vector3 from, ahead, right, up;
  float tall;                                                // of half the picture, one metre away
  Eye() {
    const Camera3D& c = free_camera ? own : world().rig.now;
    from = c.position;
    ahead = Vector3Normalize(Vector3Subtract(c.target, c.position));
    right = Vector3Normalize(Vector3CrossProduct(ahead, c.up));
    up = Vector3CrossProduct(right, ahead);
    tall = tanf(c.fovy * 0.5f * DEG2RAD);
  }
  Ray through(Vector2 m) const {
    float x = (m.x / canvas_w * 2 - 1) * tall * canvas_w / canvas_h, y = (1 - m.y / canvas_h * 2) * tall;
    return {from, Vector3Normalize(Vector3Add(ahead, Vector3Add(Vector3Scale(right, x), Vector3Scale(up, y))))};
  }
  bool sees(Vector3 at, Vector2& where) const {
    Vector3 to = Vector3Subtract(at, from);
    float deep = Vector3DotProduct(to, ahead);
    if (deep < 0.05f) return false;
    float scale = canvas_h * 0.5f / (tall * deep);
    where = {canvas_w * 0.5f + Vector3DotProduct(to, right) * scale, canvas_h * 0.5f - Vector3DotProduct(to, up) * scale};
    return true;
  }
};

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

string nothing() { return in_words("Nothing is there that a part has made.", "那里没有部件做的东西。"); }

void pick() {
  Ray ray = Eye().through(pointer());
  const Slot* found = nullptr;
  float least = 1e9f;
  for (uint32_t index : world().alive) {
    const Slot& slot = world().slots[index];
    if (!slot.alive || !slot.state.visible || slot.state.model.empty()) continue;
    RayCollision hit = GetRayCollisionBox(ray, box_of(slot));
    if (hit.hit && hit.distance > 0.2f && hit.distance < least) { least = hit.distance; found = &slot; marked = {index}; }
  }
  if (!found) { marked.clear(); told = nothing(); return; }
  tell(*found);
  string part = found->part;
  std::replace(part.begin(), part.end(), '_', ' ');
  told = found->state.name + in_words("  is made by  ", "  出自  ") + part;
}

// All whose middle lies in the rectangle, one of each name, those first of which there are most.
void pick_within(Rectangle where) {
  map<string, pair<int, const Slot*>> found;
  Eye eye;
  marked.clear();
  for (uint32_t index : world().alive) {
    const Slot& slot = world().slots[index];
    if (!slot.alive || !slot.state.visible || slot.state.model.empty()) continue;
    Vector2 middle;
    if (!eye.sees(Vector3Add(slot.state.at, {0, full_size(slot).y / 2, 0}), middle) || !CheckCollisionPointRec(middle, where)) continue;
    marked.push_back(index);
    auto& [count, one] = found[slot.state.name];
    count++;
    one = &slot;
  }
  vector<pair<int, const Slot*>> all;
  for (const auto& [name, each] : found) all.push_back(each);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  told = all.empty() ? nothing() : "";
  for (const auto& [count, slot] : all) {
    tell(*slot);
    if (told.size() < 90) told += (told.empty() ? "" : ", ") + slot->state.name + (count > 1 ? " ×" + to_string(count) : "");
  }
}

void draw_around() {
  Vector2 at = pointer();
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

// What was picked has corners around it.
void marks_draw() {
  Eye eye;
  for (uint32_t index : marked) {
    const Slot& slot = world().slots[index];
    if (!slot.alive) continue;
    BoundingBox box = box_of(slot);
    Vector2 low{1e9f, 1e9f}, high{-1e9f, -1e9f};
    bool whole = true;
    for (int corner = 0; corner < 8; ++corner) {
      Vector2 at{};
      Vector3 from{corner & 1 ? box.max.x : box.min.x, corner & 2 ? box.max.y : box.min.y, corner & 4 ? box.max.z : box.min.z};
      whole &= eye.sees(from, at);
      low = {min(low.x, at.x), min(low.y, at.y)};
      high = {max(high.x, at.x), max(high.y, at.y)};
    }
    if (!whole) continue;
    float arm = clamp(min(high.x - low.x, high.y - low.y) * 0.3f, 5.0f, 22.0f);
    for (float x : {low.x, high.x})
      for (float y : {low.y, high.y}) {
        float dx = x == low.x ? arm : -arm, dy = y == low.y ? arm : -arm;
        DrawLineEx({x, y}, {x + dx, y}, 2.5f, theme_accent());
        DrawLineEx({x, y}, {x, y + dy}, 2.5f, theme_accent());
      }
  }
}

void around_draw() {
  if (!drawing) return;
  Vector2 at = pointer();
  Rectangle where{min(at.x, drawn_from.x), min(at.y, drawn_from.y), fabsf(at.x - drawn_from.x), fabsf(at.y - drawn_from.y)};
  if (where.width < least_drawn && where.height < least_drawn) return;
  DrawRectangleRec(where, alpha(theme_accent(), 0.14f));
  DrawRectangleLinesEx(where, 2, theme_accent());
}

// Which keys there are now, over what was picked or can be.
void keys_draw() {
  const float high = 26, size = 18, gap = 22;
  vector<pair<string, string>> keys = {{"F7", in_words("as fast as before", "恢复原速")}};
  if (held_still) keys = {{"F8", in_words("go on", "继续")}, {"F9", in_words("one step", "走一步")}, {"F10", in_words("five seconds back", "倒回五秒")},
                          {"F6", free_camera ? in_words("the game's camera", "游戏的镜头") : in_words("fly freely", "自由飞行")}};
  if (free_camera) keys.push_back({"W A S D Q E", in_words("and the right button", "和鼠标右键")});
  float wide = -gap;
  for (const auto& [key, meaning] : keys) wide += theme_keys(key, {}, high, 1, false) + 8 + measure_words(meaning, size).x + gap;
  string said = told;
  if (held_still && said.empty()) said = in_words("Held. Click a thing, or draw around some: DreamGarden shows whose they are.", "已停住。点一样东西，或框住几样：DreamGarden 会指出它们出自哪里。");
  float said_wide = said.empty() ? 0 : measure_words(said, 20).x, box = max(wide, said_wide) + 44, tall = said.empty() ? 50 : 86;
  Rectangle r{canvas_w / 2.0f - box / 2, canvas_h - tall - 16.0f, box, tall};
  rounded(r, 14, alpha(theme_dark(), 0.88f));                // over whatever the game says at this place
  theme_panel(r);
  if (!said.empty()) words_plain(said, {canvas_w / 2.0f, r.y + 12}, 20, told.empty() ? theme_light() : theme_accent(), 0.5f, false);
  float x = canvas_w / 2.0f - wide / 2, y = r.y + tall - high - 12;
  for (const auto& [key, meaning] : keys) {
    x += theme_keys(key, {x, y}, high) + 8;
    words_plain(meaning, {x, y + 3}, size, theme_light(), 0, false);
    x += measure_words(meaning, size).x + gap;
  }
}

}  // namespace

bool watching() { return engine().options.watch; }

// A program that takes the place of this one, to go back or because something was built, is held or slow as this one was.
void keep_manner() { setenv("GARDEN_MANNER", held_still ? "held" : slow ? "slow" : "", 1); }

void take_manner() {
  static bool taken = false;
  if (std::exchange(taken, true)) return;
  const char* manner = engine().options.resume >= 0 ? std::getenv("GARDEN_MANNER") : nullptr;
  held_still |= manner && string_view(manner) == "held";
  slow |= manner && string_view(manner) == "slow";
}

void watch_input() {
  if (!watching()) return;
  take_manner();
  set<int> pressed;                                          // also what was let go of again within a slow frame
  for (int key = GetKeyPressed(); key; key = GetKeyPressed()) pressed.insert(key);
  if (pressed.contains(KEY_F5)) keep_play();
  if (pressed.count(KEY_F6)) {
    free_camera = !free_camera;
    own = world().rig.now;
    Vector3 ahead = Vector3Normalize(Vector3Subtract(own.target, own.position));
    yaw = atan2f(ahead.x, ahead.z) * RAD2DEG;
    pitch = asinf(clamp(ahead.y, -1.0f, 1.0f)) * RAD2DEG;
    held_still |= free_camera;                               // its keys are the player's otherwise
  }
  if (aside().hold >= 0 && engine().frame >= aside().hold) {   // the moment that somebody wants to see
    held_still = true;
    aside().hold = -1;
  }
  if (pressed.count(KEY_F7)) slow = !slow;
  if (pressed.count(KEY_F8)) { held_still = !held_still; told.clear(); marked.clear(); }
  if (pressed.count(KEY_F9) || IsKeyPressedRepeat(KEY_F9)) { held_still = true; wanted_steps += steps_a_frame; }
  if (pressed.count(KEY_F10)) wants_back = true;
  keep_manner();
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
  if (!held_still && !slow) return;
  canvas_begin();
  if (held_still) {
    marks_draw();
    around_draw();
  }
  keys_draw();
  canvas_end();
}

}  // namespace garden::engine
