// tumble.cpp: dynamic bodies, by Bullet. The only file that knows Bullet; its world is made when the first such body comes.
#include "physics.h"
#include "things.h"
#include "joints.h"

#include <btBulletDynamicsCommon.h>

namespace garden::engine {
namespace {

struct Rigid {
  std::unique_ptr<btCollisionShape> shape;
  vector<std::unique_ptr<btCollisionShape>> pieces;          // of a shape put together
  std::unique_ptr<btRigidBody> body;
  Body kind = Body::none;
  Vector3 at{}, velocity{};                                  // as given to the thing, to see what a part changed
};

struct Tumble {
  btDefaultCollisionConfiguration configuration;
  btCollisionDispatcher dispatcher{&configuration};
  btDbvtBroadphase pairs;
  btSequentialImpulseConstraintSolver solver;
  btDiscreteDynamicsWorld world{&dispatcher, &pairs, &solver, &configuration};
  std::map<uint32_t, Rigid> bodies;                          // by slot; a map, so that the order is always the same
  vector<Rigid> walls;
  std::unique_ptr<btTriangleMesh> hills;
  Rigid ground;
  int ground_version = -1;

  ~Tumble() {
    for (auto& [index, rigid] : bodies) world.removeRigidBody(rigid.body.get());
    for (Rigid& rigid : walls) world.removeRigidBody(rigid.body.get());
    if (ground.body) world.removeRigidBody(ground.body.get());
  }
};

struct Holder { std::unique_ptr<Tumble> tumble; };
Holder& holder() {
  static Holder the_holder;
  return the_holder;
}

btVector3 bt(Vector3 v) { return {v.x, v.y, v.z}; }
Vector3 vec(const btVector3& v) { return {v.x(), v.y(), v.z()}; }

float middle(const Slot& slot) { return slot.state.body == Body::character ? slot.state.height / 2 : full_size(slot).y / 2; }

btTransform pose(const Slot& slot) {
  const State& s = slot.state;
  btQuaternion turn(btVector3(0, 1, 0), s.turn * DEG2RAD), x(btVector3(1, 0, 0), s.lean.x * DEG2RAD),
      y(btVector3(0, 1, 0), s.lean.y * DEG2RAD), z(btVector3(0, 0, 1), s.lean.z * DEG2RAD);
  return btTransform(turn * z * y * x, bt(s.at + Vector3{0, middle(slot), 0}));
}

void place_rigid(Rigid& rigid, std::unique_ptr<btCollisionShape> shape, const btTransform& at, float mass) {
  btVector3 inertia(0, 0, 0);
  if (mass > 0) shape->calculateLocalInertia(mass, inertia);
  btRigidBody::btRigidBodyConstructionInfo info(mass, nullptr, shape.get(), inertia);
  info.m_startWorldTransform = at;
  info.m_friction = 0.7f;
  info.m_rollingFriction = 0.02f;
  info.m_spinningFriction = 0.02f;
  info.m_restitution = 0.2f;
  info.m_linearDamping = 0.03f;
  info.m_angularDamping = 0.1f;
  rigid.shape = std::move(shape);
  rigid.body = std::make_unique<btRigidBody>(info);
}

// The hulls of the thing's model about its middle; null where the model tells none, or where a box all but is one.
std::unique_ptr<btCollisionShape> hulls_of(const Slot& slot, vector<std::unique_ptr<btCollisionShape>>& pieces) {
  const ModelBox& model = model_box(slot.state.model);
  Vector3 grown = drawn_scale(slot);
  float up = middle(slot);
  for (const Hull& hull : model.hulls) {
    if (hull.corners.size() < 5 || (hull.gate >= 0 && gate_open(slot, hull.gate))) continue;
    auto piece = std::make_unique<btConvexHullShape>();
    for (Vector3 c : hull.corners) piece->addPoint(btVector3(c.x * grown.x, c.y * grown.y - up, c.z * grown.z), false);
    piece->recalcLocalAabb();
    piece->setMargin(0.01f);
    pieces.push_back(std::move(piece));
  }
  if (pieces.empty() || (pieces.size() == 1 && model.hulls.size() == 1 && model.hulls[0].corners.size() == 8)) {
    pieces.clear();
    return nullptr;
  }
  auto whole = std::make_unique<btCompoundShape>();
  for (auto& piece : pieces) whole->addChildShape(btTransform::getIdentity(), piece.get());
  return whole;
}

void add_thing(Tumble& t, uint32_t index) {
  Slot& slot = world().slots[index];
  State& s = slot.state;
  Vector3 half = full_size(slot) * 0.5f;
  half = Vector3Max(half, {0.02f, 0.02f, 0.02f});
  std::unique_ptr<btCollisionShape> shape;
  if (s.body == Body::character) shape = std::make_unique<btCapsuleShape>(s.radius, max(0.02f, s.height - 2 * s.radius));
  else if (s.model == "ball") shape = std::make_unique<btSphereShape>((half.x + half.y + half.z) / 3);
  else if (s.model == "cylinder") shape = std::make_unique<btCylinderShape>(bt(half));
  vector<std::unique_ptr<btCollisionShape>> pieces;
  if (!shape) shape = hulls_of(slot, pieces);
  if (!shape) shape = std::make_unique<btBoxShape>(bt(half));
  Rigid& rigid = t.bodies[index];
  rigid.pieces = std::move(pieces);
  bool free = s.body == Body::dynamic;
  place_rigid(rigid, std::move(shape), pose(slot), free ? slot.mass : 0);
  rigid.kind = s.body;
  rigid.at = s.at;
  rigid.velocity = s.velocity;
  if (!free && s.body != Body::solid) rigid.body->setCollisionFlags(rigid.body->getCollisionFlags() | btCollisionObject::CF_KINEMATIC_OBJECT);
  if (!free) rigid.body->setActivationState(s.body == Body::solid ? ISLAND_SLEEPING : DISABLE_DEACTIVATION);
  if (free) {
    rigid.body->setLinearVelocity(bt(s.velocity));
    rigid.body->setCcdMotionThreshold(min({half.x, half.y, half.z}));      // fast small things do not pass through walls
    rigid.body->setCcdSweptSphereRadius(min({half.x, half.y, half.z}) * 0.8f);
  }
  t.world.addRigidBody(rigid.body.get());
}

void add_wall(Tumble& t, const Solid& solid) {
  btTransform at(btQuaternion(btVector3(0, 1, 0), solid.turn * DEG2RAD), bt(solid.centre));
  Rigid rigid;
  place_rigid(rigid, std::make_unique<btBoxShape>(bt(solid.size * 0.5f)), at, 0);
  t.world.addRigidBody(rigid.body.get());
  t.walls.push_back(std::move(rigid));
}

void lay_ground(Tumble& t) {
  const Ground& g = world().ground;
  if (t.ground_version == world().ground_version) return;
  t.ground_version = world().ground_version;
  if (t.ground.body) t.world.removeRigidBody(t.ground.body.get());
  t.ground = {};
  if (!g.any) return;
  if (g.flat) {
    btTransform at(btQuaternion::getIdentity(), btVector3(0, -1, 0));
    place_rigid(t.ground, std::make_unique<btBoxShape>(btVector3(g.half, 1, g.half)), at, 0);
  } else {
    t.hills = std::make_unique<btTriangleMesh>();
    float size = 2 * g.half / (float)g.cells;
    auto point = [&](int i, int j) {
      return btVector3(-g.half + (float)i * size, g.heights[(size_t)(j * (g.cells + 1) + i)], -g.half + (float)j * size);
    };
    for (int j = 0; j < g.cells; j++)
      for (int i = 0; i < g.cells; i++) {
        t.hills->addTriangle(point(i, j), point(i + 1, j + 1), point(i + 1, j));
        t.hills->addTriangle(point(i, j), point(i, j + 1), point(i + 1, j + 1));
      }
    place_rigid(t.ground, std::make_unique<btBvhTriangleMeshShape>(t.hills.get(), true), btTransform::getIdentity(), 0);
  }
  t.world.addRigidBody(t.ground.body.get());
}

void take_from_thing(Rigid& rigid, Slot& slot, float dt) {   // what parts and characters did since the last step
  State& s = slot.state;
  if (rigid.kind == Body::dynamic) {
    if (!(s.at == rigid.at)) {
      rigid.body->setWorldTransform(pose(slot));
      rigid.body->activate(true);
    }
    if (!(s.velocity == rigid.velocity)) {
      rigid.body->setLinearVelocity(bt(s.velocity));
      rigid.body->activate(true);
    }
    rigid.body->setGravity(btVector3(0, -world().gravity, 0));
  } else if (rigid.kind == Body::solid) {
    if (s.at == rigid.at) return;
    rigid.body->setWorldTransform(pose(slot));
    holder().tumble->world.updateSingleAabb(rigid.body.get());
    rigid.at = s.at;
  } else {
    btTransform next = pose(slot);
    rigid.body->setLinearVelocity((next.getOrigin() - rigid.body->getWorldTransform().getOrigin()) / dt);
    rigid.body->setWorldTransform(next);
    rigid.body->setInterpolationWorldTransform(next);
  }
}

void give_to_thing(Rigid& rigid, Slot& slot) {
  State& s = slot.state;
  const btTransform& now = rigid.body->getWorldTransform();
  Vector3 centre = vec(now.getOrigin());
  World& w = world();
  if (w.has_bounds) {
    Vector3 inside = {clamp(centre.x, -w.bound_x, w.bound_x), centre.y, clamp(centre.z, -w.bound_z, w.bound_z)};
    if (!(inside == centre)) {
      btTransform back = now;
      back.setOrigin(bt(inside));
      btVector3 v = rigid.body->getLinearVelocity();
      rigid.body->setWorldTransform(back);
      rigid.body->setLinearVelocity(btVector3(inside.x == centre.x ? v.x() : -v.x() * 0.3f, v.y(), inside.z == centre.z ? v.z() : -v.z() * 0.3f));
      centre = inside;
    }
  }
  s.at = centre - Vector3{0, middle(slot), 0};
  btQuaternion q = now.getRotation() * btQuaternion::getIdentity();
  btQuaternion lean = btQuaternion(btVector3(0, 1, 0), -s.turn * DEG2RAD) * q;   // what is left over the turn about Y
  float yaw, pitch, roll;
  lean.getEulerZYX(yaw, pitch, roll);
  s.lean = {roll * RAD2DEG, pitch * RAD2DEG, yaw * RAD2DEG};
  s.velocity = vec(rigid.body->getLinearVelocity());
  s.grounded = fabsf(s.velocity.y) < 0.2f;
  rigid.at = s.at;
  rigid.velocity = s.velocity;
}

}  // namespace

void tumble_reset() { holder().tumble.reset(); }

void tumble_added(uint32_t index) {
  Holder& h = holder();
  if (!h.tumble) {
    if (world().slots[index].state.body != Body::dynamic) return;
    h.tumble = std::make_unique<Tumble>();
    for (const Solid& solid : world().solids) add_wall(*h.tumble, solid);
    for (uint32_t other : world().alive) {
      Body body = world().slots[other].state.body;
      if (other != index && world().slots[other].alive && body != Body::none && body != Body::trigger) add_thing(*h.tumble, other);
    }
  }
  add_thing(*h.tumble, index);
}

void tumble_removed(uint32_t index) {
  Holder& h = holder();
  if (!h.tumble) return;
  auto found = h.tumble->bodies.find(index);
  if (found == h.tumble->bodies.end()) return;
  h.tumble->world.removeRigidBody(found->second.body.get());
  h.tumble->bodies.erase(found);
}

void tumble_solid(const Solid& solid) { if (holder().tumble) add_wall(*holder().tumble, solid); }

void tumble_push(uint32_t index, Vector3 impulse) {
  Holder& h = holder();
  if (!h.tumble) return;
  auto found = h.tumble->bodies.find(index);
  if (found == h.tumble->bodies.end()) return;
  Slot& slot = world().slots[index];
  take_from_thing(found->second, slot, step_seconds);
  found->second.body->activate(true);
  found->second.body->applyCentralImpulse(bt(impulse));
  slot.state.velocity = found->second.velocity = vec(found->second.body->getLinearVelocity());
}

void tumble_step(float dt) {
  if (!holder().tumble) return;
  Tumble& t = *holder().tumble;
  lay_ground(t);
  for (auto& [index, rigid] : t.bodies) take_from_thing(rigid, world().slots[index], dt);
  t.world.stepSimulation(dt, 1, dt);
  for (auto& [index, rigid] : t.bodies)
    if (rigid.kind == Body::dynamic) give_to_thing(rigid, world().slots[index]);
  vector<Thing> lost;
  for (auto& [index, rigid] : t.bodies)
    if (rigid.kind == Body::dynamic && world().slots[index].state.at.y < -40) lost.push_back(thing_of(index));
  for (Thing thing : lost) {
    emit("fell", thing);
    garden::remove(thing);
  }
}

}  // namespace garden::engine
