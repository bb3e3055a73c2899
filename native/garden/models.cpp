// models.cpp: from a name to meshes on the GPU, with thinner copies for far away. Loaded when first drawn.
#include "look.h"

namespace garden::engine {
namespace {
map<string, Model3, std::less<>> loaded;
vector<Model> kept;                                        // raylib's, for their textures

// Whether the mesh is a closed skin that faces outwards: then what faces away from the eye need not be drawn.
bool closed(const MeshData& data) {
  map<std::array<int, 3>, int> place;
  vector<int> of(data.vertices.size());
  Vector3 lo = data.vertices[0].at, hi = lo;
  for (const Vertex& v : data.vertices) { lo = Vector3Min(lo, v.at); hi = Vector3Max(hi, v.at); }
  float cell = max(Vector3Distance(lo, hi), 1e-6f) / 60000;
  for (size_t i = 0; i < of.size(); ++i) {
    Vector3 p = Vector3Scale(Vector3Subtract(data.vertices[i].at, lo), 1 / cell);
    of[i] = place.try_emplace({(int)roundf(p.x), (int)roundf(p.y), (int)roundf(p.z)}, (int)place.size()).first->second;
  }
  map<std::pair<int, int>, int> edges;
  float volume = 0;
  for (size_t i = 0; i + 2 < data.indices.size(); i += 3) {
    int c[3] = {of[data.indices[i]], of[data.indices[i + 1]], of[data.indices[i + 2]]};
    if (c[0] == c[1] || c[1] == c[2] || c[0] == c[2]) continue;
    for (int k = 0; k < 3; ++k) {
      int a = c[k], b = c[(k + 1) % 3];
      edges[{min(a, b), max(a, b)}] += a < b ? 1 : -1;
    }
    volume += Vector3DotProduct(Vector3Subtract(data.vertices[data.indices[i]].at, lo), Vector3CrossProduct(Vector3Subtract(data.vertices[data.indices[i + 1]].at, lo), Vector3Subtract(data.vertices[data.indices[i + 2]].at, lo)));
  }
  for (const auto& [edge, sum] : edges) if (sum != 0) return false;
  return volume > 0;
}

void piece_into(Model3& model, const MeshData& data, unsigned texture, Color color, int joint = -1) {
  Piece piece;
  piece.joint = joint;
  piece.texture = texture;
  piece.color = color;
  piece.closed = texture == 0 && !data.vertices.empty() && closed(data);
  model.pictured |= texture != 0;
  piece.levels[0] = mesh_open(data);
  size_t triangles = data.indices.size() / 3;
  piece.levels[1] = triangles > 300 ? mesh_open(mesh_thinned(data, 20)) : Mesh3{};
  piece.levels[2] = triangles > 90 ? mesh_open(mesh_thinned(data, 8)) : Mesh3{};
  if (!piece.levels[1].vao) piece.levels[1] = piece.levels[0];
  if (!piece.levels[2].vao) piece.levels[2] = piece.levels[1];
  if (model.pieces.empty()) { model.min = piece.levels[0].min; model.max = piece.levels[0].max; }
  model.min = Vector3Min(model.min, piece.levels[0].min);
  model.max = Vector3Max(model.max, piece.levels[0].max);
  model.pieces.push_back(piece);
}

MeshData data_of(const Mesh& mesh) {
  MeshData data;
  data.vertices.resize((size_t)mesh.vertexCount);
  for (size_t i = 0; i < data.vertices.size(); ++i) {
    Vertex& v = data.vertices[i];
    v.at = {mesh.vertices[i * 3], mesh.vertices[i * 3 + 1], mesh.vertices[i * 3 + 2]};
    if (mesh.texcoords) v.uv = {mesh.texcoords[i * 2], mesh.texcoords[i * 2 + 1]};
    if (mesh.normals) v.normal = {mesh.normals[i * 3], mesh.normals[i * 3 + 1], mesh.normals[i * 3 + 2]};
    if (mesh.colors) v.color = {mesh.colors[i * 4], mesh.colors[i * 4 + 1], mesh.colors[i * 4 + 2], mesh.colors[i * 4 + 3]};
  }
  if (mesh.indices) data.indices.assign(mesh.indices, mesh.indices + mesh.triangleCount * 3);
  else for (int i = 0; i < mesh.vertexCount; ++i) data.indices.push_back((unsigned short)i);
  if (!mesh.normals) {
    for (Vertex& v : data.vertices) v.normal = {0, 0, 0};
    for (size_t i = 0; i + 2 < data.indices.size(); i += 3) {
      Vertex &a = data.vertices[data.indices[i]], &b = data.vertices[data.indices[i + 1]], &c = data.vertices[data.indices[i + 2]];
      Vector3 n = Vector3CrossProduct(Vector3Subtract(b.at, a.at), Vector3Subtract(c.at, a.at));
      for (Vertex* v : {&a, &b, &c}) v->normal = Vector3Add(v->normal, n);
    }
    for (Vertex& v : data.vertices) v.normal = Vector3Normalize(v.normal);
  }
  return data;
}
}  // namespace

const Model3& model_of(const string& name) {
  if (auto found = loaded.find(name); found != loaded.end()) return found->second;
  Model3& made = loaded[name];
  if (is_shape(name)) {
    piece_into(made, shape_data(name), 0, WHITE);
    return made;
  }
  string file = asset_file(name);
  if (!file.empty()) {
    Model model = LoadModel(file.c_str());
    for (int i = 0; i < model.meshCount; ++i) {
      if (!model.meshes[i].vertices || model.meshes[i].vertexCount <= 0) continue;
      const MaterialMap& albedo = model.materials[model.meshMaterial[i]].maps[MATERIAL_MAP_ALBEDO];
      unsigned texture = albedo.texture.id == rlGetTextureIdDefault() ? 0 : albedo.texture.id;
      if (texture) {
        Texture2D t = albedo.texture;
        GenTextureMipmaps(&t);
        rlTextureParameters(texture, RL_TEXTURE_MIN_FILTER, RL_TEXTURE_FILTER_LINEAR_MIP_NEAREST);
        rlTextureParameters(texture, RL_TEXTURE_MAG_FILTER, RL_TEXTURE_FILTER_LINEAR);
      }
      const vector<int>& of = model_box(name).mesh_joint;
      piece_into(made, data_of(model.meshes[i]), texture, albedo.color, (size_t)i < of.size() && model.meshCount == (int)of.size() ? of[(size_t)i] : -1);
    }
    kept.push_back(model);
  }
  if (made.pieces.empty()) {
    made.placeholder = true;
    piece_into(made, placeholder_data(), 0, WHITE);
  }
  return made;
}

void models_close() {
  for (auto& [name, model] : loaded)
    for (Piece& piece : model.pieces) {
      if (piece.levels[2].vao != piece.levels[1].vao) mesh_close(piece.levels[2]);
      if (piece.levels[1].vao != piece.levels[0].vao) mesh_close(piece.levels[1]);
      mesh_close(piece.levels[0]);
    }
  loaded.clear();
  for (Model& model : kept) UnloadModel(model);
  kept.clear();
}

void draw_model_matrix(const Model3& model, const Matrix& at, const vector<Matrix>& joints, Color tint, float glow, int level, const Program& program) {
  program.set(u_model, at);
  int placed = -1;
  program.set(u_glow, glow);
  for (const Piece& piece : model.pieces) {
    program.set(u_tint, Vector4{tint.r * piece.color.r / 65025.0f, tint.g * piece.color.g / 65025.0f, tint.b * piece.color.b / 65025.0f,
                                tint.a * piece.color.a / 65025.0f});
    int joint = piece.joint < (int)joints.size() ? piece.joint : -1;
    if (joint != placed) {
      program.set(u_model, joint < 0 ? at : joints[(size_t)joint] * at);
      placed = joint;
    }
    rlActiveTextureSlot(0);
    rlEnableTexture(piece.texture ? piece.texture : rlGetTextureIdDefault());
    if (piece.closed) rlEnableBackfaceCulling(); else rlDisableBackfaceCulling();
    mesh_draw(piece.levels[(size_t)level]);
  }
}

}  // namespace garden::engine
