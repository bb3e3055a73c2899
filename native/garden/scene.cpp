// scene.cpp: the world in three dimensions: what is in view, its shadows, its light, and the order of drawing.
#include "look.h"
#include "script.h"
#include "joints.h"

namespace garden::engine {
namespace {
struct Drawn { const Model3* model; Matrix at; Color tint; float glow, far; int level; uint32_t slot; bool shadow; Vector3 base; float wide; Vector3 low{}, high{}; vector<Matrix> joints{}; };
vector<Drawn> drawn;

struct Watch { size_t mark = 0; uint32_t generation = 0; int still = 0; bool fixed = false; };   // who stands still, for the kept shadows
vector<Watch> watched;
Target still_shadow, whole_shadow;
Matrix still_matrix{};
Vector3 still_centre{}, still_sun{};
int still_solids = -1, still_ground = -1, still_age = 0;
bool still_old = true;

size_t mark_of(const Slot& slot) {
  const State& s = slot.state;
  float parts[] = {s.at.x, s.at.y, s.at.z, s.turn, s.scale, s.lean.x, s.lean.y, s.lean.z, s.visible ? 1.0f : 0.0f};
  size_t h = std::hash<string>()(s.model);
  for (float p : parts) h = h * 1000003u ^ std::hash<float>()(p);
  for (const Slot::Play& p : slot.plays) h = h * 1000003u ^ std::hash<float>()(p.at * p.strength + p.strength);
  return h;
}

void planes_from(const Matrix& m) {
  Vector4 row0{m.m0, m.m4, m.m8, m.m12}, row1{m.m1, m.m5, m.m9, m.m13}, row2{m.m2, m.m6, m.m10, m.m14}, row3{m.m3, m.m7, m.m11, m.m15};
  frame().planes = {Vector4Add(row3, row0), Vector4Subtract(row3, row0), Vector4Add(row3, row1), Vector4Subtract(row3, row1), Vector4Add(row3, row2), Vector4Subtract(row3, row2)};
}

Camera3D title_camera() {                                  // slowly around the place where play will begin
  const Engine& e = engine();
  Vector3 middle = player() ? player()->at : Vector3{};
  float t = (float)e.steps * step_seconds, turn = t * 5 + 205;
  View view = world().rig.view;
  float far = view == View::top ? 19.0f : view == View::side ? 14.0f : 11.5f, high = view == View::side ? 4.0f : 4.6f;
  if (view == View::side) turn = 180 + 16 * sinf(t * 0.25f);
  Vector3 eye = Vector3Add(middle, {-forward(turn).x * far, high, -forward(turn).z * far});
  eye.y = max(eye.y, ground_at(eye.x, eye.z) + 1.6f);
  Hit hit = raycast(Vector3Add(middle, {0, 2, 0}), Vector3Normalize(Vector3Subtract(eye, Vector3Add(middle, {0, 2, 0}))), far);
  if (hit.hit && hit.distance > 2.5f) eye = Vector3Lerp(Vector3Add(middle, {0, 2, 0}), eye, (hit.distance - 0.5f) / far);
  return {eye, Vector3Add(middle, {0, 3.3f, 0}), {0, 1, 0}, 52, CAMERA_PERSPECTIVE};
}

// What stands between the eye and the player is shown faintly: part of its alpha.
float veil(const Drawn& d, const State& state) {
  const Rig& rig = world().rig;
  if (engine().screen == Screen::title || (rig.view != View::third && rig.view != View::top && rig.view != View::chase)) return 1;
  const Slot* who = slot_of(rig.who);
  if (!who || thing_of(d.slot) == rig.who || d.wide > 7 || state.body == Body::character || has_tag(thing_of(d.slot), "player")) return 1;
  Vector3 eye = frame().camera.position, focus = Vector3Add(who->state.at, {0, who->state.height * 0.6f, 0});
  Vector2 ab{focus.x - eye.x, focus.z - eye.z}, p{d.base.x - eye.x, d.base.z - eye.z};
  float length2 = max(Vector2LengthSqr(ab), 0.01f), t = Vector2DotProduct(p, ab) / length2;
  if (t > 0.9f || t < -0.5f / sqrtf(length2)) return 1;    // behind the player, or behind the eye
  t = clamp(t, 0.0f, 1.0f);
  float aside = hypotf(p.x - ab.x * t, p.y - ab.y * t), y = Lerp(eye.y, focus.y, t), tall = (d.model->max.y - d.model->min.y) * hypotf(d.at.m5, hypotf(d.at.m1, d.at.m9));
  if (y < d.base.y - 0.2f || y > d.base.y + tall + 0.3f || Vector3Distance(d.base, focus) < 0.7f) return 1;
  return clamp((aside - d.wide * 0.75f) / (d.wide * 0.5f + 0.1f), 0.28f, 1.0f);
}

void lamps_gather() {
  Frame& f = frame();
  struct Near { float far; const Lamp* lamp; };
  vector<Near> nearby;
  for (const auto& [number, lamp] : world().lamps) {
    if (lamp.radius <= 0) continue;
    float far = Vector3Distance(lamp.at, f.camera.position) - lamp.radius;
    if (far > world().fog.far_m * 1.3f) continue;
    Vector3 r{lamp.radius, lamp.radius, lamp.radius};
    if (!in_view(Vector3Subtract(lamp.at, r), Vector3Add(lamp.at, r))) continue;
    nearby.push_back({far, &lamp});
  }
  std::sort(nearby.begin(), nearby.end(), [](const Near& a, const Near& b) { return a.far < b.far; });
  f.lamp_count = (int)min<size_t>(nearby.size(), 8);
  float night = 1.15f - clamp(world().sun.ambient, 0.0f, 0.6f);
  for (int i = 0; i < f.lamp_count; ++i) {
    const Lamp& l = *nearby[(size_t)i].lamp;
    Vector3 c = Vector3Scale(linear(l.color), 1.35f * night);
    f.lamp_at[(size_t)i] = {l.at.x, l.at.y, l.at.z, 1 / (l.radius * l.radius)};
    f.lamp_color[(size_t)i] = {c.x, c.y, c.z, 0};
  }
}

void light_gather() {
  Frame& f = frame();
  const World& w = world();
  Vector3 hue = linear(mix(w.sky.top, w.sky.horizon, 0.3f));
  float lum = max(hue.x * 0.3f + hue.y * 0.59f + hue.z * 0.11f, 0.012f);
  Vector3 even = Vector3Lerp(Vector3Scale(hue, 1 / lum), {1, 1, 1}, 0.42f);
  float ambient = w.sun.ambient * (0.62f + 0.38f * w.sun.ambient);
  if (w.weather.kind == "rain") ambient *= 1 - 0.15f * w.weather.strength;
  f.sky_light = Vector3Scale(even, ambient);
  Vector3 earth = w.ground.any ? linear(w.ground.colors.empty() ? w.ground.color : w.ground.colors[w.ground.colors.size() / 2]) : Vector3{0.2f, 0.2f, 0.2f};
  f.ground_light = Vector3Add(Vector3Scale(f.sky_light, 0.34f), Vector3Scale(earth, ambient * 0.5f));
  float overcast = w.weather.kind == "rain" || w.weather.kind == "snow" || w.weather.kind == "up_rain" ? 1 - 0.5f * w.weather.strength : 1;
  f.sun_color = Vector3Scale(linear(w.sun.color), (1.08f - 0.3f * w.sun.ambient) * overcast * (w.sky.stars > 0.45f ? 0.62f : 1.0f));
  f.sun_dir = w.sun.direction;
  f.fog_color = linear(w.fog.color);
  if (submerged()) {                                       // blue and green get through water, red does not
    Vector3 body = linear(mix(w.has_water ? w.water_color : palette("water"), {30, 132, 150, 255}, 0.55f));
    float lum = max(body.x * 0.3f + body.y * 0.59f + body.z * 0.11f, 0.02f), bright = clamp(ambient * 0.62f, 0.07f, 0.3f);
    f.fog_color = Vector3Lerp(f.fog_color, Vector3Scale(body, bright / lum), 0.85f);
    f.sky_light = Vector3Multiply(f.sky_light, {0.62f, 1.04f, 1.12f});
    f.ground_light = Vector3Multiply(f.ground_light, {0.55f, 1.0f, 1.1f});
    f.sun_color = Vector3Multiply(f.sun_color, {0.5f, 0.95f, 1.0f});
  }
}

Vector3 interest() {                                       // the middle of what the shadows must cover
  const Frame& f = frame();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(f.camera.target, f.camera.position));
  Vector3 middle = Vector3Add(f.camera.position, Vector3Scale(ahead, 17));
  if (world().rig.view == View::top && player()) middle = player()->at;
  float ground = world().ground.any ? ground_at(clamp(middle.x, -world().ground.half, world().ground.half), clamp(middle.z, -world().ground.half, world().ground.half)) : 0;
  middle.y = max(ground, middle.y * 0.5f);
  auto snap = [](float v) { return roundf(v / 7) * 7; };
  return {snap(middle.x), snap(middle.y), snap(middle.z)};
}

void cast(const vector<const Drawn*>& list, const Matrix& light) {
  const Program& p = shaders().shadow;
  p.use();
  p.set(u_view_proj, light);
  for (const Drawn* d : list) {
    p.set(u_model, d->at);
    for (const Piece& piece : d->model->pieces) {
      if (!d->joints.empty()) p.set(u_model, piece.joint < 0 ? d->at : d->joints[(size_t)piece.joint] * d->at);
      mesh_draw(piece.levels[d->far < 14 ? 0 : 1]);
    }
  }
}

void blobs_draw() {                                        // a soft dark spot under what walks: it stands on the ground
  rlSetTexture(soft_texture());
  rlBegin(RL_QUADS);
  for (const Drawn& d : drawn) {
    if (!d.shadow || d.far > 34 || d.wide < 0.15f || d.wide > 4) continue;
    float ground = ground_at(d.base.x, d.base.z), lift = d.base.y - ground;
    if (lift < -0.3f || lift > 1.6f) continue;
    float e = 0.25f, r = d.wide * 0.78f * (1 + lift * 0.3f);
    Vector3 slope = Vector3Normalize({ground_at(d.base.x - e, d.base.z) - ground_at(d.base.x + e, d.base.z), 2 * e, ground_at(d.base.x, d.base.z - e) - ground_at(d.base.x, d.base.z + e)});
    Vector3 right = Vector3Normalize(Vector3CrossProduct({0, 0, 1}, slope)), ahead = Vector3CrossProduct(slope, right);
    quad({d.base.x, ground + 0.035f + d.far * 0.002f, d.base.z}, Vector3Scale(right, r), Vector3Scale(ahead, -r), {8, 8, 16, (unsigned char)(95 * (1 - lift / 1.6f) * (1 - d.far / 34))});
  }
  rlEnd();
  rlSetTexture(0);
}

void mode_3d() {                                           // raylib's own shapes as the camera sees them
  rlDrawRenderBatchActive();
  rlMatrixMode(RL_PROJECTION);
  rlLoadIdentity();
  rlMultMatrixf(MatrixToFloatV(frame().proj).v);
  rlMatrixMode(RL_MODELVIEW);
  rlLoadIdentity();
  rlMultMatrixf(MatrixToFloatV(frame().view).v);
  rlEnableDepthTest();
}

int* shapes_locs() {
  static int locs[32];
  std::fill(std::begin(locs), std::end(locs), -1);
  for (int i = 0; i < 6; ++i) locs[i] = -1;
  locs[RL_SHADER_LOC_VERTEX_POSITION] = 0;
  locs[RL_SHADER_LOC_VERTEX_TEXCOORD01] = 1;
  locs[RL_SHADER_LOC_VERTEX_COLOR] = 3;
  locs[RL_SHADER_LOC_MATRIX_MVP] = rlGetLocationUniform(shaders().shapes.id, "mvp");
  locs[RL_SHADER_LOC_MAP_ALBEDO] = rlGetLocationUniform(shaders().shapes.id, "texture0");
  return locs;
}

void blend_keeping_glow(bool added) {
  rlSetBlendFactorsSeparate(RL_SRC_ALPHA, added ? RL_ONE : RL_ONE_MINUS_SRC_ALPHA, added ? RL_SRC_ALPHA : RL_ZERO, RL_ONE, RL_FUNC_ADD, RL_FUNC_ADD);
  rlSetBlendMode(RL_BLEND_CUSTOM_SEPARATE);
}

bool drawing_shapes = false;
unsigned lamps_now = 0;                                    // which lamps the program in use has
}  // namespace

