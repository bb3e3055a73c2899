// dreamgarden._native: the kernels as Python calls them. Arrays are copied at the border; the interpreter is free
// to run other threads while a kernel works.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <unordered_map>

#include "picture.h"
#include "sculpt.h"
#include "surface.h"

namespace py = pybind11;
using namespace mesh;

namespace {

template <class T>
using Rows = py::array_t<T, py::array::c_style | py::array::forcecast>;

std::vector<V3> vectors(const Rows<float>& rows, const char* what) {
  if (rows.ndim() != 2 || rows.shape(1) != 3) throw std::invalid_argument(std::string(what) + " must have three columns");
  std::vector<V3> out(size_t(rows.shape(0)));
  std::memcpy(out.data(), rows.data(), out.size() * sizeof(V3));
  for (const V3& p : out)
    if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z))
      throw std::invalid_argument(std::string(what) + " holds a number that isn't finite");
  return out;
}
std::vector<Triangle> triangles(const Rows<uint32_t>& rows, size_t points) {
  if (rows.ndim() != 2 || rows.shape(1) != 3) throw std::invalid_argument("faces must have three columns");
  std::vector<Triangle> out(size_t(rows.shape(0)));
  std::memcpy(out.data(), rows.data(), out.size() * sizeof(Triangle));
  for (const Triangle& t : out)
    for (const uint32_t v : t)
      if (v >= points) throw std::invalid_argument("a face names a vertex that isn't there");
  return out;
}
template <class T, class Row>
py::array_t<T> rows(const std::vector<Row>& list) {
  py::array_t<T> out({py::ssize_t(list.size()), py::ssize_t(3)});
  std::memcpy(out.mutable_data(), list.data(), list.size() * sizeof(Row));
  return out;
}
py::array_t<uint8_t> bytes_rgba(const std::vector<V3>& colours) {
  py::array_t<uint8_t> out({py::ssize_t(colours.size()), py::ssize_t(4)});
  uint8_t* to = out.mutable_data();
  for (const V3& c : colours) {
    for (int i = 0; i < 3; ++i) *to++ = uint8_t(std::lround(255 * clamp01(c[i])));
    *to++ = 255;
  }
  return out;
}

V3 vector_of(const py::handle& h) {
  const auto list = h.cast<std::vector<float>>();
  if (list.size() != 3) throw std::invalid_argument("three numbers are needed");
  return {list[0], list[1], list[2]};
}

// Nodes that Python shares (copies of one thing) are shared here too.
struct Reader {
  std::unordered_map<PyObject*, NodePtr> known;
  size_t count = 0;

  NodePtr read(const py::dict& d, int depth) {
    const auto found = known.find(d.ptr());
    if (found != known.end()) return found->second;
    auto n = std::make_shared<Node>();
    n->path = d["path"].cast<std::string>();
    if (depth > 60) throw Fault(n->path, "is nested too deep");
    if (++count > 20000) throw Fault(n->path, "is one node too many: at most 20,000 are meshed");
    static const std::unordered_map<std::string, Op> ops = {
        {"group", Op::group}, {"blend", Op::blend}, {"subtract", Op::subtract}, {"intersect", Op::intersect},
        {"box", Op::box}, {"ball", Op::ball}, {"cone", Op::cone}, {"limb", Op::limb}, {"tube", Op::tube},
        {"torus", Op::torus}, {"extrude", Op::extrude}, {"revolve", Op::revolve}, {"plane", Op::plane}};
    n->op = ops.at(d["op"].cast<std::string>());
    const auto number = [&](const char* key, float& to) {
      if (d.contains(key)) to = d[key].cast<float>();
    };
    if (d.contains("size")) n->size = vector_of(d["size"]);
    if (d.contains("points"))
      for (const py::handle p : d["points"].cast<py::list>()) n->points.push_back(vector_of(p));
    if (n->op == Op::tube) n->points = smooth_path(n->points, 5);
    if (d.contains("sides")) n->sides = d["sides"].cast<int>();
    number("blend", n->blend), number("round", n->round), number("shell", n->shell), number("taper", n->taper);
    number("twist", n->twist), number("bend", n->bend), number("rough_by", n->rough_by), number("rough_size", n->rough_size);
    number("vary", n->vary), number("detail", n->detail);
    if (d.contains("seed")) n->seed = d["seed"].cast<uint32_t>();
    n->facet = d.contains("facet") && d["facet"].cast<bool>();
    n->glow = d.contains("glow") && d["glow"].cast<bool>();
    if (d.contains("low")) n->coloured = true, n->low_colour = vector_of(d["low"]), n->high_colour = vector_of(d["high"]);
    if (d.contains("moves")) n->moves = d["moves"].cast<int>(), n->about = vector_of(d["about"]);
    if (d.contains("kids"))
      for (const py::handle h : d["kids"].cast<py::list>()) {
        const auto kid = h.cast<py::dict>();
        n->kids.push_back(place(read(kid["node"].cast<py::dict>(), depth + 1),
                                placed(vector_of(kid["at"]), vector_of(kid["turn"]), vector_of(kid["scale"])),
                                kid["tint"].cast<float>()));
      }
    if (n->op == Op::blend || n->op == Op::subtract || n->op == Op::intersect) flatten(*n);
    settle(*n);
    known[d.ptr()] = n;
    return n;
  }

