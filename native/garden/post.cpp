// post.cpp: the last look of the picture: bloom, smooth edges, grade, vignette and grain.
#include "look.h"

namespace garden::engine {
void screen_draw();
namespace {
Target near_a, near_b, wide_a, wide_b;

void bind(const Program& p, Uniform u, int slot, unsigned texture) {
  rlActiveTextureSlot(slot);
  rlEnableTexture(texture);
  p.set(u, slot);
  rlActiveTextureSlot(0);
}

void pass(const Target& to, const Program& p, unsigned from, Vector2 texel, float soft) {
  target_use(to.fbo, to.w, to.h);
  p.use();
  bind(p, u_tex, 0, from);
  p.set(u_texel, texel);
  p.set(u_soft, soft);
  screen_draw();
}
}  // namespace

void post_draw(const Target& scene) {
  const Frame& f = frame();
  const World& w = world();
  int qw = max(scene.w / 4, 16), qh = max(scene.h / 4, 16);
  if (near_a.w != qw || near_a.h != qh) {
    post_close();
    near_a = target_open(qw, qh, false);
    near_b = target_open(qw, qh, false);
    wide_a = target_open(qw / 3, qh / 3, false);
    wide_b = target_open(qw / 3, qh / 3, false);
  }
  rlDrawRenderBatchActive();
  rlDisableDepthTest();
  rlDisableColorBlend();
  rlDisableBackfaceCulling();
  if (w.finish.bloom > 0.005f) {
    pass(near_a, shaders().bright, scene.color, {1.0f / (float)scene.w, 1.0f / (float)scene.h}, f.three_d ? 1.0f : 0.0f);
    pass(near_b, shaders().blur, near_a.color, {1.0f / (float)qw, 0}, 0);
    pass(near_a, shaders().blur, near_b.color, {0, 1.0f / (float)qh}, 0);
    pass(wide_a, shaders().blur, near_a.color, {1.2f / (float)wide_a.w, 0}, 0);
    pass(wide_b, shaders().blur, wide_a.color, {0, 1.2f / (float)wide_a.h}, 0);
    pass(wide_a, shaders().blur, wide_b.color, {2.6f / (float)wide_a.w, 0}, 0);
    pass(wide_b, shaders().blur, wide_a.color, {0, 2.6f / (float)wide_a.h}, 0);
    target_use(near_b.fbo, near_b.w, near_b.h);
    shaders().blur.use();
    bind(shaders().blur, u_tex, 0, wide_b.color);
    bind(shaders().blur, u_bloom, 1, near_a.color);
    shaders().blur.set(u_soft, 2.0f);
    screen_draw();
  }
  target_use(f.out_fbo, f.out_w, f.out_h);
  rlClearColor(0, 0, 0, 255);
  rlClearScreenBuffers();
  rlViewport((int)f.fit.x, f.out_h - (int)(f.fit.y + f.fit.height), (int)f.fit.width, (int)f.fit.height);
  const Program& p = shaders().compose;
  p.use();
  bind(p, u_tex, 0, scene.color);
  bind(p, u_bloom, 1, near_b.color);
  p.set(u_texel, Vector2{1.0f / (float)scene.w, 1.0f / (float)scene.h});
  p.set(u_finish, Vector4{w.finish.bloom, w.finish.vignette, w.finish.grain, engine().style.light});
  p.set(u_grade, f.three_d ? Vector3{1.05f, 0.14f, 0.8f} : Vector3{1.0f, 0.0f, 0.35f});
  p.set(u_time, fmodf(f.time, 10));
  screen_draw();
  rlEnableColorBlend();
  rlSetBlendMode(RL_BLEND_ALPHA);
}

void stretch_draw(const Target& scene) {
  const Frame& f = frame();
  rlDrawRenderBatchActive();
  rlDisableDepthTest();
  rlDisableColorBlend();
  rlDisableBackfaceCulling();
  target_use(f.out_fbo, f.out_w, f.out_h);
  rlClearColor(0, 0, 0, 255);
  rlClearScreenBuffers();
  rlViewport((int)f.fit.x, f.out_h - (int)(f.fit.y + f.fit.height), (int)f.fit.width, (int)f.fit.height);
  shaders().compose.use();
  bind(shaders().compose, u_tex, 0, scene.color);
  shaders().compose.set(u_finish, Vector4{0, 0, 0, engine().style.light});
  screen_draw();
  rlEnableColorBlend();
  rlSetBlendMode(RL_BLEND_ALPHA);
}

void vignette_draw() {                                     // a ring of dark, clear in the middle, where nothing need be drawn
  float strength = world().finish.vignette;
  if (strength < 0.01f) return;
  const int around = 48, rings = 6;
  flat_begin();
  auto point = [&](int i, int k) {
    float a = 2 * PI * (float)i / around, d = Lerp(0.37f, 0.66f, (float)k / rings), t = clamp((d * d * 2 - 0.25f) / 0.55f, 0.0f, 1.0f);
    rlColor4ub(0, 0, 0, (unsigned char)(255 * strength * 0.78f * t * t * (3 - 2 * t)));
    rlVertex2f((0.5f + cosf(a) * d) * canvas_w, (0.5f + sinf(a) * d / 0.8f) * canvas_h);
  };
  rlBegin(RL_TRIANGLES);
  for (int k = 0; k < rings; ++k)
    for (int i = 0; i < around; ++i) {
      point(i, k); point(i + 1, k + 1); point(i + 1, k);
      point(i, k); point(i, k + 1); point(i + 1, k + 1);
    }
  rlEnd();
  flat_end();
}

void post_close() {
  for (Target* t : {&near_a, &near_b, &wide_a, &wide_b}) target_close(*t);
}

}  // namespace garden::engine
