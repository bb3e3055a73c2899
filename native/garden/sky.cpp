// sky.cpp: paints the dome with sun or moon, stars and clouds; the water; and the halos of lamps.
#include "look.h"

namespace garden::engine {
namespace {
Mesh3 full_screen, screen_grid, surface;
int surface_version = -1;
float surface_level = 0;

const Mesh3& screen_mesh() {
  if (!full_screen.vao) {
    MeshData d;
    d.vertices = {{{-1, -1, 0}, {0, 0}}, {{3, -1, 0}, {2, 0}}, {{-1, 3, 0}, {0, 2}}};
    d.indices = {0, 1, 2};
    full_screen = mesh_open(d);
  }
  return full_screen;
}

float cloudiness() {
  const World& w = world();
  const string& kind = w.weather.kind;
  if (kind == "rain" || kind == "up_rain") return 0.75f + 0.25f * w.weather.strength;
  if (kind == "snow") return 0.8f;
  return 0.45f;
}

void water_mesh() {                                        // finer near the middle, with the depth of the ground in the colour
  const World& w = world();
  float half = max(w.ground.any ? w.ground.half * 1.02f : 40.0f, 20.0f);
  MeshData d;
  const int n = 96;
  vector<float> line;
  line.push_back(-half - 500);
  for (int i = 0; i <= n; ++i) line.push_back(Lerp(-half, half, (float)i / n));
  line.push_back(half + 500);
  int m = (int)line.size();
  for (float z : line) {
    for (float x : line) {
      float bed = w.ground.any && fabsf(x) <= half && fabsf(z) <= half ? ground_at(clamp(x, -w.ground.half, w.ground.half), clamp(z, -w.ground.half, w.ground.half)) : w.water_level - 9;
      float depth = clamp((w.water_level - bed) / 4, 0.0f, 1.0f);
      d.vertices.push_back({{x, w.water_level, z}, {0, 0}, {0, 1, 0}, {(unsigned char)(depth * 255), 0, 0, 255}});
    }
  }
  for (int z = 0; z + 1 < m; ++z) {
    for (int x = 0; x + 1 < m; ++x) {
      int a = z * m + x, corners[4] = {a, a + 1, a + m, a + m + 1};
      bool dry = true;
      for (int c : corners) dry = dry && d.vertices[(size_t)c].color.r == 0;
      if (dry) continue;
      for (int i : {a, a + m, a + 1, a + 1, a + m, a + m + 1}) d.indices.push_back((unsigned short)i);
    }
  }
  mesh_close(surface);
  surface = mesh_open(d);
}
}  // namespace

void screen_draw() { mesh_draw(screen_mesh()); }

namespace {
void screen_grid_draw() {                                  // finer up and down, where the sky changes most
  if (!screen_grid.vao) {
    MeshData d;
    const int w = 24, h = 44;
    for (int y = 0; y <= h; ++y)
      for (int x = 0; x <= w; ++x) {
        float u = (float)x / w, v = (float)y / h;
        d.vertices.push_back({{u * 2 - 1, v * 2 - 1, 0}, {u, v}});
      }
    for (int y = 0; y < h; ++y)
      for (int x = 0; x < w; ++x) {
        int a = y * (w + 1) + x;
        for (int i : {a, a + 1, a + w + 2, a, a + w + 2, a + w + 1}) d.indices.push_back((unsigned short)i);
      }
    screen_grid = mesh_open(d);
  }
  mesh_draw(screen_grid);
}

float spread(int i, int k) {
  uint32_t h = (uint32_t)i * 374761393u + (uint32_t)k * 668265263u;
  h = (h ^ (h >> 13)) * 1274126177u;
  return (float)((h ^ (h >> 16)) >> 8) / 16777216.0f;
}

// Stars and the sun's or moon's disc as shapes of their own, far away; the matrices are those of the camera.
void lights_draw(Vector3 disc, bool night, float clouds) {
  const World& w = world();
  const Frame& f = frame();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(f.camera.target, f.camera.position));
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, f.camera.up)), up = Vector3CrossProduct(right, ahead);
  const float far = 100;
  rlMatrixMode(RL_PROJECTION);
  rlLoadIdentity();
  Matrix p = f.proj;                                       // as the camera sees, but behind everything
  p.m2 = p.m6 = 0; p.m10 = -0.999999f; p.m14 = 0;
  rlMultMatrixf(MatrixToFloatV(p).v);
  rlMatrixMode(RL_MODELVIEW);
  rlLoadIdentity();
  rlMultMatrixf(MatrixToFloatV(f.view).v);
  rlSetBlendFactorsSeparate(RL_SRC_ALPHA, RL_ONE, RL_ZERO, RL_ONE, RL_FUNC_ADD, RL_FUNC_ADD);
  rlSetBlendMode(RL_BLEND_CUSTOM_SEPARATE);
  rlSetTexture(soft_texture());
  rlBegin(RL_QUADS);
  auto dot = [&](Vector3 to, float size, Color c) { quad(Vector3Add(f.camera.position, Vector3Scale(to, far)), Vector3Scale(right, far * size), Vector3Scale(up, far * size), c); };
  if (w.sky.stars > 0.02f)
    for (int i = 0; i < 520; ++i) {
      float y = 0.03f + 0.97f * spread(i, 0), round = 2 * PI * spread(i, 1), flat = sqrtf(max(1 - y * y, 0.0f)), big = spread(i, 2);
      Vector3 to{cosf(round) * flat, y, sinf(round) * flat};
      if (Vector3DotProduct(to, ahead) < 0.3f) continue;
      float shine = (0.35f + 0.65f * big * big) * (0.75f + 0.25f * sinf(f.time * (1 + big * 3) + (float)i)) * w.sky.stars * clamp(y * 5, 0.0f, 1.0f) * (1 - clouds * 0.5f);
      dot(to, 0.0016f + 0.0024f * big * big, alpha({(unsigned char)(215 + 40 * spread(i, 3)), 228, 255, 255}, clamp(shine, 0.0f, 1.0f)));
    }
  Vector3 to = Vector3Negate(f.sun_dir);
  auto byte = [](float v) { return (unsigned char)(255 * clamp(sqrtf(max(v, 0.0f)), 0.0f, 1.0f)); };
  Color c{byte(disc.x), byte(disc.y), byte(disc.z), 255};
  float veiled = 1 - clamp((clouds - 0.5f) * 1.6f, 0.0f, 1.0f);
  if (Vector3DotProduct(to, ahead) > 0.2f && to.y > -0.05f) {
    float size = night ? 0.054f : 0.045f;
    dot(to, size * 4.2f, alpha(c, 0.22f * veiled));
    dot(to, size * 2.0f, alpha(c, 0.3f * veiled));
    rlEnd();
    rlSetTexture(0);
    rlDrawRenderBatchActive();
    rlSetBlendFactorsSeparate(RL_SRC_ALPHA, RL_ONE_MINUS_SRC_ALPHA, RL_ZERO, RL_ONE, RL_FUNC_ADD, RL_FUNC_ADD);
    rlSetBlendMode(RL_BLEND_CUSTOM_SEPARATE);
    Vector3 middle = Vector3Add(f.camera.position, Vector3Scale(to, far));
    Vector3 x = Vector3Normalize(Vector3CrossProduct(to, {0.01f, 1, 0})), y = Vector3CrossProduct(x, to);
    rlBegin(RL_TRIANGLES);
    Color none = c, body = alpha(c, veiled);
    none.a = 0;
    for (int i = 0; i < 40; ++i) {
      auto edge = [&](int k, float r) { float a = 2 * PI * (float)k / 40; return Vector3Add(middle, Vector3Add(Vector3Scale(x, cosf(a) * r * far * size), Vector3Scale(y, sinf(a) * r * far * size))); };
      auto point = [](Vector3 v, Color q) { rlColor4ub(q.r, q.g, q.b, q.a); rlVertex3f(v.x, v.y, v.z); };
      Vector3 a = edge(i, 0.97f), b = edge(i + 1, 0.97f), e = edge(i, 1.03f), g = edge(i + 1, 1.03f);
      point(middle, body); point(a, body); point(b, body);
      point(a, body); point(e, none); point(g, none);
      point(a, body); point(g, none); point(b, body);
    }
  }
  rlEnd();
  rlSetTexture(0);
  rlDrawRenderBatchActive();
}
}  // namespace

