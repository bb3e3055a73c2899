// loop.cpp: run(): one program from its flags to its exit. Steps are always 1/60 s; a window catches up with the clock,
// everything else counts frames.
#include "bot.h"
#include "digest.h"
#include "flags.h"
#include "garden_main.h"
#include "input.h"
#include "live.h"
#include "parts.h"
#include "replay.h"
#include "report.h"
#include "screens.h"
#include "script.h"
#include "state.h"
#include "style.h"
#include "surface.h"
#include "watch.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <unistd.h>

namespace garden {
namespace engine {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int64_t ahead_steps = 300;                         // of a moment to hold at, these are still played
constexpr int64_t back_steps = 300;                          // five seconds, for who wants to see them again
Trace trace;
vector<InputEvent> window_events;

void complain(string_view text) { std::fprintf(stderr, "{\"garden\":\"error\",\"part\":\"\",\"text\":%s}\n", quoted(text).c_str()); }

// A crash names the part whose code was running, then does what it would have done.
void on_crash(int number) {
  const char* name = number == SIGSEGV ? "a bad memory access" : number == SIGFPE ? "a division by zero" : number == SIGXCPU ? "it never came to an end" : "an abort";
  char line[320];
  int length = std::snprintf(line, sizeof line, "{\"garden\":\"error\",\"part\":\"%s\",\"text\":\"It crashed: %s.\"}\n", engine().running_part.c_str(), name);
  if (write(2, line, (size_t)length) < 0) {}
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void collect(vector<InputEvent>& events) {
  Engine& e = engine();
  bool frame_begins = e.steps % steps_a_frame == 0;
  if (!e.options.replay.empty()) {
    if (auto found = trace.at_step.find(e.steps); found != trace.at_step.end()) events = found->second;
  } else if (!e.options.bot.empty()) {
    if (frame_begins) bot_events(events);
  } else if (!e.options.record.empty()) {                    // a recording has 30 frames a second: so has its input
    if (frame_begins) events = std::exchange(window_events, {});
  } else {
    events = std::exchange(window_events, {});
  }
  if (!e.options.replay.empty() || !e.options.bot.empty()) window_events.clear();
  else if (live_goes_on()) events = live_events();
  else live_keep(events);
  if (!e.options.record.empty() && !events.empty()) record_events(events);
}

void one_step() {
  Engine& e = engine();
  vector<InputEvent> events;
  collect(events);
  input_apply(events);
  screens_step(step_seconds);
  e.steps++;
  e.frame = e.steps / steps_a_frame;
  if (e.steps % steps_a_frame == 0) script_look();
}

// To shortly before the moment that is to be held, at once.
void skip_to_hold() {
  Engine& e = engine();
  int64_t until = aside().hold * (int64_t)steps_a_frame - ahead_steps;
  if (e.options.headless || aside().hold < 0) return;
  while (e.steps < until && !e.quit) one_step();
}

// Does again what was played before the program was exchanged. Nothing is drawn, heard or saved meanwhile.
void catch_up(bool saves) {
  if (!live_goes_on()) return;
  saving(false);
  while (live_goes_on()) one_step();
  saving(saves);
}

bool finished() {
  const Engine& e = engine();
  if (script_over() && e.options.headless) return true;
  return e.quit || (e.options.frames >= 0 && e.steps >= (int64_t)e.options.frames * steps_a_frame);
}

void take_shots(bool last) {
  Engine& e = engine();
  if (!e.gpu) return;
  for (const Shot& shot : e.options.shots) {
    bool due = last ? shot.frame < 0 || shot.frame * (int64_t)steps_a_frame > e.steps : e.steps == shot.frame * (int64_t)steps_a_frame && shot.frame >= 0;
    if (due && !save_picture(shot.path, e.options.window_w, e.options.window_h)) warn("The picture " + shot.path + " could not be written.");
    if (due && !last && aside().painting) measure_painting(e.options.window_w, e.options.window_h);
  }
}

// What was seen so far, every so many frames: for whoever watches a play from outside.
void glance() {
  Engine& e = engine();
  int every = e.options.glances;
  if (every <= 0 || e.steps % ((int64_t)every * steps_a_frame)) return;
  static Clock::time_point last = Clock::now();
  double cost = std::chrono::duration<double, std::milli>(Clock::now() - last).count() / every;
  Thing who = player();
  Vector3 at = who ? who->at : Vector3{0, 0, 0}, eye = e.world.rig.now.position;
  long pages = 0, resident = 0;
  if (FILE* memory = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(memory, "%ld %ld", &pages, &resident) != 2) resident = 0;
    std::fclose(memory);
  }
  string events;
  for (const auto& [name, count] : e.world.events) events += (events.empty() ? "" : ", ") + quoted(name) + ": " + to_string(count);
  int have = 0;                                              // of all that is to be achieved
  for (const Objective& o : e.world.objectives) have += o.have;
  int keys = 0;                                              // of those by which one moves
  for (int key : {KEY_W, KEY_A, KEY_S, KEY_D, KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT}) keys += e.input.key[(size_t)key];
  bool hinting = e.screen == Screen::play && e.world.hint_step >= e.world.steps - 1;
  std::fprintf(stderr, "{\"garden\":\"glance\",\"frame\":%lld,\"screen\":%d,\"at\":[%.2f,%.2f,%.2f],\"eye\":[%.2f,%.2f,%.2f],\"player\":%s,\"keys\":%d,\"things\":%zu,\"kilobytes\":%ld,\"milliseconds\":%.3f,\"score\":%d,\"have\":%d,\"digest\":\"%016llx\",\"hint\":%s,\"hint_part\":%s,\"events\":{%s}}\n",
               (long long)e.frame, (int)e.screen, at.x, at.y, at.z, eye.x, eye.y, eye.z, who ? "true" : "false", keys, e.world.alive.size(), resident * 4, cost, e.world.score, have, (unsigned long long)world_digest(),
               quoted(hinting ? written_hint(e.world.hint) : "").c_str(), quoted(hinting ? e.world.hint_part : "").c_str(), events.c_str());
  last = Clock::now();
}

// Whose things are on the screen now, into the file that whoever opened the window named: parts and models, each once.
void tell_in_view() {
  Engine& e = engine();
  static const char* path = std::getenv("GARDEN_IN_VIEW");
  if (!path || !*path || e.steps % 30) return;
  std::set<string> names;
  if (e.screen != Screen::title)
    for (uint32_t index : e.world.alive) {
      const Slot& slot = e.world.slots[index];
      if (!slot.alive || !slot.state.visible) continue;
      Vector2 p = on_screen(Vector3Add(slot.state.at, {0, 0.5f, 0}));
      if (p.x < 0 || p.y < 0 || p.x > canvas_w || p.y > canvas_h) continue;
      names.insert(slot.part);
      names.insert(slot.state.model);
    }
  names.erase("");
  string text;
  for (const string& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
  string fresh = string(path) + ".new";
  std::ofstream(fresh) << "{\"in_view\": [" << text << "]}\n";
  std::rename(fresh.c_str(), path);
}

void take_states() {
  Engine& e = engine();
  for (const Shot& dump : e.options.states)
    if (e.steps == dump.frame * (int64_t)steps_a_frame) {
      std::ofstream out(dump.path);
      out << state_json();
      if (!out.good()) warn("The state could not be written to " + dump.path + ".");
    }
}

void run_headless(int count, char** words) {
  take_shots(false);
  take_states();
  while (!finished()) {
    one_step();
    take_shots(false);
    take_states();
    glance();
    tell_in_view();
    if (live_changed()) live_exchange(count, words);
  }
  take_shots(true);
}

bool has_display() {
#ifdef __linux__
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"})
    if (const char* value = std::getenv(name); value && *value) return true;
  return false;
#else
  return true;
#endif
}

int run_window(Clock::time_point began, int count, char** words) {
  Engine& e = engine();
  if (!has_display()) {
    complain("There is no display for a window. Set DISPLAY, or use --headless.");
    return 3;
  }
  SetTraceLogLevel(LOG_WARNING);
  SetConfigFlags(FLAG_WINDOW_RESIZABLE | FLAG_VSYNC_HINT);
  int x = 0, y = 0, wide = 0, high = 0;                      // where the window of the program before this one was
  const char* was = e.options.resume >= 0 ? std::getenv("GARDEN_WINDOW") : nullptr;
  bool placed = was && std::sscanf(was, "%d,%d,%d,%d", &x, &y, &wide, &high) == 4 && wide > 0 && high > 0;
  InitWindow(placed ? wide : e.options.window_w, placed ? high : e.options.window_h, e.style.title.c_str());
  if (!IsWindowReady()) {
    complain("The display gave no window with OpenGL 3.3.");
    return 3;
  }
  if (placed) SetWindowPosition(x, y);
  SetExitKey(0);
  SetTargetFPS(60);
  e.gpu = true;
  look_open();
  if (!e.options.mute) sound_open();
  auto last = Clock::now();
  bool exchange = false;
  int64_t back = 0;
  double owed = step_seconds;                                // one step at once, so that the first picture is whole
  bool captured = false;
  while (!finished() && !WindowShouldClose() && !exchange) {
    poll_window(window_events);
    watch_input();
    keep_key();
    auto now = Clock::now();
    owed += min(0.1, std::chrono::duration<double>(now - last).count()) * watch_pace();
    owed += watch_steps() * step_seconds;
    last = now;
    if (watch_pace() == 0 && owed < step_seconds) window_events.clear();    // while it is held, keys are not the game's
    for (; owed >= step_seconds && !finished(); owed -= step_seconds) {
      one_step();
      take_shots(false);
      tell_in_view();
    }
    e.blend = (float)clamp(owed / step_seconds, 0.0, 1.0);
    if (bool want = e.input.captured && IsWindowFocused() && watch_pace() > 0; want != captured) {
      captured = want;
      if (want) DisableCursor(); else EnableCursor();
    }
    BeginDrawing();
    ClearBackground(BLACK);
    watch_begin_frame();
    draw_frame(GetRenderWidth(), GetRenderHeight());
    watch_end_frame();
    EndDrawing();
    if (e.options.first_frame && e.screen == Screen::play) {
      std::printf("%.1f\n", std::chrono::duration<double, std::milli>(Clock::now() - began).count());
      break;
    }
    back = watch_back() ? back_steps : 0;
    exchange = live_changed() || back > 0;
  }
  if (exchange) {
    string place = to_string((int)GetWindowPosition().x) + "," + to_string((int)GetWindowPosition().y);
    Vector2 dense = GetWindowScaleDPI();                      // GetScreenWidth is the canvas's here
    place += "," + to_string((int)roundf((float)GetRenderWidth() / dense.x)) + "," + to_string((int)roundf((float)GetRenderHeight() / dense.y));
    setenv("GARDEN_WINDOW", place.c_str(), 1);
  } else {
    take_shots(true);
  }
  if (!e.options.mute) sound_close();
  look_close();
  CloseWindow();
  if (!exchange) return 0;
  live_exchange(count, words, back);
  complain("What was built anew could not be started.");
  return 1;
}

int write_results() {
  Engine& e = engine();
  if (!aside().script.empty()) script_tell();
  if (!e.options.record.empty() && !write_recording(e.options.record)) warn("The trace " + e.options.record + " could not be written.");
  if (!e.options.state.empty()) {
    std::ofstream out(e.options.state);
    out << state_json();
    if (!out.good()) { complain("The state could not be written to " + e.options.state + "."); return 1; }
  }
  for (const Warning& w : e.warnings) if (w.level == "error") return 1;
  return 0;
}

}  // namespace
}  // namespace engine

int run(int argc, char** argv) {
  using namespace engine;
  auto began = Clock::now();
  Engine& e = engine::engine();
  string problem;
  if (!read_flags(argc, argv, e.options, problem)) {
    complain(problem);
    return 2;
  }
  for (int number : {SIGSEGV, SIGFPE, SIGABRT, SIGBUS, SIGILL, SIGXCPU}) std::signal(number, on_crash);
  e.home = find_home(e.options, argv[0]);
  load_style();
  e.seed = e.style.seed;
  if (!e.options.replay.empty()) {
    if (!read_trace(e.options.replay, trace, problem)) {
      complain(problem);
      return 1;
    }
    if (trace.seed) e.seed = *trace.seed;
    if (e.options.scenario.empty()) e.options.scenario = trace.scenario;
    e.options.autostart |= trace.autostart;
    if (e.options.frames < 0 && trace.duration_frames > 0 && aside().hold < 0) e.options.frames = trace.duration_frames;
  }
  if (!aside().script.empty() && !read_script(aside().script, problem)) {
    complain(problem);
    return 1;
  }
  if (e.options.seed) e.seed = *e.options.seed;
  if (e.options.probe > 0) {
    e.options.frames = (e.options.probe + steps_a_frame - 1) / steps_a_frame;
    if (e.options.bot.empty() && e.options.replay.empty()) e.options.bot = "random";
  }
  if (e.options.headless && e.options.frames < 0) e.options.frames = e.options.shots.empty() ? 600 : 90;
  for (const Shot& shot : e.options.shots)                   // long enough for the last picture
    if (e.options.headless && shot.frame > e.options.frames) e.options.frames = shot.frame;
  saving(!e.options.headless && e.options.replay.empty() && e.options.bot.empty());
  load_saved();
  SetTraceLogLevel(LOG_WARNING);
  set_up_parts();
  if (!e.options.scenario.empty() && !has_scenario(e.options.scenario)) warn("There is no scenario \"" + e.options.scenario + "\"; play starts at once.");
  screens_start(e.options.autostart || !e.options.scenario.empty());
  if (const char* live = std::getenv("GARDEN_LIVE"); live && e.options.live.empty()) e.options.live = live;
  live_open(argv[0]);
  catch_up(!e.options.headless && e.options.replay.empty() && e.options.bot.empty());
  skip_to_hold();
  int code = 0;
  if (e.options.headless) {
    if (!e.options.shots.empty()) {
      if (!open_surface(problem)) {
        complain(problem);
        return 3;
      }
      look_open();
    }
    run_headless(argc, argv);
    if (e.gpu) {
      look_close();
      close_surface();
    }
  } else {
    code = run_window(began, argc, argv);
  }
  int written = code ? code : write_results();
  std::fflush(nullptr);
  return written;
}

}  // namespace garden
