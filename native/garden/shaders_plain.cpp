// shaders_plain.cpp: the same picture for a machine that draws with its processor. What changes slowly (lamps, sky light,
// haze) is reckoned at the vertices; a pixel has one or two looks into a texture left to do, and gets the finish at once.
#include "look.h"

namespace garden::engine {
namespace {

const char* const head = R"(#version 330
#extension GL_ARB_texture_gather : enable
#ifdef GL_ARB_texture_gather
#define GATHER
#endif
)";

const char* const shine = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; layout(location=2) in vec3 a_normal; layout(location=3) in vec4 a_color;
uniform mat4 view_proj; uniform vec3 eye, sun_dir, sun_color, sky_light, ground_light, fog_color; uniform vec4 fog_range;
uniform int lamp_count; uniform vec4 lamp_at[8]; uniform vec4 lamp_color[8];
uniform mat4 shadow_matrix; uniform float shadow_on, time; uniform sampler2D noise;
out vec3 dim, sunny, haze; out vec3 shade_at; out vec2 uv; out float part;
// dim: as it looks in shadow; sunny: what the sun adds; haze: what lies between it and the eye.
void shine(vec3 p, vec3 n, vec3 albedo, float shelter, float glow) {
  vec3 light = mix(ground_light, sky_light, n.y * 0.5 + 0.5) * shelter;
  for (int i = 0; i < lamp_count; ++i) {
    vec3 d = lamp_at[i].xyz - p; float dd = dot(d, d), q = clamp(1.0 - dd * lamp_at[i].w, 0.0, 1.0);
    light += lamp_color[i].rgb * (q * q * (0.3 + 0.7 * clamp(dot(n, d) * inversesqrt(dd + 1e-6), 0.0, 1.0)));
  }
  shade_at = (shadow_matrix * vec4(p + n * 0.07, 1.0)).xyz * 0.5 + 0.5;
  shade_at.z -= 0.0006;
  vec2 away = abs(shade_at.xy - 0.5);
  if (shadow_on < 0.5 || max(away.x, away.y) > 0.48) shade_at.z = -1.0;           // outside the map nothing throws a shadow
  vec3 ray = p - eye; float far = length(ray);
  float t = clamp((far - fog_range.x) * fog_range.y, 0.0, 1.0);
  float low = exp(-max(p.y - fog_range.z, 0.0) * fog_range.w);
  float toward = max(dot(ray, -sun_dir) / far, 0.0); toward *= toward * toward;
  float f = (1.0 - (1.0 - t) * (1.0 - t)) * mix(0.8 + 0.2 * t, 1.0, low) * (1.0 - 0.5 * glow);
  dim = mix(albedo * light, albedo * 1.15 + 0.06 * sqrt(albedo), glow) * (1.0 - f);
  sunny = albedo * sun_color * (clamp(dot(n, -sun_dir) * 0.82 + 0.18, 0.0, 1.0) * (1.0 - glow) * (1.0 - f));
  haze = (fog_color + sun_color * (0.22 * toward * toward)) * f;
}
)";

const char* const vertex_model = R"(
uniform mat4 model; uniform vec4 tint; uniform float glow;
void main() {
  vec4 p = model * vec4(a_at, 1.0);
  vec3 size = vec3(dot(model[0].xyz, model[0].xyz), dot(model[1].xyz, model[1].xyz), dot(model[2].xyz, model[2].xyz));
  vec3 base = a_color.rgb * tint.rgb; uv = a_uv; part = a_color.a;
  shine(p.xyz, normalize(mat3(model) * (a_normal / max(size, vec3(1e-9)))), base * base, 1.0, glow);
  gl_Position = view_proj * p;
})";

const char* const vertex_ground = R"(
void main() {
  vec4 broad = textureLod(noise, a_at.xz * 0.011, 0.0), mid = textureLod(noise, a_at.zx * 0.083 + 0.37, 1.0);
  float far = clamp(length(a_at - eye) / 60.0, 0.0, 1.0);
  vec3 albedo = a_color.rgb * a_color.rgb;
  float green = clamp((a_color.g - max(a_color.r, a_color.b)) * 6.0, 0.0, 1.0), patchy = broad.r * 0.6 + mid.r * 0.4;
  albedo *= 0.66 + 0.68 * patchy;
  albedo = mix(albedo, albedo * vec3(1.28, 1.08, 0.62), green * smoothstep(0.5, 0.85, broad.g) * 0.75);
  albedo = mix(albedo, albedo * vec3(0.72, 0.92, 0.9), green * smoothstep(0.55, 0.8, mid.g) * 0.6);
  vec3 rock = vec3(dot(albedo, vec3(0.4))) * vec3(1.05, 0.98, 0.9) * (0.75 + 0.5 * mid.b);
  albedo = mix(albedo, rock, smoothstep(0.80, 0.62, a_normal.y) * 0.8);
  float blades = (0.35 + 0.45 * green) * (1.0 - far);
  uv = a_at.xz * 0.61;
  shine(a_at, normalize(a_normal + vec3(mid.r - 0.5, 0.0, mid.g - 0.5) * 0.35 * (1.0 - far)), albedo * (1.0 - 0.42 * blades), 0.9 + 0.1 * patchy, 0.0);
  part = blades / max(1.0 - 0.42 * blades, 0.1);
  gl_Position = view_proj * vec4(a_at, 1.0);
})";

