// state.cpp: the state dump that tests and judges read, and what is saved between plays.
#include "state.h"
#include "input.h"
#include "json.h"
#include "nav.h"
#include "physics.h"
#include "report.h"
#include "things.h"

#include <cstdlib>
#include <fstream>

namespace garden {
namespace engine {
namespace {

struct Writer {                                              // JSON text, piece by piece
  string out;
  bool first = true;
  void gap() { if (!first) out += ", "; first = false; }
  Writer& open(char c) { gap(); out += c; first = true; return *this; }
  Writer& close(char c) { out += c; first = false; return *this; }
  Writer& key(string_view name) { gap(); out += quoted(name); out += ": "; first = true; return *this; }
  Writer& num(double value) { gap(); out += number_text(value); return *this; }
  Writer& text(string_view value) { gap(); out += quoted(value); return *this; }
  Writer& truth(bool value) { gap(); out += value ? "true" : "false"; return *this; }
  Writer& vec(Vector3 v) { open('['); num(v.x); num(v.y); num(v.z); return close(']'); }
};

const char* screen_name(Screen screen) {
  switch (screen) {
    case Screen::title: return "title";
    case Screen::play: return "play";
    case Screen::paused: return "paused";
    case Screen::won: return "won";
    case Screen::lost: return "lost";
  }
  return "";
}
const char* body_name(Body body) {
  static const char* const names[] = {"none", "solid", "character", "dynamic", "moving", "trigger"};
  return names[(int)body];
}

void write_thing(Writer& w, const Slot& slot, const Access* access) {
  const State& s = slot.state;
  w.open('{');
  w.key("name").text(s.name);
  w.key("model").text(s.model);
  w.key("part").text(slot.part);
  w.key("tags").open('[');
  for (const string& tag : s.tags) w.text(tag);
  w.close(']');
  w.key("at").vec(s.at);
  w.key("turn").num(s.turn);
  w.key("size").vec(full_size(slot));
  w.key("velocity").vec(s.velocity);
  w.key("visible").truth(s.visible);
  w.key("grounded").truth(s.grounded);
  w.key("body").text(body_name(s.body));
  w.key("floor").num(floor_under(s.at.x, s.at.z, 0.05f, s.at.y + 0.3f));
  w.key("ground").num(over_ground(s.at.x, s.at.z) ? ground_at(s.at.x, s.at.z) : -1e6);
  if (s.body == Body::character) w.key("inside").truth(blocked(s.at, s.radius * 0.6f, s.at.y + 0.45f, s.at.y + s.height * 0.7f));
  if (access) w.key("reached").truth(*access == Access::on_foot);
  if (access && *access == Access::caged) w.key("caged").truth(true);
  if (!s.num.empty()) {
    w.key("num").open('{');
    for (const auto& [name, value] : s.num) w.key(name).num(value);
    w.close('}');
  }
  if (!s.text.empty()) {
    w.key("text").open('{');
    for (const auto& [name, value] : s.text) w.key(name).text(value);
    w.close('}');
  }
  w.close('}');
}

}  // namespace

string state_json() {
  Engine& e = engine();
  World& g = e.world;
  Writer w;
  w.open('{');
  w.key("frame").num((double)(e.steps / steps_a_frame));
  w.key("seed").num((double)e.seed);
  w.key("round").num(e.round);
  w.key("screen").text(screen_name(e.screen));
  w.key("ending").text(e.ending);
  w.key("seconds").num(g.seconds);
  w.key("objectives").open('{');
  for (const Objective& o : g.objectives) {
    w.key(o.id).open('{');
    w.key("have").num(o.have);
    w.key("need").num(o.need);
    w.key("text").text(o.text);
    w.key("part").text(o.part);
    w.close('}');
  }
  w.close('}');
  w.key("meters").open('{');
  for (const Meter& m : g.meters) w.key(m.id).num(m.value);
  w.close('}');
  w.key("counters").open('{');
  for (const Counter& c : g.counters) w.key(c.id).num(c.value);
  w.close('}');
  w.key("countdown").num(g.countdown.on ? g.countdown.left : 0);
  w.key("score").num(g.score);
  w.key("values").open('{');
  for (const auto& [name, value] : g.values) w.key(name).num(value);
  w.close('}');
  w.key("words").open('{');
  for (const auto& [name, value] : g.words) w.key(name).text(value);
  w.close('}');
  w.key("events").open('{');
  for (const auto& [name, count] : g.events) w.key(name).num(count);
  w.close('}');
  w.key("things").open('[');
  vector<Vector3> wanted;                                    // on foot: what of all this can be walked to
  vector<float> within;
  for (uint32_t index : g.alive) {
    Vector3 size = full_size(g.slots[index]);
    wanted.push_back(g.slots[index].state.at);
    within.push_back(1.5f + min(max(size.x, size.z), 12.0f) / 2);
  }
  Thing walker = player();
  bool on_foot = e.style.stage == "walk" && walker && g.gravity > 0 && (g.ground.any || !g.solids.empty());
  float walked = 0;
  vector<Access> access = on_foot ? access_from(walker->at, wanted, within, &walked) : vector<Access>{};
  for (size_t k = 0; k < g.alive.size(); k++)
    if (const Slot& slot = g.slots[g.alive[k]]; slot.alive) write_thing(w, slot, on_foot ? &access[k] : nullptr);
  w.close(']');
  w.key("spots").open('[');
  for (const Spot& s : g.spots) {
    w.open('{');
    w.key("at").vec(s.at);
    w.key("tags").open('[');
    for (const string& tag : s.tags) w.text(tag);
    w.close(']');
    w.key("used").truth(s.used);
    w.close('}');
  }
  w.close(']');
  w.key("ground").open('{');
  w.key("any").truth(g.ground.any);
  w.key("half").num(g.ground.half);
  w.key("solids").num((double)g.solids.size());
  w.key("water").num(g.has_water ? g.water_level : -1e6);
  w.key("bounds").open('[');
  if (g.has_bounds) { w.num(g.bound_x); w.num(g.bound_z); }
  w.close(']');
  w.key("gravity").num(g.gravity);
  if (on_foot) w.key("walked").num(walked);                  // square metres that the player can walk to
  w.close('}');
  w.key("beside").open('[');                                 // whose walls and blocks stand right beside the player
  if (walker) {
    std::set<string> parts;
    for (const Solid& s : g.solids)
      if (fabsf(s.centre.x - walker->at.x) < s.size.x / 2 + s.size.z / 2 + 1.2f && fabsf(s.centre.z - walker->at.z) < s.size.x / 2 + s.size.z / 2 + 1.2f &&
          walker->at.y < s.centre.y + s.size.y / 2) parts.insert(s.part);
    for (const string& part : parts) w.text(part);
  }
  w.close(']');
  w.key("camera").open('{');
  w.key("at").vec(g.rig.now.position);
  w.key("target").vec(g.rig.now.target);
  w.key("fov").num(g.rig.now.fovy);
  w.key("yaw").num(g.rig.yaw);
  w.close('}');
  w.key("hum").open('{');
  for (size_t i = 0; i < g.hums.size(); i++) w.key(g.hums[i].kind + "_" + to_string(i + 1)).num(loudness((int)i + 1));
  w.close('}');
  w.key("captions").open('[');
  for (const Caption& c : g.captions) w.text(c.text);
  w.close(']');
  w.key("dialogue").open('[');
  for (const Dialogue& d : g.dialogues) w.text(d.who + ": " + d.text);
  w.close(']');
  w.key("hint").text(g.hint_step >= g.steps - 1 ? written_hint(g.hint) : "");
  w.key("buttons").open('[');
  for (const UiCommand& c : g.ui) {
    if (c.kind != UiCommand::button) continue;
    w.open('{');
    w.key("id").text(c.id);
    w.key("text").text(c.text);
    w.key("x").num(c.where.x + c.where.width / 2);
    w.key("y").num(c.where.y + c.where.height / 2);
    w.key("enabled").truth(c.enabled);
    w.close('}');
  }
  w.close(']');
  w.key("labels").open('[');
  for (const UiCommand& c : g.ui) {
    if (c.kind != UiCommand::label || c.text.empty()) continue;
    Vector2 size = measure_words(c.text, c.size);
    w.open('{');
    w.key("text").text(c.text);
    w.key("x").num(c.at.x - size.x * c.align);
    w.key("y").num(c.at.y);
    w.key("width").num(size.x);
    w.key("height").num(size.y);
    w.key("size").num(c.size);
    w.close('}');
  }
  w.close(']');
  w.key("help").open('[');
  for (const Help& h : g.help) {
    w.open('{');
    w.key("keys").text(written_keys(h.keys));
    w.key("meaning").text(h.meaning);
    w.close('}');
  }
  w.close(']');
  w.key("losable").open('[');                                // what can end it badly, as far as it is declared
  if (g.countdown.on) w.text("countdown");
  for (const Meter& m : g.meters) if (!m.lose_text.empty()) w.text(m.id);
  w.close(']');
  w.key("warnings").open('[');
  for (const Warning& warning : e.warnings) {
    w.open('{');
    w.key("garden").text(warning.level);
    w.key("part").text(warning.part);
    w.key("text").text(warning.text);
    w.close('}');
  }
  w.close(']');
  w.close('}');
  return w.out + "\n";
}

// ── Saved between plays ───────────────────────────────────────────────────────────────────────────────────────────
namespace {
map<string, int, std::less<>> saved;
bool saves = true;
string save_path() {
  const char* given = std::getenv("GARDEN_SAVE");
  return given && *given ? given : engine().home + "/save.json";
}
}  // namespace

void saving(bool on) { saves = on; }

void load_saved() {
  saved.clear();
  if (!saves) return;
  string problem, text = file_text(save_path());
  if (text.empty()) return;
  Data best{read_json(text, problem)};
  best = best["best"];
  if (best.json) for (const string& id : best.json->keys) saved[id] = (int)best[id].num();
}

}  // namespace engine

int best(string_view id) {
  auto found = engine::saved.find(id);
  return found == engine::saved.end() ? 0 : found->second;
}
void save_best(string_view id, int value) {
  engine::saved[string(id)] = value;
  if (!engine::saves) return;
  std::ofstream out(engine::save_path());
  out << "{\"best\": {";
  const char* gap = "";
  for (const auto& [name, number] : engine::saved) {
    out << gap << engine::quoted(name) << ": " << number;
    gap = ", ";
  }
  out << "}}\n";
  out.close();
  if (!out) engine::warn("The best result could not be saved in " + engine::save_path() + ".");
}

}  // namespace garden
