// draw.cpp: one frame, from the world to the interface, into whatever target the caller has bound; and raylib's modes
// that look at the window's size, made to work inside that target, with or without a window.
#include "look.h"
#include "script.h"

#include <chrono>
#include <ctime>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

namespace garden::engine {
namespace {
Target scene_target;
bool open = false;
struct Bound { unsigned fbo = 0; int w = 0, h = 0; Rectangle view{}; };   // where canvas drawing goes now
Bound bound;

// A slow machine gets plainer pictures rather than fewer of them. Only in a window: what is made without one has time.
vector<float> intervals;                                   // milliseconds between frames of play, for GARDEN_FRAME_TIMES
std::clock_t spent_from = 0;                               // the processor's time when the first of them began
void keep_pace() {
  using Clock = std::chrono::steady_clock;
  static Clock::time_point last = Clock::now();
  static int frames = 0;
  static float sum = 0;
  float ms = std::chrono::duration<float, std::milli>(Clock::now() - last).count();
  last = Clock::now();
  if (engine().options.headless || ms > 400) return;
  if (intervals.empty()) spent_from = std::clock();
  if (intervals.size() < 36000) intervals.push_back(ms);
  sum += ms;
  if (++frames < 40) return;
  float mean = sum / (float)frames;
  frames = 0;
  sum = 0;
  if (mean < 29 || quality().level == 0) return;
  --quality().level;
  shaders_close();
  shaders_open();
}

void write_pace() {
                        // for measurements: the interval of every frame, one a line
  const char* path = std::getenv("GARDEN_FRAME_TIMES");
  if (!path || !*path) return;
  if (FILE* out = std::fopen(path, "w")) {
    double spent = 1000.0 * (double)(std::clock() - spent_from) / CLOCKS_PER_SEC / (double)max<size_t>(intervals.size(), 1);
    std::fprintf(out, "level %d processor %.2f\n", quality().level, spent);
    for (float ms : intervals) std::fprintf(out, "%.2f\n", (double)ms);
    std::fclose(out);
  }
}

void canvas_matrices() {
  rlMatrixMode(RL_PROJECTION);
  rlLoadIdentity();
  rlOrtho(0, canvas_w, canvas_h, 0, 0, 1);
  rlMatrixMode(RL_MODELVIEW);
  rlLoadIdentity();
}

}  // namespace

void canvas_bind() {
  target_use(bound.fbo, bound.w, bound.h);
  rlViewport((int)bound.view.x, bound.h - (int)(bound.view.y + bound.view.height), (int)bound.view.width, (int)bound.view.height);
  canvas_matrices();
  rlDisableDepthTest();
  rlDisableBackfaceCulling();
  rlEnableColorBlend();
  rlSetBlendMode(RL_BLEND_ALPHA);
  rlSetShader(rlGetShaderIdDefault(), rlGetShaderLocsDefault());
  rlSetTexture(0);
}

void canvas_begin() {
  const Frame& f = frame();
  bound = {f.out_fbo, f.out_w, f.out_h, f.fit};
  canvas_bind();
}

void canvas_end() { rlDrawRenderBatchActive(); }

bool painting_plainly = false;                             // while parts paint: shapes without a picture need no look into one
bool painting_flat = false;
bool painting = false;                                     // inside a part's paint hook

void flat_begin() {
  static int locs[32];
  std::fill(std::begin(locs), std::end(locs), -1);
  locs[RL_SHADER_LOC_VERTEX_POSITION] = 0;
  locs[RL_SHADER_LOC_VERTEX_COLOR] = 3;
  locs[RL_SHADER_LOC_MATRIX_MVP] = rlGetLocationUniform(shaders().flat.id, "mvp");
  rlSetShader(shaders().flat.id, locs);
  painting_flat = true;
}

void flat_end() {
  rlSetShader(rlGetShaderIdDefault(), rlGetShaderLocsDefault());
  painting_flat = false;
}

void paint(void (*hooks)()) {
  painting = true;
  painting_plainly = drawn_plainly();
  hooks();
  painting = painting_plainly = false;
  flat_end();
}

// Some libraries let the loader's own pointer be seen, and some do not: then nothing is known about the machine.
extern "C" __attribute__((weak)) const unsigned char* (*glad_glGetString)(unsigned name);

bool drawn_by_the_processor() {
  if (!&glad_glGetString || !glad_glGetString) return false;
  const unsigned char* name = glad_glGetString(0x1F01);
  string_view renderer = name ? (const char*)name : "";
  return renderer.find("llvmpipe") != string_view::npos || renderer.find("softpipe") != string_view::npos || renderer.find("SWR") != string_view::npos;
}

void look_open() {
  if (open) return;
  open = true;
  if (!engine().options.headless && drawn_by_the_processor()) quality().level = 1;
  shaders_open();
  text_open();
  noise_texture();
  soft_texture();
}

void look_close() {
  if (!open) return;
  open = false;
  write_pace();
  models_close();
  sprites_close();
  text_close();
  canvas_close();
  post_close();
  target_close(scene_target);
}

void look_reset() {
  particles_reset();
  weather_reset();
  canvas_reset();
  ground_mesh_reset();
  light_defaults();
}

void look_step(float dt) {
  particles_step(dt);
  weather_step(dt);
}

void draw_frame(int width, int height) {
  if (!open) look_open();
  keep_pace();
  Frame& f = frame();
  rlDrawRenderBatchActive();
  f.out_fbo = rlGetActiveFramebuffer();
  f.out_w = width;
  f.out_h = height;
  float scale = min((float)width / canvas_w, (float)height / canvas_h);
  f.fit = {floorf(((float)width - canvas_w * scale) / 2), floorf(((float)height - canvas_h * scale) / 2), roundf(canvas_w * scale), roundf(canvas_h * scale)};
  f.pixel = scale;
  f.time = (float)engine().steps * step_seconds;
  f.three_d = world().rig.view != View::none;
  // A processor draws straight onto the canvas at the canvas's own size; only in a larger window, or where even that is
  // too slow, onto something smaller that is stretched. A graphics chip draws aside and lays the finish over it.
  const bool plain = drawn_plainly();
  const float part = plain ? min(1.0f, canvas_w / f.fit.width) * (quality().level == 0 ? 0.72f : 1.0f) : 1.0f;
  const bool aside = !plain || part < 0.99f;
  Target target{f.out_fbo, 0, 0, f.out_w, f.out_h};
  Rectangle view = f.fit;
  if (aside) {
    int w = max((int)(f.fit.width * part), 64), h = max((int)(f.fit.height * part), 36);
    if (scene_target.w != w || scene_target.h != h) {
      target_close(scene_target);
      scene_target = target_open(w, h, true);
    }
    target = scene_target;
    view = {0, 0, (float)w, (float)h};
  }
  auto finish = [&] {
    if (!plain) post_draw(scene_target);
    else if (aside) stretch_draw(scene_target);
    canvas_begin();
    if (plain) vignette_draw();
  };
  bound = {target.fbo, target.w, target.h, view};
  if (f.three_d) {
    scene_gather();
    if (!bare) shadows_draw();
    scene_draw(target, view);
    finish();
    weather_draw_2d();
    paint(run_hooks_paint);
    particles_draw_2d();
  } else {
    canvas_bind();
    Color back = world().sky.top;
    rlClearColor(back.r, back.g, back.b, 255);
    rlClearScreenBuffers();
    if (plain) flat_begin();
    rlDisableColorBlend();
    DrawRectangleGradientV(0, 0, canvas_w, canvas_h, world().sky.top, world().sky.horizon);
    rlDrawRenderBatchActive();
    rlEnableColorBlend();
    if (plain) flat_end();
    paint(run_hooks_draw_behind);
    paint(run_hooks_paint);
    weather_draw_2d();
    particles_draw_2d();
    canvas_end();
    finish();
  }
  interface_draw();
  run_hooks_paint_over();
  screens_draw();
  canvas_end();
  rlViewport(0, 0, width, height);
  rlDisableDepthTest();
  rlEnableBackfaceCulling();
}

}  // namespace garden::engine

