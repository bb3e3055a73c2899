// company.cpp: who is there when a part is tried alone. Its name is the last of all, so that it only adds what no part
// brought: a ground with spots, and on foot somebody to play.
#include "garden.h"

#include <dlfcn.h>

#if defined(__has_include) && __has_include(<sanitizer/common_interface_defs.h>)
extern "C" void __sanitizer_print_stack_trace() __attribute__((weak));
static void show_stack() { if (__sanitizer_print_stack_trace) __sanitizer_print_stack_trace(); }
#else
static void show_stack() {}
#endif

// Where something was thrown is forgotten when it is caught; so it is said when it is thrown.
extern "C" [[noreturn]] void __cxa_throw(void* what, void* type, void (*destroy)(void*)) {
  static int thrown = 0;
  if (thrown++ < 4) show_stack();
  auto next = reinterpret_cast<void (*)(void*, void*, void (*)(void*))>(dlsym(RTLD_NEXT, "__cxa_throw"));
  next(what, type, destroy);
  __builtin_unreachable();
}

PART(zz_company) {
  on_world([] {
    if (!spots().empty() || data("style")["stage"].str() == "board") return;
    if (ground_at(0, 0) == 0 && ground_at(9, 9) == 0) ground(40, GRAY);
    add_spot({0, 0, 0}, "start");
    const char* tags[] = {"far", "near", "open", "path", "room", "high", "edge", "goal", "plot", "road"};
    for (int i = 0; i < 40; i++) {
      float turn = i * 2.39996f, reach = 3 + i * 0.6f;
      add_spot({reach * std::sin(turn), 0, reach * std::cos(turn)}, tags[i % 10]);
    }
  });
  static bool ours = false;
  on_player([] {
    ours = !player() && data("style")["stage"].str() != "board";
    if (!ours) return;
    spawn("somebody", {.at = start_spot(), .body = Body::character, .tags = "player"});
    camera_third_person(player());
  });
  on_step([](float) {
    if (ours && player()) walk_by_input(player(), 4, 7);
  });
}
