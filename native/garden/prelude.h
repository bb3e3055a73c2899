// prelude.h: what every part may use without including it. Precompiled once, so it costs nothing.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "raylib.h"   // drawing vocabulary, colours, keys, Vector2/3, Color, Rectangle
#include "raymath.h"  // Vector3Add, Lerp, Clamp, ...
#include "rlgl.h"     // rlPushMatrix, rlTranslatef, rlRotatef, ...

// Names that people forget to qualify; a missing std:: is no reason to fail a compile.
using std::array, std::function, std::map, std::optional, std::set, std::string, std::string_view, std::vector;
using std::clamp, std::max, std::min, std::pair, std::to_string;

#include "garden.h"
using namespace garden;

// What raylib asks the window and the clock, a part asks the game: the same in a window, in a trace, for a bot, without a screen.
namespace garden::asked {
bool key_down(int key);
bool key_pressed(int key);
bool key_released(int key);
int any_key();                                             // the first key of this step, 0 for none
Vector2 moved();
float wheel();
}  // namespace garden::asked
#ifndef GARDEN_RUNTIME
#define IsKeyDown(key) (::garden::asked::key_down(key))
#define IsKeyUp(key) (!::garden::asked::key_down(key))
#define IsKeyPressed(key) (::garden::asked::key_pressed(key))
#define IsKeyPressedRepeat(key) (::garden::asked::key_pressed(key))
#define IsKeyReleased(key) (::garden::asked::key_released(key))
#define GetKeyPressed() (::garden::asked::any_key())
#define IsMouseButtonDown(button) (::garden::mouse_held(button))
#define IsMouseButtonUp(button) (!::garden::mouse_held(button))
#define IsMouseButtonPressed(button) (::garden::mouse_pressed(button))
#define IsMouseButtonReleased(button) (::garden::mouse_released(button))
#define GetMousePosition() (::garden::mouse())
#define GetMouseX() ((int)::garden::mouse().x)
#define GetMouseY() ((int)::garden::mouse().y)
#define GetMouseDelta() (::garden::asked::moved())
#define GetMouseWheelMove() (::garden::asked::wheel())
#define GetTime() ((double)::garden::now())
#define GetFrameTime() (1.0f / 60)
#define GetRandomValue(low, high) (::garden::rnd_int(std::min((low), (high)), std::max((low), (high))))
#define GetScreenWidth() 1280
#define GetScreenHeight() 720
#endif
