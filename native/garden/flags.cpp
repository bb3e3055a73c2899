// flags.cpp: the command line that every game understands, and where its files are.
#include "flags.h"
#include "script.h"

#include <cstdlib>
#include <filesystem>

namespace garden::engine {

bool read_flags(int argc, char** argv, Options& o, string& problem) {
  vector<string> args(argv + 1, argv + argc);
  size_t at = 0;
  string flag;
  auto next = [&]() -> string {
    if (at < args.size()) return args[at++];
    if (problem.empty()) problem = flag + " needs a value.";
    return "";
  };
  auto number = [&]() -> long long {
    string text = next();
    char* end = nullptr;
    long long value = std::strtoll(text.c_str(), &end, 10);
    if (problem.empty() && (text.empty() || *end)) problem = flag + " needs a whole number, not \"" + text + "\".";
    return value;
  };
  const vector<string> known = {"--scenario", "--replay", "--frames", "--headless", "--screenshot", "--screenshot-at", "--state", "--seed", "--bot",
                                "--record", "--state-at", "--glances", "--without", "--language", "--windowed", "--mute", "--first-frame", "--autostart", "--probe", "--home", "--live", "--resume", "--watch", "--picks", "--script", "--hold", "--painting"};
  while (at < args.size() && problem.empty()) {
    flag = args[at++];
    if (flag == "--") continue;
    if (flag == "--scenario") o.scenario = next();
    else if (flag == "--replay") o.replay = next();
    else if (flag == "--record") o.record = next();
    else if (flag == "--state") o.state = next();
    else if (flag == "--language") o.language = next();
    else if (flag == "--home") o.home = next();
    else if (flag == "--watch") o.watch = true;
    else if (flag == "--picks") o.picks = next();
    else if (flag == "--script") { aside().script = next(); o.bot = "script"; }
    else if (flag == "--hold") aside().hold = max(0, (int)number());
    else if (flag == "--painting") aside().painting = true;
    else if (flag == "--live") o.live = next();
    else if (flag == "--resume") o.resume = (int)number();
    else if (flag == "--frames") o.frames = (int)number();
    else if (flag == "--probe") o.probe = (int)number();
    else if (flag == "--seed") o.seed = (uint64_t)number();
    else if (flag == "--headless") o.headless = true;
    else if (flag == "--mute") o.mute = true;
    else if (flag == "--autostart") o.autostart = true;
    else if (flag == "--first-frame") o.first_frame = true;
    else if (flag == "--screenshot") o.shots.push_back({-1, next()});
    else if (flag == "--screenshot-at") {
      int frame = (int)number();
      o.shots.push_back({frame, next()});
    } else if (flag == "--state-at") {
      int frame = (int)number();
      o.states.push_back({frame, next()});
    } else if (flag == "--without") {
      o.without.push_back(next());
    } else if (flag == "--glances") {
      o.glances = max(0, (int)number());
    } else if (flag == "--bot") {
      o.bot = at < args.size() && args[at].rfind("--", 0) != 0 ? args[at++] : "goal";
      if (o.bot != "goal" && o.bot != "random" && o.bot != "idle" && o.bot != "tour") problem = "--bot is goal, random, idle or tour, not \"" + o.bot + "\".";
    } else if (flag == "--windowed") {
      string size = next();
      if (std::sscanf(size.c_str(), "%dx%d", &o.window_w, &o.window_h) != 2 || o.window_w < 160 || o.window_h < 90)
        problem = "--windowed needs a size like 1280x720, not \"" + size + "\".";
    } else {
      string nearest = nearest_name(flag, known);
      problem = "There is no flag " + flag + "." + (nearest.empty() ? "" : " Did you mean " + nearest + "?");
    }
  }
  if (o.probe > 0) o.headless = true;
  if (!o.scenario.empty() || o.probe > 0 || o.first_frame) o.autostart = true;
  return problem.empty();
}

string find_home(const Options& options, const char* program) {
  namespace fs = std::filesystem;
  std::error_code none;
  if (!options.home.empty()) return options.home;
  if (const char* given = std::getenv("GARDEN_HOME"); given && *given) return given;
  fs::path self = fs::read_symlink("/proc/self/exe", none);
  if (self.empty()) self = fs::absolute(program, none);
  fs::path own = self.parent_path(), here = fs::current_path(none);
  for (const fs::path& folder : {own, own.parent_path(), here, here.parent_path(), own.parent_path().parent_path() / "game"})
    if (fs::exists(folder / "data" / "style.json", none) || fs::is_directory(folder / "assets", none) || fs::is_directory(folder / "data", none)) return folder.string();
  return own.string();
}

}  // namespace garden::engine
