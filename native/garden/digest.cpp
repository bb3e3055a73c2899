// digest.cpp: one number for all that steps have made of the world, so that two plays can be compared step by step.
// Input is not in it: a key that is held and changes nothing leaves the number as it was.
#include "digest.h"

#include <bit>

namespace garden::engine {
namespace {

struct Sum {                                                 // FNV-1a, 64 bits
  uint64_t value = 1469598103934665603ull;
  void byte(unsigned char b) { value = (value ^ b) * 1099511628211ull; }
  void bits(uint64_t b) { for (int i = 0; i < 8; i++) byte((unsigned char)(b >> (8 * i))); }
  void add(float v) { bits(std::bit_cast<uint32_t>(v)); }
  void add(double v) { bits(std::bit_cast<uint64_t>(v)); }
  void add(int v) { bits((uint64_t)(int64_t)v); }
  void add(const string& v) { for (char c : v) byte((unsigned char)c); byte(0); }
  void add(Vector3 v) { add(v.x); add(v.y); add(v.z); }
  void add(Color c) { bits((uint64_t)c.r << 24 | (uint64_t)c.g << 16 | (uint64_t)c.b << 8 | c.a); }
};

void add_things(Sum& s, const World& w) {
  for (uint32_t index : w.alive) {
    const Slot& slot = w.slots[index];
    const State& t = slot.state;
    s.add(t.name); s.add(t.model); s.add(t.at); s.add(t.size); s.add(t.lean);
    s.add(t.turn); s.add(t.scale); s.add(t.glow); s.add(t.tint);
    s.add((int)t.visible); s.add((int)t.body);
    s.add(slot.bubble);
    for (const string& tag : t.tags) s.add(tag);
    for (const auto& [name, value] : t.num) { s.add(name); s.add(value); }
    for (const auto& [name, value] : t.text) { s.add(name); s.add(value); }
  }
}

void add_goals(Sum& s, const World& w) {
  for (const Objective& o : w.objectives) { s.add(o.id); s.add(o.have); }
  for (const Meter& m : w.meters) { s.add(m.id); s.add(m.value); }
  for (const Counter& c : w.counters) { s.add(c.id); s.add(c.value); }
  s.add(w.countdown.left);
  s.add(w.score);
  for (const auto& [name, value] : w.values) { s.add(name); s.add(value); }
  for (const auto& [name, value] : w.words) { s.add(name); s.add(value); }
  for (const auto& [name, value] : w.events) { s.add(name); s.add(value); }
}

void add_looks(Sum& s, const World& w) {
  for (const auto& [number, lamp] : w.lamps) { s.add(number); s.add(lamp.at); s.add(lamp.color); s.add(lamp.radius); }
  s.add(w.sky.top); s.add(w.sky.horizon); s.add(w.sun.direction); s.add(w.sun.color); s.add(w.fog.color); s.add(w.fog.far_m);
  s.add(w.weather.kind); s.add(w.weather.strength); s.add(w.hour);
  s.add((int)w.rig.view); s.add(w.rig.yaw); s.add(w.rig.pitch); s.add(w.rig.now.position); s.add(w.rig.now.target); s.add(w.rig.shake);
  for (const UiCommand& c : w.ui) { s.add(c.id); s.add(c.text); s.add(c.part); s.add(c.where.x); s.add(c.where.y); s.add(c.at.x); s.add(c.at.y); }
  for (const Caption& c : w.captions) s.add(c.text);
  for (const Dialogue& d : w.dialogues) { s.add(d.who); s.add(d.text); s.add(d.focus); }
  s.add(w.flash.left);
  s.add(w.music_mood);
}

}  // namespace

uint64_t world_digest() {
  const Engine& e = engine();
  Sum s;
  s.add((int)e.screen);
  s.add(e.ending);
  s.bits(e.random.state);
  s.bits(e.world.timers.size());
  add_things(s, e.world);
  add_goals(s, e.world);
  add_looks(s, e.world);
  return s.value;
}

}  // namespace garden::engine