  // Groups without modifiers melt into the boolean above them, part by part.
  static void flatten(Node& n) {
    std::vector<Placed> flat;
    for (const Placed& k : n.kids) {
      const bool first = n.op != Op::blend && flat.empty();
      const Node& g = *k.node;
      if (g.op != Op::group || g.deformed() || g.rough_by != 0 || g.coloured || first || n.op == Op::intersect) {
        flat.push_back(k);
        continue;
      }
      for (const Placed& inner : g.kids) flat.push_back(place(inner.node, k.map * inner.map, k.tint * inner.tint));
    }
    n.kids = std::move(flat);
  }
};

py::tuple shaded(const Shaded& m) {
  return py::make_tuple(rows<float>(m.points), rows<float>(m.normals), bytes_rgba(m.colours), rows<uint32_t>(m.faces));
}

void limit(Stop& stop, double seconds) {
  stop.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(int64_t(seconds * 1000));
}

py::tuple build_tree(const py::dict& tree, int budget, bool grounded, uint32_t seed, double seconds, Stop& stop) {
  Reader reader;
  const NodePtr root = reader.read(tree, 0);
  limit(stop, seconds);
  Shaded m;
  {
    py::gil_scoped_release free;
    m = build(*root, budget, grounded, seed, stop);
  }
  py::list joints;
  for (const Joint& j : m.joints) {
    const Affine& f = j.frame;
    py::list axes;
    for (const V3 axis : {V3{1, 0, 0}, V3{0, 1, 0}, V3{0, 0, 1}}) {
      const V3 a = f.turn(axis);
      axes.append(py::make_tuple(a.x, a.y, a.z));
    }
    joints.append(py::make_tuple(j.moves, j.parent, py::make_tuple(f.at.x, f.at.y, f.at.z), axes));
  }
  py::array_t<uint16_t> of(py::ssize_t(m.joint.size()));
  for (size_t i = 0; i < m.joint.size(); ++i) of.mutable_data()[i] = uint16_t(m.joint[i]);
  return py::make_tuple(rows<float>(m.points), rows<float>(m.normals), bytes_rgba(m.colours), rows<uint32_t>(m.faces), of, joints);
}

// The dense surface of a boolean, before it is thinned out and painted.
py::tuple contour_tree(const py::dict& tree, int cells, double seconds, Stop& stop) {
  Reader reader;
  const NodePtr root = reader.read(tree, 0);
  if (!root->boolean()) throw Fault(root->path, "is no boolean, and needs no contour");
  if (cells < 8 || cells > 256) throw std::invalid_argument("cells must be from 8 to 256");
  limit(stop, seconds);
  Surface s;
  {
    py::gil_scoped_release free;
    s = contour(*root, cells, stop);
  }
  return py::make_tuple(rows<float>(s.points), rows<uint32_t>(s.faces));
}

py::tuple simplify_mesh(const Rows<float>& points, const Rows<uint32_t>& faces, const std::vector<uint32_t>& tags, size_t target,
                        float error, double seconds, Stop& stop) {
  std::vector<V3> p = vectors(points, "points");
  std::vector<Triangle> f = triangles(faces, p.size());
  if (!tags.empty() && tags.size() != f.size()) throw std::invalid_argument("one tag a face is needed");
  std::vector<uint32_t> kept;
  limit(stop, seconds);
  {
    py::gil_scoped_release free;
    simplify(p, f, tags, target, error, kept, stop);
  }
  return py::make_tuple(rows<float>(p), rows<uint32_t>(f), py::array_t<uint32_t>(py::ssize_t(kept.size()), kept.data()));
}

