// check.cpp: the part that every test is.
#include "check.h"
namespace test {
Parts& parts() {
  static Parts the_parts;
  return the_parts;
}
}  // namespace test
PART(test) {
  on_world([] { if (test::parts().world) test::parts().world(); });
  on_player([] { if (test::parts().player) test::parts().player(); });
  on_start([] { if (test::parts().start) test::parts().start(); });
  on_step([](float dt) { if (test::parts().step) test::parts().step(dt); });
}
