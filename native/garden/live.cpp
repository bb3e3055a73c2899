// live.cpp: --live FILE, or GARDEN_LIVE in the environment. Every game is its seed, its input and its code: the same three make the same play. So a game
// whose code was built anew while it runs starts the new program with all input so far, which does every step again
// without drawing, a thousand times as fast as they were played, and goes on from there. Where the change does not reach
// what has happened, nothing of it is lost; where it does, it is as if it had always been so.
#include "live.h"
#include "report.h"

#include <cstdio>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

namespace garden::engine {
namespace {

struct Look {
  long long inode = 0, size = -1, seconds = 0, nanoseconds = 0;
  bool operator==(const Look&) const = default;
};
Look look_at(const string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found)) return {};
#ifdef __APPLE__
  return {(long long)found.st_ino, (long long)found.st_size, (long long)found.st_mtimespec.tv_sec, found.st_mtimespec.tv_nsec};
#else
  return {(long long)found.st_ino, (long long)found.st_size, (long long)found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
#endif
}

History history;
int64_t until = 0, looked = 0;
Look first;
string self;
const vector<InputEvent> nothing;

string all_of(int file) {
  string text;
  char piece[1 << 16];
  lseek(file, 0, SEEK_SET);
  for (ssize_t length; (length = read(file, piece, sizeof piece)) > 0;) text.append(piece, (size_t)length);
  close(file);
  return text;
}

// A file that only its number names, so that no folder need be writable.
int nameless(const string& text) {
#ifdef __linux__
  int file = memfd_create("garden-live", 0);
#else
  FILE* made = std::tmpfile();
  int file = made ? dup(fileno(made)) : -1;
#endif
  for (size_t done = 0; file >= 0 && done < text.size();) {
    ssize_t length = write(file, text.data() + done, text.size() - done);
    if (length <= 0) { close(file); return -1; }
    done += (size_t)length;
  }
  return file;
}

}  // namespace

string history_text(const History& events, int64_t steps) {
  string text = to_string(steps) + "\n";
  char line[128];
  for (const auto& [step, list] : events)
    for (const InputEvent& e : list) {
      std::snprintf(line, sizeof line, "%lld %d %d %a %a\n", (long long)step, (int)e.kind, e.code, (double)e.x, (double)e.y);
      text += line;
    }
  return text;
}

bool read_history(const string& text, History& events, int64_t& steps) {
  const char* at = text.c_str();
  char* end = nullptr;
  steps = std::strtoll(at, &end, 10);
  if (end == at) return false;
  for (at = end; *at == '\n'; at++) {}
  while (*at) {
    long long step = 0;
    int kind = 0, code = 0, length = 0;
    double x = 0, y = 0;
    if (std::sscanf(at, " %lld %d %d %la %la%n", &step, &kind, &code, &x, &y, &length) != 5) break;
    events[step].push_back({(InputEvent::Kind)kind, code, (float)x, (float)y});
    at += length;
    while (*at == '\n') at++;
  }
  return !*at;
}

void live_open(const char* program) {
  const Options& o = engine().options;
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  self = length > 0 ? string(path, (size_t)length) : program;
  first = look_at(o.live);
  if (o.resume < 0) return;
  if (!read_history(all_of(o.resume), history, until)) warn("What was played before could not be read; the game begins anew.");
  else std::fprintf(stderr, "{\"garden\":\"live\",\"part\":\"\",\"text\":\"It goes on at step %lld with what was built anew.\"}\n", (long long)until);
}
bool live_goes_on() { return engine().steps < until && !engine().quit; }
const vector<InputEvent>& live_events() {
  auto found = history.find(engine().steps);
  return found == history.end() ? nothing : found->second;
}
void live_keep(const vector<InputEvent>& events) {
  const Options& o = engine().options;
  static const bool kept = std::getenv("GARDEN_TRACES") != nullptr;
  if ((!o.live.empty() || o.watch || kept) && !events.empty()) history[engine().steps] = events;
}
const History& live_played() { return history; }
bool live_changed() {
  const Engine& e = engine();
  if (e.options.live.empty() || e.steps < looked + 15) return false;
  looked = e.steps;
  if (look_at(e.options.live) == first) return false;
  first = look_at(e.options.live);                           // whatever comes of it, it is not tried again
  return access(self.c_str(), X_OK) == 0;
}

void live_exchange(int argc, char** argv, int64_t back) {
  Engine& e = engine();
  int64_t then = max<int64_t>(0, e.steps - back);
  History kept(history.begin(), history.lower_bound(then));
  int file = nameless(history_text(back > 0 ? kept : history, then));
  if (file < 0) return warn("What was built anew is in the game the next time it starts: there is no room to carry the play over.");
  vector<string> words{self};
  for (int i = 1; i < argc; i++) {
    if (string_view(argv[i]) == "--resume") i++;
    else words.push_back(argv[i]);
  }
  words.insert(words.end(), {"--resume", to_string(file)});
  if (!e.options.seed) words.insert(words.end(), {"--seed", to_string(e.seed)});
  vector<char*> list;
  for (string& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  std::fflush(nullptr);
  execv(self.c_str(), list.data());
  close(file);
  warn("What was built anew is in the game the next time it starts: the new program does not begin.");
}

}  // namespace garden::engine
