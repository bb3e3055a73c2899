// joints.cpp: plays the parts of models that move: spinning, bobbing, swinging, opening, walking, rolling, each within
// the limits that its model declares. From steps alone, so the same with and without a screen.
#include "joints.h"
#include "physics.h"
#include "things.h"

namespace garden {
namespace engine {
namespace {

// What is played of a slot; begun anew when its model is another one.
vector<Slot::Play>& play_of(Slot& slot, const ModelBox& box) {
  if (slot.played != &box) {
    slot.played = &box;
    slot.plays.assign(box.joints.size(), {});
    for (size_t i = 0; i < box.joints.size(); i++)
      if (box.joints[i].kind == Joint::open) slot.plays[i].wanted = 0;
  }
  return slot.plays;
}

float towards(float value, float wanted, float by) { return value + clamp(wanted - value, -by, by); }

void step(Slot& slot, uint32_t index, const ModelBox& box, float dt) {
  const State& s = slot.state;
  vector<Slot::Play>& plays = play_of(slot, box);
  Vector3 way = s.at - slot.before;
  float far = min(hypotf(way.x, way.z), 40 * dt), pace = far / dt;       // nobody strides when he is put somewhere else
  float ahead = way.x * sinf(s.turn * DEG2RAD) + way.z * cosf(s.turn * DEG2RAD) < 0 ? -1.0f : 1.0f;
  Vector3 grown = drawn_scale(slot);
  for (size_t i = 0; i < plays.size(); i++) {
    const Joint& j = box.joints[i];
    Slot::Play& p = plays[i];
    switch (j.kind) {
      case Joint::spin:
        p.strength = towards(p.strength, p.wanted, 2 * dt);
        p.at = remainderf(p.at + j.amount * p.strength * dt, 360);
        break;
      case Joint::bob:
      case Joint::swing:
        p.strength = towards(p.strength, clamp(p.wanted, 0.0f, 1.0f), 2 * dt);
        p.at = fmodf(p.at + dt / j.seconds, 1);
        break;
      case Joint::open: {
        bool was = gate_open(slot, (int)i);
        p.strength = towards(p.strength, clamp(p.wanted, 0.0f, 1.0f), dt / j.seconds);
        if (was != gate_open(slot, (int)i) && s.body == Body::solid) { body_removed(index); body_added(index); }
        break;
      }
      case Joint::walk: {
        float leg = max(0.05f, (j.pivot.y - box.min.y) * grown.y), stride = max(0.12f, 4 * leg * sinf(max(5.0f, j.amount) * DEG2RAD));
        p.strength = towards(p.strength, clamp(p.wanted, 0.0f, 1.0f) * clamp(pace / 0.6f, 0.0f, 1.0f), 7 * dt);
        p.at = fmodf(p.at + min(far / stride, 3.5f * dt), 1);
        break;
      }
      case Joint::roll:
        p.at = remainderf(p.at + p.wanted * ahead * far / max(0.01f, j.amount * grown.y) * RAD2DEG, 360);
        break;
    }
  }
}

float degrees_of(const Joint& j, const Slot::Play& p) {
  if (j.kind == Joint::spin || j.kind == Joint::roll) return p.at;
  if (j.kind == Joint::open) return j.amount * p.strength * p.strength * (3 - 2 * p.strength);
  return j.amount * p.strength * sinf(2 * PI * (p.at + j.phase));
}

}  // namespace

void joints_step(float dt) {
  World& w = world();
  for (uint32_t index : w.alive) {
    Slot& slot = w.slots[index];
    if (!slot.alive || slot.state.model.empty()) continue;
    const ModelBox& box = model_box(slot.state.model);
    if (!box.joints.empty()) step(slot, index, box, dt);
  }
}

Matrix joint_place(const Slot& slot, int joint) {
  if (!slot.played || joint < 0 || (size_t)joint >= slot.plays.size()) return MatrixIdentity();
  const Joint& j = slot.played->joints[(size_t)joint];
  float much = degrees_of(j, slot.plays[(size_t)joint]);
  Matrix own = j.kind == Joint::bob ? MatrixTranslate(j.axis.x * much, j.axis.y * much, j.axis.z * much)
                                    : MatrixTranslate(-j.pivot.x, -j.pivot.y, -j.pivot.z) * MatrixRotate(j.axis, much * DEG2RAD) *
                                          MatrixTranslate(j.pivot.x, j.pivot.y, j.pivot.z);
  return j.parent >= 0 && j.parent < joint ? own * joint_place(slot, j.parent) : own;
}

bool gate_open(const Slot& slot, int joint) {
  return slot.played && joint >= 0 && (size_t)joint < slot.plays.size() && slot.plays[(size_t)joint].strength > 0.6f;
}

}  // namespace engine

void joint(Thing thing, string_view name, float amount) {
  engine::Slot* slot = engine::slot_of(thing);
  if (!slot || slot->state.model.empty()) return;
  const engine::ModelBox& box = engine::model_box(slot->state.model);
  vector<engine::Slot::Play>& plays = engine::play_of(*slot, box);
  bool any = false;
  for (size_t i = 0; i < plays.size(); i++)
    if (name.empty() || box.joints[i].name == name) {
      plays[i].wanted = std::isfinite(amount) ? clamp(amount, -4.0f, 4.0f) : 0;
      any = true;
    }
  if (any || name.empty()) return;
  vector<string> known;
  for (const engine::Joint& j : box.joints) known.push_back(j.name);
  string nearest = engine::nearest_name(name, known);
  engine::warn("The model \"" + slot->state.model + "\" has no joint \"" + string(name) + "\"." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
}

vector<string> joints(string_view model) {
  vector<string> out;
  for (const engine::Joint& j : engine::model_box(model).joints)
    if (std::find(out.begin(), out.end(), j.name) == out.end()) out.push_back(j.name);
  return out;
}

}  // namespace garden