bool submerged() {
  const World& w = world();
  if (w.weather.kind == "bubbles" && w.weather.strength > 0.01f) return true;
  return w.has_water && frame().camera.position.y < w.water_level - 0.05f;
}

void lit_uniforms(const Program& p) {
  const Frame& f = frame();
  const World& w = world();
  p.set(u_view_proj, f.view_proj);
  p.set(u_eye, f.camera.position);
  p.set(u_sun_dir, f.sun_dir);
  p.set(u_sun_color, f.sun_color);
  p.set(u_sky_light, f.sky_light);
  p.set(u_ground_light, f.ground_light);
  p.set(u_fog_color, f.fog_color);
  float base = w.has_water ? w.water_level : 0;
  float near = w.fog.near_m, far = w.fog.far_m;
  if (submerged()) { near = min(near, 1.0f); far = min(far, 34.0f); base = 1000; }
  p.set(u_fog_range, Vector4{near, 1 / max(far - near, 1.0f), base, 0.06f});
  p.set(u_caustics, submerged() ? 1.0f : 0.0f);
  p.set(u_lamp_count, f.lamp_count);
  lamps_now = (1u << f.lamp_count) - 1;
  if (p.at[u_lamp_at] >= 0) rlSetUniform(p.at[u_lamp_at], f.lamp_at.data(), RL_SHADER_UNIFORM_VEC4, 8);
  if (p.at[u_lamp_color] >= 0) rlSetUniform(p.at[u_lamp_color], f.lamp_color.data(), RL_SHADER_UNIFORM_VEC4, 8);
  p.set(u_shadow_matrix, f.shadow);
  p.set(u_shadow_on, f.shadow_on ? 1.0f : 0.0f);
  p.set(u_time, f.time);
  p.set(u_tex, 0);
  p.set(u_shadow_map, 6);
  p.set(u_noise, 5);
  rlActiveTextureSlot(6);
  rlEnableTexture(whole_shadow.depth ? whole_shadow.depth : rlGetTextureIdDefault());
  rlActiveTextureSlot(5);
  rlEnableTexture(noise_texture());
  rlActiveTextureSlot(0);
}

