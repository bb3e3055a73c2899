// painting.cpp: what a picture costs, told beside an empty one of the same size: the machine may be slow or busy, but both are
// painted by turns, so that their ratio says how much of it is the game's own.
#include "script.h"

#include <chrono>
#include <cstdio>

namespace garden::engine {
bool bare = false;

namespace {
using Clock = std::chrono::steady_clock;
constexpr int turns = 5;
map<string, double> by_part;                                 // milliseconds in the parts' own hooks, of all turns
bool measuring = false;

double painted(RenderTexture2D target) {
  auto began = Clock::now();
  BeginTextureMode(target);
  ClearBackground(BLACK);
  draw_frame(target.texture.width, target.texture.height);
  EndTextureMode();
  Image picture = LoadImageFromTexture(target.texture);      // waits until it is done
  UnloadImage(picture);
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

double middle(vector<double> all) {
  std::sort(all.begin(), all.end());
  return all.empty() ? 0 : all[all.size() / 2];
}
}  // namespace

void painting_by(const string& part, double milliseconds) {
  if (measuring && !bare) by_part[part] += milliseconds;
}

void measure_painting(int width, int height) {
  RenderTexture2D target = LoadRenderTexture(width, height);
  vector<double> whole, empty;
  by_part.clear();
  for (int turn = 0; turn < turns; turn++) {
    measuring = turn > 0;                                    // the first of each makes what is kept
    bare = false;
    double full = painted(target);
    bare = true;
    double nothing = painted(target);
    bare = false;
    if (turn == 0) continue;
    whole.push_back(full);
    empty.push_back(nothing);
  }
  measuring = false;
  UnloadRenderTexture(target);
  string parts;
  for (const auto& [part, cost] : by_part) {
    char line[64];
    std::snprintf(line, sizeof line, "%.2f", cost / (turns - 1));
    parts += (parts.empty() ? "\"" : ", \"") + part + "\": " + line;
  }
  std::fprintf(stderr, "{\"garden\":\"painting\",\"part\":\"\",\"frame\":%lld,\"whole\":%.2f,\"empty\":%.2f,\"parts\":{%s}}\n", (long long)engine().frame,
               middle(whole), middle(empty), parts.c_str());
}

}  // namespace garden::engine
