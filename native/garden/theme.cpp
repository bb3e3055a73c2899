// theme.cpp: the shapes of the interface: rounded panels, hairlines, soft shadows, buttons, bars and key caps.
#include "theme.h"

namespace garden::engine {
namespace {
float bright(Color c) { return (c.r * 0.3f + c.g * 0.59f + c.b * 0.11f) / 255; }

// Points of a rounded rectangle, clockwise on the screen.
vector<Vector2> outline(Rectangle r, float radius) {
  radius = min(radius, min(r.width, r.height) / 2);
  vector<Vector2> points;
  const int n = 8;
  const Vector2 middles[4] = {{r.x + r.width - radius, r.y + radius}, {r.x + r.width - radius, r.y + r.height - radius}, {r.x + radius, r.y + r.height - radius}, {r.x + radius, r.y + radius}};
  for (int corner = 0; corner < 4; ++corner)
    for (int i = 0; i <= n; ++i) {
      float a = (-90.0f + 90.0f * (float)corner + 90.0f * (float)i / n) * DEG2RAD;
      points.push_back({middles[corner].x + cosf(a) * radius, middles[corner].y + sinf(a) * radius});
    }
  return points;
}

void band(const vector<Vector2>& inner, Color in, const vector<Vector2>& outer, Color out) {
  rlBegin(RL_TRIANGLES);
  for (size_t i = 0; i < inner.size(); ++i) {
    size_t j = (i + 1) % inner.size();
    auto point = [](Vector2 p, Color c) { rlColor4ub(c.r, c.g, c.b, c.a); rlVertex2f(p.x, p.y); };
    point(inner[i], in); point(inner[j], in); point(outer[j], out);
    point(inner[i], in); point(outer[j], out); point(outer[i], out);
  }
  rlEnd();
}

Rectangle grown(Rectangle r, float by) { return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by}; }
}  // namespace

Color theme_dark() {
  Color a = palette("ink"), b = palette("paper");
  Color dark = bright(a) < bright(b) ? a : b;
  return mix(dark, {12, 14, 22, 255}, bright(dark) > 0.22f ? 0.7f : 0.4f);
}

Color theme_light() {
  Color a = palette("ink"), b = palette("paper");
  Color light = bright(a) < bright(b) ? b : a;
  return mix(light, {250, 249, 246, 255}, bright(light) < 0.7f ? 0.75f : 0.35f);
}

Color theme_accent() {
  Color a = palette("accent");
  return bright(a) < 0.42f ? mix(a, WHITE, 0.3f) : a;
}

Color over(Color behind) { return bright(behind) > 0.56f ? Color{22, 22, 30, 255} : Color{252, 250, 246, 255}; }

void rounded(Rectangle r, float radius, Color color) {     // with a rim one pixel wide that fades: no jagged corners
  if (r.width < 1 || r.height < 1 || color.a == 0) return;
  float rim = 0.6f / max(frame().pixel, 0.3f);
  vector<Vector2> inner = outline(grown(r, -rim), radius - rim), outer = outline(grown(r, rim), radius + rim);
  Vector2 middle{r.x + r.width / 2, r.y + r.height / 2};
  rlBegin(RL_TRIANGLES);
  rlColor4ub(color.r, color.g, color.b, color.a);
  for (size_t i = 0; i < inner.size(); ++i) {
    size_t j = (i + 1) % inner.size();
    rlVertex2f(middle.x, middle.y); rlVertex2f(inner[i].x, inner[i].y); rlVertex2f(inner[j].x, inner[j].y);
  }
  rlEnd();
  band(inner, color, outer, {color.r, color.g, color.b, 0});
}

void rounded_line(Rectangle r, float radius, Color color, float thick) {
  float half = thick / 2, rim = 0.7f / max(frame().pixel, 0.3f);
  vector<Vector2> a = outline(grown(r, -half - rim), radius - half - rim), b = outline(grown(r, -half), radius - half), c = outline(grown(r, half), radius + half), d = outline(grown(r, half + rim), radius + half + rim);
  Color none{color.r, color.g, color.b, 0};
  band(a, none, b, color);
  band(b, color, c, color);
  band(c, color, d, none);
}

void soft_shadow(Rectangle r, float radius, float spread, Color color) {
  Color none{color.r, color.g, color.b, 0}, half = {color.r, color.g, color.b, (unsigned char)(color.a / 3)};
  vector<Vector2> inner = outline(grown(r, -2), radius);
  rlBegin(RL_TRIANGLES);
  rlColor4ub(color.r, color.g, color.b, color.a);
  for (size_t i = 0; i < inner.size(); ++i) {
    Vector2 a = inner[i], b = inner[(i + 1) % inner.size()];
    rlVertex2f(r.x + r.width / 2, r.y + r.height / 2); rlVertex2f(a.x, a.y); rlVertex2f(b.x, b.y);
  }
  rlEnd();
  band(outline(grown(r, -2), radius), color, outline(grown(r, spread * 0.4f), radius + spread * 0.4f), half);
  band(outline(grown(r, spread * 0.4f), radius + spread * 0.4f), half, outline(grown(r, spread), radius + spread), none);
}

void glow_dot(Vector2 at, float radius, Color color) {
  rlSetTexture(soft_texture());
  rlBegin(RL_QUADS);
  quad({at.x, at.y, 0}, {radius, 0, 0}, {0, -radius, 0}, color);
  rlEnd();
  rlSetTexture(0);
}

