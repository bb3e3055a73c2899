// surface.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
bool open_surface(string& problem);                          // a GPU context without any display, and a picture to draw into
void close_surface();
bool save_picture(const string& path, int width, int height);            // draws a frame and writes it
}
