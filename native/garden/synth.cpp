// synth.cpp: waves, envelopes, plucked strings and steady sources, sample by sample.
#include "synth.h"

namespace garden::engine {

float dice_real(uint32_t& dice) {
  dice ^= dice << 13; dice ^= dice >> 17; dice ^= dice << 5;
  return (float)(dice >> 8) / 16777216.0f;
}

Voice voice_of(const Note& note, uint32_t dice) {
  Voice v;
  v.note = note;
  v.dice = dice | 1;
  if (note.wave == Wave::pluck) {
    v.string_line.resize((size_t)clamp((float)sample_rate / max(note.hertz, 30.0f), 8.0f, 1500.0f));
    float soft = 0;
    for (float& s : v.string_line) { soft = Lerp(soft, dice_real(v.dice) * 2 - 1, 0.35f + 0.5f * note.dark); s = soft; }
  }
  return v;
}

float Voice::next() {
  const float dt = 1.0f / sample_rate;
  age += dt;
  float t = age - note.delay;
  if (t < 0) return 0;
  float part = min(t / note.seconds, 1.0f), env = t < note.attack ? t / note.attack : powf(max(1 - (t - note.attack) / max(note.seconds - note.attack, 0.001f), 0.0f), note.curve);
  float hertz = note.to_hertz > 0 ? note.hertz * powf(note.to_hertz / note.hertz, part) : note.hertz;
  if (note.wobble > 0) hertz *= 1 + note.wobble * sinf(2 * PI * note.wobble_hertz * t);
  phase += hertz * dt;
  phase -= floorf(phase);
  float s = 0, turn = 2 * PI * phase;
  switch (note.wave) {
    case Wave::sine: s = sinf(turn); break;
    case Wave::soft: s = sinf(turn) * 0.8f + sinf(turn * 2) * 0.14f + sinf(turn * 3) * 0.06f; break;
    case Wave::square: s = tanhf(sinf(turn) * 5) * 0.6f; break;
    case Wave::saw: s = (phase * 2 - 1) * 0.6f; break;
    case Wave::metal: s = sinf(turn) * 0.5f + sinf(turn * 2.76f) * 0.3f * env + sinf(turn * 5.4f) * 0.2f * env * env; break;
    case Wave::noise: s = dice_real(dice) * 2 - 1; break;
    case Wave::pluck: {
      size_t n = string_line.size(), after = (string_at + 1) % n;
      s = string_line[string_at];
      string_line[string_at] = (s + string_line[after]) * 0.4985f;
      string_at = after;
      s *= 1.3f;
      break;
    }
  }
  if (note.dark < 0.999f) { low += (s - low) * note.dark * note.dark; s = low; }
  return s * env * note.volume;
}

float Hum::next() {
  const float dt = 1.0f / sample_rate;
  age += dt;
  volume += (wanted - volume) * 0.0004f;                   // no clicks
  if (volume < 0.0005f) return 0;
  float white = dice_real(dice) * 2 - 1, s = 0;
  if (kind == "wind") {
    gust += (dice_real(dice) - 0.5f) * 0.0006f - gust * 0.000012f;
    low += (white - low) * clamp(0.02f + gust * 0.02f, 0.006f, 0.06f);
    s = low * 2.6f * (0.7f + 0.3f * sinf(age * 0.7f));
  } else if (kind == "water") {
    low += (white - low) * 0.09f;
    low2 += (low - low2) * 0.02f;
    s = (low - low2) * 1.1f * (0.7f + 0.3f * sinf(age * 1.9f + sinf(age * 0.6f) * 2));
  } else if (kind == "fire") {
    low += (white - low) * 0.03f;
    if (dice_real(dice) < 0.00035f) ring = 0.5f + 0.5f * dice_real(dice);
    ring *= 0.996f;
    s = low * 0.9f + white * ring * 0.5f;
  } else if (kind == "engine") {
    phase += 62 * dt; phase -= floorf(phase);
    phase2 += 31.3f * dt; phase2 -= floorf(phase2);
    low += ((phase * 2 - 1) * 0.6f + (phase2 * 2 - 1) * 0.5f + white * 0.1f - low) * 0.05f;
    s = low * 1.4f;
  } else if (kind == "crowd") {
    low += (white - low) * (0.035f + 0.02f * sinf(age * 2.3f) * sinf(age * 3.1f));
    low2 += (low - low2) * 0.008f;
    s = (low - low2) * 2 * (0.7f + 0.3f * sinf(age * 5.3f) * sinf(age * 1.7f));
  } else {                                                 // music_box
    static const int song[] = {0, 4, 7, 12, 11, 7, 4, 7, 9, 5, 12, 9, 7, 4, 2, 4, 0, 4, 7, 12, 14, 12, 11, 7, 9, 12, 7, 4, 5, 2, 0, -1};
    tune_left -= dt;
    if (tune_left <= 0) {
      tune_left += 0.32f;
      int key = song[tune++ % 32];
      if (key >= 0) { ring = 1; ring_hertz = 784 * powf(2, (float)key / 12); phase = 0; }
    }
    ring *= 1 - 3.4f * dt;
    phase += ring_hertz * dt; phase -= floorf(phase);
    s = (sinf(2 * PI * phase) + 0.35f * sinf(2 * PI * phase * 3.01f) * ring) * ring * 0.5f;
  }
  return s * volume;
}

const vector<string>& effect_names() {
  static const vector<string> names = {"pick", "jump", "hit", "win", "lose", "step", "click", "splash", "shoot", "bell", "thud", "whoosh", "tick", "growl", "door", "coin", "error", "magic", "boom"};
  return names;
}

const vector<string>& hum_names() {
  static const vector<string> names = {"music_box", "wind", "water", "fire", "engine", "crowd"};
  return names;
}

vector<Note> effect(string_view name) {
  using W = Wave;
  if (name == "pick") return {{.wave = W::soft, .hertz = 660, .seconds = 0.12f}, {.wave = W::soft, .hertz = 990, .seconds = 0.22f, .delay = 0.07f}};
  if (name == "coin") return {{.wave = W::metal, .hertz = 988, .seconds = 0.1f, .volume = 0.4f}, {.wave = W::metal, .hertz = 1319, .seconds = 0.42f, .delay = 0.08f, .volume = 0.4f}};
  if (name == "jump") return {{.wave = W::soft, .hertz = 240, .to_hertz = 560, .seconds = 0.18f, .volume = 0.4f}};
  if (name == "hit") return {{.wave = W::noise, .seconds = 0.12f, .attack = 0.001f, .volume = 0.55f, .dark = 0.5f, .curve = 3}, {.wave = W::soft, .hertz = 170, .to_hertz = 60, .seconds = 0.18f, .volume = 0.7f}};
  if (name == "step") return {{.wave = W::noise, .seconds = 0.07f, .attack = 0.002f, .volume = 0.22f, .dark = 0.3f, .curve = 3}};
  if (name == "click") return {{.wave = W::soft, .hertz = 880, .to_hertz = 660, .seconds = 0.05f, .attack = 0.001f, .volume = 0.3f}};
  if (name == "tick") return {{.wave = W::metal, .hertz = 1500, .seconds = 0.05f, .attack = 0.001f, .volume = 0.22f, .curve = 4}};
  if (name == "splash") return {{.wave = W::noise, .seconds = 0.5f, .attack = 0.01f, .volume = 0.5f, .dark = 0.45f, .curve = 2.5f}, {.wave = W::sine, .hertz = 420, .to_hertz = 900, .seconds = 0.12f, .delay = 0.1f, .volume = 0.16f}};
  if (name == "shoot") return {{.wave = W::noise, .seconds = 0.16f, .attack = 0.001f, .volume = 0.5f, .dark = 0.6f, .curve = 3}, {.wave = W::square, .hertz = 620, .to_hertz = 110, .seconds = 0.16f, .volume = 0.3f}};
  if (name == "bell") return {{.wave = W::metal, .hertz = 523, .seconds = 1.8f, .attack = 0.002f, .volume = 0.5f, .curve = 2.6f}, {.wave = W::sine, .hertz = 262, .seconds = 1.6f, .volume = 0.16f}};
  if (name == "thud") return {{.wave = W::sine, .hertz = 110, .to_hertz = 45, .seconds = 0.22f, .attack = 0.002f, .volume = 0.9f}, {.wave = W::noise, .seconds = 0.06f, .attack = 0.001f, .volume = 0.3f, .dark = 0.25f}};
  if (name == "whoosh") return {{.wave = W::noise, .seconds = 0.42f, .attack = 0.16f, .volume = 0.42f, .dark = 0.36f, .curve = 1.6f}};
  if (name == "growl") return {{.wave = W::saw, .hertz = 82, .to_hertz = 62, .seconds = 0.8f, .attack = 0.08f, .volume = 0.6f, .dark = 0.3f, .wobble = 0.12f, .wobble_hertz = 27}, {.wave = W::noise, .seconds = 0.7f, .attack = 0.1f, .volume = 0.22f, .dark = 0.18f}};
  if (name == "door") return {{.wave = W::saw, .hertz = 130, .to_hertz = 190, .seconds = 0.5f, .attack = 0.05f, .volume = 0.2f, .dark = 0.3f, .wobble = 0.06f, .wobble_hertz = 13}, {.wave = W::sine, .hertz = 95, .to_hertz = 50, .seconds = 0.2f, .delay = 0.46f, .volume = 0.7f}};
  if (name == "error") return {{.wave = W::square, .hertz = 196, .seconds = 0.13f, .volume = 0.28f, .dark = 0.5f}, {.wave = W::square, .hertz = 147, .seconds = 0.24f, .delay = 0.13f, .volume = 0.28f, .dark = 0.5f}};
  if (name == "boom") return {{.wave = W::noise, .seconds = 1.1f, .attack = 0.002f, .volume = 0.9f, .dark = 0.22f, .curve = 2.4f}, {.wave = W::sine, .hertz = 90, .to_hertz = 28, .seconds = 0.8f, .attack = 0.002f, .volume = 1}};
  if (name == "magic") {
    vector<Note> notes;
    for (int i = 0; i < 5; ++i) notes.push_back({.wave = W::sine, .hertz = 660 * powf(2, (float)(i * 5 % 12 + i * 2) / 12), .seconds = 0.5f, .delay = 0.055f * (float)i, .volume = 0.22f, .pan = (float)(i % 3 - 1) * 0.5f});
    return notes;
  }
  if (name == "win" || name == "lose") {
    const int up[] = {0, 4, 7, 12, 16}, down[] = {7, 6, 3, 0, -5};
    vector<Note> notes;
    for (int i = 0; i < 5; ++i) {
      float key = (float)(name == "win" ? up[i] : down[i]), gap = name == "win" ? 0.11f : 0.2f;
      notes.push_back({.wave = W::soft, .hertz = (name == "win" ? 523.0f : 330.0f) * powf(2, key / 12), .seconds = i == 4 ? 1.3f : 0.4f, .attack = 0.01f, .delay = gap * (float)i, .volume = 0.34f});
    }
    return notes;
  }
  return {};
}

}  // namespace garden::engine
