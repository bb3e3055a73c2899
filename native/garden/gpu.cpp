// gpu.cpp: render targets, meshes, two small textures and the frustum; thin over rlgl. Knows no game.
#include "look.h"

namespace garden::engine {
namespace {
Frame current;
Quality wanted;
unsigned noise_id = 0, soft_id = 0;

struct Weave {                                             // a small generator of its own: pictures never use the game's dice
  uint32_t state = 77;
  float next() { state = state * 1664525u + 1013904223u; return (float)(state >> 8) / 16777216.0f; }
};

vector<float> tiled_noise(int size, int cells, uint32_t seed) {   // value noise that repeats
  Weave weave{seed};
  vector<float> grid((size_t)cells * cells);
  for (float& g : grid) g = weave.next();
  vector<float> out((size_t)size * size);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      float fx = (float)x * cells / size, fy = (float)y * cells / size;
      int x0 = (int)fx, y0 = (int)fy;
      float tx = fx - x0, ty = fy - y0;
      tx = tx * tx * (3 - 2 * tx); ty = ty * ty * (3 - 2 * ty);
      auto g = [&](int i, int j) { return grid[(size_t)(j % cells) * cells + i % cells]; };
      out[(size_t)y * size + x] = Lerp(Lerp(g(x0, y0), g(x0 + 1, y0), tx), Lerp(g(x0, y0 + 1), g(x0 + 1, y0 + 1), tx), ty);
    }
  }
  return out;
}

unsigned char level(float v) { return (unsigned char)Clamp(v * 255, 0, 255); }
}  // namespace

Frame& frame() { return current; }
Quality& quality() { return wanted; }

Vector3 linear(Color c) {
  float r = c.r / 255.0f, g = c.g / 255.0f, b = c.b / 255.0f;
  return {r * r, g * g, b * b};
}

unsigned noise_texture() {                                 // r, g: clouds of noise; b: blades; a: grains
  if (noise_id) return noise_id;
  const int n = 256;
  vector<vector<float>> octaves[2];
  for (int c = 0; c < 2; ++c)
    for (int o = 0; o < 5; ++o) octaves[c].push_back(tiled_noise(n, 4 << o, 11u + (uint32_t)(c * 40 + o)));
  vector<float> blades = tiled_noise(n, 128, 5), wide = tiled_noise(n, 32, 6);
  vector<unsigned char> pixels((size_t)n * n * 4);
  Weave weave{3};
  for (size_t i = 0; i < (size_t)n * n; ++i) {
    for (int c = 0; c < 2; ++c) {
      float v = 0, weight = 0.5f;
      for (int o = 0; o < 5; ++o, weight *= 0.5f) v += octaves[c][(size_t)o][i] * weight;
      pixels[i * 4 + (size_t)c] = level((v - 0.48f) * 1.55f + 0.5f);
    }
    pixels[i * 4 + 2] = level(blades[i] * 0.65f + wide[i] * 0.35f);
    pixels[i * 4 + 3] = level(weave.next());
  }
  noise_id = rlLoadTexture(pixels.data(), n, n, RL_PIXELFORMAT_UNCOMPRESSED_R8G8B8A8, 1);
  int w = n, h = n, mips = 1;
  rlGenTextureMipmaps(noise_id, n, n, RL_PIXELFORMAT_UNCOMPRESSED_R8G8B8A8, &mips);
  (void)w; (void)h;
  rlTextureParameters(noise_id, RL_TEXTURE_MIN_FILTER, RL_TEXTURE_FILTER_LINEAR_MIP_NEAREST);
  rlTextureParameters(noise_id, RL_TEXTURE_MAG_FILTER, RL_TEXTURE_FILTER_LINEAR);
  rlTextureParameters(noise_id, RL_TEXTURE_WRAP_S, RL_TEXTURE_WRAP_REPEAT);
  rlTextureParameters(noise_id, RL_TEXTURE_WRAP_T, RL_TEXTURE_WRAP_REPEAT);
  return noise_id;
}

unsigned soft_texture() {
  if (soft_id) return soft_id;
  const int n = 64;
  vector<unsigned char> pixels((size_t)n * n * 4, 255);
  for (int y = 0; y < n; ++y) {
    for (int x = 0; x < n; ++x) {
      float dx = (x + 0.5f) / n * 2 - 1, dy = (y + 0.5f) / n * 2 - 1, r = Clamp(1 - sqrtf(dx * dx + dy * dy), 0, 1);
      pixels[((size_t)y * n + x) * 4 + 3] = level(r * r * (3 - 2 * r));
    }
  }
  soft_id = rlLoadTexture(pixels.data(), n, n, RL_PIXELFORMAT_UNCOMPRESSED_R8G8B8A8, 1);
  rlTextureParameters(soft_id, RL_TEXTURE_MIN_FILTER, RL_TEXTURE_FILTER_LINEAR);
  rlTextureParameters(soft_id, RL_TEXTURE_MAG_FILTER, RL_TEXTURE_FILTER_LINEAR);
  return soft_id;
}

