// physics.h: who blocks whom. Private to the logic; Bullet stays inside tumble.cpp.
#pragma once
#include "engine.h"

namespace garden::engine {

struct Box {                                                 // something that blocks, turned about Y
  Vector3 centre{}, half{};
  float turn = 0, c = 1, s = 0;                              // cosine and sine of turn
  bool one_way = false;                                      // blocks only what falls onto it (tag "oneway")
  uint32_t thing = 0;                                        // index + 1, or 0: a wall or block
  float top() const { return centre.y + half.y; }
  float bottom() const { return centre.y - half.y; }
  Vector2 local(float x, float z) const { return {(x - centre.x) * c - (z - centre.z) * s, (x - centre.x) * s + (z - centre.z) * c}; }
  Vector2 outward(Vector2 v) const { return {v.x * c + v.y * s, -v.x * s + v.y * c}; }   // a local direction in the world
  bool under(float x, float z, float radius) const;          // does a disc lie over it?
};
void solid_added(const Solid& solid);
void body_added(uint32_t index);
void body_removed(uint32_t index);
void physics_reset();
void physics_step(float dt);                                 // moves characters and dynamic bodies

const vector<Box>& static_boxes();                           // walls, blocks and solid things
int static_version();                                        // changes when they change
void boxes_near(float x, float z, float radius, vector<const Box*>& out);    // also moving things
bool blocked(Vector3 at, float radius, float from_height, float to_height);  // is anything solid in that cylinder?
float floor_under(float x, float z, float radius, float from_y, uint32_t* thing = nullptr);  // the highest floor not above from_y; -1e9: none
bool over_ground(float x, float z);

// tumble.cpp: Bullet, made when the first dynamic body comes
void tumble_reset();
void tumble_added(uint32_t index);
void tumble_removed(uint32_t index);
void tumble_push(uint32_t index, Vector3 impulse);
void tumble_solid(const Solid& solid);
void tumble_step(float dt);
}
