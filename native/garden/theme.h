// theme.h: the parts of which the interface is drawn. Colours come from the style's palette; all sizes in canvas pixels.
#pragma once
#include "look.h"

namespace garden::engine {
Color theme_dark();                                         // of panels
Color theme_light();                                        // of words on them
Color theme_accent();
Color over(Color behind);                                   // readable on it
void theme_panel(Rectangle r, float shown = 1, float radius = 14);
void theme_button(Rectangle r, string_view text, bool enabled, bool hover, bool down, bool strong, float shown = 1);
void theme_bar(Rectangle r, float part, Color color, string_view text, float shown = 1);
float theme_keys(string_view keys, Vector2 at, float height, float shown = 1, bool draw = true);
void theme_tick(Vector2 middle, float radius, bool done, float pulse, float shown = 1);
}
