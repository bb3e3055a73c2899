// look.h: what the drawing files of the runtime share. Only they include it; it holds GPU handles, so no logic here.
#pragma once
#include "engine.h"
#include "rlgl.h"

namespace garden::engine {

// ── The GPU, thinly ───────────────────────────────────────────────────────────────────────────────────────────────
struct Target { unsigned fbo = 0, color = 0, depth = 0; int w = 0, h = 0; };
Target target_open(int w, int h, bool with_depth);
Target depth_target_open(int size);
void target_close(Target& target);
void target_use(unsigned fbo, int w, int h);               // flushes, binds, sets the viewport

enum Uniform {
  u_view_proj, u_model, u_tint, u_glow, u_eye, u_sun_dir, u_sun_color, u_sky_light, u_ground_light, u_fog_color, u_fog_range,
  u_lamp_count, u_lamp_at, u_lamp_color, u_shadow_matrix, u_shadow_on, u_time, u_tex, u_shadow_map, u_noise, u_top, u_horizon,
  u_stars, u_disc, u_texel, u_bloom, u_finish, u_flash, u_water, u_soft, u_right, u_up, u_ahead, u_clouds, u_cover, u_grade, u_caustics,
  uniform_count
};
struct Program {
  unsigned id = 0;
  array<int, uniform_count> at{};
  void use() const { rlEnableShader(id); }
  void set(Uniform u, float v) const { if (at[u] >= 0) rlSetUniform(at[u], &v, RL_SHADER_UNIFORM_FLOAT, 1); }
  void set(Uniform u, int v) const { if (at[u] >= 0) rlSetUniform(at[u], &v, RL_SHADER_UNIFORM_INT, 1); }
  void set(Uniform u, Vector2 v) const { if (at[u] >= 0) rlSetUniform(at[u], &v, RL_SHADER_UNIFORM_VEC2, 1); }
  void set(Uniform u, Vector3 v) const { if (at[u] >= 0) rlSetUniform(at[u], &v, RL_SHADER_UNIFORM_VEC3, 1); }
  void set(Uniform u, Vector4 v) const { if (at[u] >= 0) rlSetUniform(at[u], &v, RL_SHADER_UNIFORM_VEC4, 1); }
  void set(Uniform u, const Matrix& m) const { if (at[u] >= 0) rlSetUniformMatrix(at[u], m); }
};
Program program_open(const string& vertex, const string& fragment, const char* what);
struct Shaders { Program model, pictured, ground, block, grass, shapes, shadow, sky, water, bright, blur, compose, flat; };   // pictured: models with textures
Shaders& shaders();
void shaders_open();
void shaders_open_plain(Shaders& to);                      // those that differ when the processor draws
bool drawn_plainly();                                      // quality below 2
void shaders_close();

// ── Meshes ────────────────────────────────────────────────────────────────────────────────────────────────────────
struct Vertex { Vector3 at{}; Vector2 uv{}; Vector3 normal{0, 1, 0}; Color color = WHITE; };
struct MeshData { vector<Vertex> vertices; vector<unsigned short> indices; };
struct Mesh3 { unsigned vao = 0, vbo = 0, ebo = 0; int count = 0; Vector3 min{}, max{}; };
Mesh3 mesh_open(const MeshData& data);
void mesh_close(Mesh3& mesh);
void mesh_draw(const Mesh3& mesh);
MeshData mesh_thinned(const MeshData& data, int grid);      // vertices of one grid cell become one: for far away

struct Piece { array<Mesh3, 3> levels; unsigned texture = 0; Color color = WHITE; bool closed = false; int joint = -1; };   // levels: whole, thinner, thinnest
struct Model3 { vector<Piece> pieces; Vector3 min{}, max{1, 1, 1}; bool placeholder = false, pictured = false; };
const Model3& model_of(const string& name);                 // loaded when first asked for; a placeholder when missing
MeshData shape_data(string_view name);                      // cube ball cylinder cone capsule disc plane
void box_into(MeshData& data, Vector3 centre, Vector3 size, float turn, Color color, float bevel, float cell = 0);   // cell: faces become grids of about so many metres
MeshData placeholder_data();
void models_close();
void sprites_close();

// ── The frame being drawn ─────────────────────────────────────────────────────────────────────────────────────────
struct Frame {
  Camera3D camera{};
  Matrix view{}, proj{}, view_proj{};
  array<Vector4, 6> planes{};
  float time = 0;                                           // seconds, for waves and drifting; from steps, so repeatable
  bool three_d = false;
  int lamp_count = 0;
  array<Vector4, 8> lamp_at{}; array<Vector4, 8> lamp_color{};
  Vector3 sky_light{}, ground_light{}, sun_color{}, fog_color{};   // linear light
  Vector3 sun_dir{};
  Matrix shadow{}; bool shadow_on = false;
  unsigned out_fbo = 0; int out_w = 0, out_h = 0;           // the caller's target
  Rectangle fit{};                                          // where the canvas lies in it, pixels
  float pixel = 1;                                          // target pixels for one canvas pixel
};
Frame& frame();
struct Quality { int level = 2; float spent = 0; };          // 2: soft shadows and smooth edges; 1: plain; 0: fewer pixels
Quality& quality();
bool submerged();                                           // the eye is under water
bool in_view(Vector3 min, Vector3 max);                     // boxes of the world against the frustum
Vector3 linear(Color c);
unsigned noise_texture();
enum class Detail { blades, stone, planks, plaster, clouds, waves };
unsigned detail_texture(Detail kind);                       // grey; it repeats
unsigned soft_texture();                                    // a round soft dot

// ── What the files draw, in this order ────────────────────────────────────────────────────────────────────────────
void scene_gather();                                        // camera, lamps, what is in view
void shadows_draw();
void screen_draw();                                         // one triangle over the whole target, with the program in use
void sky_draw();
void ground_draw(const Program& program, bool shadow_pass); // ground with its program, then blocks with theirs
void blocks_draw(const Program& program, bool shadow_pass);
void ground_mesh_reset();
void grass_draw();
void grass_reset();
void scene_draw(const Target& target, Rectangle view);      // view: the part of the target that is the canvas
void water_draw();
void weather_draw();
void particles_draw();
void particles_draw_2d();
void halos_draw();
void particles_step(float dt);
void particles_reset();
void weather_step(float dt);
void weather_reset();
void weather_draw_2d();
void post_draw(const Target& scene);                        // into the caller's target
void stretch_draw(const Target& scene);                     // the same without any finish
void vignette_draw();                                       // on the canvas; post_draw has its own
void post_close();
void interface_draw();                                      // HUD, captions, dialogue, labels over things
void screens_draw();                                        // title, pause, won, lost, fades
void text_open();
void text_close();
void light_defaults();                                      // hour, weather and finish of the style
Vector3 light_key();                                        // 0..1 each: night, dusk, day
void canvas_begin();                                        // 2D in canvas pixels over Frame::fit
void canvas_bind();                                         // where canvas drawing goes now, after drawing elsewhere
void canvas_end();
void canvas_reset();                                        // the world was thrown away: kept pictures are painted anew
bool canvas_cuts(int x, int y, int w, int h);               // BeginScissorMode, where a picture is being kept; false elsewhere
void canvas_close();
void flat_begin();                                          // shapes without a texture; only when drawn_plainly()
void flat_end();
void lit_uniforms(const Program& program);
void lamps_choose(const Program& program, Vector3 min, Vector3 max);   // only those that reach the box; after lit_uniforms
void draw_model_matrix(const Model3& model, const Matrix& at, const vector<Matrix>& joints, Color tint, float glow, int level, const Program& program);
void quad(Vector3 centre, Vector3 right, Vector3 up, Color color, float u0 = 0, float v0 = 0, float u1 = 1, float v1 = 1);

// ── Theme ─────────────────────────────────────────────────────────────────────────────────────────────────────────
void rounded(Rectangle r, float radius, Color color);
void rounded_line(Rectangle r, float radius, Color color, float thick = 1);
void soft_shadow(Rectangle r, float radius, float spread, Color color);
void glow_dot(Vector2 at, float radius, Color color);       // additive inside BeginBlendMode, soft otherwise
void words_plain(string_view text, Vector2 at, float size, Color color, float align, bool title_font);
void words_shadowed(string_view text, Vector2 at, float size, Color color, float align, bool title_font);
vector<string> wrapped(string_view text, float size, float width, bool title_font = false);

}  // namespace garden::engine
