// report.h: complaints, as JSON lines on stderr and in the state dump. Private to the logic.
#pragma once
#include "engine.h"

namespace garden::engine {
void report(string_view level, string_view text);          // warning, expect, error; each text once
string quoted(string_view text);                           // a JSON string
}
