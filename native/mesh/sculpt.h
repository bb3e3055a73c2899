// From pictures to closed solids: silhouettes blown up into round bodies, or cut against each other into a visual hull.
// Everything happens in a box of model space; a picture's edges are the box's edges seen from its side.
#pragma once
#include <mutex>

#include "surface.h"

namespace mesh {

// A grid of numbers, rows from the top.
struct Plane {
  int width = 0, height = 0;
  std::vector<float> at;
  bool empty() const { return at.empty(); }
  float operator()(int x, int y) const { return at[size_t(y) * size_t(width) + size_t(x)]; }
};

// Heights of the body that a silhouette suggests, in pixels: √u where ∇²u = -4 inside and u = 0 outside (a disc becomes
// a ball). Multigrid. `cover` says how much of a pixel is inside, 0 to 1.
Plane inflated(const Plane& cover);

enum class Side { front, right, back, left, top };

// What is seen from one side, cropped so that its edges are the edges of the box. From the top, the lower edge is the front.
struct Seen {
  Side side = Side::front;
  int width = 0, height = 0;
  std::vector<uint8_t> rgba;
};

struct Chisel {
  V3 size{1, 1, 1};  // of the box; it stands on y = 0, and x = z = 0 is its middle
  int cells = 96;    // along its longest side
  float round = 0;   // 0: what two silhouettes leave is kept whole; else the exponent of its rounded sections (2: ellipses)
  Plane near, far;   // instead of the side views: how far the surface lies before and behind z = 0, in model units, by the
                     // front's pixels
};

// Its distances (in cells, positive inside, right near the surface only) and its pictures.
class Sculpture {
 public:
  // Throws Fault for pictures or sizes that can't be used, Stopped.
  Sculpture(std::vector<Seen> seen, const Chisel& chisel, Stop& stop);
  // Its surface: closed, every edge between two faces. Throws Fault when nothing is left.
  Surface surface() const;
  // sRGB, 0 to 1, of a point of the surface: what those sides show that see it, the ones it faces most.
  V3 colour(V3 point, V3 normal) const;
  // How many of the grid's lines along an axis meet it: the area of its shadow from that side.
  size_t shadow(int axis) const;

 private:
  struct Facing {
    Side side;
    int width, height;
    std::vector<V3> colour;  // also beside the silhouette, where the nearest colours go on
  };
  void spread() const;       // the colours, when the first is asked for
  int nx_, ny_, nz_;
  float cell_;
  V3 low_;  // the grid's corner
  V3 size_;
  std::vector<float> value_;
  std::vector<Seen> seen_;
  mutable std::vector<Facing> facing_;
  mutable std::once_flag spread_;
  float value(int x, int y, int z) const { return value_[(size_t(z) * size_t(ny_) + size_t(y)) * size_t(nx_) + size_t(x)]; }
  bool hidden(V3 point, V3 towards) const;
  void carve(const Plane& front, const Plane& side, const Plane& top, const Chisel& chisel, Stop& stop);
  void raise(const Plane& front, const Chisel& chisel);
};

// Numbers, from 1, for the connected pieces (by sides) of the pixels that are not 0; 0 elsewhere.
std::vector<int32_t> pieces(const std::vector<uint8_t>& mask, int width, int height);

// The surface where the values of a grid pass 0, by marching cubes; points in cells. Faces whose corners alternate part the
// insides, in every cube alike, so that the surface is closed.
Surface marched(const std::vector<float>& value, int nx, int ny, int nz);

}  // namespace mesh
