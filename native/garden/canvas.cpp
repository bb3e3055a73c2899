// canvas.cpp: what parts paint with beside raylib's shapes: outlines and strokes with smooth edges, soft light, pictures that
// are painted once and kept, small programs for pixels. Inside paint hooks only.
#include "look.h"

namespace garden::engine {
namespace {

struct Kept { Target target; int world = -1; float scale = 0; };
struct Pixels { unsigned id = 0; int locs[32]; int time = -1, size = -1, v = -1; };
map<string, Kept> kept;
map<string, Pixels> programs;
int worlds = 0;                                            // restarts so far: what was painted for an older one is painted anew
int blending = BLEND_ALPHA;
bool keeping = false;                                      // painting onto a kept picture
float kept_scale = 1;                                      // its pixels for one of the canvas
struct Cutting { bool on = false; int x = 0, y = 0, w = 0, h = 0; };
Cutting cutting;                                           // what BeginScissorMode lets through on the canvas

const char* const vertex_pixels = R"(#version 330
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; layout(location=3) in vec4 a_color;
uniform mat4 mvp; out vec2 garden_uv; out vec4 garden_color;
void main() { garden_uv = a_uv; garden_color = a_color; gl_Position = mvp * vec4(a_at, 1.0); })";

const char* const fragment_head = R"(#version 330
in vec2 garden_uv; in vec4 garden_color; out vec4 garden_out;
uniform float time; uniform vec2 size; uniform float v[16];
float hash(vec2 p) { p = fract(p * vec2(123.34, 456.21)); p += dot(p, p + 45.32); return fract(p.x * p.y); }
float noise(vec2 p) {
  vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x), mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}
float fbm(vec2 p) {
  float sum = 0.0, part = 0.5;
  for (int i = 0; i < 4; ++i) { sum += part * noise(p); p = p * 2.03 + 17.7; part *= 0.5; }
  return sum / 0.9375;
}
#line 1
)";

void blend(int mode) {
  blending = mode;
  if (mode != BLEND_ALPHA || !keeping) return rlSetBlendMode(mode);
  rlSetBlendFactorsSeparate(0x0302, 0x0303, 1, 0x0303, 0x8006, 0x8006);   // colours as ever; what lies on a clear ground covers it
  rlSetBlendMode(RL_BLEND_CUSTOM_SEPARATE);
}

Pixels& program_of(string_view source) {
  auto [found, fresh] = programs.try_emplace(string(source));
  Pixels& p = found->second;
  if (!fresh) return p;
  std::fill(std::begin(p.locs), std::end(p.locs), -1);
  string whole = fragment_head + string(source) + "\nvoid main() { garden_out = paint(garden_uv * size) * garden_color; }\n";
  p.id = rlLoadShaderCode(vertex_pixels, whole.c_str());
  if (p.id == rlGetShaderIdDefault()) p.id = 0;
  if (!p.id) { warn("A program of paint_pixels does not compile; it has to define `vec4 paint(vec2 p)` in GLSL 330."); return p; }
  p.locs[RL_SHADER_LOC_VERTEX_POSITION] = 0;
  p.locs[RL_SHADER_LOC_VERTEX_TEXCOORD01] = 1;
  p.locs[RL_SHADER_LOC_VERTEX_COLOR] = 3;
  p.locs[RL_SHADER_LOC_MATRIX_MVP] = rlGetLocationUniform(p.id, "mvp");
  p.time = rlGetLocationUniform(p.id, "time");
  p.size = rlGetLocationUniform(p.id, "size");
  p.v = rlGetLocationUniform(p.id, "v");
  return p;
}

void corner(Vector2 at, Color c) { rlColor4ub(c.r, c.g, c.b, c.a); rlTexCoord2f(0.5f, 0.5f); rlVertex2f(at.x, at.y); }
void plain_begin() { rlSetTexture(rlGetTextureIdDefault()); rlBegin(RL_QUADS); }
void plain_end() { rlEnd(); rlSetTexture(0); }
void four(Vector2 a, Color ca, Vector2 b, Color cb, Vector2 c, Color cc, Vector2 d, Color cd) { corner(a, ca); corner(b, cb); corner(c, cc); corner(d, cd); }

