// engine.cpp: the one Engine, its random numbers and its warnings.
#include "engine.h"
#include "report.h"

#include <cstdio>
#include <fstream>
#include <sstream>

namespace garden::engine {

Engine& engine() {
  static Engine the_engine;
  return the_engine;
}

uint64_t Random::next() {
  uint64_t z = (state += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}
float Random::real() { return (float)(next() >> 40) * (1.0f / 16777216.0f); }
int Random::whole(int from, int to) {
  if (to <= from) return from;
  return from + (int)(next() % (uint64_t)((int64_t)to - from + 1));
}

void report(string_view level, string_view text) {
  Engine& e = engine();
  for (const Warning& w : e.warnings)
    if (w.text == text && w.part == e.running_part && w.level == level) return;
  if (e.warnings.size() >= 200) return;                      // a part that complains about new things forever
  e.warnings.push_back({string(level), e.running_part, string(text)});
  std::fprintf(stderr, "{\"garden\":\"%s\",\"part\":%s,\"text\":%s}\n", string(level).c_str(),
               quoted(e.running_part).c_str(), quoted(text).c_str());
}
void warn(string_view text) { report("warning", text); }

string quoted(string_view text) {
  string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') { out += '\\'; out += c; }
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if ((unsigned char)c < 0x20) { char code[8]; std::snprintf(code, sizeof code, "\\u%04x", c); out += code; }
    else out += c;
  }
  return out + "\"";
}

string file_text(const string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (file) text << file.rdbuf();
  return text.str();
}

}  // namespace garden::engine

namespace garden {
static engine::Random& dice() { engine::Engine& e = engine::engine(); return e.drawing ? e.picture : e.random; }
float rnd() { return dice().real(); }
float rnd(float from, float to) { return dice().real(from, to); }
int rnd_int(int from, int to) { return dice().whole(from, to); }
void expect(bool truth, string_view what) { if (!truth) engine::report("expect", what); }
}  // namespace garden