// uv looks into the wall texture of its kind: color.a tells stone, planks and plaster apart.
const char* const vertex_block = R"(
void main() {
  vec3 a = abs(a_normal);
  vec2 face = a.y > 0.7 ? a_at.xz : (a.x > a.z ? a_at.zy : a_at.xy);
  uv = face / (a_color.a < 0.25 ? vec2(4.96, 4.8) : vec2(5.44));
  if (a_color.a >= 0.25 && a_color.a < 0.5 && a.y > 0.7) uv = uv.yx;
  vec3 albedo = a_color.rgb * a_color.rgb * 1.5 * (0.84 + 0.32 * textureLod(noise, face * 0.05 + 0.2, 1.0).r);
  float shelter = 1.0;
  if (a_uv.y >= 0.0) { float h = 1.0 - exp(-a_uv.y * 2.6); shelter = mix(0.42, 1.0, h); albedo *= mix(0.72, 1.0, h); }
  part = 1.0;
  shine(a_at, normalize(a_normal), albedo, shelter, 0.0);
  gl_Position = view_proj * vec4(a_at, 1.0);
})";

const char* const vertex_grass = R"(
uniform sampler2D shadow_map; out vec3 whole;
void main() {
  vec3 p = a_at; float d = length(p - eye);
  float wind = sin(time * 1.7 + p.x * 0.6 + p.z * 0.35) + 0.5 * sin(time * 3.1 + p.x * 1.3);
  p.xz += vec2(0.05, 0.03) * wind * a_color.a;
  p.y -= a_color.a * 0.5 * smoothstep(11.0, 16.0, d);
  vec3 n = normalize(a_normal);
  shine(p, n, a_color.rgb * a_color.rgb, 0.75 + 0.25 * a_color.a, 0.0);
  float lit = shade_at.z < 0.0 ? 1.0 : step(shade_at.z, textureLod(shadow_map, shade_at.xy, 0.0).r);
  whole = shown(dim + sunny * lit + haze);
  part = 1.0; uv = vec2(0.0);
  gl_Position = view_proj * vec4(p, 1.0);
})";

const char* const fragment_grass = "#version 330\nin vec3 whole; out vec4 result; void main() { result = vec4(whole, 0.0); }";

// The bright end is rounded off, then the grade of the finish is laid on, all in one go: there is no pass after this one.
const char* const show = R"(
vec3 shown(vec3 c) {
  vec3 over = max(c - 0.62, 0.0);
  c = sqrt(min(c, 0.62) + over / (1.0 + over * 2.7));
  c += c * (1.0 - c) * (c * 0.3 - 0.15);
  return c + vec3(-0.009, 0.0, 0.015) + dot(c, vec3(0.34)) * vec3(0.026, 0.006, -0.026);
}
)";

const char* const pixel = R"(
in vec3 dim, sunny, haze; in vec3 shade_at; in vec2 uv; in float part; out vec4 result;
uniform sampler2D shadow_map, noise; uniform float caustics, time;
float net(vec2 q) {                                        // under water: a net of light that moves
  float k = max(1.0 - abs(texture(noise, q * 0.16 + time * 0.013).r - texture(noise, q.yx * 0.19 - time * 0.016).g) * 5.5, 0.0);
  return 1.0 + 1.6 * k * k * k * caustics;
}
float sunlit() {
  if (shade_at.z < 0.0) return 1.0;
  vec2 p = shade_at.xy * 1024.0 - 0.5; vec2 f = fract(p);
#ifdef GATHER
  vec4 d = step(vec4(shade_at.z), textureGather(shadow_map, (floor(p) + 1.0) / 1024.0));
  vec2 m = mix(d.wx, d.zy, f.x); return mix(m.x, m.y, f.y);
#else
  return step(shade_at.z, texelFetch(shadow_map, ivec2(p + 0.5), 0).r);
#endif
}
)";

