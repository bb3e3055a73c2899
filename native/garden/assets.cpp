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

void grow_box(Data glb, int index, Matrix parent, ModelBox& box, int depth) {
  Data node = glb["nodes"][index];
  Matrix place = node_matrix(node) * parent;
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
  for (int i = 0; i < children.size() && depth < 32; i++) grow_box(glb, (int)children[i].num(-1), place, box, depth + 1);
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
  for (int i = 0; i < roots.size(); i++) grow_box(glb, (int)roots[i].num(-1), MatrixIdentity(), box, 0);
  if (!roots.size())
    for (int i = 0; i < glb["nodes"].size(); i++) grow_box(glb, i, MatrixIdentity(), box, 32);
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
    box = {{-size.x / 2, 0, -size.z / 2}, {size.x / 2, size.y, size.z / 2}, true};
  } else if (string path = asset_file(model); !path.empty()) {
    box = read_box(path);
    if (!box.known) warn("assets/" + string(model) + ".glb has no positions that can be read.");
  }
  if (!box.known) box = {{-0.5f, 0, -0.5f}, {0.5f, 1, 0.5f}, false};
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
