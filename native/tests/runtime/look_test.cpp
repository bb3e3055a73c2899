// look_test.cpp: what a game's picture looks like, measured: a place with light and mood, neither black nor blown out, an
// interface on it. Arguments: the game's program and a folder for the pictures. 77: this machine cannot draw.
#include "raylib.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <sys/wait.h>

namespace {
struct Measured { double mean = 0, dark = 0, blown = 0, spread = 0; int hues = 0; };
int failed = 0;

void check(bool truth, const std::string& what) {
  if (truth) return;
  std::fprintf(stderr, "not so: %s\n", what.c_str());
  ++failed;
}

double light(Color c) { return (c.r * 0.3 + c.g * 0.59 + c.b * 0.11) / 255; }

Measured measure(const Image& picture, Rectangle part) {
  Measured m;
  std::set<int> hues;
  double sum = 0, squares = 0, n = 0, dark = 0, blown = 0;
  for (int y = (int)part.y; y < (int)(part.y + part.height); y += 2)
    for (int x = (int)part.x; x < (int)(part.x + part.width); x += 2) {
      Color c = GetImageColor(picture, x, y);
      double l = light(c);
      sum += l; squares += l * l; n += 1;
      dark += l < 0.02; blown += c.r > 250 && c.g > 250 && c.b > 250;
      hues.insert((c.r / 8) << 10 | (c.g / 8) << 5 | c.b / 8);
    }
  m.mean = sum / n; m.spread = squares / n - m.mean * m.mean; m.dark = dark / n; m.blown = blown / n; m.hues = (int)hues.size();
  return m;
}
}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  SetTraceLogLevel(LOG_ERROR);
  const std::string game = words[1], shot = std::string(words[2]) + "/look.png", later = std::string(words[2]) + "/look_later.png";
  const int result = std::system(("mkdir -p '" + std::string(words[2]) + "' && '" + game + "' --headless --autostart --bot goal --frames 60 --screenshot-at 12 '" + shot + "' --screenshot-at 50 '" + later + "'").c_str());
  if (WIFEXITED(result) && WEXITSTATUS(result) == 3) return 77;
  check(result == 0, "the game ends well");
  Image picture = LoadImage(shot.c_str()), second = LoadImage(later.c_str());
  if (!picture.data || !second.data) { std::fprintf(stderr, "no picture was written\n"); return 1; }
  check(picture.width == 1280 && picture.height == 720, "the picture has the canvas's size");
  const Measured all = measure(picture, {0, 0, 1280, 720}), panel = measure(picture, {24, 22, 150, 44});
  std::printf("light %.3f dark %.3f blown %.4f spread %.4f hues %d panel %.3f\n", all.mean, all.dark, all.blown, all.spread, all.hues, panel.mean);
  check(all.mean > 0.1 && all.mean < 0.8, "the picture is neither night nor glare");
  check(all.dark < 0.35, "not much of it is black");
  check(all.blown < 0.03, "little of it is blown out to white");
  check(all.spread > 0.002, "there is light and shade");
  check(all.hues > 150, "it has many colours");
  check(panel.mean < all.mean, "a dark panel lies under the goals");
  check(panel.spread > 0.0005, "something is written on it");
  double moved = 0;
  for (int y = 100; y < 620; y += 4)
    for (int x = 300; x < 1280; x += 4) moved += std::abs(light(GetImageColor(picture, x, y)) - light(GetImageColor(second, x, y))) > 0.02;
  check(moved > 100, "the picture moves");
  UnloadImage(picture);
  UnloadImage(second);
  return failed ? 1 : 0;
}
