// sound.cpp: what the game asks to hear, and the one audio stream that plays it. Without a device, or with --mute, all
// is silent and everything else stays the same: loudness() is reckoned from the world, not from what is heard.
#include "synth.h"

#include <mutex>

namespace garden::engine {
namespace {
std::mutex gate;                                           // between the steps and the audio thread
vector<Voice> voices;
vector<Hum> hums;
Composer composer;
float music_level = 0, music_wanted = 0.8f;
float echo[2][sample_rate / 3] = {};
size_t echo_at = 0;
uint32_t dice = 4321;
AudioStream stream{};
bool playing_stream = false;
const size_t most_voices = 48;

void fill(void* buffer, unsigned int frames) {
  float* out = (float*)buffer;
  std::lock_guard lock(gate);
  vector<Note> begun;
  composer.step((float)frames / sample_rate, begun);
  for (Note& n : begun) { n.volume *= music_level; if (voices.size() < most_voices) voices.push_back(voice_of(n, dice++ * 2654435761u)); }
  music_level += (music_wanted - music_level) * 0.04f;
  for (unsigned i = 0; i < frames; ++i) {
    float left = 0, right = 0;
    for (Voice& v : voices) {
      float s = v.next();
      left += s * (1 - max(v.note.pan, 0.0f));
      right += s * (1 + min(v.note.pan, 0.0f));
    }
    for (Hum& h : hums) {
      float s = h.next() * 0.5f;
      left += s * (1 - max(h.pan, 0.0f));
      right += s * (1 + min(h.pan, 0.0f));
    }
    float &el = echo[0][echo_at], &er = echo[1][echo_at];  // a small room
    float wet_left = left + er * 0.28f, wet_right = right + el * 0.28f;
    el = wet_left * 0.55f;
    er = wet_right * 0.55f;
    echo_at = (echo_at + 1) % std::size(echo[0]);
    out[i * 2] = tanhf((left * 0.9f + el * 0.35f) * 0.9f);
    out[i * 2 + 1] = tanhf((right * 0.9f + er * 0.35f) * 0.9f);
  }
  std::erase_if(voices, [](const Voice& v) { return v.over(); });
}

void play(Note note) {
  if (!playing_stream) return;
  std::lock_guard lock(gate);
  if (voices.size() >= most_voices) voices.erase(voices.begin());
  voices.push_back(voice_of(note, dice++ * 2654435761u));
}

Vector3 listener() { return player() ? player()->at : camera().position; }

float loudness_at(const HumSource& h) {
  float part = clamp(1 - Vector3Distance(h.at, listener()) / max(h.reach, 0.1f), 0.0f, 1.0f);
  return part * part * clamp(h.volume, 0.0f, 1.0f);
}

void check(string_view name, const vector<string>& known, string_view what) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  string near = nearest_name(name, known);
  warn("There is no " + string(what) + " \"" + string(name) + "\"." + (near.empty() ? "" : " Did you mean \"" + near + "\"?"));
}
}  // namespace

void sound_open() {
  InitAudioDevice();
  if (!IsAudioDeviceReady()) return;
  SetAudioStreamBufferSizeDefault(1024);
  stream = LoadAudioStream(sample_rate, 32, 2);
  SetAudioStreamCallback(stream, fill);
  PlayAudioStream(stream);
  playing_stream = engine().audio = true;
}

void sound_close() {
  if (!playing_stream) return;
  playing_stream = engine().audio = false;
  StopAudioStream(stream);
  UnloadAudioStream(stream);
  CloseAudioDevice();
}

void sound_reset() {
  std::lock_guard lock(gate);
  voices.clear();
  hums.clear();
  composer.mood.clear();
}

void sound_step(float) {
  if (!playing_stream) return;
  const World& w = world();
  const Style& style = engine().style;
  const string& mood = w.music_mood.empty() ? style.music_mood : w.music_mood;
  float tempo = w.music_mood.empty() ? style.music_tempo : w.music_tempo;
  Camera3D c = camera();
  Vector3 ahead = Vector3Normalize(Vector3Subtract(c.target, c.position)), right = Vector3Normalize(Vector3CrossProduct(ahead, c.up));
  bool play_on = engine().screen == Screen::play;
  std::lock_guard lock(gate);
  if (composer.mood != mood) { composer.mood = mood; composer.beat = 0; composer.beat_left = 0.2f; }
  composer.tempo = tempo;
  music_wanted = (play_on ? 0.8f : engine().screen == Screen::title ? 1.0f : 0.35f) * style.music_volume;
  hums.resize(w.hums.size());
  for (size_t i = 0; i < hums.size(); ++i) {
    hums[i].kind = w.hums[i].kind;
    hums[i].wanted = play_on ? loudness_at(w.hums[i]) : 0;
    Vector3 to = Vector3Subtract(w.hums[i].at, listener());
    float far = Vector3Length(to);
    hums[i].pan = far > 0.5f ? clamp(Vector3DotProduct(to, right) / far * 0.8f, -0.8f, 0.8f) : 0;
  }
}

}  // namespace garden::engine

namespace garden {
using namespace engine;

void sound(string_view name, float pitch, float volume) {
  engine::check(name, effect_names(), "sound");
  for (Note n : effect(name)) {
    n.hertz *= clamp(pitch, 0.1f, 8.0f);
    n.to_hertz *= clamp(pitch, 0.1f, 8.0f);
    n.volume *= clamp(volume, 0.0f, 2.0f);
    engine::play(n);
  }
}

void tone(float hertz, float seconds, float volume, string_view wave) {
  static const vector<string> names = {"soft", "sine", "square", "saw", "pluck", "metal"};
  engine::check(wave, names, "wave");
  Wave shape = wave == "sine" ? Wave::sine : wave == "square" ? Wave::square : wave == "saw" ? Wave::saw : wave == "pluck" ? Wave::pluck : wave == "metal" ? Wave::metal : Wave::soft;
  engine::play({.wave = shape, .hertz = clamp(hertz, 20.0f, 12000.0f), .seconds = clamp(seconds, 0.02f, 12.0f), .attack = 0.008f, .volume = clamp(volume, 0.0f, 1.0f) * 0.6f});
}

int hum(string_view kind, Vector3 at, float reach) {
  engine::check(kind, hum_names(), "hum");
  world().hums.push_back({string(kind), at, reach, 1});
  return (int)world().hums.size();
}

void hum(int source, Vector3 at, float volume) {
  if (source < 1 || source > (int)world().hums.size()) return;
  HumSource& h = world().hums[(size_t)source - 1];
  h.at = at;
  h.volume = clamp(volume, 0.0f, 1.0f);
}

float loudness(int source) { return source < 1 || source > (int)world().hums.size() ? 0 : engine::loudness_at(world().hums[(size_t)source - 1]); }

void music(string_view mood, float tempo) {
  if (!mood.empty() && mood != "none") engine::check(mood, mood_names(), "music");
  world().music_mood = mood;
  world().music_tempo = clamp(tempo, 40.0f, 200.0f);
}

}  // namespace garden
