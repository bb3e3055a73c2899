// The meshing kernels by themselves: closed surfaces, right volumes, budgets, distances that can be trusted.
#include <cstdio>
#include <map>

#include "field.h"
#include "sculpt.h"
#include "surface.h"

using namespace mesh;

static int failures = 0;
#define CHECK(truth)                                                    \
  do {                                                                  \
    if (!(truth)) std::printf("%d: not true: %s\n", __LINE__, #truth), ++failures; \
  } while (false)

static NodePtr shape(Op op, V3 size, float round = 0) {
  auto n = std::make_shared<Node>();
  n->op = op, n->size = size, n->round = round, n->path = "test";
  settle(*n);
  return n;
}
static NodePtr boolean(Op op, std::vector<NodePtr> kids, float blend = 0) {
  auto n = std::make_shared<Node>();
  n->op = op, n->blend = blend, n->path = "test";
  for (NodePtr& kid : kids) n->kids.push_back(place(kid, Affine(), 1));
  settle(*n);
  return n;
}
static double volume(const Surface& s) {
  double sum = 0;
  for (const Triangle& t : s.faces) sum += dot(s.points[t[0]], cross(s.points[t[1]], s.points[t[2]])) / 6;
  return sum;
}
static bool closed(const Surface& s) {
  std::map<std::pair<uint32_t, uint32_t>, int> edges;
  for (const Triangle& t : s.faces)
    for (int i = 0; i < 3; ++i) ++edges[{t[size_t(i)], t[size_t((i + 1) % 3)]}];
  for (const auto& [edge, count] : edges) {
    const auto back = edges.find({edge.second, edge.first});
    if (back == edges.end() || back->second != count) return false;
  }
  return true;
}

// A disc, or a square, of `n` pixels in the middle of a picture as large.
static Seen seen(Side side, int n, bool disc) {
  Seen s{side, n, n, std::vector<uint8_t>(size_t(n) * size_t(n) * 4, 200)};
  for (int y = 0; y < n; ++y)
    for (int x = 0; x < n; ++x)
      if (disc && std::hypot(float(x) + 0.5f - float(n) / 2, float(y) + 0.5f - float(n) / 2) > float(n) / 2)
        s.rgba[4 * (size_t(y) * size_t(n) + size_t(x)) + 3] = 0;
  return s;
}

static void sculpting() {
  Stop stop;
  // Any signs at all give a closed surface, also where the corners of a face alternate.
  std::vector<float> noise(14 * 14 * 14, -1);
  for (int i = 0; i < 14 * 14 * 14; ++i) {
    const int x = i % 14, y = i / 14 % 14, z = i / 196;
    if (x && y && z && x < 13 && y < 13 && z < 13) noise[size_t(i)] = random01(uint32_t(i)) - 0.5f;
  }
  const Surface rough = marched(noise, 14, 14, 14);
  CHECK(rough.faces.size() > 1000 && closed(rough) && volume(rough) > 0);

  Plane disc{300, 300, std::vector<float>(300 * 300)};
  for (int y = 0; y < 300; ++y)
    for (int x = 0; x < 300; ++x) disc.at[size_t(y) * 300 + size_t(x)] = std::hypot(float(x) - 149.5f, float(y) - 149.5f) < 120;
  const Plane heights = inflated(disc);
  CHECK(std::fabs(heights(150, 150) - 120) < 2 && std::fabs(heights(150 + 72, 150) - 96) < 3 && heights(10, 10) == 0);

  const Surface block = Sculpture({seen(Side::front, 64, false)}, {{1, 1, 0.5f}, 40, 0, {}, {}}, stop).surface();
  CHECK(closed(block) && std::fabs(volume(block) - 0.5) < 0.03);
  const std::vector<Seen> discs = {seen(Side::front, 128, true), seen(Side::right, 128, true)};
  const Surface crossed = Sculpture(discs, {{1, 1, 1}, 64, 0, {}, {}}, stop).surface();
  CHECK(closed(crossed) && std::fabs(volume(crossed) - 2.0 / 3) < 0.03);  // two cylinders
  const Surface round = Sculpture(discs, {{1, 1, 1}, 64, 2, {}, {}}, stop).surface();
  CHECK(closed(round) && std::fabs(volume(round) - kPi / 6) < 0.02);  // a ball
  bool refused = false;
  try {
    Sculpture({seen(Side::right, 8, true)}, {{1, 1, 1}, 40, 0, {}, {}}, stop);
  } catch (const Fault&) { refused = true; }
  CHECK(refused);
  const std::vector<int32_t> found = pieces({1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1}, 4, 3);
  CHECK(found == (std::vector<int32_t>{1, 0, 2, 2, 0, 3, 0, 0, 3, 3, 3, 3}));
}

int main() {
  Stop stop;
  sculpting();
  const NodePtr box = shape(Op::box, {1, 1, 1}), ball = shape(Op::ball, {0.5f, 0.5f, 0.5f}), cone = shape(Op::cone, {0.5f, 0.5f, 1});
  for (const NodePtr& n : {box, ball, cone, shape(Op::torus, {1, 0.2f, 0}), shape(Op::box, {1, 1, 1}, 0.1f)}) {
    const Surface s = tessellate(*n, 0.01f);
    CHECK(closed(s));
    CHECK(volume(s) > 0);
  }
  CHECK(std::fabs(volume(tessellate(*box, 0.01f)) - 1) < 1e-5);

  const NodePtr cut = boolean(Op::subtract, {box, ball});
  Surface s = contour(*cut, 40, stop);
  CHECK(closed(s));
  CHECK(std::fabs(volume(s) - (1 - 0.5 * 4.0 / 3 * kPi * 0.125)) < 0.02);
  const size_t before = s.faces.size();
  std::vector<uint32_t> kept;
  simplify(s.points, s.faces, {}, 600, 0, kept, stop);
  CHECK(s.faces.size() <= 600 && s.faces.size() < before && kept.size() == s.faces.size());
  CHECK(closed(s));
  CHECK(std::fabs(volume(s) - (1 - 0.5 * 4.0 / 3 * kPi * 0.125)) < 0.03);

  // Nothing may be nearer than the distance says: else culling would lose parts of the surface.
  const NodePtr both = boolean(Op::blend, {box, ball}, 0.2f);
  for (uint32_t i = 0; i < 4000; ++i) {
    const V3 p{random01(i) * 4 - 2, random01(i + 9000) * 4 - 2, random01(i + 18000) * 4 - 2};
    const V3 q = p + V3{random01(i + 27000) - 0.5f, random01(i + 36000) - 0.5f, random01(i + 45000) - 0.5f} * 0.2f;
    CHECK(std::fabs(distance(*both, p) - distance(*both, q)) <= length(p - q) * 1.0001f + 1e-5f);
  }

  Node bent = *shape(Op::cone, {0.1f, 0.1f, 2});
  bent.bend = 90, bent.twist = 40, bent.taper = 0.5f;
  settle(bent);
  for (uint32_t i = 0; i < 500; ++i) {
    const V3 p{random01(i) * 0.2f - 0.1f, random01(i + 1000) * 2, random01(i + 2000) * 0.2f - 0.1f};
    CHECK(length(undeform(bent, deform(bent, p)) - p) < 1e-3f);
  }

  bool told = false;
  try {
    build(*shape(Op::plane, {}), 100, true, 0, stop);
  } catch (const Fault& fault) {
    told = fault.path == "test";
  }
  CHECK(told);
  stop.asked = true;
  bool ended = false;
  try {
    contour(*both, 60, stop);
  } catch (const Stopped&) {
    ended = true;
  }
  CHECK(ended);
  std::printf(failures ? "%d checks failed\n" : "all well\n", failures);
  return failures != 0;
}
