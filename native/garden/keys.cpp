// keys.cpp: keys that the style lays elsewhere ("keys": {"jump": "W"}). Parts know actions alone, so what is pressed, and
// what is written of keys, goes through here. An action whose key was taken gets the one that became free; of those who
// walk the arrows remain.
#include "input.h"

namespace garden::engine {
namespace {

struct Laid {
  std::array<int, 512> stands_for{};                         // of a pressed key
  bool any = false;
};

bool walks(const Action& a) { return a.name == "left" || a.name == "right" || a.name == "forward" || a.name == "back"; }

Laid lay() {
  Laid out;
  for (int code = 0; code < 512; code++) out.stands_for[(size_t)code] = code;
  const auto& wanted = engine().style.keys;
  for (const auto& [name, code] : wanted) {
    const Action* mine = nullptr;
    const Action* other = nullptr;                           // who has that key now
    for (const Action& a : all_actions()) {
      if (a.name == name) mine = &a;
      for (int key : a.keys) if (key == code && a.name != name) other = &a;
    }
    if (!mine || code <= 0 || code >= 512) continue;
    int own = 0;
    for (int key : mine->keys) if (key > 0 && !own) own = key;
    if (!own || own == code) continue;
    out.any = true;
    for (int key : mine->keys) if (key > 0) out.stands_for[(size_t)key] = 0;
    out.stands_for[(size_t)code] = own;
    bool gone = other && wanted.contains(other->name);       // it lies elsewhere anyway
    if (other && !gone && (!walks(*other) || other->keys.size() < 2)) out.stands_for[(size_t)own] = code;
  }
  return out;
}

const Laid& all() {                                          // made at the first step, when all parts have named their actions
  static const Laid the_keys = lay();
  return the_keys;
}

string shown(int code) {
  switch (code) {
    case KEY_SPACE: return "Space";
    case KEY_LEFT_SHIFT: return "Shift";
    case KEY_UP: return "↑";
    case KEY_DOWN: return "↓";
    case KEY_LEFT: return "←";
    case KEY_RIGHT: return "→";
    default: break;
  }
  string name = key_name(code);
  for (size_t i = 1; i < name.size(); i++) name[i] = (char)std::tolower((unsigned char)name[i]);
  return name;
}

string one_key(const string& word) {                         // a word that names a key, as it has to be pressed
  int code = word == "空格" ? (int)KEY_SPACE : word.size() == 1 || word == "Space" || word == "Shift" || word == "Tab" || word == "Enter" ? key_code(word) : 0;
  if (!code || (word.size() == 1 && !std::isupper((unsigned char)word[0]) && !std::isdigit((unsigned char)word[0]))) return word;
  if (int press = laid_for(code)) return press == code ? word : shown(press);
  static const map<int, int> arrows = {{KEY_W, KEY_UP}, {KEY_A, KEY_LEFT}, {KEY_S, KEY_DOWN}, {KEY_D, KEY_RIGHT}};
  auto arrow = arrows.find(code);
  return arrow != arrows.end() ? shown(arrow->second) : word;
}

}  // namespace

int laid(int code) { return engine().style.keys.empty() || code <= 0 || code >= 512 ? code : all().stands_for[(size_t)code]; }

int laid_for(int code) {
  if (engine().style.keys.empty() || laid(code) == code) return code;
  for (int press = 1; press < 512; press++) if (laid(press) == code) return press;
  return 0;
}

string written_keys(string_view keys) {
  if (engine().style.keys.empty() || !all().any) return string(keys);
  if (keys == "WASD") {
    string each;
    for (char c : keys) each += one_key(string(1, c));
    return each;
  }
  string out, word;
  for (size_t i = 0; i <= keys.size(); i++)
    if (i == keys.size() || keys[i] == ' ' || keys[i] == '/' || keys[i] == ',') {
      out += one_key(word);
      word.clear();
      if (i < keys.size()) out += keys[i];
    } else {
      word += keys[i];
    }
  return out;
}

string written_hint(string_view hint) {                      // pairs of keys and meanings, two spaces between them
  if (engine().style.keys.empty() || !all().any) return string(hint);
  string out;
  size_t from = 0;
  while (from < hint.size()) {
    size_t gap = hint.find("  ", from);
    if (gap == string_view::npos) break;
    out += written_keys(hint.substr(from, gap - from));
    size_t next = hint.find("   ", gap + 2);                 // three or more: another pair
    size_t end = next == string_view::npos ? hint.size() : hint.find_first_not_of(' ', next);
    if (end == string_view::npos) end = hint.size();
    out += hint.substr(gap, end - gap);
    from = end;
  }
  return out + string(hint.substr(min(from, hint.size())));
}

}  // namespace garden::engine
