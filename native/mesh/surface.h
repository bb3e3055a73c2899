// Triangles while they are being made, and what is done to them: transform, cut, thin out, shade.
#pragma once
#include <array>
#include <vector>

#include "tree.h"

namespace mesh {

using Triangle = std::array<uint32_t, 3>;

struct Look {           // of a triangle
  float vary = 0;       // brightness jitter
  float crease = 0.60f; // cosine of the angle below which two faces shade as one; above 1: every face is flat
  bool glow = false;
  int joint = 0;        // number, from 1, of the moving part it belongs to; 0: the body's
};

// A part of the surface that moves about the origin of its frame.
struct Joint {
  int moves = 0;        // as its node says
  int parent = 0;       // the number of the moving part that carries it; 0: the body
  Affine frame;         // from the node's axes to the surface's
};

struct Surface {
  std::vector<V3> points, colours, normals;  // normals: empty, or one a point (zero where unknown)
  std::vector<uint8_t> painted;
  std::vector<Triangle> faces;
  std::vector<Look> looks;
  std::vector<Joint> joints;
  uint32_t add(V3 p) {
    points.push_back(p), colours.push_back({1, 1, 1}), painted.push_back(0);
    return uint32_t(points.size() - 1);
  }
  void face(uint32_t a, uint32_t b, uint32_t c) { faces.push_back({a, b, c}), looks.push_back({}); }
  void quad(uint32_t a, uint32_t b, uint32_t c, uint32_t d) { face(a, b, c), face(a, c, d); }
  Box box() const;
  void append(const Surface& other);
  void move(const Affine& map);
  // All of it that moves not yet, moves as the node does.
  void join(const Node& node);
  // Colours the points that have none yet, by the node's gradient.
  void paint(const Node& node);
};

// Vertices as a graphics card takes them: one normal and one colour each.
struct Shaded {
  std::vector<V3> points, normals, colours;
  std::vector<uint8_t> glows;
  std::vector<Triangle> faces;
  std::vector<int> joint;   // of each face
  std::vector<Joint> joints;
};

// Shapes with exact outlines (everything but booleans). `error` is the allowed distance from the true surface, metres.
Surface tessellate(const Node& node, float error);

// Cuts triangles at `count` heights between the surface's lowest and highest point, so that it can bend.
void slice(Surface& surface, int count, float low, float high);
// Halves edges until none is longer than `edge`; at most `rounds` times.
void refine(Surface& surface, float edge, int rounds);
// Applies the node's deformations and noise; `error` is the allowed distance from the true surface.
void modify(Surface& surface, const Node& node, float error);

// The surface of a boolean node with its noise, before its deformations: dense, points and faces alone.
Surface contour(const Node& node, int cells, Stop& stop);

// Collapses edges until at most `target` faces remain and the next collapse would move the surface by more than
// `error` metres. `tags`: faces of different tags keep the line between them (empty: no tags). `kept` receives
// the number of the original face of every face that is left.
void simplify(std::vector<V3>& points, std::vector<Triangle>& faces, const std::vector<uint32_t>& tags, size_t target,
              float error, std::vector<uint32_t>& kept, Stop& stop);

Shaded shade(const Surface& surface, uint32_t seed);
// The same for a mesh with one colour a corner of each face.
Shaded shade_corners(const std::vector<V3>& points, const std::vector<Triangle>& faces, const std::vector<V3>& corner, float crease);

// A whole recipe: at most `budget` triangles. Throws Fault, Stopped.
Shaded build(const Node& root, int budget, bool grounded, uint32_t seed, Stop& stop);

}  // namespace mesh