void theme_panel(Rectangle r, float shown, float radius) {
  Color dark = theme_dark();
  soft_shadow({r.x, r.y + 4, r.width, r.height}, radius, 22, alpha({4, 5, 10, 255}, 0.3f * shown));
  rounded(r, radius, alpha(dark, 0.76f * shown));
  rounded({r.x + 1, r.y + 1, r.width - 2, min(r.height - 2, 40.0f)}, radius - 1, alpha(WHITE, 0.028f * shown));
  rounded_line(r, radius, alpha(theme_light(), 0.16f * shown), 1);
}

void theme_button(Rectangle r, string_view text, bool enabled, bool hover, bool down, bool strong, float shown) {
  Color accent = theme_accent(), light = theme_light(), dark = theme_dark();
  if (down) { r.x += 1; r.y += 2; r.width -= 2; r.height -= 2; }
  float radius = min(12.0f, r.height / 2);
  if (enabled && !down) soft_shadow({r.x, r.y + 3, r.width, r.height}, radius, 14, alpha({4, 5, 10, 255}, 0.32f * shown));
  if (hover && enabled) soft_shadow(r, radius, 16, alpha(accent, 0.35f * shown));
  Color body = !enabled ? alpha(dark, 0.5f) : strong || hover ? (down ? shade(accent, 0.86f) : hover ? mix(accent, WHITE, 0.12f) : accent) : alpha(mix(dark, light, 0.1f), 0.86f);
  rounded(r, radius, alpha(body, body.a / 255.0f * shown));
  rounded({r.x + 1, r.y + 1, r.width - 2, r.height * 0.48f}, radius - 1, alpha(WHITE, 0.06f * shown));
  rounded_line(r, radius, alpha(light, (hover ? 0.5f : 0.2f) * shown), 1);
  float size = min(24.0f, r.height * 0.5f), wide = measure_words(text, size).x;
  if (wide > r.width - 20) size *= (r.width - 20) / wide;
  Color ink = !enabled ? alpha(light, 0.45f) : strong || hover ? over(accent) : light;
  words_plain(text, {r.x + r.width / 2, r.y + r.height / 2 - size * 0.53f}, size, alpha(ink, ink.a / 255.0f * shown), 0.5f, false);
}

void theme_bar(Rectangle r, float part, Color color, string_view text, float shown) {
  part = clamp(part, 0.0f, 1.0f);
  float radius = r.height / 2;
  soft_shadow({r.x, r.y + 1, r.width, r.height}, radius, 8, alpha({4, 5, 10, 255}, 0.3f * shown));
  rounded(r, radius, alpha(theme_dark(), 0.72f * shown));
  float full = (r.width - 4) * part;
  if (full > 1) {
    Rectangle in{r.x + 2, r.y + 2, max(full, min(r.height - 4, r.width - 4)), r.height - 4};
    rounded(in, in.height / 2, alpha(color, shown));
    rounded({in.x + 2, in.y + 1, max(in.width - 4, 1.0f), in.height * 0.42f}, in.height / 4, alpha(WHITE, 0.28f * shown));
  }
  rounded_line(r, radius, alpha(theme_light(), 0.2f * shown), 1);
  if (!text.empty()) {
    float size = clamp(r.height * 0.72f, 18.0f, 20.0f);
    float y = r.height < size ? r.y - size - 5 : r.y + r.height / 2 - size * 0.53f;   // a thin bar has its words above it
    words_shadowed(text, {r.x + r.width / 2, y}, size, alpha(theme_light(), shown), 0.5f, false);
  }
}

float theme_keys(string_view keys, Vector2 at, float height, float shown, bool draw) {   // "W A S D" or "Space"; returns the width
  float x = at.x, size = height * 0.56f;
  size_t from = 0;
  string_view rest = keys;
  while (from <= rest.size()) {
    size_t end = rest.find(' ', from);
    string_view one = rest.substr(from, end == string_view::npos ? end : end - from);
    if (!one.empty()) {
      float wide = max(height, measure_words(one, size).x + height * 0.62f);
      if (draw) {
        Rectangle r{x, at.y, wide, height};
        rounded({r.x, r.y + 2, r.width, r.height}, 6, alpha(BLACK, 0.45f * shown));
        rounded(r, 6, alpha(theme_light(), 0.94f * shown));
        words_plain(one, {r.x + r.width / 2, r.y + r.height / 2 - size * 0.54f}, size, alpha(theme_dark(), shown), 0.5f, false);
      }
      x += wide + 5;
    }
    if (end == string_view::npos) break;
    from = end + 1;
  }
  return x - at.x - (x > at.x ? 5 : 0);
}

void theme_tick(Vector2 middle, float radius, bool done, float pulse, float shown) {
  Color accent = theme_accent();
  rounded({middle.x - radius, middle.y - radius, radius * 2, radius * 2}, radius, done ? alpha(accent, shown) : alpha(theme_light(), 0.1f * shown));
  rounded_line({middle.x - radius, middle.y - radius, radius * 2, radius * 2}, radius, done ? alpha(accent, shown) : alpha(theme_light(), 0.55f * shown), 1.4f);
  if (done) {
    Color ink = alpha(over(accent), shown);
    DrawLineEx({middle.x - radius * 0.45f, middle.y + radius * 0.02f}, {middle.x - radius * 0.1f, middle.y + radius * 0.4f}, 2.2f, ink);
    DrawLineEx({middle.x - radius * 0.14f, middle.y + radius * 0.4f}, {middle.x + radius * 0.5f, middle.y - radius * 0.38f}, 2.2f, ink);
  }
  if (pulse > 0) rounded_line({middle.x - radius * (1 + pulse), middle.y - radius * (1 + pulse), radius * 2 * (1 + pulse), radius * 2 * (1 + pulse)}, radius * (1 + pulse), alpha(accent, (1 - pulse) * 0.8f * shown), 2);
}

}  // namespace garden::engine
