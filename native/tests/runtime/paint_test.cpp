// paint_test.cpp: layers, kept pictures, programs for pixels, outlines and strokes, pixel by pixel, on the picture of easel.
// Arguments: the game's program and a folder for the pictures. 77: this machine cannot draw.
#include "raylib.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>

namespace {
int failed = 0;
void check(bool truth, const std::string& what) {
  if (truth) return;
  std::fprintf(stderr, "not so: %s\n", what.c_str());
  ++failed;
}
}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  SetTraceLogLevel(LOG_ERROR);
  const std::string game = words[1], folder = words[2], shot = folder + "/easel.png", state = folder + "/state.json";
  std::system(("mkdir -p '" + folder + "/data'").c_str());
  std::ofstream(folder + "/data/style.json") << R"({"stage": "board", "finish": {"bloom": 0, "vignette": 0, "grain": 0}})";
  std::filesystem::create_directories(folder + "/assets");
  // Two rows (seen from the front, from behind) of two moments, above each an empty line: red, green; blue, white.
  Image atlas = GenImageColor(8, 8, BLANK);
  const Color rows[2][2] = {{RED, {0, 255, 0, 255}}, {{0, 0, 255, 255}, WHITE}};
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 8; ++x)
      if (y % 4 > 0) ImageDrawPixel(&atlas, x, y, rows[y / 4][x / 4]);
  ExportImage(atlas, (folder + "/assets/walker.png").c_str());
  UnloadImage(atlas);
  {
    std::ifstream in(folder + "/assets/walker.png", std::ios::binary);
    std::string png{std::istreambuf_iterator<char>(in), {}}, told = "sprites";
    told += '\0';
    told += R"({"directions": 2, "frames": 2, "foot": [0.5, 1], "tall": 0.75, "metres": 2})";
    std::string chunk{'\0', '\0', '\0', (char)told.size()};
    png.insert(33, chunk + "tEXt" + told + std::string(4, '\0'));
    std::ofstream(folder + "/assets/walker.png", std::ios::binary) << png;
  }
  const int result = std::system(("GARDEN_HOME='" + folder + "' '" + game + "' --headless --autostart --frames 10 --screenshot-at 5 '" + folder + "/first.png' --screenshot-at 9 '" + shot + "' --state '" + state + "'").c_str());
  if (WIFEXITED(result) && WEXITSTATUS(result) == 3) return 77;
  check(result == 0, "the game ends well");
  Image picture = LoadImage(shot.c_str());
  if (!picture.data) { std::fprintf(stderr, "no picture was written\n"); return 1; }
  auto is = [&](int x, int y, bool red, bool green, bool blue, const std::string& what) {
    Color c = GetImageColor(picture, x, y);
    check((c.r > 110) == red && (c.g > 110) == green && (c.b > 110) == blue, what + " (" + std::to_string(c.r) + " " + std::to_string(c.g) + " " + std::to_string(c.b) + ")");
  };
  is(150, 150, false, false, true, "the higher layer covers the lower, whatever the names of the parts");
  is(60, 60, true, false, false, "the lowest layer is behind, and no objectives are shown");
  is(350, 125, false, true, false, "the first line of a kept picture is its top");
  is(325, 175, true, false, true, "half a colour lets half of what is behind through");
  is(375, 175, true, false, false, "where nothing was painted one looks through");
  is(525, 150, false, true, true, "a program for pixels sees places and values");
  is(575, 150, false, false, true, "and paints each pixel by itself");
  is(710, 150, false, true, false, "an outline is filled");
  is(750, 170, true, false, false, "its notch is not");
  is(200, 395, false, false, true, "a stroke has its width");
  is(500, 400, true, true, false, "a glow adds light");
  for (int x : {350, 470}) {
    is(x, 265, false, false, true, "a picture is kept where the part had moved to, cut as it says");
    is(x, 320, false, true, false, "the rest of it is there");
  }
  is(560, 300, false, true, false, "what lies inside the cut is shown");
  is(620, 300, true, false, false, "what lies outside is not");
  is(740, 300, false, true, false, "the kept picture is whole");
  is(700, 450, false, true, false, "a sprite stands on its foot, at the moment that was asked for");
  is(700, 410, false, true, false, "and is as tall as it was told");
  is(700, 380, true, false, false, "what of it is empty shows what is behind");
  is(800, 450, false, false, true, "seen from behind it is another row");
  is(900, 450, true, true, true, "moments begin again, directions too");
  UnloadImage(picture);
  picture = LoadImage((folder + "/first.png").c_str());     // while pictures are being kept
  if (!picture.data) { std::fprintf(stderr, "no first picture was written\n"); return 1; }
  is(950, 150, false, true, false, "what is painted later covers what is painted before, also when a picture is kept in between");
  std::ifstream in(state);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  check(text.find("\"painted\": 1") != std::string::npos, "a kept picture is painted once");
  check(text.find("\"frames\": 2.5") != std::string::npos, "a game can ask whether there are sprites, and how many moments");
  UnloadImage(picture);

  auto told = [](const std::string& file, const std::string& name) {
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const size_t at = text.find("\"" + name + "\": ");
    return at == std::string::npos ? std::string() : text.substr(at + name.size() + 4, text.find_first_of(",}\n", at) - at - name.size() - 4);
  };
  const std::string unseen = folder + "/unseen.json", later = folder + "/later.json", run = "GARDEN_HOME='" + folder + "' '" + game + "' --headless --autostart --frames 10 --state '";
  check(std::system((run + unseen + "'").c_str()) == 0, "it runs without a picture too");
  check(std::system((run + later + "' --screenshot-at 9 '" + folder + "/later.png'").c_str()) == 0, "and with one alone");
  check(!told(state, "dice").empty() && told(state, "dice") == told(unseen, "dice"), "pictures take nothing from the game's dice");
  check(!told(state, "kept").empty() && told(state, "kept") == told(later, "kept"), "a kept picture is the same whenever it is painted");
  check(!told(state, "thrown").empty() && told(state, "thrown") == told(later, "thrown"), "so is a picture of one step");
  return failed ? 1 : 0;
}