const char* const fragment_model = R"(
uniform sampler2D tex; uniform vec4 tint; uniform float glow;
void main() {
#ifdef TEXTURED
  vec4 base = texture(tex, uv); base.a *= part;
  if (base.a < 0.35) discard;
  vec3 c = (dim + sunny * sunlit()) * (base.rgb * base.rgb) + haze;
  result = vec4(shown(c), tint.a < 0.98 ? base.a * tint.a : glow);
#else
  result = vec4(shown(dim + sunny * sunlit() + haze), glow);
#endif
})";

const char* const fragment_ground = R"(
uniform sampler2D tex;
void main() {
  vec3 c = (dim + sunny * sunlit()) * (1.0 + part * texture(tex, uv).r);
  if (caustics > 0.0) c *= net(uv * 1.64);
  result = vec4(shown(c + haze), 0.0);
})";

const char* const fragment_block = R"(
uniform sampler2D tex;
void main() {
  vec3 c = (dim + sunny * sunlit()) * texture(tex, uv).r;
  if (caustics > 0.0) c *= net(uv * 5.2);
  result = vec4(shown(c + haze), 0.0);
})";

// A grid over the screen: the dome's colour at its corners, one look at the clouds for a pixel; stars and sun are drawn apart.
const char* const vertex_sky = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv;
uniform vec3 right, up, ahead, top, horizon, sun_dir, fog_color, cover; uniform vec4 disc; uniform float time, clouds; uniform sampler2D noise;
out vec3 dome, cloud; out vec3 where_to;
void main() {
  vec3 d = normalize(ahead + right * (a_uv.x * 2.0 - 1.0) + up * (a_uv.y * 2.0 - 1.0));
  float h = max(d.y, 0.0), low = exp(-h * 16.0) * 0.9, toward = max(dot(d, -sun_dir), 0.0);
  dome = mix(horizon, top, 1.0 - exp(-h * 2.6)) + disc.rgb * (pow(toward, 6.0) * 0.16 + pow(toward, 40.0) * 0.28);
  dome = mix(dome, fog_color, low);
  vec2 p = d.xz / (max(d.y, 0.0) + 0.22);
  vec2 drift = p * 0.07 + time * 0.0016;
  float side = textureLod(noise, drift, 3.0).r - textureLod(noise, (p + sun_dir.xz * 0.35) * 0.07 + time * 0.0016, 3.0).r;
  cloud = cover * (0.88 + 0.4 * clamp(side, -0.3, 0.4)) + disc.rgb * pow(toward, 8.0) * 0.3;
  cloud = mix(cloud, fog_color, low);
  where_to = vec3(drift, smoothstep(0.015, 0.2, d.y) * 0.8 * step(0.01, clouds));
  gl_Position = vec4(a_at.xy, 0.9999999, 1.0);
})";

const char* const fragment_sky = R"(
in vec3 dome, cloud; in vec3 where_to; out vec4 result; uniform sampler2D tex; uniform float clouds;
void main() {
  float n = texture(tex, where_to.xy).r;
  float body = clamp((n - (0.62 - clouds * 0.33)) / (0.2 + clouds * 0.07), 0.0, 1.0); body *= body * (3.0 - 2.0 * body);
  float grain = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
  result = vec4(shown(mix(dome, cloud, body * where_to.z)) + grain * 0.012, 0.0);
})";