float area(const vector<Vector2>& line) {                  // twice; above zero when it runs clockwise on the canvas
  float sum = 0;
  for (size_t i = 0, n = line.size(); i < n; ++i) sum += line[i].x * line[(i + 1) % n].y - line[(i + 1) % n].x * line[i].y;
  return sum;
}

float cross(Vector2 a, Vector2 b, Vector2 c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

vector<array<int, 3>> triangles(const vector<Vector2>& line) {   // ears cut off one by one; clockwise outlines only
  vector<array<int, 3>> out;
  vector<int> left(line.size());
  std::iota(left.begin(), left.end(), 0);
  for (size_t at = 0, misses = 0; left.size() > 2 && misses <= left.size(); at = (at + 1) % left.size()) {
    size_t n = left.size();
    int a = left[(at + n - 1) % n], b = left[at % n], c = left[(at + 1) % n];
    bool ear = cross(line[a], line[b], line[c]) > 0;
    for (size_t i = 0; ear && i < n; ++i) {
      int p = left[i];
      if (p == a || p == b || p == c) continue;
      ear = cross(line[a], line[b], line[p]) < 0 || cross(line[b], line[c], line[p]) < 0 || cross(line[c], line[a], line[p]) < 0;
    }
    bool flat = fabsf(cross(line[a], line[b], line[c])) < 1e-4f;
    if (!ear && !flat) { ++misses; continue; }
    if (!flat) out.push_back({a, b, c});
    left.erase(left.begin() + (long)(at % n));
    misses = 0;
    at = (at + left.size() - 1) % max<size_t>(left.size(), 1);
  }
  return out;
}

Vector2 between(const vector<Vector2>& p, size_t i, float t) {   // Catmull-Rom from p[i] to p[i+1]
  Vector2 a = p[i ? i - 1 : 0], b = p[i], c = p[i + 1], d = p[min(i + 2, p.size() - 1)];
  auto mixed = [t](float a, float b, float c, float d) { return 0.5f * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t); };
  return {mixed(a.x, b.x, c.x, d.x), mixed(a.y, b.y, c.y, d.y)};
}

}  // namespace

void canvas_reset() { ++worlds; }

bool canvas_cuts(int x, int y, int w, int h) {             // true: the cut is made, on the picture that is being kept
  if (!keeping) { cutting = {true, x, y, w, h}; return false; }
  auto pixels = [](int n) { return (int)roundf((float)n * kept_scale); };
  rlEnableScissorTest();
  rlScissor(pixels(x), pixels(y), pixels(w), pixels(h));   // it stands upside down
  return true;
}

void canvas_close() {
  for (auto& [name, each] : kept) target_close(each.target);
  for (auto& [source, each] : programs) if (each.id) rlUnloadShaderProgram(each.id);
  kept.clear();
  programs.clear();
}

}  // namespace garden::engine

extern "C" {                                               // raylib's own, which forget whether a picture is painted
void BeginBlendMode(int mode) { garden::engine::blend(mode); }
void EndBlendMode(void) { garden::engine::blend(BLEND_ALPHA); }
void EndScissorMode(void) {
  rlDrawRenderBatchActive();
  rlDisableScissorTest();
  if (!garden::engine::keeping) garden::engine::cutting.on = false;
}
}

