// things.cpp: the pool of things, their tags, and questions about where they are.
#include "things.h"
#include "physics.h"
#include "report.h"

namespace garden {
namespace engine {

vector<string> split_words(string_view text) {
  vector<string> out;
  size_t at = 0;
  while (at < text.size()) {
    size_t start = text.find_first_not_of(" ,\t\n", at);
    if (start == string_view::npos) break;
    at = std::min(text.find_first_of(" ,\t\n", start), text.size());
    string found(text.substr(start, at - start));
    if (!tag_in(out, found)) out.push_back(std::move(found));
  }
  return out;
}
bool tag_in(const vector<string>& tags, string_view tag) { return std::find(tags.begin(), tags.end(), tag) != tags.end(); }

Slot* slot_of(Thing thing) {
  World& w = world();
  if (!thing.id || thing.id > w.slots.size()) return nullptr;
  Slot& slot = w.slots[thing.id - 1];
  return slot.alive && slot.generation == thing.generation ? &slot : nullptr;
}
Thing thing_of(uint32_t index) { return {index + 1, world().slots[index].generation}; }

namespace {
void index_tag(uint32_t index, const string& tag) {          // keeps the order of making
  World& w = world();
  vector<uint32_t>& list = w.tagged[tag];
  auto later = [&](uint32_t a, uint32_t b) { return w.slots[a].order < w.slots[b].order; };
  list.insert(std::upper_bound(list.begin(), list.end(), index, later), index);
}
void drop_index(uint32_t index, const string& tag) {
  auto found = world().tagged.find(tag);
  if (found == world().tagged.end()) return;
  std::erase(found->second, index);
}
void index_slot(uint32_t index) {
  Slot& slot = world().slots[index];
  if (slot.indexed == slot.state.tags) return;
  for (const string& tag : slot.indexed) if (!tag_in(slot.state.tags, tag)) drop_index(index, tag);
  for (const string& tag : slot.state.tags) if (!tag_in(slot.indexed, tag)) index_tag(index, tag);
  slot.indexed = slot.state.tags;
}
template <class Fn> void each_tagged(string_view tag, Fn fn) {
  World& w = world();
  if (tag.empty()) {
    for (uint32_t index : w.alive) if (w.slots[index].alive) fn(index);
    return;
  }
  auto found = w.tagged.find(tag);
  if (found == w.tagged.end()) return;
  for (uint32_t index : found->second) fn(index);
}
uint64_t next_generation = 1;                                // never used twice, so that old handles stay gone after a restart
}  // namespace

void index_tags() { for (uint32_t index : world().alive) if (world().slots[index].alive) index_slot(index); }

void sweep_gone() {
  World& w = world();
  std::erase_if(w.alive, [&](uint32_t index) { return !w.slots[index].alive; });
}

void things_reset() {                                        // the pool itself is dropped with the World
  for (const Slot& slot : world().slots) next_generation = std::max<uint64_t>(next_generation, slot.generation + 1);
}

Vector3 drawn_scale(const Slot& slot) {
  const ModelBox& box = model_box(slot.state.model);
  Vector3 base = box.max - box.min, size = slot.state.size;
  auto part = [&](float want, float have) { return have > 1e-5f ? want / have * slot.state.scale : slot.state.scale; };
  return {part(size.x, base.x), part(size.y, base.y), part(size.z, base.z)};
}
Vector3 full_size(const Slot& slot) { return slot.state.size * slot.state.scale; }

Matrix drawn_place(const Slot& slot, float blend) {
  const State& s = slot.state;
  Vector3 at = Vector3Lerp(slot.before, s.at, blend);
  float turn = slot.before_turn + remainderf(s.turn - slot.before_turn, 360) * blend;
  Matrix leaning = MatrixRotateX(s.lean.x * DEG2RAD) * MatrixRotateY(s.lean.y * DEG2RAD) * MatrixRotateZ(s.lean.z * DEG2RAD);
  if (s.body == Body::dynamic) {
    float middle = full_size(slot).y / 2;
    return MatrixTranslate(0, -middle, 0) * leaning * MatrixRotateY(turn * DEG2RAD) * MatrixTranslate(at.x, at.y + middle, at.z);
  }
  return leaning * MatrixRotateY(turn * DEG2RAD) * MatrixTranslate(at.x, at.y, at.z);
}

Footprint footprint(const Slot& slot) {
  const State& s = slot.state;
  Vector3 size = full_size(slot);
  Footprint f{{s.at.x, s.at.z}, true, 0.3f, {size.x / 2, size.z / 2}, s.turn, s.at.y, s.at.y + std::max(size.y, 0.1f)};
  if (s.body == Body::character) {
    f.radius = s.radius;
    f.high = s.at.y + s.height;
  } else if (s.body == Body::none || s.body == Body::dynamic) {
    f.radius = std::max(0.15f, std::max(size.x, size.z) / 2);
  } else {
    f.round = false;
  }
  return f;
}

bool overlaps(const Footprint& a, const Footprint& b, float margin) {
  if (a.low > b.high + margin || b.low > a.high + margin) return false;
  if (a.round && b.round) return Vector2Distance(a.centre, b.centre) <= a.radius + b.radius + margin;
  if (!a.round && b.round) return overlaps(b, a, margin);
  auto into = [](Vector2 v, float turn) {                    // a box's own axes; turn is about Y, from +Z towards +X
    float c = cosf(turn * DEG2RAD), s = sinf(turn * DEG2RAD);
    return Vector2{v.x * c - v.y * s, v.x * s + v.y * c};
  };
  Vector2 apart = a.centre - b.centre;
  if (a.round) {
    Vector2 local = into(apart, b.turn);
    Vector2 close = {clamp(local.x, -b.half.x, b.half.x), clamp(local.y, -b.half.y, b.half.y)};
    return Vector2Distance(local, close) <= a.radius + margin;
  }
  for (const Footprint* f : {&a, &b}) {                      // two boxes: separating axes
    for (int axis = 0; axis < 2; axis++) {
      float reach_a = 0, reach_b = 0, gap;
      Vector2 d = into(apart, f->turn);
      gap = fabsf(axis ? d.y : d.x);
      for (const Footprint* box : {&a, &b}) {
        Vector2 ex = into({cosf(-box->turn * DEG2RAD), sinf(-box->turn * DEG2RAD)}, f->turn);
        Vector2 ez = into({-sinf(-box->turn * DEG2RAD), cosf(-box->turn * DEG2RAD)}, f->turn);
        float reach = box->half.x * fabsf(axis ? ex.y : ex.x) + box->half.y * fabsf(axis ? ez.y : ez.x);
        (box == &a ? reach_a : reach_b) = reach;
      }
      if (gap > reach_a + reach_b + margin) return false;
    }
  }
  return true;
}

}  // namespace engine

using engine::slot_of, engine::Slot, engine::world;

State* Thing::operator->() const {
  if (Slot* slot = slot_of(*this)) return &slot->state;
  static State scratch;
  scratch = State{};
  return &scratch;
}
Thing::operator bool() const { return slot_of(*this) != nullptr; }

Thing spawn(string_view name, const Setup& setup) {
  engine::World& w = world();
  uint32_t index;
  if (w.free_slots.empty()) {
    index = (uint32_t)w.slots.size();
    w.slots.emplace_back();
  } else {
    auto lowest = std::min_element(w.free_slots.begin(), w.free_slots.end());
    index = *lowest;
    *lowest = w.free_slots.back();
    w.free_slots.pop_back();
    w.slots[index] = Slot{};
  }
  Slot& slot = w.slots[index];
  slot.generation = (uint32_t)engine::next_generation++;
  slot.alive = true;
  slot.order = w.next_order++;
  slot.part = engine::engine().running_part;
  State& s = slot.state;
  s.name = name;
  s.model = setup.model;
  s.at = setup.at;
  s.turn = setup.turn;
  s.scale = setup.scale;
  s.tint = setup.tint;
  s.glow = setup.glow;
  s.body = setup.body;
  s.radius = setup.radius;
  s.height = setup.height;
  s.shadow = setup.shadow;
  s.tags = engine::split_words(setup.tags);
  slot.mass = std::max(0.01f, setup.mass);
  Vector3 base = s.model.empty() ? Vector3{s.radius * 2, s.height, s.radius * 2} : model_size(s.model);
  float factor = 0;
  int given = 0;
  auto ask = [&](float want, float have) { if (want > 0 && have > 1e-5f) { factor += want / have; given++; } };
  ask(setup.size.x, base.x); ask(setup.size.y, base.y); ask(setup.size.z, base.z);
  factor = given ? factor / (float)given : 1;
  auto resolved = [&](float want, float have) { return want > 0 ? want : have * factor; };
  s.size = {resolved(setup.size.x, base.x), resolved(setup.size.y, base.y), resolved(setup.size.z, base.z)};
  slot.before = slot.home = slot.roam_to = slot.stuck_at = slot.safe = slot.seen_at = s.at;
  slot.seen_turn = s.turn;
  slot.before_turn = s.turn;
  w.alive.push_back(index);
  engine::index_slot(index);
  engine::body_added(index);
  return engine::thing_of(index);
}

void remove(Thing thing) {
  Slot* slot = slot_of(thing);
  if (!slot) return;
  uint32_t index = thing.id - 1;
  for (const string& tag : slot->indexed) engine::drop_index(index, tag);
  engine::body_removed(index);
  slot->alive = false;
  slot->state.visible = false;
  std::erase(world().alive, index);
  world().free_slots.push_back(index);
}

Thing find(string_view name) {
  for (uint32_t index : world().alive)
    if (world().slots[index].alive && world().slots[index].state.name == name) return engine::thing_of(index);
  return {};
}
vector<Thing> named(string_view name) {
  vector<Thing> out;
  for (uint32_t index : world().alive)
    if (world().slots[index].alive && world().slots[index].state.name == name) out.push_back(engine::thing_of(index));
  return out;
}
vector<Thing> things(string_view tag) {
  vector<Thing> out;
  engine::each_tagged(tag, [&](uint32_t index) { out.push_back(engine::thing_of(index)); });
  return out;
}
Thing nearest(string_view tag, Vector3 at, float within) {
  Thing best;
  engine::each_tagged(tag, [&](uint32_t index) {
    float d = Vector3Distance(world().slots[index].state.at, at);
    if (d <= within && (!best.id || d < within)) { within = d; best = engine::thing_of(index); }
  });
  return best;
}
vector<Thing> within(string_view tag, Vector3 at, float radius) {
  vector<Thing> out;
  engine::each_tagged(tag, [&](uint32_t index) {
    if (Vector3Distance(world().slots[index].state.at, at) <= radius) out.push_back(engine::thing_of(index));
  });
  return out;
}
bool has_tag(Thing thing, string_view tag) { return engine::tag_in(thing->tags, tag); }
void add_tag(Thing thing, string_view tag) {
  Slot* slot = slot_of(thing);
  if (!slot) return;
  for (const string& each : engine::split_words(tag))
    if (!engine::tag_in(slot->state.tags, each)) slot->state.tags.push_back(each);
  engine::index_slot(thing.id - 1);
}
void drop_tag(Thing thing, string_view tag) {
  Slot* slot = slot_of(thing);
  if (!slot) return;
  std::erase(slot->state.tags, tag);
  engine::index_slot(thing.id - 1);
}
Thing player() {
  auto found = world().tagged.find("player");
  return found == world().tagged.end() || found->second.empty() ? Thing{} : engine::thing_of(found->second.front());
}
float distance(Vector3 a, Vector3 b) { return Vector3Distance(a, b); }
float flat_distance(Vector3 a, Vector3 b) { return hypotf(a.x - b.x, a.z - b.z); }
float distance(Thing a, Thing b) { return a && b ? distance(a->at, b->at) : 1e9f; }
bool touching(Thing a, Thing b) {
  Slot *sa = slot_of(a), *sb = slot_of(b);
  return sa && sb && sa != sb && engine::overlaps(engine::footprint(*sa), engine::footprint(*sb), 0.06f);
}

}  // namespace garden
