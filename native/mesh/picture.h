// A small picture of a mesh: soft light, its own shadows, a shadow on the ground, a transparent background.
#pragma once
#include "surface.h"

namespace mesh {

struct View {
  int size = 256;         // pixels a side
  float turn = 32;        // degrees the camera stands to the right of the front (+Z)
  float lift = 22;        // degrees above the horizon
  bool ground = true;     // a soft shadow where it stands
  bool plain = false;     // its own colours, without light and shade
  float scale = 0;        // pixels a metre, with the middle of its bounds in the picture's middle; 0: it fills the frame
};

// RGBA, `size` rows from the top.
std::vector<uint8_t> picture(const std::vector<V3>& points, const std::vector<V3>& normals, const std::vector<V3>& colours,
                             const std::vector<Triangle>& faces, const View& view);

}  // namespace mesh