void lamps_choose(const Program& p, Vector3 lo, Vector3 hi) {
  const Frame& f = frame();
  if (f.lamp_count < 2) return;
  unsigned chosen = 0;
  array<Vector4, 8> at{}, color{};
  int count = 0;
  for (int i = 0; i < f.lamp_count; ++i) {
    const Vector4& l = f.lamp_at[(size_t)i];
    Vector3 near = Vector3Clamp({l.x, l.y, l.z}, lo, hi);
    if (Vector3DistanceSqr(near, {l.x, l.y, l.z}) * l.w > 1) continue;
    chosen |= 1u << i;
    at[(size_t)count] = l;
    color[(size_t)count++] = f.lamp_color[(size_t)i];
  }
  if (chosen == lamps_now) return;
  lamps_now = chosen;
  p.set(u_lamp_count, count);
  if (count == 0) return;
  rlSetUniform(p.at[u_lamp_at], at.data(), RL_SHADER_UNIFORM_VEC4, 8);
  rlSetUniform(p.at[u_lamp_color], color.data(), RL_SHADER_UNIFORM_VEC4, 8);
}

void scene_gather() {
  Frame& f = frame();
  const Engine& e = engine();
  const World& w = world();
  f.time = (float)e.steps * step_seconds;
  f.camera = w.rig.now;
  f.camera.position = Vector3Lerp(w.rig.before.position, w.rig.now.position, e.blend);
  f.camera.target = Vector3Lerp(w.rig.before.target, w.rig.now.target, e.blend);
  if (e.screen == Screen::title) f.camera = title_camera();
  float far = clamp(w.fog.far_m * 1.6f, 140.0f, 900.0f);
  f.view = MatrixLookAt(f.camera.position, f.camera.target, f.camera.up);
  f.proj = MatrixPerspective(f.camera.fovy * DEG2RAD, (double)canvas_w / canvas_h, 0.08, far);
  f.view_proj = MatrixMultiply(f.view, f.proj);
  planes_from(f.view_proj);
  light_gather();
  lamps_gather();
  drawn.clear();
  watched.resize(max(watched.size(), w.slots.size()));
  float zoom = (float)canvas_h / tanf(f.camera.fovy * 0.5f * DEG2RAD);
  bool hide_who = w.rig.view == View::first && e.screen != Screen::title;
  for (uint32_t index : w.alive) {
    const Slot& slot = w.slots[index];
    const State& s = slot.state;
    if (bare || !slot.alive || !s.visible || s.model.empty()) continue;
    if (hide_who && thing_of(index) == w.rig.who) continue;
    const Model3& model = model_of(s.model);
    Vector3 grown = drawn_scale(slot), at = s.at;
    if (model.placeholder) grown = s.size.y > 0 ? Vector3Scale(s.size, s.scale) : Vector3Scale({1, 1, 1}, s.scale);
    float radius = 0.5f * Vector3Length(Vector3Multiply(Vector3Subtract(model.max, model.min), grown)) + 0.05f;
    float range = Vector3Distance(at, f.camera.position);
    Drawn d{&model, MatrixMultiply(MatrixScale(grown.x, grown.y, grown.z), drawn_place(slot, e.blend)), s.tint, s.glow, range, 0, index, s.shadow, at,
            0.5f * min((model.max.x - model.min.x) * grown.x, (model.max.z - model.min.z) * grown.z)};
    float pixels = radius * zoom / max(range, 0.1f);
    d.tint.a = (unsigned char)((float)d.tint.a * veil(d, s));
    d.level = pixels > 90 ? 0 : pixels > 34 ? 1 : 2;
    Watch& watch = watched[index];
    size_t mark = mark_of(slot);
    bool same = watch.mark == mark && watch.generation == slot.generation;
    if (!same && watch.fixed) still_old = true;
    watch.still = same ? watch.still + 1 : 0;
    if (!same) watch.fixed = false;
    watch.mark = mark;
    watch.generation = slot.generation;
    if (watch.still == 20 || (e.frame < 4 && s.body != Body::character && s.body != Body::dynamic && s.body != Body::moving)) { watch.fixed = true; still_old = true; }
    if (slot.played && slot.played == &model_box(s.model))
      for (size_t j = 0; j < slot.plays.size(); ++j) d.joints.push_back(joint_place(slot, (int)j));
    drawn.push_back(std::move(d));
  }
}

