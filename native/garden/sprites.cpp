// sprites.cpp: pictures of a thing from several sides and at several moments, side by side in assets/NAME.png: drawn on
// the canvas, or standing upright in the world. What lies where is written into the picture, as its text "sprites".
#include "json.h"
#include "look.h"

#include <filesystem>

namespace garden {
namespace engine {
namespace {

struct Atlas {
  bool known = false;
  int directions = 1, frames = 1;                          // rows and columns
  float foot = 1, tall = 1;                                // parts of a sprite: how far down it stands, how much of it the thing fills
  float metres = 1;                                        // the thing's own height
  Texture2D texture{};
  bool loaded = false;
  map<std::pair<int, int>, Mesh3> standing;                // by the corner of the sprite: a picture that stands in the world
};
map<string, Atlas, std::less<>> atlases;

uint32_t big_endian(const unsigned char* p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }

void read_layout(const string& png, Atlas& atlas) {
  const auto* bytes = (const unsigned char*)png.data();
  if (png.size() < 33 || png.compare(1, 3, "PNG") != 0) return;
  uint32_t wide = big_endian(bytes + 16), high = big_endian(bytes + 20);
  if (wide == 0 || high == 0 || wide > 16384 || high > 16384) return;
  atlas.known = true;
  if (wide % high == 0) atlas.frames = (int)(wide / high);   // a picture that tells nothing: one row of squares
  for (size_t at = 8; at + 12 <= png.size();) {
    size_t length = big_endian(bytes + at);
    if (length > png.size() - at - 12) return;
    string_view kind(png.data() + at + 4, 4), body(png.data() + at + 8, length);
    if (kind == "IDAT") return;                              // told before the picture, or not at all
    if (kind == "tEXt" && body.starts_with(string_view("sprites\0", 8))) {
      string problem;
      Data told{read_json(body.substr(8), problem)};
      atlas.directions = (int)clamp(told["directions"].num(1), 1.0f, 64.0f);
      atlas.frames = (int)clamp(told["frames"].num(1), 1.0f, 64.0f);
      atlas.foot = clamp(told["foot"][1].num(1), 0.1f, 1.0f);
      atlas.tall = clamp(told["tall"].num(1), 0.05f, 1.0f);
      atlas.metres = clamp(told["metres"].num(1), 0.01f, 1000.0f);
      return;
    }
    at += length + 12;
  }
}

string file_of(string_view name) { return engine().home + "/assets/" + string(name) + ".png"; }

Atlas& atlas_of(string_view name) {
  if (auto found = atlases.find(name); found != atlases.end()) return found->second;
  Atlas& atlas = atlases[string(name)];
  read_layout(file_text(file_of(name)), atlas);
  if (atlas.known) return atlas;
  vector<string> known;
  std::error_code none;
  for (const auto& file : std::filesystem::directory_iterator(engine().home + "/assets", none))
    if (file.path().extension() == ".png") known.push_back(file.path().stem().string());
  string nearest = nearest_name(name, known);
  warn("There are no sprites \"" + string(name) + "\"; a plain shape stands there." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
  return atlas;
}

const Texture2D& texture_of(Atlas& atlas, string_view name) {
  if (!atlas.loaded) {
    atlas.loaded = true;
    if (atlas.known) atlas.texture = LoadTexture(file_of(name).c_str());
    if (atlas.texture.id) {                                  // small pictures with an outline: sharp when they are drawn large
      rlTextureParameters(atlas.texture.id, RL_TEXTURE_MAG_FILTER, RL_TEXTURE_FILTER_NEAREST);
      rlTextureParameters(atlas.texture.id, RL_TEXTURE_MIN_FILTER, RL_TEXTURE_FILTER_LINEAR);
      rlTextureParameters(atlas.texture.id, RL_TEXTURE_WRAP_S, RL_TEXTURE_WRAP_CLAMP);
      rlTextureParameters(atlas.texture.id, RL_TEXTURE_WRAP_T, RL_TEXTURE_WRAP_CLAMP);
    }
  }
  return atlas.texture;
}

int wrapped(int value, int count) { return ((value % count) + count) % count; }

Rectangle cell_of(const Atlas& atlas, float turn, int frame) {
  // The first row is seen from the front, the next from further round to its own left: so it looks further to our left.
  int row = wrapped((int)lroundf(-turn / 360 * (float)atlas.directions), atlas.directions), column = wrapped(frame, atlas.frames);
  float w = (float)atlas.texture.width / (float)atlas.frames, h = (float)atlas.texture.height / (float)atlas.directions;
  return {(float)column * w, (float)row * h, w, h};
}

void plain_figure(Vector2 foot, float height, Color tint) {  // instead of sprites that are not there
  Color c = mix(palette("accent"), tint, 0.2f);
  DrawEllipse((int)foot.x, (int)(foot.y - height * 0.36f), height * 0.24f, height * 0.36f, c);
  DrawCircleV({foot.x, foot.y - height * 0.82f}, height * 0.17f, shade(c, 1.25f));
}

}  // namespace

void sprites_close() {
  for (auto& [name, atlas] : atlases) {
    for (auto& [corner, mesh] : atlas.standing) mesh_close(mesh);
    if (atlas.texture.id) UnloadTexture(atlas.texture);
  }
  atlases.clear();
}

}  // namespace engine

using namespace engine;

bool has_sprite(string_view name) {
  auto found = atlases.find(name);
  if (found != atlases.end()) return found->second.known;
  std::error_code none;
  return std::filesystem::is_regular_file(file_of(name), none) && atlas_of(name).known;
}

int sprite_frames(string_view name) { return atlas_of(name).frames; }

void paint_sprite(string_view name, Vector2 foot, float height, float turn, int frame, Color tint) {
  if (!engine::engine().gpu) return;
  Atlas& atlas = atlas_of(name);
  const Texture2D& picture = texture_of(atlas, name);
  if (!picture.id) return plain_figure(foot, height, tint);
  Rectangle cell = cell_of(atlas, turn, frame);
  float high = height / atlas.tall, wide = high * cell.width / cell.height;
  DrawTexturePro(picture, cell, {foot.x - wide / 2, foot.y - high * atlas.foot, wide, high}, {0, 0}, 0, tint);
}

void draw_sprite(string_view name, Vector3 foot, float height, float turn, int frame, Color tint) {
  if (!engine::engine().gpu) return;
  Atlas& atlas = atlas_of(name);
  const Texture2D& picture = texture_of(atlas, name);
  if (height <= 0) height = atlas.metres;
  if (!picture.id) return DrawCylinder(foot, height * 0.16f, height * 0.24f, height, 10, mix(palette("accent"), tint, 0.2f));
  Camera3D eye = camera();
  float seen_from = turn_towards(foot, eye.position);
  Rectangle cell = cell_of(atlas, turn - seen_from, frame);
  float high = height / atlas.tall, wide = high * cell.width / cell.height;
  Vector3 base = foot - Vector3{0, high * (1 - atlas.foot), 0};
  float u0 = cell.x / (float)picture.width, u1 = (cell.x + cell.width) / (float)picture.width, v0 = cell.y / (float)picture.height, v1 = (cell.y + cell.height) / (float)picture.height;
  auto [mesh, fresh] = atlas.standing.try_emplace({(int)cell.x, (int)cell.y});
  if (fresh) {                                             // lit as what lies open to the sky: the picture has its own shades
    Vector3 up = Vector3Normalize({0, 1, 0.6f});
    mesh->second = mesh_open({{{{-0.5f, 0, 0}, {u0, v1}, up}, {{0.5f, 0, 0}, {u1, v1}, up}, {{0.5f, 1, 0}, {u1, v0}, up}, {{-0.5f, 1, 0}, {u0, v0}, up}}, {0, 1, 2, 0, 2, 3}});
  }
  rlDrawRenderBatchActive();
  const Program& p = shaders().pictured;
  p.use();
  lit_uniforms(p);
  p.set(u_model, MatrixScale(wide, high, 1) * MatrixRotateY(seen_from * DEG2RAD) * MatrixTranslate(base.x, base.y, base.z));
  p.set(u_glow, 0.0f);
  p.set(u_tint, Vector4{tint.r / 255.0f, tint.g / 255.0f, tint.b / 255.0f, tint.a / 255.0f});
  rlActiveTextureSlot(0);
  rlEnableTexture(picture.id);
  rlDisableBackfaceCulling();
  if (tint.a >= 250) rlDisableColorBlend();                // alpha is how much it glows, unless one sees through it
  mesh_draw(mesh->second);
  rlEnableColorBlend();
  rlEnableBackfaceCulling();
}

}  // namespace garden
