// data.cpp: JSON, and the Data that parts read their content from.
#include "json.h"
#include "engine.h"
#include "report.h"

#include <charconv>
#include <cstdlib>
#include <filesystem>

namespace garden {
namespace engine {
namespace {

struct Reader {
  string_view text;
  size_t at = 0;
  string problem;
  int depth = 0;

  std::shared_ptr<Json> fail(const string& what) {
    if (problem.empty()) {
      size_t line = 1 + (size_t)std::count(text.begin(), text.begin() + (long)std::min(at, text.size()), '\n');
      problem = what + " in line " + to_string(line);
    }
    return nullptr;
  }
  void space() { while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) at++; }
  bool take(char c) { space(); if (at < text.size() && text[at] == c) { at++; return true; } return false; }
  bool word(string_view w) { if (text.substr(at, w.size()) != w) return false; at += w.size(); return true; }

  static void utf8(string& out, uint32_t code) {
    if (code < 0x80) out += (char)code;
    else if (code < 0x800) { out += (char)(0xC0 | code >> 6); out += (char)(0x80 | (code & 63)); }
    else if (code < 0x10000) { out += (char)(0xE0 | code >> 12); out += (char)(0x80 | (code >> 6 & 63)); out += (char)(0x80 | (code & 63)); }
    else { out += (char)(0xF0 | code >> 18); out += (char)(0x80 | (code >> 12 & 63)); out += (char)(0x80 | (code >> 6 & 63)); out += (char)(0x80 | (code & 63)); }
  }
  uint32_t four() {
    uint32_t code = 0;
    auto end = text.data() + std::min(at + 4, text.size());
    std::from_chars(text.data() + at, end, code, 16);
    at = std::min(at + 4, text.size());
    return code;
  }
  bool string_into(string& out) {
    if (!take('"')) { fail("A text in quotes is missing"); return false; }
    while (at < text.size() && text[at] != '"') {
      char c = text[at++];
      if (c != '\\' || at >= text.size()) { out += c; continue; }
      c = text[at++];
      if (c == 'n') out += '\n';
      else if (c == 't') out += '\t';
      else if (c == 'r' || c == 'b' || c == 'f') out += ' ';
      else if (c == 'u') {
        uint32_t code = four();
        if (code >= 0xD800 && code < 0xDC00 && text.substr(at, 2) == "\\u") {
          at += 2;
          code = 0x10000 + ((code - 0xD800) << 10) + (four() - 0xDC00);
        }
        utf8(out, code);
      } else out += c;
    }
    if (at >= text.size()) { fail("A text has no closing quote"); return false; }
    at++;
    return true;
  }
  std::shared_ptr<Json> value() {
    space();
    if (at >= text.size()) return fail("Something is missing");
    if (++depth > 200) return fail("It is nested too deeply");
    auto json = std::make_shared<Json>();
    char c = text[at];
    if (c == '{') {
      at++;
      json->kind = Json::object;
      while (!take('}')) {
        string key;
        if (!json->items.empty() && !take(',')) return fail("A comma or } is missing");
        if (!json->items.empty() && take('}')) break;        // a comma too many does no harm
        if (!string_into(key)) return nullptr;
        if (!take(':')) return fail("A colon is missing");
        auto item = value();
        if (!item) return nullptr;
        json->keys.push_back(std::move(key));
        json->items.push_back(std::move(item));
      }
    } else if (c == '[') {
      at++;
      json->kind = Json::list;
      while (!take(']')) {
        if (!json->items.empty() && !take(',')) return fail("A comma or ] is missing");
        if (!json->items.empty() && take(']')) break;
        auto item = value();
        if (!item) return nullptr;
        json->items.push_back(std::move(item));
      }
    } else if (c == '"') {
      json->kind = Json::text;
      if (!string_into(json->words)) return nullptr;
    } else if (word("true")) { json->kind = Json::boolean; json->value = 1; }
    else if (word("false")) json->kind = Json::boolean;
    else if (word("null")) json->kind = Json::null;
    else {
      json->kind = Json::number;
      auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), json->value);
      if (error != std::errc()) return fail("Not a value");
      at = (size_t)(end - text.data());
    }
    depth--;
    return json;
  }
};

}  // namespace

std::shared_ptr<const Json> read_json(string_view text, string& problem) {
  Reader reader{text};
  if (text.substr(0, 3) == "\xEF\xBB\xBF") reader.at = 3;
  auto json = reader.value();
  reader.space();
  if (json && reader.at < text.size()) json = reader.fail("Something follows the end");
  problem = reader.problem;
  return json;
}

string number_text(double value) {
  char out[32];
  auto as_float = (float)value;
  auto [end, error] = (double)as_float == value ? std::to_chars(out, out + sizeof out, as_float) : std::to_chars(out, out + sizeof out, value);
  string text(out, end);
  return error == std::errc() && std::isfinite(value) ? text : "null";
}

}  // namespace engine

int Data::size() const { return json ? (int)json->items.size() : 0; }
Data Data::operator[](int i) const { return i >= 0 && i < size() ? Data{json->items[(size_t)i]} : Data{}; }
Data Data::operator[](string_view key) const {
  if (json)
    for (size_t i = 0; i < json->keys.size(); i++)
      if (json->keys[i] == key) return {json->items[i]};
  return {};
}
string Data::str(string_view otherwise) const {
  if (json && json->kind == Json::text) return json->words;
  if (json && json->kind == Json::number) return engine::number_text(json->value);
  return string(otherwise);
}
float Data::num(float otherwise) const {
  if (!json) return otherwise;
  if (json->kind == Json::number || json->kind == Json::boolean) return (float)json->value;
  if (json->kind == Json::text) {
    float value = otherwise;
    std::from_chars(json->words.data(), json->words.data() + json->words.size(), value);
    return value;
  }
  return otherwise;
}
bool Data::has(string_view key) const { return (*this)[key].json != nullptr; }
vector<string> Data::list() const {
  vector<string> texts;
  for (int i = 0; i < size(); i++) texts.push_back((*this)[i].str());
  return texts;
}

Data data(string_view name) {
  static map<string, Data, std::less<>> read;                // a file is read once
  if (auto found = read.find(name); found != read.end()) return found->second;
  string folder = engine::engine().home + "/data/", path = folder + string(name) + ".json", problem;
  Data result;
  if (std::filesystem::exists(path)) {
    result.json = engine::read_json(engine::file_text(path), problem);
    if (!result.json) engine::warn("data/" + string(name) + ".json cannot be read: " + problem + ".");
  } else {
    vector<string> known;
    std::error_code none;
    for (const auto& file : std::filesystem::directory_iterator(folder, none))
      if (file.path().extension() == ".json") known.push_back(file.path().stem().string());
    std::sort(known.begin(), known.end());
    string nearest = engine::nearest_name(name, known);
    engine::warn("There is no data/" + string(name) + ".json." + (nearest.empty() ? "" : " Did you mean \"" + nearest + "\"?"));
  }
  return read.emplace(string(name), result).first->second;
}

}  // namespace garden