// ── raylib's modes that ask for the window ────────────────────────────────────────────────────────────────────────
// A program's own definitions come before a shared library's, so parts that call these get ours.
extern "C" {
using namespace garden::engine;

// What raylib draws without a picture looks up one white pixel, which costs a processor a third of its time.
void rlSetTexture(unsigned int id) {
  static const auto set = (void (*)(unsigned int))dlsym(RTLD_NEXT, "rlSetTexture");
  if (painting_plainly && id != 0) {
    bool flat = id == GetShapesTexture().id || id == rlGetTextureIdDefault();
    if (flat != painting_flat) { if (flat) flat_begin(); else flat_end(); }
  }
  set(id);
}

void BeginShaderMode(Shader shader) {
  painting_plainly = false;
  rlSetShader(shader.id, shader.locs);
}

void EndShaderMode(void) {
  painting_plainly = painting && drawn_plainly();
  flat_end();
}

void BeginTextureMode(RenderTexture2D target) {
  target_use(target.id, target.texture.width, target.texture.height);
  rlMatrixMode(RL_PROJECTION);
  rlLoadIdentity();
  rlOrtho(0, target.texture.width, target.texture.height, 0, 0, 1);
  rlMatrixMode(RL_MODELVIEW);
  rlLoadIdentity();
}

void EndTextureMode(void) {
  rlDrawRenderBatchActive();
  canvas_bind();
}

void BeginMode2D(Camera2D camera) {
  rlDrawRenderBatchActive();
  rlLoadIdentity();
  Matrix m = MatrixMultiply(MatrixMultiply(MatrixMultiply(MatrixTranslate(-camera.target.x, -camera.target.y, 0), MatrixRotateZ(camera.rotation * DEG2RAD)),
                                           MatrixScale(camera.zoom, camera.zoom, 1)), MatrixTranslate(camera.offset.x, camera.offset.y, 0));
  rlMultMatrixf(MatrixToFloatV(m).v);
}

void EndMode2D(void) {
  rlDrawRenderBatchActive();
  rlLoadIdentity();
}

int GetScreenWidth(void) { return canvas_w; }               // what a part may draw on, whatever the window's size
int GetScreenHeight(void) { return canvas_h; }

void BeginMode3D(Camera3D camera) {
  rlDrawRenderBatchActive();
  double far = 1000;
  rlMatrixMode(RL_PROJECTION);
  rlLoadIdentity();
  rlMultMatrixf(MatrixToFloatV(MatrixPerspective(camera.fovy * DEG2RAD, (double)canvas_w / canvas_h, 0.05, far)).v);
  rlMatrixMode(RL_MODELVIEW);
  rlLoadIdentity();
  rlMultMatrixf(MatrixToFloatV(MatrixLookAt(camera.position, camera.target, camera.up)).v);
  rlEnableDepthTest();
}

void EndMode3D(void) {
  rlDrawRenderBatchActive();
  canvas_matrices();
  rlDisableDepthTest();
}

void BeginScissorMode(int x, int y, int width, int height) {
  rlDrawRenderBatchActive();
  if (canvas_cuts(x, y, width, height)) return;
  float sx = bound.view.width / canvas_w, sy = bound.view.height / canvas_h;
  rlEnableScissorTest();
  rlScissor((int)(bound.view.x + (float)x * sx), bound.h - (int)(bound.view.y + (float)(y + height) * sy), (int)((float)width * sx), (int)((float)height * sy));
}
}
