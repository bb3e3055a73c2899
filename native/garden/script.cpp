// script.cpp: --script FILE. A player who does what was written down, step by step, and sees whether it comes to what was
// said: {"steps": [{"do": "walk", "to": "lantern", "seconds": 20}, …], "expects": [{"what": "event", "name": "collected"}, …],
// "within": 3}. What was met is told at the end, in one line on stderr.
#include "script.h"
#include "bot.h"
#include "input.h"
#include "interface.h"
#include "json.h"
#include "report.h"
#include "things.h"

#include <cstdio>
#include <filesystem>

namespace garden::engine {
namespace {

constexpr int frames_a_second = 30;
constexpr int settled = 15;                                  // frames of play before the first step: how it stands then is what is compared with
constexpr float moved_by = 0.25f, turned_by = 8;             // metres, degrees: below, a thing counts as still
constexpr float in_reach = 3.2f;                             // metres at which a walk that goes no further has arrived all the same

struct Want {                                                // one thing that a play must come to, or wait for
  string what, name; float by = 1; bool never = false;
  bool met = false, known = false; int at = -1;              // known: there is such a name in this game
  double first = 0; bool begun = false;
  struct Stand { Vector3 at; float turn, joints; };
  map<uint32_t, Stand> places;                               // of things, when the play began
};
struct Step { string act, to; vector<string> keys; float seconds = 0; int times = 1; Vector2 at{}; Want until; };
struct Script {
  vector<Step> steps; vector<Want> wants; float within = 3;
  size_t now = 0; int frames = 0, since = 0, played = 0;      // frames of this step, since the last one, of play
  string stopped; bool over = false;
  Vector3 last{}; int still = 0; Thing target; bool had = false;
};
Script script;

string plain(string_view name) {                             // "Door opened", "door_opened" and "door-opened" are one name
  string out;
  for (char c : name) if (c != ' ' && c != '_' && c != '-') out += (char)std::tolower((unsigned char)c);
  return out;
}

bool called(const Slot& slot, const string& name) {
  const State& s = slot.state;
  if (plain(s.name) == name || plain(s.model) == name) return true;
  return std::any_of(s.tags.begin(), s.tags.end(), [&](const string& tag) { return plain(tag) == name; });
}

vector<Thing> all_called(const string& name) {
  vector<Thing> found;
  for (uint32_t index : world().alive)
    if (const Slot& slot = world().slots[index]; slot.alive && called(slot, name)) found.push_back(thing_of(index));
  return found;
}

// A number that stands under a name: of an objective, a meter, a counter, a value or the score. False where there is none.
bool number_of(const string& name, double& out) {
  World& w = world();
  if (name == "score") { out = w.score; return true; }
  for (const Objective& o : w.objectives) if (plain(o.id) == name || plain(o.text) == name) { out = o.have; return true; }
  for (const Meter& m : w.meters) if (plain(m.id) == name || plain(m.label) == name) { out = m.value; return true; }
  for (const Counter& c : w.counters) if (plain(c.id) == name || plain(c.label) == name) { out = c.value; return true; }
  for (const auto& [id, value] : w.values) if (plain(id) == name) { out = value; return true; }
  return false;
}

float joints_of(Thing each) {                                // how far what a part moves of it has been moved: doors open
  float sum = 0;
  if (const Slot* slot = slot_of(each)) for (const Slot::Play& play : slot->plays) sum += play.wanted;
  return sum;
}

void begin(Want& want) {
  want.begun = true;
  want.name = plain(want.name);
  for (Thing each : all_called(want.name)) want.places[each.id] = {each->at, each->turn, joints_of(each)};
  want.first = (double)want.places.size();
  double number = 0;
  bool counts = want.what == "rises" || want.what == "falls" || want.what == "advances";
  if (counts && number_of(want.name, number)) { want.first = number; want.known = true; }
}

void look(Want& want, int frame) {
  if (!want.begun) begin(want);
  if (want.met) return;
  double now = 0;
  bool met = false;
  if (want.what == "event") {
    for (const auto& [id, count] : world().events) if (plain(id) == want.name) { now += count; want.known = true; }
    met = now >= want.by;
  } else if (want.what == "rises" || want.what == "falls" || want.what == "advances") {
    if (!number_of(want.name, now)) return;
    if (!want.known) { want.known = true; want.first = want.what == "falls" ? now : 0; }   // it came while it was played
    met = want.what == "falls" ? want.first - now >= want.by - 1e-4 : now - want.first >= want.by - 1e-4;
  } else {
    vector<Thing> found = all_called(want.name);
    want.known |= !found.empty() || want.first > 0;
    if (want.what == "more") met = (double)found.size() >= want.first + want.by;
    else if (want.what == "fewer") met = (double)found.size() <= want.first - want.by;
    else
      for (Thing each : found)
        if (auto was = want.places.find(each.id); was != want.places.end())
          met |= distance(each->at, was->second.at) >= moved_by || fabsf(remainderf(each->turn - was->second.turn, 360)) >= turned_by ||
                 fabsf(joints_of(each) - was->second.joints) > 0.2f;
  }
  if (!met) return;
  want.met = true;
  want.at = frame;
}

bool all_met() {
  return !script.wants.empty() && std::all_of(script.wants.begin(), script.wants.end(), [](const Want& want) { return want.met && !want.never; });
}

void next_step() {
  script.now++;
  script.frames = 0;
  script.target = {};
  script.had = false;
  script.still = 0;
}
void stop(const string& why) {
  script.stopped = why;
  script.now = script.steps.size();
  script.over = true;
}

Thing nearest_called(const string& name) {
  Thing who = player(), best;
  float least = 1e9f;
  for (Thing each : all_called(name)) {
    if (each == who || !each->visible) continue;
    float far = who ? distance(who->at, each->at) : 0;
    if (far < least) { least = far; best = each; }
  }
  return best;
}

bool spot_called(const string& name, Vector3& at) {
  float least = 1e9f;
  Thing who = player();
  for (const Spot& each : world().spots)
    for (const string& tag : each.tags)
      if (float far = who ? distance(who->at, each.at) : 0; plain(tag) == name && far < least) { least = far; at = each.at; }
  return least < 1e9f;
}

void walk(const Step& step) {
  Thing who = player();
  string name = plain(step.to);
  Vector3 to{};
  float near = 0.8f;
  if (!who) return stop("There is nobody who could walk.");
  if (!script.had) {
    script.target = nearest_called(name);
    if (!script.target && !spot_called(name, to)) {
      if (script.frames > 3 * frames_a_second) stop("There is no \"" + step.to + "\" to go to.");
      return;
    }
    script.had = true;
  }
  if (script.target) {
    const Slot* slot = slot_of(script.target);
    if (!slot || !slot->alive) return next_step();           // it was there, and was taken
    to = script.target->at;
    Vector3 size = full_size(*slot);
    near = 0.7f + min(max(size.x, size.z), 8.0f) / 2;
  } else if (!spot_called(name, to)) return next_step();
  float far = flat_distance(who->at, to);
  if (far <= near) return next_step();
  script.still = distance(who->at, script.last) < 0.02f ? script.still + 1 : 0;
  script.last = who->at;
  if (script.still > 20 && far < near + in_reach) return next_step();
  if (script.frames > step.seconds * frames_a_second) {
    if (far < near + in_reach) return next_step();
    char line[160];
    std::snprintf(line, sizeof line, "\" was not reached in %.0f s; it is still %.0f m away.", step.seconds, far);
    return stop("\"" + step.to + line);
  }
  if (talking()) bot_talk();
  else bot_go(to);
}

int key_of(const string& word) {                             // a key by its own name, or the one that does an action
  for (const Action& a : all_actions()) if (plain(a.name) == plain(word)) return first_key(a.name);
  return key_code(word);
}

bool pointed(const Step& step, Vector2& at) {
  if (step.to.empty()) { at = step.at; return true; }
  string name = plain(step.to);
  for (const UiCommand& c : shown_buttons())
    if (plain(c.id) == name || plain(c.text) == name) { at = {c.where.x + c.where.width / 2, c.where.y + c.where.height / 2}; return true; }
  Thing thing = nearest_called(name);
  if (!thing) return false;
  at = on_screen(Vector3Add(thing->at, {0, full_size(*slot_of(thing)).y / 2, 0}));
  return std::isfinite(at.x + at.y);
}

void act(const Step& step) {
  int last = (int)(step.seconds * frames_a_second);
  if (step.act == "walk") return walk(step);
  if (step.act == "wait") { if (script.frames >= last) next_step(); return; }
  if (step.act == "play") { if (step.until.met || script.frames >= last) next_step(); else bot_decide(); return; }
  if (step.act == "press" || step.act == "hold")
    for (const string& key : step.keys) if (!key_of(key)) return stop("There is no key \"" + key + "\".");
  if (step.act == "press") {
    if (script.frames % 12 == 1) for (const string& key : step.keys) bot_key(key_of(key), true);
    if (script.frames >= 12 * step.times) next_step();
    return;
  }
  if (step.act == "hold") {
    for (const string& key : step.keys) bot_key(key_of(key), false);
    if (script.frames >= last) next_step();
    return;
  }
  if (step.act == "click") {
    Vector2 at{};
    if (!pointed(step, at)) { if (script.frames > 3 * frames_a_second) stop("There is no \"" + step.to + "\" to click on."); return; }
    if (script.frames % 12 == 1) bot_click(at);
    if (script.frames >= 12 * step.times) next_step();
    return;
  }
  if (step.act == "aim") {
    Thing thing = nearest_called(plain(step.to));
    if (thing) bot_aim(Vector3Add(thing->at, {0, full_size(*slot_of(thing)).y / 2, 0}));
    if (script.frames >= max(last, 20)) next_step();
    return;
  }
  if (step.act == "until") {
    if (script.steps[script.now].until.met) return next_step();
    if (script.frames >= last) return stop("\"" + step.until.name + "\" did not come in time.");
    return;
  }
  stop("It does not know how to " + step.act + ".");
}

Want want_of(Data row) {
  Want want{row["what"].str(), row["name"].str(), row["by"].num(1), row["never"].num(0) > 0};
  return want;
}

}  // namespace

Aside& aside() {
  static Aside the_aside;
  return the_aside;
}

bool read_script(const string& path, string& problem) {
  if (!std::filesystem::exists(path)) { problem = "There is no script " + path + "."; return false; }
  Data told{read_json(file_text(path), problem)};
  if (!told.json) { problem = "The script " + path + " cannot be read: " + problem + "."; return false; }
  Data steps = told["steps"], wants = told["expects"];
  for (int i = 0; i < steps.size(); i++) {
    Data row = steps[i];
    Step step{row["do"].str(), row["to"].str(), row["keys"].list(), row["seconds"].num(1), max(1, (int)row["times"].num(1)), {row["x"].num(), row["y"].num()}, {}};
    if (row.has("until")) step.until = want_of(row["until"]);
    script.steps.push_back(std::move(step));
  }
  for (int i = 0; i < wants.size(); i++) script.wants.push_back(want_of(wants[i]));
  script.within = told["within"].num(3);
  return true;
}

void script_frame() {
  if (script.played < settled) return;
  script.frames++;
  if (script.now >= script.steps.size()) {
    if (script.since++ >= script.within * frames_a_second) script.over = true;
    return;
  }
  act(script.steps[script.now]);
}

void script_look() {
  Engine& e = engine();
  if (aside().script.empty() || script.over) return;
  bool plays = e.screen == Screen::play || e.screen == Screen::won || e.screen == Screen::lost;
  if (!plays) return;
  int frame = (int)e.frame;
  script.played++;
  if (script.played < settled) return;
  for (Want& want : script.wants) look(want, frame);
  for (Step& step : script.steps) if (!step.until.what.empty() && &step <= &script.steps[min(script.now, script.steps.size() - 1)]) look(step.until, frame);
  if (all_met()) script.over = true;
  if (e.screen != Screen::play && script.since++ > frames_a_second) script.over = true;   // it has ended
}

bool script_over() { return script.over; }

void script_tell() {
  string met;
  for (const Want& want : script.wants)
    met += string(met.empty() ? "" : ", ") + "{\"met\": " + (want.met ? "true" : "false") + ", \"known\": " + (want.known ? "true" : "false") + ", \"frame\": " + to_string(want.at) + "}";
  std::fprintf(stderr, "{\"garden\":\"script\",\"part\":\"\",\"step\":%zu,\"of\":%zu,\"frame\":%lld,\"stopped\":%s,\"wants\":[%s]}\n", script.now, script.steps.size(),
               (long long)engine().frame, engine::quoted(script.stopped).c_str(), met.c_str());
}

}  // namespace garden::engine
