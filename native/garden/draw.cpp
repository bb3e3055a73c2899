// draw.cpp: one frame, from the world to the interface, into whatever target the caller has bound; and raylib's modes
// that look at the window's size, made to work inside that target, with or without a window.
#include "look.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace garden::engine {
namespace {
Target scene_target;
bool open = false;
struct Bound { unsigned fbo = 0; int w = 0, h = 0; Rectangle view{}; };   // where canvas drawing goes now
Bound bound;

// A slow machine gets plainer pictures rather than fewer of them. Only in a window: what is made without one has time.
vector<float> intervals;                                   // milliseconds between frames of play, for GARDEN_FRAME_TIMES
void keep_pace() {
  using Clock = std::chrono::steady_clock;
  static Clock::time_point last = Clock::now();
  static int frames = 0;
  static float sum = 0;
  float ms = std::chrono::duration<float, std::milli>(Clock::now() - last).count();
  last = Clock::now();
  if (engine().options.headless || ms > 400) return;
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

void write_pace() {                                        // for measurements: the interval of every frame, one a line
  const char* path = std::getenv("GARDEN_FRAME_TIMES");
  if (!path || !*path) return;
  if (FILE* out = std::fopen(path, "w")) {
    std::fprintf(out, "level %d\n", quality().level);
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

void canvas_in(const Target& target) {
  bound = {target.fbo, target.w, target.h, {0, 0, (float)target.w, (float)target.h}};
  canvas_bind();
}
}  // namespace

void canvas_begin() {
  const Frame& f = frame();
  bound = {f.out_fbo, f.out_w, f.out_h, f.fit};
  canvas_bind();
}

void canvas_end() { rlDrawRenderBatchActive(); }

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
  text_close();
  post_close();
  target_close(scene_target);
}

void look_reset() {
  particles_reset();
  weather_reset();
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
  const float parts[2][3] = {{0.75f, 1, 1}, {0.62f, 0.8f, 1}};           // of the pixels each way: canvas, world; by quality
  float part = parts[f.three_d][clamp(quality().level, 0, 2)];
  int w = max((int)(f.fit.width * part), 64), h = max((int)(f.fit.height * part), 36);
  if (scene_target.w != w || scene_target.h != h) {
    target_close(scene_target);
    scene_target = target_open(w, h, true);
  }
  if (f.three_d) {
    bound = {scene_target.fbo, scene_target.w, scene_target.h, {0, 0, (float)scene_target.w, (float)scene_target.h}};
    scene_gather();
    shadows_draw();
    scene_draw(scene_target);
    post_draw(scene_target);
    canvas_begin();
    weather_draw_2d();
    run_hooks_paint();
    particles_draw_2d();
  } else {
    canvas_in(scene_target);
    Color back = world().sky.top;
    rlClearColor(back.r, back.g, back.b, 255);
    rlClearScreenBuffers();
    DrawRectangleGradientV(0, 0, canvas_w, canvas_h, world().sky.top, world().sky.horizon);
    run_hooks_draw_behind();
    run_hooks_paint();
    weather_draw_2d();
    particles_draw_2d();
    canvas_end();
    post_draw(scene_target);
    canvas_begin();
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
  float sx = bound.view.width / canvas_w, sy = bound.view.height / canvas_h;
  rlEnableScissorTest();
  rlScissor((int)(bound.view.x + (float)x * sx), bound.h - (int)(bound.view.y + (float)(y + height) * sy), (int)((float)width * sx), (int)((float)height * sy));
}
}