void shadows_draw() {
  Frame& f = frame();
  const World& w = world();
  f.shadow_on = f.sun_color.x + f.sun_color.y + f.sun_color.z > 0.02f;
  if (!f.shadow_on) return;
  if (!still_shadow.fbo) { still_shadow = depth_target_open(1024); whole_shadow = depth_target_open(1024); }
  const float reach = w.rig.view == View::first || w.rig.view == View::third || w.rig.view == View::chase ? 30.0f : 34.0f;
  Vector3 centre = interest();
  bool moved = Vector3Distance(centre, still_centre) > 0.1f || Vector3Distance(still_sun, f.sun_dir) > 0.012f || still_solids != w.solids_version || still_ground != w.ground_version;
  bool again = moved || (still_old && still_age >= 10);
  ++still_age;
  auto near_enough = [&](const Drawn& d) { return d.shadow && Vector3Distance(d.base, centre) < reach * 1.5f + d.wide; };
  bool culling = true;
  rlDisableColorBlend();
  rlEnableDepthTest();
  rlEnableDepthMask();
  auto begin = [&](const Target& t) { target_use(t.fbo, t.w, t.h); if (culling) rlDisableBackfaceCulling(); };
  if (again) {
    still_centre = centre;
    still_sun = f.sun_dir;
    still_solids = w.solids_version;
    still_ground = w.ground_version;
    still_old = false;
    still_age = 0;
    Vector3 up = fabsf(f.sun_dir.y) > 0.98f ? Vector3{0, 0, 1} : Vector3{0, 1, 0};
    Matrix look = MatrixLookAt(Vector3Subtract(centre, Vector3Scale(f.sun_dir, 70)), centre, up);
    still_matrix = MatrixMultiply(look, MatrixOrtho(-reach, reach, -reach, reach, 1, 140));
    begin(still_shadow);
    rlClearScreenBuffers();
    const Program& p = shaders().shadow;
    p.use();
    p.set(u_view_proj, still_matrix);
    ground_draw(p, true);
    blocks_draw(p, true);
    vector<const Drawn*> list;
    for (const Drawn& d : drawn) if (near_enough(d) && watched[d.slot].fixed) list.push_back(&d);
    cast(list, still_matrix);
  }
  f.shadow = still_matrix;
  rlBindFramebuffer(RL_READ_FRAMEBUFFER, still_shadow.fbo);
  rlBindFramebuffer(RL_DRAW_FRAMEBUFFER, whole_shadow.fbo);
  rlBlitFramebuffer(0, 0, 1024, 1024, 0, 0, 1024, 1024, 0x100);
  vector<const Drawn*> movers;
  for (const Drawn& d : drawn) if (near_enough(d) && !watched[d.slot].fixed) movers.push_back(&d);
  begin(whole_shadow);
  cast(movers, still_matrix);
  rlEnableBackfaceCulling();
  rlEnableColorBlend();
}

