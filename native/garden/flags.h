// flags.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
bool read_flags(int argc, char** argv, Options& options, string& problem);
string find_home(const Options& options, const char* program);           // the folder with data/ and assets/
}