void sky_draw() {
  const World& w = world();
  const Frame& f = frame();
  const Program& p = shaders().sky;
  p.use();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(f.camera.target, f.camera.position));
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, f.camera.up)), up = Vector3CrossProduct(right, ahead);
  float tall = tanf(f.camera.fovy * 0.5f * DEG2RAD), wide = tall * (float)canvas_w / (float)canvas_h;
  p.set(u_ahead, ahead);
  p.set(u_right, Vector3Scale(right, wide));
  p.set(u_up, Vector3Scale(up, tall));
  bool deep = submerged();                                 // under water there is no sky, only brighter water above
  p.set(u_top, deep ? Vector3Scale(f.fog_color, 1.35f) : linear(w.sky.top));
  p.set(u_horizon, deep ? f.fog_color : linear(w.sky.horizon));
  p.set(u_sun_dir, f.sun_dir);
  p.set(u_fog_color, f.fog_color);
  p.set(u_stars, deep ? 0.0f : w.sky.stars);
  bool night = w.sky.stars > 0.45f;
  Color own = w.sun.color;
  float most = max(1.0f, (float)max(own.r, max(own.g, own.b))) / 255;
  own = shade(own, 1 / most);                              // however little it lights, it is bright to look at
  Vector3 disc = night ? Vector3{0.86f, 0.9f, 0.98f} : Vector3Add(Vector3Scale(linear(own), 0.8f), {0.3f, 0.27f, 0.2f});
  p.set(u_disc, Vector4{disc.x, disc.y, disc.z, night ? 0.99855f : 0.9990f});
  p.set(u_time, f.time);
  float clouds = deep ? 0.0f : cloudiness();
  p.set(u_clouds, clouds);
  Vector3 high = linear(mix(w.sky.horizon, w.sky.top, 0.35f)), bright = Vector3Add(Vector3Scale(high, night ? 1.25f : 0.62f), Vector3Scale(f.sun_color, night ? 0.03f : 0.46f));
  p.set(u_cover, bright);
  rlActiveTextureSlot(5);
  rlEnableTexture(noise_texture());
  p.set(u_noise, 5);
  rlActiveTextureSlot(0);
  rlDisableColorBlend();
  rlDisableDepthMask();
  if (drawn_plainly()) {
    rlEnableTexture(detail_texture(Detail::clouds));
    p.set(u_tex, 0);
    screen_grid_draw();
    rlEnableColorBlend();
    rlDisableBackfaceCulling();
    if (!deep) lights_draw(disc, night, clouds);
    rlEnableBackfaceCulling();
  } else screen_draw();
  rlEnableDepthMask();
  rlEnableColorBlend();
}

