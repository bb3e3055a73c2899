// keeping.cpp: F5 in a running game keeps what was played so far as a trace, in the folder that GARDEN_TRACES names. Every game
// is its seed and its input, so the play can be done again from its first step.
#include "live.h"
#include "replay.h"
#include "report.h"
#include "script.h"
#include "watch.h"

#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace garden::engine {

void keep_key() {
  if (watching()) return;                                    // who watches takes all keys, and tells of this one
  bool asked = false;                                        // however short it was pressed, between two pictures
  for (int key = GetKeyPressed(); key; key = GetKeyPressed()) asked |= key == KEY_F5;
  if (asked) keep_play();
}

void keep_play() {
  static const char* folder = std::getenv("GARDEN_TRACES");
  if (!folder || !*folder) return;
  Engine& e = engine();
  bool chinese = e.style.language == "zh";
  char name[32];
  std::time_t now = std::time(nullptr);
  std::strftime(name, sizeof name, "%Y%m%d-%H%M%S", std::localtime(&now));
  string path = string(folder) + "/" + name + ".json";
  bool kept = write_trace(path + ".new", live_played());
  std::error_code problem;
  if (kept) std::filesystem::rename(path + ".new", path, problem);   // whole or not at all
  if (!kept || problem) {
    warn("The play could not be kept in " + path + ".");
    caption(chinese ? "这一局没能保存下来。" : "This play could not be kept.", 4);
    return;
  }
  std::printf("{\"garden\":\"kept\",\"trace\":%s}\n", engine::quoted(path).c_str());
  std::fflush(stdout);
  caption(chinese ? "这一局已录下，以后每次试玩都会重放。" : "This play is kept: every play-test plays it again.", 4);
}

}  // namespace garden::engine