// Faces with one colour a corner (3 rows of `colours` a face) become vertices with normals.
py::tuple shade_mesh(const Rows<float>& points, const Rows<uint32_t>& faces, const Rows<float>& colours, float crease) {
  const std::vector<V3> p = vectors(points, "points"), c = vectors(colours, "colours");
  const std::vector<Triangle> f = triangles(faces, p.size());
  if (c.size() != 3 * f.size()) throw std::invalid_argument("three colours a face are needed");
  Shaded m;
  {
    py::gil_scoped_release free;
    m = shade_corners(p, f, c, crease);
  }
  return shaded(m);
}

py::array_t<uint8_t> picture_of(const Rows<float>& points, const Rows<float>& normals, const Rows<float>& colours,
                                const Rows<uint32_t>& faces, int size, float turn, float lift, bool ground, bool plain, float scale) {
  const std::vector<V3> p = vectors(points, "points"), n = vectors(normals, "normals"), c = vectors(colours, "colours");
  if (n.size() != p.size() || c.size() != p.size()) throw std::invalid_argument("points, normals and colours differ in number");
  if (size < 8 || size > 2048) throw std::invalid_argument("a picture has 8 to 2048 pixels a side");
  const std::vector<Triangle> f = triangles(faces, p.size());
  std::vector<uint8_t> rgba;
  {
    py::gil_scoped_release free;
    rgba = picture(p, n, c, f, View{size, turn, lift, ground, plain, scale});
  }
  py::array_t<uint8_t> out({py::ssize_t(size), py::ssize_t(size), py::ssize_t(4)});
  std::memcpy(out.mutable_data(), rgba.data(), rgba.size());
  return out;
}

Plane plane_of(const Rows<float>& rows, const char* what) {
  if (rows.ndim() != 2) throw std::invalid_argument(std::string(what) + " must be a grid");
  Plane p{int(rows.shape(1)), int(rows.shape(0)), std::vector<float>(size_t(rows.size()))};
  std::memcpy(p.at.data(), rows.data(), p.at.size() * sizeof(float));
  for (const float v : p.at)
    if (!std::isfinite(v)) throw std::invalid_argument(std::string(what) + " holds a number that isn't finite");
  return p;
}

py::array_t<float> heights_of(const Rows<float>& cover) {
  if (cover.ndim() != 2 || cover.shape(0) < 1 || cover.shape(1) < 1 || cover.shape(0) > 4096 || cover.shape(1) > 4096)
    throw std::invalid_argument("a silhouette has 1 to 4096 pixels a side");
  Plane p = plane_of(cover, "cover");
  {
    py::gil_scoped_release free;
    p = inflated(p);
  }
  py::array_t<float> out({cover.shape(0), cover.shape(1)});
  std::memcpy(out.mutable_data(), p.at.data(), p.at.size() * sizeof(float));
  return out;
}

py::array_t<int32_t> pieces_of(const Rows<uint8_t>& mask) {
  if (mask.ndim() != 2) throw std::invalid_argument("a mask must be a grid");
  const std::vector<uint8_t> copy(mask.data(), mask.data() + mask.size());
  const std::vector<int32_t> found = pieces(copy, int(mask.shape(1)), int(mask.shape(0)));
  py::array_t<int32_t> out({mask.shape(0), mask.shape(1)});
  std::memcpy(out.mutable_data(), found.data(), found.size() * sizeof(int32_t));
  return out;
}

// seen: side ("front" …) and RGBA rows.
std::unique_ptr<Sculpture> sculpture_of(const std::vector<std::pair<std::string, Rows<uint8_t>>>& seen, const py::handle& size, int cells,
                                        float round, const py::object& near, const py::object& far, double seconds, Stop& stop) {
  static const std::unordered_map<std::string, Side> sides = {
      {"front", Side::front}, {"right", Side::right}, {"back", Side::back}, {"left", Side::left}, {"top", Side::top}};
  std::vector<Seen> pictures;
  for (const auto& [side, rows] : seen) {
    if (rows.ndim() != 3 || rows.shape(2) != 4) throw std::invalid_argument("pictures must be RGBA");
    Seen s{sides.at(side), int(rows.shape(1)), int(rows.shape(0)), std::vector<uint8_t>(size_t(rows.size()))};
    std::memcpy(s.rgba.data(), rows.data(), s.rgba.size());
    pictures.push_back(std::move(s));
  }
  Chisel chisel{vector_of(size), cells, round, {}, {}};
  if (!near.is_none()) chisel.near = plane_of(near.cast<Rows<float>>(), "near"), chisel.far = plane_of(far.cast<Rows<float>>(), "far");
  limit(stop, seconds);
  py::gil_scoped_release free;
  return std::make_unique<Sculpture>(std::move(pictures), chisel, stop);
}

