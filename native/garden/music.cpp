// music.cpp: a quiet bed of music without end, by mood: which scale, which chords, how dense, how bright.
#include "synth.h"

namespace garden::engine {
namespace {
struct Mood { const char* name; array<int, 7> scale; array<int, 4> chords; float root, pluck, bass, pad, dark; Wave lead; };
// scale: semitones; chords: degrees; pluck: how often a beat has a note; root in hertz.
const Mood moods[] = {
  {"calm", {0, 2, 4, 5, 7, 9, 11}, {0, 3, 4, 3}, 196.0f, 0.45f, 0.25f, 0.8f, 0.5f, Wave::pluck},
  {"dark", {0, 2, 3, 5, 7, 8, 10}, {0, 5, 0, 6}, 146.8f, 0.22f, 0.5f, 1.0f, 0.3f, Wave::soft},
  {"bright", {0, 2, 4, 5, 7, 9, 11}, {0, 4, 5, 3}, 261.6f, 0.8f, 0.6f, 0.5f, 0.85f, Wave::pluck},
  {"tense", {0, 1, 3, 5, 6, 8, 10}, {0, 1, 0, 4}, 164.8f, 0.7f, 0.9f, 0.6f, 0.45f, Wave::pluck},
  {"dreamy", {0, 2, 4, 6, 7, 9, 11}, {0, 4, 1, 5}, 220.0f, 0.5f, 0.15f, 1.0f, 0.55f, Wave::sine},
  {"festive", {0, 2, 4, 5, 7, 9, 10}, {0, 3, 0, 4}, 293.7f, 0.95f, 0.85f, 0.3f, 0.9f, Wave::pluck},
  {"quiet", {0, 2, 4, 5, 7, 9, 11}, {0, 5, 3, 0}, 174.6f, 0.16f, 0.1f, 0.6f, 0.4f, Wave::sine},
};

const Mood& mood_of(string_view name) {
  for (const Mood& m : moods) if (name == m.name) return m;
  return moods[0];
}

float pitch(const Mood& m, int degree) {
  int octave = degree >= 0 ? degree / 7 : (degree - 6) / 7;
  return m.root * powf(2, (float)(m.scale[(size_t)(degree - octave * 7)] + 12 * octave) / 12);
}
}  // namespace

const vector<string>& mood_names() {
  static const vector<string> names = [] {
    vector<string> list;
    for (const Mood& m : moods) list.push_back(m.name);
    return list;
  }();
  return names;
}

void Composer::step(float seconds, vector<Note>& out) {
  if (mood.empty()) return;
  beat_left -= seconds;
  if (beat_left > 0) return;
  const Mood& m = mood_of(mood);
  float half = 30 / clamp(tempo, 40.0f, 200.0f);           // half a beat
  beat_left += half;
  int in_bar = beat % 16;
  if (in_bar == 0) {
    chord = m.chords[(size_t)(beat / 16) % 4];
    for (int k = 0; k < 3; ++k)
      out.push_back({.wave = Wave::soft, .hertz = pitch(m, chord + 2 * k) * 0.5f, .seconds = half * 19, .attack = half * 5, .volume = 0.085f * m.pad,
                     .pan = (float)(k - 1) * 0.5f, .dark = 0.16f + 0.2f * m.dark, .wobble = 0.0025f, .wobble_hertz = 4.1f + (float)k, .curve = 1});
    out.push_back({.wave = Wave::noise, .seconds = half * 15, .attack = half * 7, .volume = 0.011f, .dark = 0.16f, .curve = 1.4f});
  }
  if ((in_bar % 8 == 0 || (m.bass > 0.7f && in_bar % 4 == 2)) && dice_real(dice) < 0.35f + m.bass)
    out.push_back({.wave = Wave::soft, .hertz = pitch(m, chord) * 0.25f, .seconds = half * 5, .attack = 0.02f, .volume = 0.13f * m.bass, .dark = 0.3f});
  if (dice_real(dice) < m.pluck * (in_bar % 2 ? 0.45f : 1.0f)) {
    int move = (int)(dice_real(dice) * 5) - 2;             // a walk that likes the chord's own notes
    degree = clamp(degree + move, 2, 13);
    int near = degree;
    if (in_bar % 4 == 0) for (int k = -1; k <= 1; ++k) if (((degree + k - chord) % 7 + 7) % 7 % 2 == 0) near = degree + k;
    out.push_back({.wave = m.lead, .hertz = pitch(m, near), .seconds = m.lead == Wave::sine ? 1.7f : 1.3f, .attack = m.lead == Wave::pluck ? 0.002f : 0.03f,
                   .volume = (m.lead == Wave::sine ? 0.1f : 0.17f) * (0.6f + 0.4f * dice_real(dice)), .pan = dice_real(dice) * 1.2f - 0.6f, .dark = m.dark, .curve = 1.8f});
  }
  ++beat;
}

}  // namespace garden::engine
