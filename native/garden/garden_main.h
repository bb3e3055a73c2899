// garden_main.h: what a game's main.cpp includes: int main(int c, char** v) { return garden::run(c, v); }
#pragma once

namespace garden {
int run(int argc, char** argv);   // 0 done, 1 a part threw or a file is missing, 2 wrong flags, 3 no display
}
