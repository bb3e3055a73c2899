// painting.cpp: what a picture costs: in the processor's time, so that it is the same on a busy machine, and beside two others
// that are painted by turns with it, so that it is the same on a slow one: an empty picture of the same size, and one with
// cubes, by which is told what the parts' own painting comes to.
#include "script.h"

#include <cstdio>
#include <ctime>

namespace garden::engine {
bool bare = false;

namespace {
constexpr int turns = 4, times = 2, first = 90;              // frame from which it is measured: by then a world stands
constexpr int cubes = 1000;
map<string, double> by_part;                                 // milliseconds in the parts' own hooks, of all turns
bool measuring = false, with_yard = false;
double yard = 0;

double spent(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

double painted(RenderTexture2D target) {
  double began = spent(CLOCK_PROCESS_CPUTIME_ID);
  BeginTextureMode(target);
  ClearBackground(BLACK);
  draw_frame(target.texture.width, target.texture.height);
  EndTextureMode();
  Image picture = LoadImageFromTexture(target.texture);      // waits until it is done
  UnloadImage(picture);
  return spent(CLOCK_PROCESS_CPUTIME_ID) - began;
}

double middle(vector<double> all) {
  std::sort(all.begin(), all.end());
  return all.empty() ? 0 : all[all.size() / 2];
}
}  // namespace

double spent_here() { return spent(CLOCK_THREAD_CPUTIME_ID); }

void painting_by(const string& part, double milliseconds) {
  if (measuring && !bare) by_part[part] += milliseconds;
}

void painting_yard() {
  if (!with_yard) return;
  double began = spent_here();
  const Camera3D& eye = world().rig.now;
  for (int i = 0; i < cubes; i++) {
    if (world().rig.view == View::none) DrawRectangle(i % 40 * 32, i / 40 * 28, 12, 12, GRAY);
    else DrawCube(Vector3Add(eye.target, {(float)(i % 40) - 20, 0, (float)(i / 40) - 12}), 0.3f, 0.3f, 0.3f, GRAY);
  }
  if (measuring) yard += spent_here() - began;
}

void measure_painting(int width, int height) {
  static int done = 0;
  if (engine().frame < first || done++ >= times) return;
  RenderTexture2D target = LoadRenderTexture(width, height);
  vector<double> whole, empty;
  by_part.clear();
  yard = 0;
  for (int turn = 0; turn < turns; turn++) {
    measuring = turn > 0;                                    // the first of each makes what is kept
    double full = painted(target);
    bare = true;
    double nothing = painted(target);
    with_yard = true;
    painted(target);
    bare = with_yard = false;
    if (turn == 0) continue;
    whole.push_back(full);
    empty.push_back(nothing);
  }
  measuring = false;
  UnloadRenderTexture(target);
  string parts;
  char line[64];
  for (const auto& [part, cost] : by_part) {
    std::snprintf(line, sizeof line, "%.2f", cost / (turns - 1));
    parts += (parts.empty() ? "\"" : ", \"") + part + "\": " + line;
  }
  std::fprintf(stderr, "{\"garden\":\"painting\",\"part\":\"\",\"frame\":%lld,\"whole\":%.2f,\"empty\":%.2f,\"cubes\":%.3f,\"parts\":{%s}}\n", (long long)engine().frame,
               middle(whole), middle(empty), yard / (turns - 1), parts.c_str());
}

}  // namespace garden::engine