void scene_draw(const Target& target, Rectangle view) {
  Color back = world().fog.color;
  target_use(target.fbo, target.w, target.h);
  rlViewport((int)view.x, target.h - (int)(view.y + view.height), (int)view.width, (int)view.height);
  rlClearColor(back.r, back.g, back.b, 0);
  rlClearScreenBuffers();
  rlEnableDepthTest();
  rlEnableDepthMask();
  rlDisableColorBlend();
  rlEnableBackfaceCulling();
  std::sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) { return a.far < b.far; });   // near first: what lies behind is not shaded
  vector<const Drawn*> clear, pictured;
  rlDisableBackfaceCulling();
  auto paint = [&](const Drawn& d, const Program& by) {
    lamps_choose(by, d.low, d.high);
    draw_model_matrix(*d.model, d.at, d.joints, d.tint, d.glow, d.level, by);
  };
  auto begin = [&](const Program& by) -> const Program& { by.use(); lit_uniforms(by); return by; };
  const Program& plain = begin(shaders().model);
  for (Drawn& d : drawn) {
    float r = 0.87f * Vector3Length(Vector3Multiply(Vector3Subtract(d.model->max, d.model->min), {d.at.m0 + d.at.m4 + d.at.m8, d.at.m5 + d.at.m1 + d.at.m9, d.at.m10 + d.at.m2 + d.at.m6}));
    r = max(r, 2.0f * d.wide + 0.5f);
    Vector3 reach{r, r * 1.6f, r};
    if (!in_view(Vector3Subtract(d.base, reach), Vector3Add(d.base, reach))) continue;
    d.low = Vector3Subtract(d.base, {r, 0.2f, r});
    d.high = Vector3Add(d.base, reach);
    if (d.tint.a < 250) clear.push_back(&d);
    else if (d.model->pictured) pictured.push_back(&d);
    else paint(d, plain);
  }
  if (!pictured.empty()) {
    const Program& by = begin(shaders().pictured);
    for (const Drawn* d : pictured) paint(*d, by);
  }
  rlEnableBackfaceCulling();
  if (!bare) {
    shaders().block.use();
    lit_uniforms(shaders().block);
    blocks_draw(shaders().block, false);
    shaders().ground.use();
    lit_uniforms(shaders().ground);
    ground_draw(shaders().ground, false);
    grass_draw();
  }

  shaders().shapes.use();
  lit_uniforms(shaders().shapes);
  rlEnableColorBlend();
  mode_3d();
  blend_keeping_glow(false);
  rlSetShader(shaders().shapes.id, shapes_locs());
  drawing_shapes = true;
  run_hooks_draw();
  drawing_shapes = false;
  rlDrawRenderBatchActive();
  rlSetShader(rlGetShaderIdDefault(), rlGetShaderLocsDefault());

  sky_draw();
  // The parts' backdrop: on the canvas, but as far away as the sky.
  rlDrawRenderBatchActive();
  rlMatrixMode(RL_PROJECTION);
  rlLoadIdentity();
  Matrix flat = MatrixOrtho(0, canvas_w, canvas_h, 0, 0, 1);
  flat.m10 = 0;
  flat.m14 = 0.999999f;
  rlMultMatrixf(MatrixToFloatV(flat).v);
  rlMatrixMode(RL_MODELVIEW);
  rlLoadIdentity();
  rlDisableDepthMask();
  rlDisableBackfaceCulling();
  blend_keeping_glow(false);
  run_hooks_draw_behind();
  rlDrawRenderBatchActive();

  mode_3d();
  blend_keeping_glow(false);
  blobs_draw();
  rlDrawRenderBatchActive();
  water_draw();
  rlDisableDepthMask();
  if (!clear.empty()) {
    const Program& by = begin(shaders().pictured);
    blend_keeping_glow(false);
    for (auto d = clear.rbegin(); d != clear.rend(); ++d) paint(**d, by);
  }
  mode_3d();
  blend_keeping_glow(false);
  weather_draw();
  particles_draw();
  rlDrawRenderBatchActive();
  blend_keeping_glow(true);
  halos_draw();
  run_hooks_draw_glow();
  rlDrawRenderBatchActive();
  rlEnableDepthMask();
  rlDisableDepthTest();
  rlSetBlendMode(RL_BLEND_ALPHA);
}

}  // namespace garden::engine

namespace garden {
using namespace engine;

void draw_model(string_view name, Vector3 at, float turn, float scale, Color tint) {
  if (!engine::engine().gpu) return;
  rlDrawRenderBatchActive();
  const Program& p = shaders().pictured;
  p.use();
  lit_uniforms(p);
  rlDisableBackfaceCulling();
  Matrix m = MatrixMultiply(MatrixMultiply(MatrixScale(scale, scale, scale), MatrixRotateY(turn * DEG2RAD)), MatrixTranslate(at.x, at.y, at.z));
  if (tint.a >= 250) rlDisableColorBlend();                // alpha is how much it glows, unless one sees through it
  draw_model_matrix(model_of(string(name)), m, {}, tint, 0, 0, p);
  rlEnableColorBlend();
  rlEnableBackfaceCulling();
}

}  // namespace garden
