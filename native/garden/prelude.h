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
