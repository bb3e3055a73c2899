// What a person did is carried from one program to the next, exactly.
#include "check.h"
#include "live.h"

using namespace garden::engine;

int main() {
  History before, after;
  before[0] = {{InputEvent::key_down, 87, 0, 0}};
  before[7] = {{InputEvent::move, 0, 640.1f, 359.3333f}, {InputEvent::button_down, 1, 0, 0}};
  before[123456789012] = {{InputEvent::wheel, 0, 0, -0.1f}};
  int64_t steps = 0;
  CHECK(read_history(history_text(before, 123456789013), after, steps));
  CHECK(steps == 123456789013);
  CHECK(after.size() == before.size());
  for (const auto& [step, list] : before) {
    CHECK(after.count(step) && after[step].size() == list.size());
    for (size_t i = 0; i < list.size() && i < after[step].size(); i++) {
      const InputEvent &one = list[i], &other = after[step][i];
      CHECK(one.kind == other.kind && one.code == other.code && one.x == other.x && one.y == other.y);
    }
  }
  History none;
  CHECK(read_history(history_text({}, 5), none, steps) && none.empty() && steps == 5);
  CHECK(!read_history("", none, steps));
  CHECK(!read_history("5\n7 0 x\n", none, steps));
  return test::done("live");
}
