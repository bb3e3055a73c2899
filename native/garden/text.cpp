// text.cpp: words in the game's fonts, in any language, crisp at every size. Glyphs are drawn into pages when first
// needed; measuring needs no GPU. Fonts lie in the game's fonts folder: ui, title and cjk (.ttf or .otf).
#include "look.h"

namespace garden::engine {
namespace {
struct Face { vector<unsigned char> bytes; float grow = 1; };   // grow: so that its letters look as large as the others'
enum { ui_face, title_face, cjk_face, face_count };
struct Glyph { int page = -1; float u = 0, v = 0, w = 0, h = 0, x = 0, y = 0; };
struct Page { unsigned texture = 0; int x = 1, y = 1, row = 0; };
const int page_size = 1024;
const float smallest_words = 18;                           // canvas pixels: nobody reads less

array<Face, face_count> faces;
bool faces_read = false;
map<std::pair<int, int>, float> advances;                  // by face and codepoint, for a size of 1
map<std::array<int, 3>, Glyph> glyphs;                     // by face, pixels and codepoint
vector<Page> pages;

void read_faces() {
  if (faces_read) return;
  faces_read = true;
  const char* const names[face_count] = {"ui", "title", "cjk"};
  for (int f = 0; f < face_count; ++f) {
    for (const char* kind : {".ttf", ".otf"}) {
      string bytes = file_text(engine().home + "/fonts/" + names[f] + kind);
      if (bytes.size() < 100) continue;
      faces[(size_t)f].bytes.assign(bytes.begin(), bytes.end());
      break;
    }
  }
  faces[cjk_face].grow = 1.14f;                            // its em is a smaller part of its height
}

float advance_in(int face, int codepoint) {                // 0: the face has no such glyph
  auto [at, fresh] = advances.try_emplace({face, codepoint}, 0.0f);
  if (!fresh) return at->second;
  Face& f = faces[(size_t)face];
  if (f.bytes.empty()) return 0;
  const int big = 96;
  GlyphInfo* info = LoadFontData(f.bytes.data(), (int)f.bytes.size(), big, &codepoint, 1, FONT_DEFAULT);
  if (!info) return 0;
  bool drawn = info[0].image.data != nullptr && info[0].advanceX > 0;
  if (drawn) at->second = (float)info[0].advanceX / big * f.grow;
  UnloadFontData(info, 1);
  return at->second;
}

int face_for(int codepoint, bool title) {
  read_faces();
  if (title && advance_in(title_face, codepoint) > 0) return title_face;
  if (codepoint < 0x2e80 && advance_in(ui_face, codepoint) > 0) return ui_face;
  if (advance_in(cjk_face, codepoint) > 0) return cjk_face;
  if (advance_in(ui_face, codepoint) > 0) return ui_face;
  return -1;
}

float advance(int codepoint, bool title) {
  int face = face_for(codepoint, title);
  if (face >= 0) return advances[{face, codepoint}];
  return codepoint >= 0x2e80 ? 0.85f : codepoint == ' ' ? 0.26f : 0.5f;
}

Glyph& glyph_of(int face, int pixels, int codepoint) {
  auto [at, fresh] = glyphs.try_emplace({face, pixels, codepoint});
  Glyph& g = at->second;
  if (!fresh) return g;
  Face& f = faces[(size_t)face];
  int size = max(4, (int)roundf((float)pixels * f.grow));
  GlyphInfo* info = LoadFontData(f.bytes.data(), (int)f.bytes.size(), size, &codepoint, 1, FONT_DEFAULT);
  if (!info) return g;
  const Image& image = info[0].image;
  int w = image.width, h = image.height;
  if (image.data && w > 0 && h > 0 && w < page_size - 2 && h < page_size - 2) {
    if (pages.empty()) pages.push_back({});
    Page* page = &pages.back();
    if (page->x + w + 1 > page_size) { page->x = 1; page->y += page->row + 1; page->row = 0; }
    if (page->y + h + 1 > page_size) { pages.push_back({}); page = &pages.back(); }
    if (!page->texture) {
      vector<unsigned char> empty((size_t)page_size * page_size * 2, 0);
      page->texture = rlLoadTexture(empty.data(), page_size, page_size, RL_PIXELFORMAT_UNCOMPRESSED_GRAY_ALPHA, 1);
      rlTextureParameters(page->texture, RL_TEXTURE_MIN_FILTER, RL_TEXTURE_FILTER_LINEAR);
      rlTextureParameters(page->texture, RL_TEXTURE_MAG_FILTER, RL_TEXTURE_FILTER_LINEAR);
    }
    vector<unsigned char> both((size_t)w * (size_t)h * 2, 255);
    for (size_t i = 0; i < (size_t)w * (size_t)h; ++i) both[i * 2 + 1] = ((const unsigned char*)image.data)[i];
    rlDrawRenderBatchActive();                             // what is under way still uses the page as it was
    rlUpdateTexture(page->texture, page->x, page->y, w, h, RL_PIXELFORMAT_UNCOMPRESSED_GRAY_ALPHA, both.data());
    g = {(int)pages.size() - 1, (float)page->x, (float)page->y, (float)w, (float)h, (float)info[0].offsetX,
         (float)info[0].offsetY - 0.8f * (float)(size - pixels)};
    page->x += w + 1;
    page->row = max(page->row, h);
  }
  UnloadFontData(info, 1);
  return g;
}

template <class Fn> void each_codepoint(string_view text, Fn fn) {
  string held(text);
  for (size_t i = 0; i < held.size();) {
    int size = 1, codepoint = GetCodepointNext(held.c_str() + i, &size);
    fn(codepoint, i, (size_t)max(size, 1));
    i += (size_t)max(size, 1);
  }
}
}  // namespace

void text_open() { read_faces(); }

void text_close() {
  for (Page& page : pages) if (page.texture) rlUnloadTexture(page.texture);
  pages.clear();
  glyphs.clear();
}

void words_plain(string_view text, Vector2 at, float size, Color color, float align, bool title_font) {
  if (text.empty() || color.a == 0 || size < 2) return;
  size = max(size, smallest_words);
  float y = at.y;
  size_t from = 0;
  string_view rest = text;
  if (size_t line = rest.find('\n'); line != string_view::npos) {      // several lines
    while (true) {
      line = text.find('\n', from);
      words_plain(text.substr(from, line == string_view::npos ? line : line - from), {at.x, y}, size, color, align, title_font);
      if (line == string_view::npos) return;
      from = line + 1;
      y += size * 1.25f;
    }
  }
  read_faces();
  float x = at.x - (align > 0 ? measure_words(text, size, title_font).x * align : 0);
  if (faces[ui_face].bytes.empty() && faces[title_face].bytes.empty() && faces[cjk_face].bytes.empty()) {
    Font plain = GetFontDefault();
    if (plain.texture.id == 0) return;
    each_codepoint(text, [&](int c, size_t, size_t) {
      DrawTextCodepoint(plain, c, {x, y + size * 0.12f}, size * 0.8f, color);
      x += advance(c, title_font) * size;
    });
    return;
  }
  float pixel = max(frame().pixel, 0.01f);
  int pixels = clamp((int)roundf(size * pixel), 5, 220);
  if (pixels > 46) pixels = (pixels + 3) / 4 * 4;          // few large sizes: titles that swell do not fill pages
  float scale = size / (float)pixels;
  bool exact = fabsf(scale * pixel - 1) < 0.03f;
  if (exact) scale = 1 / pixel;
  auto snap = [&](float v) { return exact ? roundf(v * pixel) / pixel : v; };
  y = snap(y);
  each_codepoint(text, [&](int c, size_t, size_t) {        // first make what is missing: that may end a batch
    if (int face = face_for(c, title_font); face >= 0 && c != ' ') glyph_of(face, pixels, c);
  });
  int bound = -1;
  each_codepoint(text, [&](int c, size_t, size_t) {
    int face = face_for(c, title_font);
    if (face >= 0 && c != ' ') {
      const Glyph& g = glyph_of(face, pixels, c);
      if (g.page >= 0) {
        if (bound != g.page) {
          if (bound >= 0) { rlEnd(); rlSetTexture(0); }
          bound = g.page;
          rlSetTexture(pages[(size_t)g.page].texture);
          rlBegin(RL_QUADS);
          rlNormal3f(0, 0, 1);
        }
        float l = snap(x) + g.x * scale, t = y + g.y * scale, r = l + g.w * scale, b = t + g.h * scale, k = 1.0f / page_size;
        rlColor4ub(color.r, color.g, color.b, color.a);
        rlTexCoord2f(g.u * k, g.v * k); rlVertex2f(l, t);
        rlTexCoord2f(g.u * k, (g.v + g.h) * k); rlVertex2f(l, b);
        rlTexCoord2f((g.u + g.w) * k, (g.v + g.h) * k); rlVertex2f(r, b);
        rlTexCoord2f((g.u + g.w) * k, g.v * k); rlVertex2f(r, t);
      }
    }
    x += advance(c, title_font) * size;
  });
  if (bound >= 0) { rlEnd(); rlSetTexture(0); }
}

void words_shadowed(string_view text, Vector2 at, float size, Color color, float align, bool title_font) {
  float a = color.a / 255.0f, off = max(1.0f, size * 0.028f);
  for (Vector2 to : {Vector2{0, 2.2f}, Vector2{0.9f, 1.1f}, Vector2{-0.9f, 1.1f}, Vector2{0, 0.9f}})
    words_plain(text, {at.x + to.x * off, at.y + to.y * off}, size, {6, 8, 16, (unsigned char)(74 * a)}, align, title_font);
  words_plain(text, at, size, color, align, title_font);
}

vector<string> wrapped(string_view text, float size, float width, bool title_font) {
  size = max(size, smallest_words);
  vector<string> lines{""};
  string word;
  float line_wide = 0, word_wide = 0;
  auto flush = [&] {
    if (line_wide + word_wide > width && !lines.back().empty()) {
      while (!lines.back().empty() && lines.back().back() == ' ') lines.back().pop_back();
      lines.push_back("");
      line_wide = 0;
    }
    lines.back() += word;
    line_wide += word_wide;
    word.clear();
    word_wide = 0;
  };
  each_codepoint(text, [&](int c, size_t at, size_t bytes) {
    if (c == '\n') { flush(); lines.push_back(""); line_wide = 0; return; }
    float wide = advance(c, title_font) * size;
    bool closing = c == 0x3002 || c == 0xff0c || c == 0xff01 || c == 0xff1f || c == 0x3001 || c == 0x300d || c == 0x201d;   // stay with what they close
    if (c >= 0x2e80 && !closing) flush();
    word += string(text.substr(at, bytes));
    word_wide += wide;
    if (c == ' ') flush();
  });
  flush();
  return lines;
}

}  // namespace garden::engine

