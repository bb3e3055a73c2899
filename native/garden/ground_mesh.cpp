// ground_mesh.cpp: the ground and the boxes of the world as meshes, in pieces that can be left out when not in view.
#include "look.h"

namespace garden::engine {
namespace {
struct Chunk { Mesh3 mesh; Detail kind = Detail::blades; Mesh3 half{}, quarter{}; };   // and with fewer squares, for far away
vector<Chunk> land, boxes;
int land_version = -1, boxes_version = -1;

void clear(vector<Chunk>& chunks) {
  for (Chunk& c : chunks) for (Mesh3* m : {&c.mesh, &c.half, &c.quarter}) mesh_close(*m);
  chunks.clear();
}

float wobble(float x, float z) {                           // a slow change of shade, so that no ground is one flat colour
  return sinf(x * 0.13f + 1.7f * sinf(z * 0.07f)) * 0.5f + sinf(z * 0.17f + 1.3f * sinf(x * 0.05f)) * 0.5f;
}

void patch_into(MeshData& d, const Ground& g, int x0, int z0, int x1, int z1, int step) {
  float cell = 2 * g.half / (float)g.cells;
  int row = g.cells + 1;
  auto height = [&](int x, int z) { return g.flat ? 0.0f : g.heights[(size_t)clamp(z, 0, g.cells) * (size_t)row + (size_t)clamp(x, 0, g.cells)]; };
  vector<int> xs, zs;
  for (int x = x0; x < x1; x += step) xs.push_back(x);
  for (int z = z0; z < z1; z += step) zs.push_back(z);
  xs.push_back(x1);
  zs.push_back(z1);
  auto point = [&](int x, int z, float sunk) {
    Vector3 n = Vector3Normalize({height(x - step, z) - height(x + step, z), 2 * cell * (float)step, height(x, z - step) - height(x, z + step)});
    float wx = -g.half + cell * (float)x, wz = -g.half + cell * (float)z;
    Color c = g.colors.empty() ? g.color : g.colors[(size_t)z * (size_t)row + (size_t)x];
    d.vertices.push_back({{wx, height(x, z) - sunk, wz}, {0, 0}, n, shade(c, 1 + 0.06f * wobble(wx, wz))});
  };
  auto square = [&](int a, int b, int c, int e) { for (int i : {a, c, b, b, c, e}) d.indices.push_back((unsigned short)i); };
  for (int z : zs) for (int x : xs) point(x, z, 0);
  int w = (int)xs.size(), tall = (int)zs.size();
  for (int z = 0; z + 1 < tall; ++z)
    for (int x = 0; x + 1 < w; ++x) square(z * w + x, z * w + x + 1, (z + 1) * w + x, (z + 1) * w + x + 1);
  if (step == 1) return;
  float sunk = cell * (float)step * 0.5f;                  // a hem hangs down all around: no cracks beside finer patches
  auto hem = [&](int x, int z, int dx, int dz, int count, bool flip) {
    int first = (int)d.vertices.size();
    for (int i = 0; i < count; ++i) point(xs[(size_t)(x + dx * i)], zs[(size_t)(z + dz * i)], sunk);
    for (int i = 0; i + 1 < count; ++i) {
      int a = (z + dz * i) * w + x + dx * i, b = (z + dz * (i + 1)) * w + x + dx * (i + 1);
      if (flip) square(b, a, first + i + 1, first + i); else square(a, b, first + i, first + i + 1);
    }
  };
  hem(0, 0, 1, 0, w, true);
  hem(0, tall - 1, 1, 0, w, false);
  hem(0, 0, 0, 1, tall, false);
  hem(w - 1, 0, 0, 1, tall, true);
}

void apron_into(MeshData& d, const Ground& g) {            // the land goes on outside, into the fog
  int row = g.cells + 1;
  auto edge = [&](int x, int z, float out, float drop) {
    float cell = 2 * g.half / (float)g.cells, wx = -g.half + cell * (float)x, wz = -g.half + cell * (float)z;
    float y = g.flat ? 0 : g.heights[(size_t)z * (size_t)row + (size_t)x];
    float ox = x == 0 ? -1.0f : x == g.cells ? 1.0f : 0.0f, oz = z == 0 ? -1.0f : z == g.cells ? 1.0f : 0.0f;
    Color c = g.colors.empty() ? g.color : g.colors[(size_t)z * (size_t)row + (size_t)x];
    d.vertices.push_back({{wx + ox * out, y * (1 - drop) - drop * 0.2f, wz + oz * out}, {0, 0}, {0, 1, 0}, shade(c, 1 - 0.1f * drop)});
  };
  vector<std::array<int, 2>> ring;
  const int step = 1;                                      // as fine as the land: no cracks between them
  for (int i = 0; i < g.cells; i += step) ring.push_back({i, 0});
  ring.push_back({g.cells, 0});
  for (int i = step; i < g.cells; i += step) ring.push_back({g.cells, i});
  ring.push_back({g.cells, g.cells});
  for (int i = g.cells - step; i > 0; i -= step) ring.push_back({i, g.cells});
  ring.push_back({0, g.cells});
  for (int i = g.cells - step; i > 0; i -= step) ring.push_back({0, i});
  ring.push_back({0, 0});
  const float outs[6] = {0, g.half * 0.25f, g.half * 0.6f, g.half, g.half + 120, g.half + 400};
  const float drops[6] = {0, 0.2f, 0.42f, 0.6f, 0.7f, 0.8f};
  int n = (int)ring.size();
  for (int k = 0; k < 6; ++k) for (auto& [x, z] : ring) edge(x, z, outs[k], drops[k]);
  for (int k = 0; k < 5; ++k)
    for (int i = 0; i + 1 < n; ++i) {
      int a = k * n + i, b = a + n;
      for (int v : {a, a + 1, b, a + 1, b + 1, b}) d.indices.push_back((unsigned short)v);
    }
}

void land_build() {
  clear(land);
  const Ground& g = world().ground;
  if (!g.any) return;
  Ground flat = g;
  if (flat.flat) flat.cells = drawn_plainly() ? clamp((int)(g.half * 1.4f), 8, 96) : clamp((int)(g.half / 2), 8, 64);
  if (flat.flat) flat.colors.clear();
  const Ground& used = g.flat ? flat : g;
  const int side = 12;
  for (int z = 0; z < used.cells; z += side)
    for (int x = 0; x < used.cells; x += side) {
      MeshData d;
      MeshData half, quarter;
      int to_x = min(x + side, used.cells), to_z = min(z + side, used.cells);
      patch_into(d, used, x, z, to_x, to_z, 1);
      patch_into(half, used, x, z, to_x, to_z, 2);
      patch_into(quarter, used, x, z, to_x, to_z, 4);
      land.push_back({mesh_open(d), Detail::blades, mesh_open(half), mesh_open(quarter)});
    }
  MeshData d;
  apron_into(d, used);
  land.push_back({mesh_open(d), Detail::blades});
}

unsigned char kind_of(const Solid& s) {                    // read by the shader: stone, planks or plain
  float r = s.color.r, g = s.color.g, b = s.color.b, most = max(r, max(g, b)), least = min(r, min(g, b));
  bool brown = r > g && g >= b && most - least > 40 && most < 215;
  bool grey = most - least < 34 && most < 205;
  bool brick = r > 120 && g < r * 0.62f && b < r * 0.6f;
  if ((grey || brick) && s.size.y > 0.5f) return 20;
  if (brown) return 95;
  return 255;
}

void boxes_build() {
  clear(boxes);
  map<std::array<int, 3>, MeshData> regions;
  auto detail = [](int a) { return a < 64 ? Detail::stone : a < 128 ? Detail::planks : Detail::plaster; };
  for (const Solid& s : world().solids) {
    Color c = s.color;
    c.a = kind_of(s);
    MeshData* d = &regions[{(int)floorf(s.centre.x / 20), (int)floorf(s.centre.z / 20), c.a}];
    if (d->vertices.size() > 60000) { boxes.push_back({mesh_open(*d), detail(c.a)}); *d = {}; }
    box_into(*d, s.centre, s.size, s.turn, c, 0.05f, drawn_plainly() ? 1.3f : 0.0f);
  }
  for (auto& [at, d] : regions) boxes.push_back({mesh_open(d), detail(at[2])});
}

void draw(const vector<Chunk>& chunks, const Program& program, bool shadow_pass) {
  for (const Chunk& c : chunks) {
    if (!shadow_pass && !in_view(c.mesh.min, c.mesh.max)) continue;
    if (!shadow_pass) {
      lamps_choose(program, c.mesh.min, c.mesh.max);
      rlActiveTextureSlot(0);
      rlEnableTexture(detail_texture(c.kind));
    }
    if (!c.half.vao) { mesh_draw(c.mesh); continue; }
    Vector3 eye = frame().camera.position;
    float far = Vector3Distance(Vector3Clamp(eye, c.mesh.min, c.mesh.max), eye), cell = (c.mesh.max.x - c.mesh.min.x) / 12;
    if (!drawn_plainly() || shadow_pass) far = 0;
    mesh_draw(far > cell * 40 ? c.quarter : far > cell * 14 ? c.half : c.mesh);
  }
}
}  // namespace

void ground_mesh_reset() { land_version = boxes_version = -1; }

void ground_draw(const Program& program, bool shadow_pass) {
  if (land_version != world().ground_version) { land_version = world().ground_version; land_build(); }
  if (world().ground.flat && shadow_pass) return;          // flat ground throws no shadow
  program.use();
  program.set(u_model, MatrixTranslate(0, shadow_pass ? -0.14f : 0, 0));   // sunk a little, so that it throws no shadow on itself
  draw(land, program, shadow_pass);
}

void blocks_draw(const Program& program, bool shadow_pass) {
  if (boxes_version != world().solids_version) { boxes_version = world().solids_version; boxes_build(); }
  program.use();
  program.set(u_model, MatrixIdentity());
  draw(boxes, program, shadow_pass);
}

}  // namespace garden::engine
