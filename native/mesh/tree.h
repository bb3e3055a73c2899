// The recipe tree as the kernels see it: shapes, booleans and modifiers with every number already resolved.
// It is read-only once made, so that threads share it.
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "vector.h"

namespace mesh {

enum class Op { group, blend, subtract, intersect, box, ball, cone, limb, tube, torus, extrude, revolve, plane };

struct Node;
using NodePtr = std::shared_ptr<const Node>;

// A child where it stands in its parent.
struct Placed {
  NodePtr node;
  Affine map, back;       // to the parent's space, and from it
  float shrink = 1;       // a distance in the child's space is at least this much in the parent's
  float tint = 1;         // brightness of this copy
};

// Modifiers are applied in this order: shell, taper, twist, bend, noise.
struct Node {
  Op op = Op::group;
  std::string path;                    // of the JSON node, for errors
  std::vector<Placed> kids;
  float blend = 0;                     // booleans: radius of the seam, metres; 0 is sharp
  V3 size;                             // box: width, height, depth. ball: radii. cone: lower and upper radius, height
                                       // limb: radii at both ends. torus: ring and tube radius. extrude: x is depth
  std::vector<V3> points;              // limb: 2. tube: path, smooth. extrude, revolve: outline in x, y
  int sides = 0;                       // 0: as round as the budget allows
  float round = 0, shell = 0;          // metres
  float taper = 1, twist = 0, bend = 0;  // size at the top; degrees over the height; degrees towards +X
  float rough_by = 0, rough_size = 1;  // noise: metres of displacement, metres a feature
  uint32_t seed = 0;
  bool coloured = false, facet = false, glow = false;
  V3 low_colour, high_colour;          // 0..1, below and above
  float vary = 0;                      // brightness jitter of facets
  float detail = 1;                    // finer than the rest by this factor
  int moves = 0;                       // which of the recipe's movements it makes, from 1; 0: none. Never inside a boolean
  V3 about;                            // the point that it moves about
  Box inner;                           // bounds before the modifiers
  Box bounds;                          // and after
  float steep = 1;                     // distances are multiplied by this, so that no slope exceeds 1
  bool boolean() const { return op == Op::blend || op == Op::subtract || op == Op::intersect || shell > 0; }
  bool deformed() const { return taper != 1 || twist != 0 || bend != 0; }
};

// A fault of one node: told with the path of the node.
struct Fault : std::runtime_error {
  std::string path;
  Fault(std::string where, const std::string& what) : std::runtime_error(what), path(std::move(where)) {}
};
struct Stopped : std::runtime_error {
  Stopped() : std::runtime_error("stopped") {}
};

// May be set from another thread; long loops look at it, and at the clock.
struct Stop {
  std::atomic<bool> asked{false};
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  bool late() const { return std::chrono::steady_clock::now() > deadline; }
};

// Fills in what follows from the rest: inner, bounds, steep. Children must be finished. Throws Fault.
void settle(Node& node);
Placed place(NodePtr node, const Affine& map, float tint);

// The forward deformation (taper, twist, bend) of a point, and its inverse.
V3 deform(const Node& node, V3 p);
V3 undeform(const Node& node, V3 p);

// Path of a tube through its points, as a polyline without corners.
std::vector<V3> smooth_path(const std::vector<V3>& points, int pieces);

}  // namespace mesh
