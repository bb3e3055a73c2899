// script.h: a play that was written down (--script), a moment to hold at (--hold), what a picture costs (--painting), and the
// key that keeps a person's play. Private to the logic.
#pragma once
#include "engine.h"

namespace garden::engine {
struct Aside {                                               // flags that only tests and onlookers give
  string script;                                             // a file of steps and of what they must come to
  int hold = -1;                                             // frame at which a watched game is held; what was before is skipped
  bool painting = false;                                     // measure what a picture costs at each screenshot
};
Aside& aside();

bool read_script(const string& path, string& problem);
void script_frame();                                         // once a frame, as the bot: what the script does now
void script_look();                                          // after each frame: what has come of it
bool script_over();
void script_tell();                                          // a line on stderr: which steps were done, what was met

void measure_painting(int width, int height);                // twice, a line on stderr: this picture beside an empty one, and what the parts paint beside 1000 cubes
extern bool bare;                                            // a picture without things, ground and the parts' own painting
void painting_by(const string& part, double milliseconds);
void painting_yard();                                        // what a picture is measured by, where that is wanted now
double spent_here();                                         // milliseconds of the processor that this thread took so far

void keep_key();                                             // F5 in a game that nobody watches: keep_play
void keep_play();                                            // what was played so far becomes a trace, where one may be kept
}