const char* const vertex_water = R"(
layout(location=0) in vec3 a_at; layout(location=3) in vec4 a_color;
uniform mat4 view_proj; uniform vec3 eye, sun_dir, sun_color, sky_light, fog_color, top, horizon; uniform vec4 fog_range, water; uniform float time;
uniform int lamp_count; uniform vec4 lamp_at[8]; uniform vec4 lamp_color[8];
out vec3 body, sky, haze; out vec4 drift; out vec3 much;
void main() {
  vec3 p = a_at;
  p.y += water.w * (sin(p.x * 0.55 + time * 1.3) * 0.035 + sin(p.z * 0.43 - time * 1.1 + p.x * 0.2) * 0.04);
  vec3 ray = p - eye; float far = length(ray); vec3 v = -ray / far;
  float fresnel = 0.04 + 0.96 * pow(1.0 - clamp(v.y * 0.93 + 0.05, 0.0, 1.0), 5.0), depth = a_color.r * 4.0;
  sky = mix(horizon, top, 1.0 - exp(-max(v.y, 0.0) * 3.0));
  body = water.rgb * mix(vec3(1.5, 1.6, 1.45), vec3(0.55, 0.62, 0.75), 1.0 - exp(-depth * 0.9)) * (sky_light * 0.95 + sun_color * 0.55);
  for (int i = 0; i < lamp_count; ++i) {
    vec3 d = lamp_at[i].xyz - p; float q = clamp(1.0 - dot(d, d) * lamp_at[i].w, 0.0, 1.0);
    body += lamp_color[i].rgb * (q * q * 0.35); vec3 hh = normalize(normalize(d) + v);
    sky += lamp_color[i].rgb * (pow(max(hh.y, 0.0), 40.0) * 1.6 * q);
  }
  float t = clamp((far - fog_range.x) * fog_range.y, 0.0, 1.0), f = 1.0 - (1.0 - t) * (1.0 - t);
  float toward = max(dot(ray, -sun_dir) / far, 0.0); toward *= toward * toward;
  body *= 1.0 - f; sky *= 1.0 - f; haze = (fog_color + sun_color * (0.22 * toward * toward)) * f;
  drift = vec4(p.xz * 0.045 + vec2(time * 0.011, time * 0.006), p.zx * 0.13 - vec2(time * 0.017, -time * 0.012));
  float shiny = max(dot(vec3(0, 1, 0), normalize(v - sun_dir)), 0.0);
  much = vec3(min(fresnel, 0.9), depth, (pow(shiny, 160.0) * 2.2 + pow(shiny, 26.0) * 0.22) * (1.0 - f));
  gl_Position = view_proj * vec4(p, 1.0);
})";

const char* const fragment_water = R"(
in vec3 body, sky, haze; in vec4 drift; in vec3 much; out vec4 result; uniform sampler2D tex; uniform vec3 sun_color;
void main() {
  float a = texture(tex, drift.xy).r, b = texture(tex, drift.zw).r, wave = a + b - 1.0;
  vec3 c = mix(body, sky, clamp(much.x + wave * 0.22, 0.0, 0.92)) + sun_color * (much.z * clamp(wave * 4.0 + 0.35, 0.0, 1.6));
  float lap = much.y + (b - 0.5) * 0.35 + (a - 0.5) * 0.25;
  float foam = (clamp((0.13 - lap) * 10.0, 0.0, 0.6) + clamp(1.0 - abs(lap - 0.24) * 28.0, 0.0, 1.0) * 0.3 * b) * step(much.y, 3.9);
  c = mix(c, vec3(dot(sky, vec3(0.25)) + 0.35 * sun_color), foam) + haze;
  result = vec4(shown(c), min(0.42 + much.y * 0.32 + much.x + foam, 0.97));
})";

const char* const vertex_flat = R"(
layout(location=0) in vec3 a_at; layout(location=3) in vec4 a_color; uniform mat4 mvp; out vec4 color;
void main() { color = a_color; gl_Position = mvp * vec4(a_at, 1.0); })";
const char* const fragment_flat = "in vec4 color; out vec4 result; void main() { result = color; }";

const char* const fragment_compose = R"(
in vec2 uv; out vec4 result; uniform sampler2D tex; uniform vec4 finish;
void main() {
  vec3 c = min(texture(tex, uv).rgb, vec3(1.0));
  result = vec4(finish.w > 1.001 ? 1.0 - pow(1.0 - c, vec3(finish.w)) : c * finish.w, 1.0);
})";
const char* const vertex_compose = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; out vec2 uv;
void main() { uv = a_uv; gl_Position = vec4(a_at.xy, 0.0, 1.0); })";
}  // namespace

void shaders_open_plain(Shaders& to) {
  const string vertex = string(head) + show + shine, fragment = string(head) + show + pixel;
  to.model = program_open(vertex + vertex_model, fragment + fragment_model, "models");
  to.pictured = program_open(vertex + vertex_model, string(head) + "#define TEXTURED\n" + show + pixel + fragment_model, "models with pictures");
  to.ground = program_open(vertex + vertex_ground, fragment + fragment_ground, "the ground");
  to.block = program_open(vertex + vertex_block, fragment + fragment_block, "walls");
  to.grass = program_open(vertex + vertex_grass, fragment_grass, "grass");
  to.sky = program_open(string(head) + vertex_sky, string(head) + show + fragment_sky, "the sky");
  to.water = program_open(string(head) + vertex_water, string(head) + show + fragment_water, "water");
  to.flat = program_open(string(head) + vertex_flat, string(head) + fragment_flat, "plain shapes");
  to.compose = program_open(string(head) + vertex_compose, string(head) + fragment_compose, "the finish");
}

}  // namespace garden::engine
