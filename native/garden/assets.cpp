// assets.cpp: models by name: where they are, and how big, without a GPU.
#include "engine.h"
#include "json.h"

#include <cstring>
#include <filesystem>

namespace garden {
namespace engine {
namespace {

const vector<string>& shapes() {
  static const vector<string> names = {"cube", "ball", "cylinder", "cone", "capsule", "disc", "plane"};
  return names;
}

const vector<string>& model_files() {                        // names in assets/, sorted
  static vector<string> names;
  static string listed;
  if (listed == engine().home) return names;
  listed = engine().home;
  names.clear();
  std::error_code none;
  for (const auto& file : std::filesystem::directory_iterator(listed + "/assets", none))
    if (file.path().extension() == ".glb") names.push_back(file.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

Matrix node_matrix(Data node) {
  if (Data m = node["matrix"]; m.size() == 16) {
    float c[16];
    for (int i = 0; i < 16; i++) c[i] = m[i].num();
    return MatrixFromColumns(c);
  }
  Data t = node["translation"], r = node["rotation"], s = node["scale"];
  Matrix scale = s.size() == 3 ? MatrixScale(s[0].num(), s[1].num(), s[2].num()) : MatrixIdentity();
  Matrix turn = r.size() == 4 ? QuaternionToMatrix({r[0].num(), r[1].num(), r[2].num(), r[3].num()}) : MatrixIdentity();
  Matrix move = t.size() == 3 ? MatrixTranslate(t[0].num(), t[1].num(), t[2].num()) : MatrixIdentity();
  return scale * turn * move;
}

Vector3 vector_of(Data d) { return d.size() == 3 ? Vector3{d[0].num(), d[1].num(), d[2].num()} : Vector3{0, 0, 0}; }

int joint_from(Data motion, Vector3 pivot, int parent, ModelBox& box, const string& name) {   // its number, or its parent's when it is none
  static const vector<string> kinds = {"spin", "bob", "swing", "open", "walk", "roll"};
  auto kind = std::find(kinds.begin(), kinds.end(), motion["kind"].str());
  Vector3 axis = vector_of(motion["axis"]);
  if (kind == kinds.end() || box.joints.size() >= 64 || !(Vector3LengthSqr(axis) > 0.01f)) return parent;
  box.joints.push_back({(Joint::Kind)(kind - kinds.begin()), name, pivot, Vector3Normalize(axis), motion["amount"].num(),
                        max(0.05f, motion["seconds"].num(1)), motion["phase"].num(), parent});
  return (int)box.joints.size() - 1;
}

void hulls_from(Data collision, ModelBox& box) {
  Data hulls = collision["hulls"], gates = collision["gates"];
  for (int h = 0; h < hulls.size() && h < 32; h++) {
    Hull hull;
    hull.gate = h < gates.size() ? (int)gates[h].num(-1) : -1;
    for (int i = 0; i < hulls[h].size() && i < 64; i++) hull.corners.push_back(vector_of(hulls[h][i]));
    if (hull.corners.size() < 4) continue;
    hull.min = hull.max = hull.corners[0];
    for (Vector3 c : hull.corners) { hull.min = Vector3Min(hull.min, c); hull.max = Vector3Max(hull.max, c); }
    box.hulls.push_back(std::move(hull));
  }
}

void grow_box(Data glb, int index, Matrix parent, ModelBox& box, int depth, int joint, vector<int>& of_node) {
  Data node = glb["nodes"][index];
  Matrix place = node_matrix(node) * parent;
  if (node["extras"].has("motion")) joint = joint_from(node["extras"]["motion"], {place.m12, place.m13, place.m14}, joint, box, node["name"].str());
  if (box.hulls.empty() && node["extras"].has("collision")) hulls_from(node["extras"]["collision"], box);
  if (index >= 0 && (size_t)index < of_node.size()) of_node[(size_t)index] = joint;
  Data primitives = glb["meshes"][(int)node["mesh"].num(-1)]["primitives"];
  for (int p = 0; p < primitives.size(); p++) {
    Data accessor = glb["accessors"][(int)primitives[p]["attributes"]["POSITION"].num(-1)];
    Data low = accessor["min"], high = accessor["max"];
    if (low.size() != 3 || high.size() != 3) continue;
    for (int corner = 0; corner < 8; corner++) {
      Vector3 v = {corner & 1 ? low[0].num() : high[0].num(), corner & 2 ? low[1].num() : high[1].num(),
                   corner & 4 ? low[2].num() : high[2].num()};
      v = Vector3Transform(v, place);
      box.min = box.known ? Vector3Min(box.min, v) : v;
      box.max = box.known ? Vector3Max(box.max, v) : v;
      box.known = true;
    }
  }
  Data children = node["children"];
  for (int i = 0; i < children.size() && depth < 32; i++) grow_box(glb, (int)children[i].num(-1), place, box, depth + 1, joint, of_node);
}

ModelBox read_box(const string& path) {                      // of a binary glTF: 12 bytes of header, then the JSON chunk
  ModelBox box;
  string bytes = file_text(path), problem;
  uint32_t length = 0;
  if (bytes.size() < 20 || bytes.compare(0, 4, "glTF") != 0) return box;
  std::memcpy(&length, bytes.data() + 12, 4);
  if (bytes.size() < 20 + (size_t)length) return box;
  Data glb{read_json(string_view(bytes).substr(20, length), problem)};
  Data roots = glb["scenes"][(int)glb["scene"].num(0)]["nodes"];
  vector<int> of_node((size_t)glb["nodes"].size(), -1);
  for (int i = 0; i < roots.size(); i++) grow_box(glb, (int)roots[i].num(-1), MatrixIdentity(), box, 0, -1, of_node);
  if (!roots.size())
    for (int i = 0; i < glb["nodes"].size(); i++) grow_box(glb, i, MatrixIdentity(), box, 32, -1, of_node);
  for (int i = 0; i < (int)of_node.size() && !box.joints.empty(); i++) {     // raylib: by node, then by list of triangles
    Data primitives = glb["meshes"][(int)glb["nodes"][i]["mesh"].num(-1)]["primitives"];
    for (int p = 0; p < primitives.size(); p++)
      if (primitives[p]["mode"].num(4) == 4) box.mesh_joint.push_back(of_node[(size_t)i]);
  }
  return box;
}

}  // namespace

bool is_shape(string_view model) { return std::find(shapes().begin(), shapes().end(), model) != shapes().end(); }

Vector3 shape_size(string_view model) {
  if (model == "capsule") return {0.7f, 1.6f, 0.7f};
  if (model == "disc") return {1, 0.05f, 1};
  if (model == "plane") return {1, 0.01f, 1};
  return {1, 1, 1};
}

string asset_file(string_view model) {
  if (model.empty() || is_shape(model)) return "";
  const vector<string>& files = model_files();
  if (std::find(files.begin(), files.end(), model) != files.end()) return engine().home + "/assets/" + string(model) + ".glb";
  vector<string> known = files;
  known.insert(known.end(), shapes().begin(), shapes().end());
  string nearest = nearest_name(model, known);
  warn("There is no model \"" + string(model) + "\"; a placeholder stands there." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
  return "";
}

const ModelBox& model_box(string_view model) {
  static map<string, ModelBox, std::less<>> boxes;
  if (auto found = boxes.find(model); found != boxes.end()) return found->second;
  ModelBox box;
  if (is_shape(model) || model.empty()) {
    Vector3 size = shape_size(model);
    box.min = {-size.x / 2, 0, -size.z / 2};
    box.max = {size.x / 2, size.y, size.z / 2};
    box.known = true;
  } else if (string path = asset_file(model); !path.empty()) {
    box = read_box(path);
    if (!box.known) warn("assets/" + string(model) + ".glb has no positions that can be read.");
  }
  if (!box.known) {
    box = {};
    box.min = {-0.5f, 0, -0.5f};
    box.max = {0.5f, 1, 0.5f};
  }
  return boxes.emplace(string(model), box).first->second;
}

}  // namespace engine

bool has_model(string_view name) {
  if (engine::is_shape(name)) return true;
  const vector<string>& files = engine::model_files();
  return std::find(files.begin(), files.end(), name) != files.end();
}
Vector3 model_size(string_view name) {
  const engine::ModelBox& box = engine::model_box(name);
  return box.max - box.min;
}

}  // namespace garden