Target target_open(int w, int h, bool with_depth) {
  Target made{rlLoadFramebuffer(), 0, 0, w, h};
  rlEnableFramebuffer(made.fbo);
  made.color = rlLoadTexture(nullptr, w, h, RL_PIXELFORMAT_UNCOMPRESSED_R8G8B8A8, 1);
  rlTextureParameters(made.color, RL_TEXTURE_MIN_FILTER, RL_TEXTURE_FILTER_LINEAR);
  rlTextureParameters(made.color, RL_TEXTURE_MAG_FILTER, RL_TEXTURE_FILTER_LINEAR);
  rlTextureParameters(made.color, RL_TEXTURE_WRAP_S, RL_TEXTURE_WRAP_CLAMP);
  rlTextureParameters(made.color, RL_TEXTURE_WRAP_T, RL_TEXTURE_WRAP_CLAMP);
  rlFramebufferAttach(made.fbo, made.color, RL_ATTACHMENT_COLOR_CHANNEL0, RL_ATTACHMENT_TEXTURE2D, 0);
  if (with_depth) {
    made.depth = rlLoadTextureDepth(w, h, true);
    rlFramebufferAttach(made.fbo, made.depth, RL_ATTACHMENT_DEPTH, RL_ATTACHMENT_RENDERBUFFER, 0);
  }
  return made;
}

Target depth_target_open(int size) {
  Target made{rlLoadFramebuffer(), 0, 0, size, size};
  rlEnableFramebuffer(made.fbo);
  made.depth = rlLoadTextureDepth(size, size, false);
  rlTextureParameters(made.depth, RL_TEXTURE_WRAP_S, RL_TEXTURE_WRAP_CLAMP);
  rlTextureParameters(made.depth, RL_TEXTURE_WRAP_T, RL_TEXTURE_WRAP_CLAMP);
  rlFramebufferAttach(made.fbo, made.depth, RL_ATTACHMENT_DEPTH, RL_ATTACHMENT_TEXTURE2D, 0);
  return made;
}

void target_close(Target& target) {
  if (target.color) rlUnloadTexture(target.color);
  if (target.fbo) rlUnloadFramebuffer(target.fbo);         // takes the depth with it
  target = {};
}

void target_use(unsigned fbo, int w, int h) {
  rlDrawRenderBatchActive();
  rlEnableFramebuffer(fbo);
  rlViewport(0, 0, w, h);
  rlSetFramebufferWidth(w);
  rlSetFramebufferHeight(h);
}

Mesh3 mesh_open(const MeshData& data) {
  Mesh3 made;
  if (data.vertices.empty() || data.indices.empty()) return made;
  made.min = made.max = data.vertices[0].at;
  for (const Vertex& v : data.vertices) { made.min = Vector3Min(made.min, v.at); made.max = Vector3Max(made.max, v.at); }
  made.count = (int)data.indices.size();
  made.vao = rlLoadVertexArray();
  rlEnableVertexArray(made.vao);
  made.vbo = rlLoadVertexBuffer(data.vertices.data(), (int)(data.vertices.size() * sizeof(Vertex)), false);
  auto attribute = [](unsigned index, int parts, int type, bool normalized, size_t offset) {
    rlSetVertexAttribute(index, parts, type, normalized, sizeof(Vertex), (int)offset);
    rlEnableVertexAttribute(index);
  };
  attribute(0, 3, RL_FLOAT, false, offsetof(Vertex, at));
  attribute(1, 2, RL_FLOAT, false, offsetof(Vertex, uv));
  attribute(2, 3, RL_FLOAT, false, offsetof(Vertex, normal));
  attribute(3, 4, RL_UNSIGNED_BYTE, true, offsetof(Vertex, color));
  made.ebo = rlLoadVertexBufferElement(data.indices.data(), (int)(data.indices.size() * sizeof(unsigned short)), false);
  rlDisableVertexArray();
  return made;
}

void mesh_close(Mesh3& mesh) {
  if (mesh.vao) { rlUnloadVertexArray(mesh.vao); rlUnloadVertexBuffer(mesh.vbo); rlUnloadVertexBuffer(mesh.ebo); }
  mesh = {};
}

void mesh_draw(const Mesh3& mesh) {
  if (!mesh.vao) return;
  rlEnableVertexArray(mesh.vao);
  rlDrawVertexArrayElements(0, mesh.count, nullptr);
  rlDisableVertexArray();
}

bool in_view(Vector3 lo, Vector3 hi) {
  for (const Vector4& p : current.planes) {
    Vector3 far = {p.x > 0 ? hi.x : lo.x, p.y > 0 ? hi.y : lo.y, p.z > 0 ? hi.z : lo.z};
    if (p.x * far.x + p.y * far.y + p.z * far.z + p.w < 0) return false;
  }
  return true;
}

void quad(Vector3 c, Vector3 right, Vector3 up, Color color, float u0, float v0, float u1, float v1) {
  rlColor4ub(color.r, color.g, color.b, color.a);
  rlTexCoord2f(u0, v1); rlVertex3f(c.x - right.x - up.x, c.y - right.y - up.y, c.z - right.z - up.z);
  rlTexCoord2f(u1, v1); rlVertex3f(c.x + right.x - up.x, c.y + right.y - up.y, c.z + right.z - up.z);
  rlTexCoord2f(u1, v0); rlVertex3f(c.x + right.x + up.x, c.y + right.y + up.y, c.z + right.z + up.z);
  rlTexCoord2f(u0, v0); rlVertex3f(c.x - right.x + up.x, c.y - right.y + up.y, c.z - right.z + up.z);
}

}  // namespace garden::engine
