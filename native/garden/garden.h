// garden.h: the whole game API, one page.
//
// A game is made of parts. A part is one .cpp file that says, inside PART(name), what happens when.
//
//   #include "garden.h"
//   namespace { Thing moth; }
//   PART(moth) {
//     on_start([] { moth = spawn("moth", {.model = "moth", .at = spot("high"), .tags = "flier"}); });
//     on_step([](float dt) {
//       moth->at.y = 2 + 0.3f * sinf(now() * 2);
//       if (distance(moth, player()) < 1.5f) { achieve("moths"); burst(moth->at, {.color = GOLD}); remove(moth); }
//     });
//   }
//
// World: metres, Y up, the camera looks along -Z at first; angles in degrees; time in seconds.
// Canvas: 1280 x 720 pixels, x right, y down. Colours are raylib's. raylib's own drawing functions may be called
// inside on_draw..., on_paint... hooks and nowhere else: there alone a GPU is sure to exist.
// Everything else here works in every mode, also without any screen, and is the same for the same seed and input.
#pragma once
#include "prelude.h"

namespace garden {

// ── Parts and hooks ─────────────────────────────────────────────────────────────────────────────────────────────────
// Hooks run in the order of the parts' names within each kind; all on_world, then all on_player, then all on_start.
#define PART(name)                                                                    \
  static void garden_part_##name();                                                   \
  static const ::garden::PartEntry garden_entry_##name(#name, garden_part_##name);    \
  static void garden_part_##name()
struct Thing;
struct PartEntry { PartEntry(const char* name, void (*setup)()); };

void on_world(function<void()> fn);               // lay ground, walls, spots; also again after restart
void on_player(function<void()> fn);              // spawn the player's character (tag "player") at start_spot()
void on_start(function<void()> fn);               // spawn things, declare objectives; also again after restart
void on_step(function<void(float dt)> fn);        // 60 times a second while playing; reads input, moves things, ui
void on_event(string_view name, function<void(Thing who)> fn);  // when somebody emits it
void on_draw_behind(function<void()> fn);         // 2D, behind the world: skies, backdrops
void on_draw(function<void()> fn);                // 3D, inside the camera: lit and fogged raylib shapes
void on_draw_glow(function<void()> fn);           // 3D, added light: beams, halos, trails
void on_paint(function<void()> fn, float layer = 0);   // 2D canvas above the world, below the interface (all of a 2D game);
                                                  // lower layers first: backdrop -10, scenery -5, play 0, weather 5, front 10
void on_paint_over(function<void()> fn);          // 2D, above the interface
void on_advise(function<bool()> fn);              // what a player would do now (bot_...); true = decided. For play-tests
void on_scenario(string_view id, function<void()> fn);          // --scenario ID: run after on_start

// ── Things ──────────────────────────────────────────────────────────────────────────────────────────────────────────
enum class Body {
  none,       // a picture in the world: no collisions
  solid,      // stands still and blocks (box of the model's size)
  character,  // walks, falls, climbs small steps, is blocked; capsule of radius and height
  dynamic,    // rolls and tumbles (physics)
  moving,     // moved by you, pushes others: lifts, doors
  trigger,    // blocks nothing; see touching()
};
struct Setup {                      // name members in this order
  string_view model = "";           // an asset's name, or cube, ball, cylinder, cone, capsule, disc, plane; "" = unseen
  Vector3 at = {0, 0, 0};           // of its base
  float turn = 0;                   // about Y
  float scale = 1;
  Vector3 size = {0, 0, 0};         // metres; a zero keeps the model's own proportion
  Color tint = WHITE;
  float glow = 0;                   // 0..1: shines by itself
  Body body = Body::none;
  float radius = 0.35f, height = 1.6f, mass = 1;
  string_view tags = "";            // words separated by spaces
  bool shadow = true;
};
struct State {                      // what a Thing points to
  string name, model;
  vector<string> tags;
  Vector3 at{}, velocity{}, size{};
  Vector3 lean{};                   // degrees about X, Y, Z on top of turn: bobbing, tilting, falling over
  float turn = 0, scale = 1, glow = 0, radius = 0.35f, height = 1.6f, age = 0;
  Color tint = WHITE;
  bool visible = true, grounded = false, shadow = true;
  Body body = Body::none;
  map<string, float> num;           // your own numbers: thing->num["hp"]
  map<string, string> text;         // your own words
};
struct Thing {                      // a handle: cheap to copy, safe after the thing is gone (then false)
  uint32_t id = 0, generation = 0;
  State* operator->() const;        // of a thing that is gone: a scratch state, so that nothing crashes
  explicit operator bool() const;
  bool operator==(const Thing&) const = default;
};
Thing spawn(string_view name, const Setup& setup = {});
void remove(Thing thing);
Thing find(string_view name);                       // the first of that name
vector<Thing> named(string_view name);              // all of that name, in the order of their making
vector<Thing> things(string_view tag);              // all with the tag, likewise
Thing nearest(string_view tag, Vector3 at, float within = 1e9f);
vector<Thing> within(string_view tag, Vector3 at, float radius);
bool has_tag(Thing thing, string_view tag);
void add_tag(Thing thing, string_view tag);
void drop_tag(Thing thing, string_view tag);
Thing player();                                     // the thing tagged "player"
float distance(Thing a, Thing b);                   // over the ground and in height, metres
float distance(Vector3 a, Vector3 b);
float flat_distance(Vector3 a, Vector3 b);          // over the ground alone
bool touching(Thing a, Thing b);

// ── Moving ──────────────────────────────────────────────────────────────────────────────────────────────────────────
void walk(Thing character, Vector3 velocity);       // this step's wish over the ground, metres a second; turns to face
void walk_by_input(Thing character, float speed, float run_speed = 0);  // as the camera looks; handles jump if can_jump
void can_jump(Thing character, float height);       // metres; 0 = can't
void push(Thing thing, Vector3 impulse);            // dynamic bodies and characters (knock-back)
void place(Thing thing, Vector3 at);                // set down somewhere else, at rest
bool go(Thing thing, Vector3 target, float speed);  // walk there around obstacles; true when there (within 0.4 m)
void face(Thing thing, Vector3 target, float degrees_a_second = 360);
Vector3 way(Vector3 from, Vector3 to);              // unit direction of the next leg of the way around obstacles
Vector3 forward(float turn);                        // unit direction of an angle about Y (0 looks to +Z)
float turn_towards(Vector3 from, Vector3 to);
bool sees(Thing a, Thing b, float range = 12, float cone_degrees = 80);   // within its cone, nothing solid between
struct Hit { bool hit = false; Vector3 at{}, normal{}; Thing thing; float distance = 0; };
Hit raycast(Vector3 from, Vector3 direction, float length);        // ground, walls, bodies; bodiless only if tagged enemy or target
void gravity(float metres_a_second2);               // 9.8 at first; 0 for flying, swimming and space
void roam(Thing thing, float speed, float radius);  // wander about where it stands now; call each step

// ── World ───────────────────────────────────────────────────────────────────────────────────────────────────────────
using HeightFn = function<float(float x, float z)>;
using ColorFn = function<Color(float x, float z)>;
void ground(float half_size, Color color);                                        // flat
void ground(float half_size, HeightFn height, ColorFn color, int cells = 96);     // hills; solid
void ground_tiles(const vector<string>& rows, float tile, function<void(char, Vector3 centre)> lay);  // a map of letters
float ground_at(float x, float z);                  // height of the ground there
Vector3 on_ground(float x, float z);
void wall(Vector3 from, Vector3 to, float height, float thick, Color color);      // solid, drawn, lit
void block(Vector3 base_centre, Vector3 size, Color color, string_view tags = "");// solid box, drawn, lit; tag "oneway": jumped through from below
void water(float level, Color color);               // a plane with waves; see in_water
float water_level();                                // very low when there is none
void water_level(float level);
bool in_water(Thing thing);                         // its middle is under the water
void bounds(float half_x, float half_z);            // nobody on foot leaves; centred on the origin
void add_spot(Vector3 at, string_view tags = "");   // a good free place; worlds add many
Vector3 spot(string_view tag = "");                 // the next unused spot with that tag (else any; else a free place)
vector<Vector3> spots(string_view tag = "");        // all of them
Vector3 start_spot();                               // where the player begins: spot "start"
bool free_at(Vector3 at, float radius);             // nothing solid there

// ── Light, sky, weather ─────────────────────────────────────────────────────────────────────────────────────────────
void sky(Color top, Color horizon, float stars = 0);
void sun(Vector3 direction, Color color, float ambient = 0.45f);  // direction in which the light travels; casts shadows
void fog(Color color, float near_m, float far_m);
void hour(float h);                                 // 0..24: sets sky, sun and fog together from the style's palette
float hour();
int light(Vector3 at, Color color, float radius);   // a lamp; returns its number; the nearest eight shine
void light(int lamp, Vector3 at, Color color, float radius);      // change it; radius 0 = off
void weather(string_view kind, float strength);     // rain, snow, mist, petals, leaves, embers, bubbles, fireflies, dust, up_rain
void finish(float bloom, float vignette, float grain);            // the last look of the picture

// ── Cameras ─────────────────────────────────────────────────────────────────────────────────────────────────────────
void camera_first_person(Thing who, float eye_height = 1.55f);
void camera_third_person(Thing who, float distance = 6, float height = 2.6f);     // mouse or look keys turn it
void camera_top_down(Thing who, float height = 16, float tilt_degrees = 62);
void camera_side(Thing who, float distance = 13, float height = 3);               // for platforms: x right, y up
void camera_chase(Thing who, float distance = 7, float height = 3);               // behind a vehicle
void camera_fixed(Vector3 eye, Vector3 target, float fov = 50);
void camera_shake(float strength);
Camera3D camera();
Vector2 on_screen(Vector3 at);                      // canvas pixels
Vector3 mouse_on_ground(float level = 0);           // where the pointer meets the plane y = level

// ── Input ───────────────────────────────────────────────────────────────────────────────────────────────────────────
// Actions that are always there: left right forward back (WASD, arrows, stick), jump (Space), use (E, Enter),
// fire (F, left mouse), run (Shift), next (Tab), pause (Esc, P), one two three four five (digits).
void action(string_view name, string_view label, std::initializer_list<int> keys, int pad_button = -1);
bool held(string_view action);
bool pressed(string_view action);                   // in this step
bool released(string_view action);
Vector2 move_input();                               // x right, y forward, length at most 1
Vector2 mouse();                                    // canvas pixels
bool mouse_pressed(int button = 0);
bool mouse_held(int button = 0);
bool mouse_released(int button = 0);
void help(string_view keys, string_view meaning);   // a line of the how-to-play list ("WASD", "walk")

// ── Goals, numbers, events ──────────────────────────────────────────────────────────────────────────────────────────
void objective(string_view id, string_view text, int needed = 1);   // the game is won when all objectives are achieved
void achieve(string_view id, int count = 1);
int achieved(string_view id);
bool complete(string_view id);
void meter(string_view id, string_view label, float full, Color color, string_view lose_text = "");  // shown as a bar
float& meter(string_view id);                       // its value, 0..full; at 0 the game is lost if it has a lose_text
bool has_meter(string_view id);
void countdown(string_view label, float seconds, function<void()> at_end);        // shown; one at a time
void counter(string_view id, string_view label, int start = 0);     // a number on the HUD
int& counter(string_view id);
void score(int points);                             // adds; best is saved
int score();
void win(string_view text);
void lose(string_view text);
bool playing();
double& value(string_view name);                    // a number shared by all parts, in the state dump
string& words(string_view name);                    // a text shared by all parts
void emit(string_view event, Thing who = {});       // the runtime itself emits jumped, fell, achieved, won, lost
void expect(bool truth, string_view what);          // an assertion: reported by play-tests, never stops a player
float now();                                        // seconds of play
void after(float seconds, function<void()> fn);
void every(float seconds, function<void()> fn);     // until restart
float rnd();                                        // 0..1, from the seed
float rnd(float from, float to);
int rnd_int(int from, int to);                      // both ends included
template <class T> const T& pick(const vector<T>& list) { return list[(size_t)rnd_int(0, (int)list.size() - 1)]; }
template <class T> void shuffle(vector<T>& list) { for (size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[(size_t)rnd_int(0, (int)i - 1)]); }

// ── Motion and effects ──────────────────────────────────────────────────────────────────────────────────────────────
enum class Ease { linear, in, out, in_out, back, bounce, elastic };
void animate(float seconds, function<void(float t)> fn, Ease ease = Ease::in_out);  // t from 0 to 1; ends on restart
void hop(Thing thing, float height = 0.4f, float seconds = 0.35f);
void pop(Thing thing, float scale = 1.3f, float seconds = 0.25f);
struct Burst { int count = 16; Color color = GOLD; float speed = 3, life = 0.8f, size = 0.12f, gravity = 4, spread = 1; bool glow = true; };
void burst(Vector3 at, const Burst& burst = {});
void burst2d(Vector2 at, const Burst& burst = {});  // on the canvas; speed and size in pixels when above 20
void flash(Color color, float seconds = 0.2f);

// ── Interface: call in on_step; it is drawn by the theme ────────────────────────────────────────────────────────────
bool button(string_view id, string_view text, Rectangle where, bool enabled = true);  // true when clicked in this step
void panel(Rectangle where, string_view title = "");
void label(string_view text, Vector2 at, float size = 24, Color color = {0, 0, 0, 0}, float align = 0); // align 0 left, .5 middle, 1 right
void bar(Rectangle where, float part, Color color, string_view text = "");
void caption(string_view text, float seconds = 4);  // a line at the top of the view that fades
void hint(string_view text);                        // a line at the bottom while you keep calling it ("E  open the door")
void say(string_view who, string_view text, function<void()> then = nullptr);     // dialogue box; waits for use
void ask(string_view who, string_view text, const vector<string>& answers, function<void(int)> then);
bool talking();                                     // a dialogue is open (on_step goes on; check it to hold still)
void speech(Thing who, string_view text, float seconds = 3);        // a bubble above a thing
void tag_label(Thing who, string_view text);        // its name floats above it
void show_hud(string_view what, bool shown);        // objectives meters counters countdown, or all: hide what you paint yourself; in on_start
void draw_words(string_view text, Vector2 at, float size, Color color, float align = 0, bool title_font = false); // on_paint only
Vector2 measure_words(string_view text, float size, bool title_font = false);

// ── Painting: in on_paint hooks, beside raylib's shapes, BeginBlendMode, BeginMode2D, BeginScissorMode, DrawTexturePro ────
void paint_shape(const vector<Vector2>& outline, Color top, Color bottom = {0, 0, 0, 0});   // any filled outline, smooth edge, shaded downwards: hills, cloth, leaves, beams
void paint_stroke(const vector<Vector2>& through, float width, Color color, float end_width = -1);   // a smooth curve that may taper: stems, ropes, hair, waves
void paint_glow(Vector2 at, float radius, Color color);          // soft added light
void paint_once(string_view name, Rectangle where, function<void(float w, float h)> fn, Color tint = WHITE);  // fn paints from 0, 0 to w, h once
                                                    // and is kept: grain, knots, bricks, foliage, thousands of strokes for the price of one
void paint_pixels(Rectangle where, string_view glsl, std::initializer_list<float> values = {}, Color tint = WHITE);  // GLSL that defines
                                                    // vec4 paint(vec2 p): p in pixels from the corner; at hand: time, size, v[16] (values), noise(vec2), fbm(vec2)
float smooth_noise(float x, float y = 0, float z = 0);           // 0..1, changes softly from place to place; anywhere

// ── Sound ───────────────────────────────────────────────────────────────────────────────────────────────────────────
// Made on the spot: pick jump hit win lose step click splash shoot bell thud whoosh tick growl door coin error magic boom
void sound(string_view name, float pitch = 1, float volume = 1);
void tone(float hertz, float seconds, float volume = 0.6f, string_view wave = "soft"); // soft sine square saw pluck metal
int hum(string_view kind, Vector3 at, float reach); // a steady source in the world: music_box, wind, water, fire, engine, crowd
void hum(int source, Vector3 at, float volume = 1);
float loudness(int source);                         // 0..1 at the listener now
void music(string_view mood, float tempo = 90);     // calm, dark, bright, tense, dreamy, festive, quiet

// ── Assets, data, style ─────────────────────────────────────────────────────────────────────────────────────────────
bool has_model(string_view name);
Vector3 model_size(string_view name);               // metres
void draw_model(string_view name, Vector3 at, float turn = 0, float scale = 1, Color tint = WHITE);   // on_draw only
// Models may have joints that play by themselves: sails spin, wings swing, legs walk and wheels roll as the thing goes.
// joint() says how much: 0 still .. 1 as made; what opens (doors, lids) is shut at 0, open at 1, and blocks nobody when open.
void joint(Thing thing, string_view name, float amount);          // name "": all of them
vector<string> joints(string_view model);                         // their names
// Sprites: assets/NAME.png, drawn standing on a foot, so tall, looking towards turn (0: to us or to +Z, 90: to the right).
// frame counts through the movement and begins again: (int)(now() * 8).
bool has_sprite(string_view name);
int sprite_frames(string_view name);
void paint_sprite(string_view name, Vector2 foot, float height, float turn = 0, int frame = 0, Color tint = WHITE);   // on_paint: pixels
void draw_sprite(string_view name, Vector3 foot, float height = 0, float turn = 0, int frame = 0, Color tint = WHITE);   // on_draw: metres, 0 its own
struct Data {                                       // a JSON value of data/NAME.json; absent members are empty
  int size() const;
  Data operator[](int i) const;
  Data operator[](string_view key) const;
  string str(string_view otherwise = "") const;
  float num(float otherwise = 0) const;
  bool has(string_view key) const;
  vector<string> list() const;                      // of texts
  std::shared_ptr<const struct Json> json;
};
Data data(string_view name);
Color palette(string_view role);                    // ink paper accent glow ground plant sky horizon water danger
Color mix(Color a, Color b, float t);
Color shade(Color color, float factor);             // <1 darker, >1 lighter
Color alpha(Color color, float a);
bool language_is(string_view code);                 // "en", "zh"
int best(string_view id);                           // saved between plays
void save_best(string_view id, int value);

// ── Play-testing: in on_advise, what a player would do ──────────────────────────────────────────────────────────────
void bot_go(Vector3 target);                        // holds the movement keys towards it, around obstacles
void bot_press(string_view action);                 // a tap
void bot_hold(string_view action);
void bot_click(Vector2 pixel);                      // a left click
void bot_drag(Vector2 from, Vector2 to);
void bot_aim(Vector3 at);                           // moves the pointer (or turns the view) there

}  // namespace garden