py::tuple surface_of(const Sculpture& sculpture) {
  Surface s;
  {
    py::gil_scoped_release free;
    s = sculpture.surface();
  }
  return py::make_tuple(rows<float>(s.points), rows<uint32_t>(s.faces));
}

py::array_t<float> colours_of(const Sculpture& sculpture, const Rows<float>& points, const Rows<float>& normals) {
  const std::vector<V3> p = vectors(points, "points"), n = vectors(normals, "normals");
  if (p.size() != n.size()) throw std::invalid_argument("points and normals differ in number");
  std::vector<V3> c(p.size());
  {
    py::gil_scoped_release free;
    for (size_t i = 0; i < p.size(); ++i) c[i] = sculpture.colour(p[i], n[i]);
  }
  return rows<float>(c);
}

}  // namespace

PYBIND11_MODULE(_native, m) {
  m.doc() = "Meshing kernels of DreamGarden.";
  static py::exception<Fault> fault(m, "Fault");
  static py::exception<Stopped> stopped(m, "Stopped");
  py::register_exception_translator([](std::exception_ptr p) {
    try {
      if (p) std::rethrow_exception(p);
    } catch (const Fault& e) {
      PyErr_SetObject(fault.ptr(), py::make_tuple(e.path, e.what()).ptr());
    } catch (const Stopped& e) {
      PyErr_SetString(stopped.ptr(), e.what());
    }
  });
  py::class_<Stop>(m, "Stop").def(py::init<>()).def("ask", [](Stop& s) { s.asked = true; }).def_property_readonly(
      "asked", [](const Stop& s) { return s.asked.load(); });
  m.def("build", &build_tree, py::arg("tree"), py::arg("budget"), py::arg("grounded"), py::arg("seed"), py::arg("seconds"),
        py::arg("stop"), "Points, normals, RGBA and faces of a resolved recipe tree; of each face the moving part; of each of these its number, its "
        "parent, its pivot and where its axes point.");
  m.def("contour", &contour_tree, py::arg("tree"), py::arg("cells"), py::arg("seconds"), py::arg("stop"),
        "Points and faces of a boolean's dense surface, so many cells along its longest side.");
  m.def("simplify", &simplify_mesh, py::arg("points"), py::arg("faces"), py::arg("tags"), py::arg("target"), py::arg("error"),
        py::arg("seconds"), py::arg("stop"), "Fewer faces; also the number of the original face of each.");
  m.def("shade", &shade_mesh, py::arg("points"), py::arg("faces"), py::arg("colours"), py::arg("crease"),
        "Points, normals, RGBA and faces, split where colours or directions break.");
  m.def("picture", &picture_of, py::arg("points"), py::arg("normals"), py::arg("colours"), py::arg("faces"), py::arg("size"),
        py::arg("turn"), py::arg("lift"), py::arg("ground"), py::arg("plain") = false, py::arg("scale") = 0.0f,
        "RGBA rows of a lit view, or of its plain colours.");
  m.def("inflate", &heights_of, py::arg("cover"), "Heights, in pixels, of the body that a silhouette suggests.");
  m.def("pieces", &pieces_of, py::arg("mask"), "Numbers, from 1, of the connected pieces of what is not 0.");
  py::class_<Sculpture>(m, "Sculpture")
      .def(py::init(&sculpture_of), py::arg("seen"), py::arg("size"), py::arg("cells"), py::arg("round"), py::arg("near"),
           py::arg("far"), py::arg("seconds"), py::arg("stop"))
      .def("shadow", &Sculpture::shadow, py::arg("axis"), "The area of its shadow along an axis, in cells.")
      .def("surface", &surface_of, "Points and faces, closed.")
      .def("colours", &colours_of, py::arg("points"), py::arg("normals"), "sRGB of points of the surface, 0 to 1.");
}
