// synth.h: notes and noises made on the spot. Nothing here knows the game; sound.cpp and music.cpp use it.
#pragma once
#include "engine.h"

namespace garden::engine {
inline constexpr int sample_rate = 44100;

enum class Wave { soft, sine, square, saw, pluck, metal, noise };

struct Note {
  Wave wave = Wave::soft;
  float hertz = 440, to_hertz = 0;                         // slides to to_hertz if that is not 0
  float seconds = 0.2f, attack = 0.005f, delay = 0;
  float volume = 0.5f, pan = 0;                            // pan -1 left .. 1 right
  float dark = 1;                                          // 0..1: how much of the high part is let through
  float wobble = 0, wobble_hertz = 6;
  float curve = 2;                                         // how fast it dies away
};

struct Voice {
  Note note;
  float age = 0, phase = 0, low = 0;
  uint32_t dice = 1;
  vector<float> string_line; size_t string_at = 0;         // for pluck: a string of noise that softens as it goes round
  bool over() const { return age > note.delay + note.seconds; }
  float next();                                            // one sample, before panning
};
Voice voice_of(const Note& note, uint32_t dice);

struct Hum {                                               // a steady source
  string kind;
  float volume = 0, wanted = 0, pan = 0;
  float age = 0, low = 0, low2 = 0, phase = 0, phase2 = 0, gust = 0;
  int tune = 0; float tune_left = 0, ring = 0, ring_hertz = 440;
  uint32_t dice = 7;
  float next();
};

struct Composer {                                          // the music bed: pads, plucks and a breath of noise, without end
  string mood;
  float tempo = 90;
  float beat_left = 0; int beat = 0, chord = 0, degree = 4;
  uint32_t dice = 99;
  void step(float seconds, vector<Note>& out);             // the notes that begin now
};
float dice_real(uint32_t& dice);                           // 0..1
vector<Note> effect(string_view name);                     // empty: there is no such sound
const vector<string>& effect_names();
const vector<string>& hum_names();
const vector<string>& mood_names();

}  // namespace garden::engine
