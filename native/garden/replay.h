// replay.h: private to the logic.
#pragma once
#include "engine.h"
namespace garden::engine {
struct Trace {
  string scenario; int duration_frames = 0; bool autostart = false; std::optional<uint64_t> seed;
  map<int64_t, vector<InputEvent>> at_step;                  // events by step
};
bool read_trace(const string& path, Trace& trace, string& problem);
void record_events(const vector<InputEvent>& events);        // of an even step: the first of a frame
bool write_recording(const string& path);
bool write_trace(const string& path, const map<int64_t, vector<InputEvent>>& played);   // of what was kept, step by step
}
