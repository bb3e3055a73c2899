// engine.h: what the .cpp files of the runtime share. Games never include it.
//
// One Engine holds everything. Engine::world is what a restart throws away; the rest lives as long as the program.
// Steps (60 a second) change it and are the same for the same seed and input, with or without a screen; frames only
// read it and draw. So: no GPU call and no wall clock in a *_step; no change of the world in draw_frame.
//
//   loop.cpp parts.cpp things.cpp terrain.cpp physics.cpp nav.cpp moving.cpp input.cpp keys.cpp replay.cpp bot.cpp goals.cpp
//   interface.cpp screens.cpp data.cpp assets.cpp joints.cpp state.cpp digest.cpp spell.cpp surface.cpp      logic, no drawing
//   scene.cpp sky.cpp camera.cpp draw.cpp sprites.cpp particles.cpp ui.cpp text.cpp tween.cpp sound.cpp post.cpp   looks and sound
#pragma once
#include "prelude.h"

namespace garden::engine {

inline constexpr float step_seconds = 1.0f / 60;
inline constexpr int steps_a_frame = 2;                    // traces count 30 frames a second
inline constexpr int canvas_w = 1280, canvas_h = 720;

// ── Command line ──────────────────────────────────────────────────────────────────────────────────────────────────
struct Shot { int frame = -1; string path; };              // frame -1: after the last one
struct Options {
  string scenario, replay, record, state, bot, language, home;
  string picks; bool watch = false;                        // what was clicked goes to this file; watch.cpp's keys work
  string live; int resume = -1;                            // a file to look at, and an open one with what was played before
  vector<Shot> shots, states;                              // pictures and state dumps at frames
  vector<string> without;                                  // parts that are left out
  int glances = 0;                                         // a line on stderr every so many frames
  int frames = -1, probe = 0;                              // frames at 30 a second; -1: until closed
  std::optional<uint64_t> seed;
  int window_w = 1280, window_h = 720;
  bool headless = false, mute = false, autostart = false, first_frame = false;
};

struct Random {                                            // splitmix64: small, fast, the same everywhere
  uint64_t state = 1;
  uint64_t next();
  float real();                                            // 0..1, never 1
  float real(float from, float to) { return from + (to - from) * real(); }
  int whole(int from, int to);                             // both ends included
};

// ── Style (data/style.json) ───────────────────────────────────────────────────────────────────────────────────────
struct Style {
  string title = "Garden", subtitle, language = "en", genre, stage = "walk", view = "third", mood = "calm";
  float hour = 11;
  string weather_kind; float weather_strength = 0;
  string music_mood; float music_tempo = 90, music_volume = 1;
  float light = 1;                                         // how bright the picture is at last: 1 as it was drawn
  uint64_t seed = 1;
  map<string, Color> palette;                              // always has all roles
  float bloom = 0.35f, vignette = 0.3f, grain = 0.03f;
  map<string, int> keys;                                   // actions that lie on another key than their own: keys.cpp
  map<string, string> texts;                               // play paused resume restart quit won lost best how_to_play ...
};

// ── Models ────────────────────────────────────────────────────────────────────────────────────────────────────────
struct Joint {                                             // a part of a model that moves (joints.cpp)
  enum Kind { spin, bob, swing, open, walk, roll } kind = spin;
  string name;
  Vector3 pivot{}, axis{0, 1, 0};                          // in the model's own frame
  float amount = 0, seconds = 1, phase = 0;                // degrees a second, metres, degrees, or the wheel's radius
  int parent = -1;                                         // the joint that carries it
};
struct Hull { vector<Vector3> corners; Vector3 min{}, max{}; int gate = -1; };   // gate: the joint with which it opens
struct ModelBox {
  Vector3 min{}, max{1, 1, 1}; bool known = false;
  vector<Joint> joints;
  vector<int> mesh_joint;                                  // of each mesh in the order in which raylib loads them; -1: the body's
  vector<Hull> hulls;                                      // what one bumps into; none: its bounds
};

// ── Things ────────────────────────────────────────────────────────────────────────────────────────────────────────
struct Slot {                                              // one place in the pool; Thing::id is its index + 1
  State state;
  uint32_t generation = 1;
  bool alive = false;
  vector<string> indexed;                                  // the tags World::tagged knows
  uint64_t order = 0;                                      // rises with each spawn
  string part;                                             // whose hook spawned it
  Vector3 before{}; float before_turn = 0;                 // at and turn one step ago, to draw between steps
  Vector3 wish{}; bool wished = false;                     // walk() of this step
  float jump_height = 0, coyote = 0, jump_wait = 0, mass = 1;
  Vector3 knock{}; Vector3 safe{};                         // knock-back that fades; the last place it stood on
  uint32_t floor_thing = 0;                                // the moving thing it stands on: its index + 1
  Body body_seen = Body::none;                             // what physics knows: parts may change body, at and turn directly
  Vector3 seen_at{}; float seen_turn = 0; int shifted = 0; // of a solid thing: where it was; steps until it counts as still
  Vector3 home{}; Vector3 roam_to{}; float roam_wait = 0; bool roaming = false;
  float stuck = 0; Vector3 stuck_at{};                     // for go() and the bot
  string bubble; float bubble_left = 0;                    // speech() over it
  struct Play { float at = 0, strength = 0, wanted = 1; };
  const ModelBox* played = nullptr; vector<Play> plays;    // joints.cpp: how far each joint is
  string name_label; int name_label_step = -10;            // tag_label(): shown while name_label_step >= world.steps - 1
};

// ── The ground and what stands on it ──────────────────────────────────────────────────────────────────────────────
struct Solid { Vector3 centre{}, size{1, 1, 1}; float turn = 0; Color color = WHITE; string tags; string part; };  // a box about Y
struct Ground {
  bool any = false, flat = true;
  float half = 0; int cells = 1;
  vector<float> heights;                                   // (cells + 1) squared, row by row along z, from -half
  vector<Color> colors;                                    // the same; empty when flat
  Color color = WHITE;
};
struct Spot { Vector3 at{}; vector<string> tags; bool used = false; };
struct Lamp { Vector3 at{}; Color color = WHITE; float radius = 0; };
struct Sky { Color top{90, 150, 220, 255}, horizon{200, 220, 235, 255}; float stars = 0; bool set = false; };
struct Sun { Vector3 direction{-0.4f, -0.8f, -0.45f}; Color color{255, 244, 225, 255}; float ambient = 0.45f; bool set = false; };
struct Fog { Color color{200, 220, 235, 255}; float near_m = 40, far_m = 160; bool set = false; };
struct Weather { string kind; float strength = 0; };
struct Finish { float bloom = 0.35f, vignette = 0.3f, grain = 0.03f; };

// ── Camera ────────────────────────────────────────────────────────────────────────────────────────────────────────
enum class View { none, first, third, top, side, chase, fixed };
struct Rig {
  View view = View::none;
  Thing who;
  float distance = 6, height = 2.6f, tilt = 62, fov = 60;
  float yaw = 180, pitch = -12;                            // degrees; forward(yaw) is where it looks over the ground
  Vector3 eye{0, 6, 12}, target{};                         // camera_fixed
  float shake = 0;
  bool fresh = true;                                       // just chosen: jump there, no easing
  Camera3D now{{0, 6, 12}, {0, 0, 0}, {0, 1, 0}, 60, CAMERA_PERSPECTIVE};   // of this step; camera()
  Camera3D before = now;                                   // of the step before, to draw between steps
};

// ── Interface of this step ────────────────────────────────────────────────────────────────────────────────────────
struct UiCommand {
  enum Kind { button, panel, label, bar } kind = label;
  string id, text;
  Rectangle where{};                                       // button panel bar
  Vector2 at{}; float size = 24, align = 0;                // label
  float part = 0;                                          // bar, 0..1
  Color color{0, 0, 0, 0};                                 // alpha 0: the theme's
  bool enabled = true, hover = false, down = false, focused = false;
};
struct Dialogue {
  string who, text;
  vector<string> answers;                                  // empty: say
  function<void()> then;
  function<void(int)> chosen;
  float age = 0;
  int focus = 0;
};
struct Caption { string text; float age = 0, seconds = 4; };
struct Flash { Color color{}; float left = 0, seconds = 0; };
struct Objective { string id, text; int have = 0, need = 1; float done_age = -1; string part; };  // done_age: seconds since achieved
struct Meter { string id, label, lose_text; float value = 0, full = 1; Color color = WHITE; };
struct Counter { string id, label; int value = 0; };
struct Countdown { bool on = false; string label; float left = 0, seconds = 0; function<void()> at_end; };
struct Help { string keys, meaning; };
struct Timer { int number; float due, period; function<void()> fn; string part; };   // period 0: once
struct HumSource { string kind; Vector3 at{}; float reach = 10, volume = 1; };

// ── Screens ───────────────────────────────────────────────────────────────────────────────────────────────────────
enum class Screen { title, play, paused, won, lost };
struct MenuItem { string id, text; Rectangle where{}; };   // id: play resume restart quit

// ── All that a restart throws away ────────────────────────────────────────────────────────────────────────────────
struct World {
  int steps = 0;                                           // of play
  float seconds = 0;
  // things
  std::deque<Slot> slots;                                  // a deque: a State keeps its address. Freed places are used again
  vector<uint32_t> free_slots;
  vector<uint32_t> alive;                                  // indices in the order of making; sorted by Slot::order
  map<string, vector<uint32_t>, std::less<>> tagged;       // indices by tag, in the order of making
  uint64_t next_order = 1;
  // ground
  Ground ground; int ground_version = 0;                   // a new version: rebuild its mesh
  vector<Solid> solids; int solids_version = 0;
  bool has_water = false; float water_level = -1e6f; Color water_color{60, 120, 150, 200};
  bool has_bounds = false; float bound_x = 0, bound_z = 0;
  vector<Spot> spots;
  float gravity = 9.8f;
  // light
  Sky sky; Sun sun; Fog fog; Weather weather; Finish finish;
  float hour = 11; bool hour_set = false;
  map<int, Lamp> lamps; int next_lamp = 1;
  // view
  Rig rig;
  // interface
  vector<UiCommand> ui;                                    // recorded in this step's on_step
  string focus;                                            // id of the focused button
  std::deque<Dialogue> dialogues;                          // the front one is open
  vector<Caption> captions;                                // newest last
  map<string, bool, std::less<>> hud;                      // false: the parts show it themselves
  string hint, hint_part; int hint_step = -10;             // shown while hint_step >= steps - 1
  Flash flash;
  vector<HumSource> hums;                                  // hum number = index + 1
  string music_mood; float music_tempo = 90;
  // goals
  std::deque<Objective> objectives; std::deque<Meter> meters; std::deque<Counter> counters; Countdown countdown;
  vector<Timer> timers; int next_timer = 1;
  int score = 0; bool scored = false;
  vector<Help> help;                                       // how to play
  map<string, double> values; map<string, string> words;
  map<string, int> events;                                 // how often each was emitted
};

// ── Raw input: the same for a window, a trace and a bot ───────────────────────────────────────────────────────────
struct InputEvent { enum Kind { key_down, key_up, button_down, button_up, move, wheel } kind = move; int code = 0; float x = 0, y = 0; };
struct Input {
  std::array<bool, 512> key{}, key_pressed{}, key_released{};
  std::array<bool, 3> button{}, button_pressed{}, button_released{};
  Vector2 mouse{640, 360}, moved{};                        // canvas pixels; moved in this step
  Vector2 look{};                                          // degrees to add to yaw (less: to the right) and pitch (up) in this step
  Vector2 stick{};                                         // left stick, x right, y forward
  float wheel = 0;
  bool captured = false;                                   // the mouse turns the view; the pointer is hidden
  bool pad = false;                                        // the last input came from a gamepad
};

struct Warning { string level, part, text; };              // level: warning, expect, error

struct Engine {
  Options options;
  Style style;
  World world;
  Input input;
  Screen screen = Screen::title;
  float screen_age = 0;                                    // seconds since it came
  float fade = 0;                                          // 0 clear .. 1 covered; drawn over everything
  string ending;                                           // the text of won or lost
  vector<MenuItem> menu; int menu_focus = 0;               // of this screen; title, paused, won and lost have one
  int best_score = 0;
  uint64_t seed = 1;
  int round = 0;                                           // plays begun again since the program began; each is dealt anew
  Random random;                                           // of the game: rnd()
  Random picture; bool drawing = false;                    // inside a hook that draws rnd() takes these dice: seen or unseen, a game goes the same way
  bool advising = false;                                   // inside on_advise: a look at the world, nothing is used up
  int ending_wait = 0;                                     // steps until the ending's screen comes
  Screen ending_screen = Screen::won;
  int fade_steps = 0; function<void()> when_dark;          // a change of screen under way
  int64_t steps = 0, frame = 0;                            // since the program began, in every screen
  float blend = 1;                                         // between the last two steps, for drawing
  bool gpu = false;                                        // a context exists: draw_frame may be called
  bool audio = false;
  bool quit = false;
  vector<Warning> warnings;
  string home = ".";                                       // folder that holds data/ assets/ fonts/
  string running_part;                                     // whose hook runs now
};
Engine& engine();
inline World& world() { return engine().world; }

// ── Logic, offered to the looks ───────────────────────────────────────────────────────────────────────────────────
Slot* slot_of(Thing thing);                                // null when gone
Thing thing_of(uint32_t index);
void warn(string_view text);                               // once for each text: a JSON line on stderr and in the state
string nearest_name(string_view wanted, const vector<string>& known);   // "" when nothing is like it
string word(string_view id, string_view english);          // style.texts[id], else the English
string asset_file(string_view model);                      // path of assets/NAME.glb or ""; warns once with the nearest name
bool is_shape(string_view model);                          // cube ball cylinder cone capsule disc plane
Vector3 shape_size(string_view model);                     // their size at scale 1: 1 m, base at y = 0
const ModelBox& model_box(string_view model);              // of the .glb as stored, read without a GPU
Vector3 drawn_scale(const Slot& slot);                     // what to multiply the stored model by (size, scale) to draw it
Matrix drawn_place(const Slot& slot, float blend);         // turn, lean and place: model (already scaled) to world. A dynamic
                                                           // body turns about its middle, all others about their base
Rectangle dialogue_box();                                  // canvas pixels
Rectangle answer_box(int index, int of);
string answer_key(int index);                              // "1".."9"
bool wants_pointer();                                      // buttons or answers are shown
string file_text(const string& path);                      // "" when it can't be read
void run_hooks_draw_behind();                              // each calls the parts' hooks of that kind
void run_hooks_draw();
void run_hooks_draw_glow();
void run_hooks_paint();
void run_hooks_paint_over();
bool has_paint_hooks();

// ── Looks and sound, offered to the logic ─────────────────────────────────────────────────────────────────────────
void look_open();                                          // a context exists now: shaders, fonts; models come when first drawn
void look_close();
void look_reset();                                         // the world was thrown away: drop its meshes, particles
void look_step(float dt);                                  // particles, weather, lamps that flicker, in every screen
void draw_frame(int width, int height);                    // everything, into the active target (canvas scaled to fit)
void camera_step(float dt);                                // Rig::now from the rig, the thing and input.look
void tween_step(float dt);
void tween_reset();
void sound_open();
void sound_close();
void sound_reset();                                        // restart: hums and music stop
void sound_step(float dt);
// API functions that the looks define: sky sun fog hour light weather finish · camera_... camera on_screen mouse_on_ground ·
// animate hop pop burst burst2d flash · draw_words measure_words draw_model · sound tone hum loudness music.
// All others of garden.h are the logic's.

}  // namespace garden::engine