namespace garden {
using namespace engine;

void paint_shape(const vector<Vector2>& outline, Color top, Color bottom) {
  if (outline.size() < 3 || !engine::engine().gpu) return;
  if (bottom.a == 0 && bottom.r == 0 && bottom.g == 0 && bottom.b == 0) bottom = top;
  vector<Vector2> line = outline;
  if (area(line) < 0) std::reverse(line.begin(), line.end());
  float low = line[0].y, high = line[0].y;
  for (Vector2 p : line) { low = min(low, p.y); high = max(high, p.y); }
  auto at = [&](Vector2 p) { return mix(top, bottom, high > low ? (p.y - low) / (high - low) : 0); };
  plain_begin();
  for (auto [a, b, c] : triangles(line)) four(line[a], at(line[a]), line[c], at(line[c]), line[b], at(line[b]), line[b], at(line[b]));
  const float soft = 1.1f;
  size_t n = line.size();
  for (size_t i = 0; i < n; ++i) {                         // a rim that fades out, instead of stairs
    Vector2 a = line[i], b = line[(i + 1) % n], d = Vector2Normalize({b.x - a.x, b.y - a.y}), out = {d.y * soft, -d.x * soft};
    Color ca = at(a), cb = at(b);
    four(a, ca, b, cb, {b.x + out.x, b.y + out.y}, alpha(cb, 0), {a.x + out.x, a.y + out.y}, alpha(ca, 0));
  }
  plain_end();
}

void paint_stroke(const vector<Vector2>& through, float width, Color color, float end_width) {
  if (through.size() < 2 || !engine::engine().gpu) return;
  if (end_width < 0) end_width = width;
  vector<Vector2> line;
  for (size_t i = 0; i + 1 < through.size(); ++i) {
    int parts = through.size() == 2 ? 1 : (int)Clamp(Vector2Distance(through[i], through[i + 1]) / 6, 2, 16);
    for (int s = 0; s < parts; ++s) line.push_back(between(through, i, (float)s / (float)parts));
  }
  line.push_back(through.back());
  vector<Vector2> side(line.size());
  for (size_t i = 0; i < line.size(); ++i) {
    Vector2 a = line[i ? i - 1 : 0], b = line[min(i + 1, line.size() - 1)], d = Vector2Normalize({b.x - a.x, b.y - a.y});
    side[i] = {-d.y, d.x};
  }
  plain_begin();
  for (size_t i = 0; i + 1 < line.size(); ++i) {
    float ta = (float)i / (float)(line.size() - 1), tb = (float)(i + 1) / (float)(line.size() - 1);
    float ha = max(Lerp(width, end_width, ta), 0.4f) / 2, hb = max(Lerp(width, end_width, tb), 0.4f) / 2;
    auto off = [&](size_t k, float by) { return Vector2{line[k].x + side[k].x * by, line[k].y + side[k].y * by}; };
    four(off(i, -ha), color, off(i, ha), color, off(i + 1, hb), color, off(i + 1, -hb), color);
    for (float s : {-1.0f, 1.0f}) four(off(i, s * ha), color, off(i + 1, s * hb), color, off(i + 1, s * (hb + 1)), alpha(color, 0), off(i, s * (ha + 1)), alpha(color, 0));
  }
  plain_end();
}

void paint_glow(Vector2 at, float radius, Color color) {
  if (!engine::engine().gpu) return;
  int before = blending;
  if (before != BLEND_ADDITIVE) blend(BLEND_ADDITIVE);
  Texture2D dot{soft_texture(), 64, 64, 1, PIXELFORMAT_UNCOMPRESSED_R8G8B8A8};
  DrawTexturePro(dot, {0, 0, 64, 64}, {at.x - radius, at.y - radius, radius * 2, radius * 2}, {0, 0}, 0, color);
  if (before != BLEND_ADDITIVE) blend(before);
}

void paint_once(string_view name, Rectangle where, function<void(float, float)> fn, Color tint) {
  if (where.width < 1 || where.height < 1 || !engine::engine().gpu || keeping) return;
  Kept& k = kept[engine::engine().running_part + "\n" + string(name)];
  float scale = Clamp(frame().pixel, 1, 2.5f);
  int w = (int)ceilf(where.width * scale), h = (int)ceilf(where.height * scale);
  int before = blending;
  if (k.target.w != w || k.target.h != h || k.world != worlds) {
    Matrix view = rlGetMatrixModelview(), projection = rlGetMatrixProjection();
    unsigned into = rlGetActiveFramebuffer();
    int into_w = rlGetFramebufferWidth(), into_h = rlGetFramebufferHeight();
    rlDrawRenderBatchActive();
    if (k.target.w != w || k.target.h != h) { target_close(k.target); k.target = target_open(w, h, false); }
    k.world = worlds;
    target_use(k.target.fbo, w, h);
    rlPushMatrix();                                        // what a part pushed turns the place of the picture, not what is on it,
    rlLoadIdentity();
    const Cutting outside = cutting;                       // and what it cut away cuts the place
    rlDisableScissorTest();
    rlSetMatrixProjection(MatrixOrtho(0, where.width, 0, where.height, 0, 1));   // upside down: the picture's first line is its top
    rlSetMatrixModelview(MatrixIdentity());
    rlDisableDepthTest();
    rlDisableBackfaceCulling();
    rlClearColor(0, 0, 0, 0);
    rlClearScreenBuffers();
    keeping = true;
    kept_scale = scale;
    blend(BLEND_ALPHA);
    Random& dice = engine::engine().picture;                // a kept picture is the same whenever it is painted
    const uint64_t thrown = dice.state;
    dice.state = engine::engine().seed;
    for (char c : name) dice.state = (dice.state ^ (unsigned char)c) * 1099511628211u;
    fn(where.width, where.height);
    dice.state = thrown;
    rlDrawRenderBatchActive();
    rlDisableScissorTest();
    keeping = false;
    if (!frame().three_d || into == frame().out_fbo) canvas_bind();   // a 2D game paints into the scene, but flat: without depth
    else {                                                   // a backdrop is being painted into the scene, behind its things
      target_use(into, into_w, into_h);
      rlSetMatrixProjection(projection);
      rlEnableDepthTest();
    }
    rlSetMatrixModelview(view);
    rlPushMatrix();                                        // rlgl goes on where the part had pushed only after a push
    rlPopMatrix();
    rlPopMatrix();
    if (outside.on) BeginScissorMode(outside.x, outside.y, outside.w, outside.h);
  }
  if (before == BLEND_ALPHA) rlSetBlendMode(RL_BLEND_ALPHA_PREMULTIPLY);
  auto part = [&](unsigned char c) { return (unsigned char)(c * tint.a / 255); };
  DrawTexturePro({k.target.color, w, h, 1, PIXELFORMAT_UNCOMPRESSED_R8G8B8A8}, {0, 0, (float)w, (float)h}, where, {0, 0}, 0, {part(tint.r), part(tint.g), part(tint.b), tint.a});
  blend(before);
}

void paint_pixels(Rectangle where, string_view glsl, std::initializer_list<float> values, Color tint) {
  if (!engine::engine().gpu) return;
  Pixels& p = program_of(glsl);
  if (!p.id) return;
  BeginShaderMode({p.id, p.locs});
  rlEnableShader(p.id);
  float time = frame().time, size[2] = {where.width, where.height}, v[16] = {};
  std::copy_n(values.begin(), min<size_t>(values.size(), 16), v);
  if (p.time >= 0) rlSetUniform(p.time, &time, RL_SHADER_UNIFORM_FLOAT, 1);
  if (p.size >= 0) rlSetUniform(p.size, size, RL_SHADER_UNIFORM_VEC2, 1);
  if (p.v >= 0) rlSetUniform(p.v, v, RL_SHADER_UNIFORM_FLOAT, 16);
  rlSetTexture(rlGetTextureIdDefault());
  rlBegin(RL_QUADS);
  rlColor4ub(tint.r, tint.g, tint.b, tint.a);
  rlTexCoord2f(0, 0); rlVertex2f(where.x, where.y);
  rlTexCoord2f(0, 1); rlVertex2f(where.x, where.y + where.height);
  rlTexCoord2f(1, 1); rlVertex2f(where.x + where.width, where.y + where.height);
  rlTexCoord2f(1, 0); rlVertex2f(where.x + where.width, where.y);
  rlEnd();
  rlSetTexture(0);
  EndShaderMode();
}

}  // namespace garden
