// tween.cpp: animate, hop and pop: motions that run by themselves, step by step, until a restart.
#include "engine.h"

namespace garden::engine {
namespace {
struct Tween { float age = 0, seconds = 1; function<void(float)> fn; Ease ease = Ease::in_out; };
std::deque<Tween> running;                                 // a deque: a motion may start another while it runs

float eased(Ease ease, float t) {
  switch (ease) {
    case Ease::linear: return t;
    case Ease::in: return t * t * t;
    case Ease::out: return 1 - (1 - t) * (1 - t) * (1 - t);
    case Ease::in_out: return t * t * (3 - 2 * t);
    case Ease::back: { float u = t - 1; return 1 + 2.7f * u * u * u + 1.7f * u * u; }
    case Ease::elastic: return t <= 0 ? 0 : t >= 1 ? 1 : powf(2, -10 * t) * sinf((t * 10 - 0.75f) * 2 * PI / 3) + 1;
    case Ease::bounce: {
      float h = 1, width = 1 / 2.75f;                      // four falls, each lower
      if (t < width) return 7.5625f * t * t;
      if (t < 2 * width) { t -= 1.5f * width; h = 0.75f; }
      else if (t < 2.5f * width) { t -= 2.25f * width; h = 0.9375f; }
      else { t -= 2.625f * width; h = 0.984375f; }
      return 7.5625f * t * t + h;
    }
  }
  return t;
}
}  // namespace

void tween_step(float dt) {
  size_t count = running.size();                           // those begun now start with the next step
  for (size_t i = 0; i < count; ++i) {
    Tween& t = running[i];
    t.age = min(t.age + dt, t.seconds);
    float part = t.seconds > 0 ? t.age / t.seconds : 1;
    function<void(float)> fn = t.fn;                       // it may call animate(), which may move t
    fn(part >= 1 ? 1.0f : eased(t.ease, part));
    if (running.empty()) return;                           // a restart in the midst of it
  }
  std::erase_if(running, [](const Tween& t) { return t.age >= t.seconds; });
}

void tween_reset() { running.clear(); }

}  // namespace garden::engine

namespace garden {

void animate(float seconds, function<void(float)> fn, Ease ease) {
  if (fn) engine::running.push_back({0, max(seconds, 0.0f), std::move(fn), ease});
}

void hop(Thing thing, float height, float seconds) {       // adds what changed, so that the thing may move meanwhile
  auto last = std::make_shared<float>(0.0f);
  animate(seconds, [thing, height, last](float t) {
    if (!thing) return;
    float up = 4 * height * t * (1 - t);
    thing->at.y += up - *last;
    *last = up;
  }, Ease::linear);
}

void pop(Thing thing, float scale, float seconds) {
  auto last = std::make_shared<float>(1.0f);
  animate(seconds, [thing, scale, last](float t) {
    if (!thing) return;
    float grown = 1 + (scale - 1) * sinf(t * PI);
    thing->scale *= grown / *last;
    *last = grown;
  }, Ease::linear);
}

}  // namespace garden
