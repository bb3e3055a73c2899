// gpu.cpp: render targets, meshes, two small textures and the frustum; thin over rlgl. Knows no game.
#include "look.h"

namespace garden::engine {
namespace {
Frame current;
Quality wanted;
unsigned noise_id = 0, soft_id = 0;
array<unsigned, 6> detail_ids{};

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
bool drawn_plainly() { return wanted.level < 2; }

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

namespace {
unsigned grey_texture(const vector<unsigned char>& pixels, int n) {   // one channel is the cheapest to look into
  unsigned id = rlLoadTexture(pixels.data(), n, n, RL_PIXELFORMAT_UNCOMPRESSED_GRAYSCALE, 1);
  int mips = 1;
  rlGenTextureMipmaps(id, n, n, RL_PIXELFORMAT_UNCOMPRESSED_GRAYSCALE, &mips);
  rlTextureParameters(id, RL_TEXTURE_MIN_FILTER, RL_TEXTURE_FILTER_LINEAR_MIP_NEAREST);
  rlTextureParameters(id, RL_TEXTURE_MAG_FILTER, RL_TEXTURE_FILTER_LINEAR);
  rlTextureParameters(id, RL_TEXTURE_WRAP_S, RL_TEXTURE_WRAP_REPEAT);
  rlTextureParameters(id, RL_TEXTURE_WRAP_T, RL_TEXTURE_WRAP_REPEAT);
  return id;
}
}  // namespace

unsigned detail_texture(Detail kind) {                     // in walls a value of 0.67 keeps a colour as it is
  unsigned& id = detail_ids[(size_t)kind];
  if (id) return id;
  const int n = kind == Detail::blades || kind == Detail::waves ? 256 : 512;
  if (kind == Detail::clouds || kind == Detail::waves) {
    vector<float> sum((size_t)n * n, 0.0f);
    float weight = 0.5f;
    for (int o = 0; o < 5; ++o, weight *= 0.52f) {
      vector<float> octave = tiled_noise(n, 4 << o, 11u + (uint32_t)o);
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += octave[i] * weight;
    }
    vector<unsigned char> grey(sum.size());
    for (size_t i = 0; i < sum.size(); ++i) grey[i] = level((sum[i] - 0.49f) * 1.5f + 0.5f);
    return id = grey_texture(grey, n);
  }
  vector<float> coarse = tiled_noise(n, 16, 21), fine = tiled_noise(n, 128, 22), vein = tiled_noise(n, 64, 23);
  vector<unsigned char> pixels((size_t)n * n);
  auto chance = [](int a, int b) { uint32_t h = (uint32_t)a * 374761393u + (uint32_t)b * 668265263u; h = (h ^ (h >> 13)) * 1274126177u; return (float)((h ^ (h >> 16)) >> 8) / 16777216.0f; };
  auto edge = [](float f, float wide) { return clamp(min(f, 1 - f) / wide, 0.0f, 1.0f); };
  for (int y = 0; y < n; ++y) {
    for (int x = 0; x < n; ++x) {
      size_t i = (size_t)y * n + (size_t)x;
      float grain = 0.8f + 0.4f * (coarse[i] * 0.55f + fine[i] * 0.45f), v = 0.667f * grain, by = (float)y * 16 / n;
      if (kind == Detail::blades) v = fine[i] * 0.45f + vein[i] * 0.3f + coarse[i] * 0.25f;
      if (kind == Detail::stone) {                         // 8 by 16 of them
        float bx = (float)x * 8 / n + (((int)by) % 2) * 0.5f, line = 1 - edge(bx - floorf(bx), 0.045f) * edge(by - floorf(by), 0.09f);
        v *= (1 + (chance((int)floorf(bx) % 8, (int)by) - 0.5f) * 0.3f) * (1 - 0.5f * line);
      }
      if (kind == Detail::planks) {                        // 16 of them, with veins along them
        float streak = vein[(size_t)y * n + (size_t)((x / 12) % n)];
        v *= (1 + (chance((int)by, 77) - 0.5f) * 0.28f + (streak - 0.5f) * 0.3f) * (0.5f + 0.5f * edge(by - floorf(by), 0.08f));
      }
      pixels[i] = level(v);
    }
  }
  return id = grey_texture(pixels, n);
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
