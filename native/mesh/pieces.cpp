// Connected pieces of a mask, found row by row with their equalities kept in a forest.
#include <numeric>

#include "sculpt.h"

namespace mesh {

std::vector<int32_t> pieces(const std::vector<uint8_t>& mask, int width, int height) {
  std::vector<int32_t> label(mask.size(), 0), root{0};
  const auto find = [&](int32_t i) {
    while (root[size_t(i)] != i) i = root[size_t(i)] = root[size_t(root[size_t(i)])];
    return i;
  };
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const size_t i = size_t(y) * size_t(width) + size_t(x);
      if (!mask[i]) continue;
      const int32_t left = x > 0 ? label[i - 1] : 0, up = y > 0 ? label[i - size_t(width)] : 0;
      if (left && up) {
        const int32_t a = find(left), b = find(up);
        root[size_t(std::max(a, b))] = std::min(a, b), label[i] = std::min(a, b);
      } else if (left || up) {
        label[i] = left + up;
      } else {
        label[i] = int32_t(root.size());
        root.push_back(label[i]);
      }
    }
  std::vector<int32_t> number(root.size(), 0);
  int32_t count = 0;
  for (size_t k = 1; k < root.size(); ++k)
    if (root[k] == int32_t(k)) number[k] = ++count;
  for (int32_t& l : label)
    if (l) l = number[size_t(find(l))];
  return label;
}

}  // namespace mesh