void water_draw() {
  const World& w = world();
  if (!w.has_water) return;
  if (surface_version != w.ground_version || surface_level != w.water_level) {
    bool rising = surface_version == w.ground_version && fabsf(surface_level - w.water_level) < 0.05f;
    if (!rising) { water_mesh(); surface_version = w.ground_version; surface_level = w.water_level; }
  }
  const Program& p = shaders().water;
  p.use();
  lit_uniforms(p);
  Vector3 body = linear(w.water_color);
  p.set(u_water, Vector4{body.x, body.y, body.z, 1});
  p.set(u_top, linear(w.sky.top));
  p.set(u_horizon, linear(mix(w.sky.horizon, w.fog.color, 0.5f)));
  rlSetBlendFactorsSeparate(RL_SRC_ALPHA, RL_ONE_MINUS_SRC_ALPHA, RL_ZERO, RL_ONE, RL_FUNC_ADD, RL_FUNC_ADD);
  rlSetBlendMode(RL_BLEND_CUSTOM_SEPARATE);
  rlDisableBackfaceCulling();
  rlDisableDepthMask();
  if (drawn_plainly()) rlEnableTexture(detail_texture(Detail::waves));
  mesh_draw(surface);
  rlEnableDepthMask();
  rlEnableBackfaceCulling();
  rlSetBlendMode(RL_BLEND_ALPHA);
}

void halos_draw() {                                        // a lamp shines into the air around it
  const World& w = world();
  const Frame& f = frame();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(f.camera.target, f.camera.position));
  Vector3 right = Vector3Normalize(Vector3CrossProduct(ahead, f.camera.up)), up = Vector3CrossProduct(right, ahead);
  float misty = w.weather.kind == "mist" ? 0.5f + 0.3f * w.weather.strength : 0.5f, dark = 1 - clamp(w.sun.ambient * 2, 0.0f, 0.8f);
  rlSetTexture(soft_texture());
  rlBegin(RL_QUADS);
  for (const auto& [number, lamp] : w.lamps) {
    if (lamp.radius <= 0) continue;
    float far = Vector3Distance(lamp.at, f.camera.position);
    if (far > w.fog.far_m * 1.2f || far > 150) continue;
    float r = clamp(lamp.radius * 0.34f, 0.3f, 6.0f), fade = clamp(far / 3 - 0.2f, 0.0f, 1.0f);
    Vector3 lo = Vector3Subtract(lamp.at, {r, r, r}), hi = Vector3Add(lamp.at, {r, r, r});
    if (!in_view(lo, hi)) continue;
    // Drawn nearer to the eye and smaller by as much, so that the ground does not cut it.
    float shift = min(r, far * 0.6f), less = 1 - shift / max(far, 0.01f);
    Vector3 middle = Vector3Lerp(lamp.at, f.camera.position, shift / max(far, 0.01f));
    quad(middle, Vector3Scale(right, r * less), Vector3Scale(up, r * less), alpha(lamp.color, clamp(0.34f * misty * dark * fade + 0.05f, 0.0f, 1.0f)));
    quad(middle, Vector3Scale(right, r * less * 0.34f), Vector3Scale(up, r * less * 0.34f), alpha(lamp.color, clamp(0.62f * dark * fade + 0.05f, 0.0f, 1.0f)));
  }
  rlEnd();
  rlSetTexture(0);
}

}  // namespace garden::engine
