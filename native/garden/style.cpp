// style.cpp: the look all parts share, from data/style.json, and colours mixed from it.
#include "engine.h"
#include "input.h"
#include "json.h"
#include "report.h"
#include "style.h"

namespace garden {
namespace engine {
namespace {

bool colour_from(const string& hex, Color& out) {            // "#rrggbb", "#rgb" or "#rrggbbaa"
  string digits = hex.substr(hex.rfind('#') + 1);
  if (digits.size() == 3) digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
  if (digits.size() == 6) digits += "ff";
  if (digits.size() != 8 || digits.find_first_not_of("0123456789abcdefABCDEF") != string::npos) return false;
  auto code = (uint32_t)std::stoul(digits, nullptr, 16);
  out = {(unsigned char)(code >> 24), (unsigned char)(code >> 16), (unsigned char)(code >> 8), (unsigned char)code};
  return true;
}

const vector<pair<string, Color>> roles = {                  // a quiet daylight, where the style says nothing
    {"ink", {42, 44, 58, 255}},      {"paper", {246, 240, 226, 255}}, {"accent", {222, 120, 74, 255}},
    {"glow", {255, 214, 132, 255}},  {"ground", {118, 138, 92, 255}}, {"plant", {84, 128, 80, 255}},
    {"sky", {112, 168, 214, 255}},   {"horizon", {228, 222, 206, 255}}, {"water", {70, 132, 158, 255}},
    {"danger", {196, 62, 62, 255}},
};

}  // namespace

void load_style() {
  Engine& e = engine();
  Style style;
  for (const auto& [role, color] : roles) style.palette[role] = color;
  string problem, text = file_text(e.home + "/data/style.json");
  Data d;
  if (!text.empty()) {
    d.json = read_json(text, problem);
    if (!d.json) warn("data/style.json cannot be read: " + problem + ".");
  }
  style.title = d["title"].str(style.title);
  style.subtitle = d["subtitle"].str();
  style.language = d["language"].str(style.language);
  style.genre = d["genre"].str();
  style.stage = d["stage"].str(style.stage);
  style.view = d["view"].str(style.view);
  style.mood = d["mood"].str(style.mood);
  style.hour = d["hour"].num(style.hour);
  style.weather_kind = d["weather"]["kind"].str();
  style.weather_strength = d["weather"]["strength"].num(0);
  style.music_mood = d["music"]["mood"].str();
  style.music_tempo = d["music"]["tempo"].num(style.music_tempo);
  style.music_volume = clamp(d["music"]["volume"].num(1), 0.0f, 2.0f);
  style.light = clamp(d["light"].num(1), 0.3f, 3.0f);
  style.seed = d["seed"].json && d["seed"].json->kind == Json::number ? (uint64_t)d["seed"].json->value : style.seed;
  style.bloom = d["finish"]["bloom"].num(style.bloom);
  style.vignette = d["finish"]["vignette"].num(style.vignette);
  style.grain = d["finish"]["grain"].num(style.grain);
  if (Data palette = d["palette"]; palette.json)
    for (const string& role : palette.json->keys)
      if (!colour_from(palette[role].str(), style.palette[role])) warn("The colour of \"" + role + "\" in style.json is not #rrggbb.");
  if (Data keys = d["keys"]; keys.json)
    for (const string& action : keys.json->keys) {
      style.keys[action] = key_code(keys[action].str());
      if (!style.keys[action]) warn("There is no key \"" + keys[action].str() + "\" for \"" + action + "\".");
    }
  if (Data texts = d["texts"]; texts.json)
    for (const string& id : texts.json->keys) style.texts[id] = texts[id].str();
  if (!e.options.language.empty()) style.language = e.options.language;
  e.style = std::move(style);
}

string word(string_view id, string_view english) {
  const auto& texts = engine().style.texts;
  auto found = texts.find(string(id));
  if (found != texts.end()) return found->second;
  static const map<string, string, std::less<>> chinese = {
      {"play", "开始"}, {"paused", "暂停"}, {"resume", "继续"}, {"restart", "再来一次"}, {"quit", "退出"}, {"won", "你做到了"},
      {"lost", "结束了"}, {"best", "最佳"}, {"how_to_play", "玩法"}, {"score", "得分"}, {"again", "再来一次"}, {"time", "时间"}, {"time_left", "还剩"}};
  if (language_is("zh"))
    if (auto own = chinese.find(id); own != chinese.end()) return own->second;
  return string(english);
}

}  // namespace engine

Color palette(string_view role) {
  const auto& colors = engine::engine().style.palette;
  if (auto found = colors.find(string(role)); found != colors.end()) return found->second;
  vector<string> known;
  for (const auto& [name, color] : colors) known.push_back(name);
  string nearest = engine::nearest_name(role, known);
  engine::warn("The palette has no \"" + string(role) + "\"." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
  return nearest.empty() ? colors.at("accent") : colors.at(nearest);
}
Color mix(Color a, Color b, float t) {
  t = clamp(t, 0.0f, 1.0f);
  auto part = [t](unsigned char x, unsigned char y) { return (unsigned char)((float)x + ((float)y - (float)x) * t + 0.5f); };
  return {part(a.r, b.r), part(a.g, b.g), part(a.b, b.b), part(a.a, b.a)};
}
Color shade(Color color, float factor) {
  if (factor > 1) return mix(color, {255, 255, 255, color.a}, 1 - 1 / factor);
  return mix({0, 0, 0, color.a}, color, factor);
}
Color alpha(Color color, float a) {
  color.a = (unsigned char)(clamp(a, 0.0f, 1.0f) * 255 + 0.5f);
  return color;
}
bool language_is(string_view code) { return engine::engine().style.language == code; }

}  // namespace garden