namespace garden {
using namespace engine;

Vector2 measure_words(string_view text, float size, bool title_font) {
  size = max(size, engine::smallest_words);
  float wide = 0, line = 0;
  int lines = 1;
  engine::each_codepoint(text, [&](int c, size_t, size_t) {
    if (c == '\n') { wide = max(wide, line); line = 0; ++lines; }
    else line += engine::advance(c, title_font);
  });
  return {max(wide, line) * size, size * (1 + 1.25f * (float)(lines - 1))};
}

void draw_words(string_view text, Vector2 at, float size, Color color, float align, bool title_font) {
  if (engine::engine().gpu) words_plain(text, at, size, color, align, title_font);
}

}  // namespace garden

// raylib's everyday text calls draw in the game's font too, so that any language shows.
extern "C" {
void DrawText(const char* text, int x, int y, int size, Color color) {
  garden::engine::words_plain(text ? text : "", {(float)x, (float)y}, (float)size * 1.08f, color, 0, false);
}
// Without a window raylib has no font of its own, and its calls that take one would read through a null pointer.
static bool without_glyphs(const Font& font) { return font.glyphCount <= 0 || !font.glyphs || font.texture.id == 0 || font.texture.id == GetFontDefault().texture.id; }
void DrawTextEx(Font font, const char* text, Vector2 at, float size, float spacing, Color color) {
  if (!text) return;
  if (without_glyphs(font)) return garden::engine::words_plain(text, at, size * 1.08f, color, 0, false);
  float x = at.x, scale = size / (float)font.baseSize;
  for (int i = 0, bytes = 1; text[i]; i += max(bytes, 1)) {
    int codepoint = GetCodepointNext(text + i, &bytes);
    if (codepoint == '\n') { x = at.x; at.y += size * 1.15f; continue; }
    if (codepoint != ' ') DrawTextCodepoint(font, codepoint, {x, at.y}, size, color);
    GlyphInfo glyph = GetGlyphInfo(font, codepoint);
    x += (glyph.advanceX ? (float)glyph.advanceX : GetGlyphAtlasRec(font, codepoint).width) * scale + spacing;
  }
}
Vector2 MeasureTextEx(Font font, const char* text, float size, float spacing) {
  if (!text) return {0, 0};
  if (without_glyphs(font)) return garden::measure_words(text, size * 1.08f);
  float wide = 0, scale = size / (float)font.baseSize;
  for (int i = 0, bytes = 1; text[i]; i += max(bytes, 1)) {
    int codepoint = GetCodepointNext(text + i, &bytes);
    GlyphInfo glyph = GetGlyphInfo(font, codepoint);
    wide += (glyph.advanceX ? (float)glyph.advanceX : GetGlyphAtlasRec(font, codepoint).width) * scale + spacing;
  }
  return {wide, size};
}
int MeasureText(const char* text, int size) { return (int)garden::measure_words(text ? text : "", (float)size * 1.08f).x; }
}
