// replay.cpp: traces of input, read and written. A trace counts 30 frames a second; a frame is two steps.
#include "replay.h"
#include "input.h"
#include "json.h"
#include "report.h"

#include <filesystem>
#include <fstream>

namespace garden::engine {
namespace {

int button_code(Data event) {
  string name = event["button"].str("left");
  if (name == "right" || name == "1") return 1;
  if (name == "middle" || name == "2") return 2;
  return 0;
}
const char* const button_names[] = {"left", "right", "middle"};

int event_key(Data event) {
  Data code = event["keycode"].json ? event["keycode"] : event["key"];
  string name = code.str();
  int key = key_code(name);
  if (!key && code.json && code.json->kind == Json::number) key = (int)code.num();
  if (!key) warn("The trace names the key \"" + name + "\", which there is not.");
  return key;
}

struct Recorded { double frame; InputEvent event; };
vector<Recorded> recording;

}  // namespace

bool read_trace(const string& path, Trace& trace, string& problem) {
  if (!std::filesystem::exists(path)) { problem = "There is no trace " + path + "."; return false; }
  Data d{read_json(file_text(path), problem)};
  if (!d.json) { problem = "The trace " + path + " cannot be read: " + problem + "."; return false; }
  trace.scenario = d["scenario"].str();
  trace.duration_frames = (int)d["duration_frames"].num(0);
  trace.autostart = d["autostart"].num(0) > 0;
  if (Data seed = d["seed"]; seed.json && seed.json->kind == Json::number) trace.seed = (uint64_t)seed.json->value;
  Data events = d["events"];
  for (int i = 0; i < events.size(); i++) {
    Data e = events[i];
    int64_t step = (int64_t)((double)e["frame"].num() * steps_a_frame);   // a person's own play knows half frames
    string type = e["type"].str();
    float x = e["x"].num(), y = e["y"].num();
    auto put = [&](int64_t when, InputEvent event) { trace.at_step[when].push_back(event); };
    bool placed = e.has("x") && e.has("y");
    if (placed && type.starts_with("mouse")) put(step, {InputEvent::move, 0, x, y});
    if (type == "mouse_click") { put(step, {InputEvent::button_down, button_code(e)}); put(step + steps_a_frame, {InputEvent::button_up, button_code(e)}); }
    else if (type == "mouse_down") put(step, {InputEvent::button_down, button_code(e)});
    else if (type == "mouse_up") put(step, {InputEvent::button_up, button_code(e)});
    else if (type == "mouse_wheel") put(step, {InputEvent::wheel, 0, 0, e["y"].num()});
    else if (type == "key_press") { int key = event_key(e); put(step, {InputEvent::key_down, key}); put(step + steps_a_frame, {InputEvent::key_up, key}); }
    else if (type == "key_down") put(step, {InputEvent::key_down, event_key(e)});
    else if (type == "key_up") put(step, {InputEvent::key_up, event_key(e)});
    else if (type != "mouse_move" && type != "wait") warn("The trace has an event \"" + type + "\", which there is not.");
  }
  return true;
}

bool write_trace(const string& path, const map<int64_t, vector<InputEvent>>& played) {
  std::vector<Recorded> own;
  std::swap(own, recording);
  for (const auto& [step, events] : played)
    for (const InputEvent& event : events)
      if (bool key = event.kind == InputEvent::key_down || event.kind == InputEvent::key_up; !key || key_code(key_name(event.code)))
        recording.push_back({(double)step / steps_a_frame, event});
  bool written = write_recording(path);
  std::swap(own, recording);
  return written;
}

void record_events(const vector<InputEvent>& events) {
  for (const InputEvent& event : events) recording.push_back({(double)(engine().steps / steps_a_frame), event});
}

bool write_recording(const string& path) {
  Engine& e = engine();
  std::ofstream out(path);
  out << "{\"scenario\": " << quoted(e.options.scenario) << ", \"seed\": " << e.seed << ", \"autostart\": " << (e.options.autostart ? "true" : "false")
      << ", \"duration_frames\": " << (e.steps + steps_a_frame - 1) / steps_a_frame << ", \"events\": [";
  const char* gap = "\n";
  for (const auto& [frame, event] : recording) {
    out << gap << "{\"frame\": " << number_text(frame) << ", ";
    gap = ",\n";
    switch (event.kind) {
      case InputEvent::key_down: out << "\"type\": \"key_down\", \"keycode\": " << quoted(key_name(event.code)); break;
      case InputEvent::key_up: out << "\"type\": \"key_up\", \"keycode\": " << quoted(key_name(event.code)); break;
      case InputEvent::button_down: out << "\"type\": \"mouse_down\", \"button\": \"" << button_names[event.code % 3] << "\""; break;
      case InputEvent::button_up: out << "\"type\": \"mouse_up\", \"button\": \"" << button_names[event.code % 3] << "\""; break;
      case InputEvent::move: out << "\"type\": \"mouse_move\", \"x\": " << number_text(event.x) << ", \"y\": " << number_text(event.y); break;
      case InputEvent::wheel: out << "\"type\": \"mouse_wheel\", \"y\": " << number_text(event.y); break;
    }
    out << "}";
  }
  out << "\n]}\n";
  return out.good();
}

}  // namespace garden::engine
