// The meshing kernels by themselves: closed surfaces, right volumes, budgets, distances that can be trusted.
#include <cstdio>
#include <map>

#include "field.h"
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

int main() {
  Stop stop;
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
