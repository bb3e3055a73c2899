// light.cpp: sky, sun, fog, hour, lamps, weather and finish as the game sets them. Values only; sky.cpp paints them.
#include "look.h"

namespace garden::engine {
namespace {
struct Key { float hour; Color top, horizon, sun; float ambient, stars, keep; };   // keep: how much of the palette is kept
const Key keys[] = {
  {0.0f, {7, 11, 30, 255}, {24, 34, 66, 255}, {120, 146, 205, 255}, 0.21f, 1.0f, 0.25f},
  {4.6f, {12, 18, 44, 255}, {48, 52, 92, 255}, {120, 140, 195, 255}, 0.22f, 0.9f, 0.25f},
  {6.0f, {74, 98, 158, 255}, {246, 178, 142, 255}, {255, 178, 120, 255}, 0.34f, 0.25f, 0.3f},
  {8.0f, {76, 140, 212, 255}, {222, 226, 226, 255}, {255, 232, 200, 255}, 0.44f, 0, 0.65f},
  {12.5f, {62, 132, 214, 255}, {196, 222, 236, 255}, {255, 246, 228, 255}, 0.47f, 0, 0.75f},
  {16.5f, {72, 132, 204, 255}, {226, 218, 200, 255}, {255, 226, 178, 255}, 0.44f, 0, 0.65f},
  {18.6f, {60, 66, 128, 255}, {244, 150, 98, 255}, {255, 158, 92, 255}, 0.4f, 0.12f, 0.3f},
  {19.4f, {40, 48, 108, 255}, {222, 122, 104, 255}, {214, 150, 130, 255}, 0.34f, 0.45f, 0.3f},
  {20.2f, {20, 26, 66, 255}, {92, 70, 112, 255}, {150, 150, 205, 255}, 0.26f, 0.7f, 0.28f},
  {22.0f, {8, 12, 34, 255}, {28, 38, 74, 255}, {122, 148, 208, 255}, 0.21f, 1.0f, 0.25f},
  {24.0f, {7, 11, 30, 255}, {24, 34, 66, 255}, {120, 146, 205, 255}, 0.21f, 1.0f, 0.25f},
};

float brightness(Color c) { return (c.r * 0.3f + c.g * 0.59f + c.b * 0.11f) / 255; }

Color toned(Color key, Color role, float keep) {           // the palette's hue at the hour's brightness
  float b = max(brightness(role), 0.05f), f = clamp(brightness(key) / b, 0.0f, 1.6f);
  auto part = [&](unsigned char c) { return (unsigned char)clamp(c * f, 0.0f, 255.0f); };
  return mix(key, Color{part(role.r), part(role.g), part(role.b), 255}, keep);
}
}  // namespace

void light_defaults() {
  const Style& style = engine().style;
  hour(style.hour);
  World& w = world();
  w.sky.set = w.sun.set = w.fog.set = w.hour_set = false;  // the parts may still set their own
  if (!style.weather_kind.empty()) w.weather = {style.weather_kind, style.weather_strength};
  w.finish = {style.bloom, style.vignette, style.grain};
}

}  // namespace garden::engine

namespace garden {
using namespace engine;

void sky(Color top, Color horizon, float stars) { world().sky = {top, horizon, stars, true}; }

void sun(Vector3 direction, Color color, float ambient) {
  Vector3 d = Vector3Length(direction) > 0.001f ? Vector3Normalize(direction) : Vector3{-0.4f, -0.8f, -0.45f};
  if (d.y > -0.08f) d = Vector3Normalize({d.x, -0.08f, d.z});    // light from below would shine through the ground
  world().sun = {d, color, clamp(ambient, 0.0f, 1.5f), true};
}

void fog(Color color, float near_m, float far_m) { world().fog = {color, min(near_m, far_m), max(far_m, near_m + 1), true}; }

void hour(float h) {
  World& w = world();
  h = fmodf(fmodf(h, 24) + 24, 24);
  const Key* next = keys;
  while (next->hour <= h && next->hour < 24) ++next;
  const Key& b = *next;
  const Key& a = next == keys ? keys[0] : next[-1];
  float t = b.hour > a.hour ? (h - a.hour) / (b.hour - a.hour) : 0;
  float keep = Lerp(a.keep, b.keep, t);
  w.hour = h;
  w.hour_set = true;
  w.sky.top = toned(mix(a.top, b.top, t), palette("sky"), keep);
  w.sky.horizon = toned(mix(a.horizon, b.horizon, t), palette("horizon"), keep);
  w.sky.stars = Lerp(a.stars, b.stars, t);
  bool day = h > 5.2f && h < 19.4f;
  float along = day ? (h - 5.2f) / 14.2f : fmodf(h - 19.4f + 24, 24) / 9.8f;      // 0 rises in the east, 1 sets in the west
  float up = sinf(along * PI) * (day ? 62.0f : 48.0f) + 9, round = Lerp(-70, 70, along);
  float c = cosf(up * DEG2RAD);
  w.sun.direction = Vector3Normalize({c * sinf(round * DEG2RAD), -sinf(up * DEG2RAD), c * cosf(round * DEG2RAD) * 0.9f});
  float low = min(1.0f, min(fabsf(h - 5.2f), fabsf(h - 19.4f)) / 0.9f);           // little light while sun and moon change places
  w.sun.color = shade(mix(a.sun, b.sun, t), 0.35f + 0.65f * low);
  w.sun.ambient = Lerp(a.ambient, b.ambient, t);
  w.fog.color = mix(w.sky.horizon, w.sky.top, 0.18f);
}

float hour() { return world().hour; }

int light(Vector3 at, Color color, float radius) {
  World& w = world();
  int number = w.next_lamp++;
  w.lamps[number] = {at, color, radius};
  return number;
}

void light(int lamp, Vector3 at, Color color, float radius) {
  if (auto found = world().lamps.find(lamp); found != world().lamps.end()) found->second = {at, color, radius};
}

void weather(string_view kind, float strength) {
  static const vector<string> kinds = {"rain", "snow", "mist", "petals", "leaves", "embers", "bubbles", "fireflies", "dust", "up_rain"};
  if (!kind.empty() && kind != "none" && kind != "clear" && std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    string near = nearest_name(kind, kinds);
    warn("There is no weather \"" + string(kind) + "\"." + (near.empty() ? "" : " Did you mean \"" + near + "\"?"));
    kind = "";
  }
  world().weather = {string(kind), clamp(strength, 0.0f, 1.0f)};
}

void finish(float bloom, float vignette, float grain) { world().finish = {clamp(bloom, 0.0f, 2.0f), clamp(vignette, 0.0f, 1.0f), clamp(grain, 0.0f, 0.3f)}; }

}  // namespace garden
