// shaders.cpp: the GLSL of the runtime, as text, and the programs made of it.
// Light is reckoned linearly (a colour squared); the result is rounded off at the bright end and rooted again.
// The scene's alpha carries how much a pixel glows, for the bloom.
#include "look.h"

namespace garden::engine {
namespace {

const char* const vertex_mesh = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; layout(location=2) in vec3 a_normal; layout(location=3) in vec4 a_color;
uniform mat4 view_proj; uniform mat4 model;
out vec3 at; out vec3 normal; out vec2 uv; out vec4 color;
void main() {
  vec4 p = model * vec4(a_at, 1.0);
  at = p.xyz; uv = a_uv; color = a_color;
  normal = transpose(inverse(mat3(model))) * a_normal;
  gl_Position = view_proj * p;
})";

const char* const vertex_world = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; layout(location=2) in vec3 a_normal; layout(location=3) in vec4 a_color;
uniform mat4 view_proj;
out vec3 at; out vec3 normal; out vec2 uv; out vec4 color;
void main() { at = a_at; uv = a_uv; color = a_color; normal = a_normal; gl_Position = view_proj * vec4(a_at, 1.0); })";

const char* const vertex_grass = R"(
layout(location=0) in vec3 a_at; layout(location=2) in vec3 a_normal; layout(location=3) in vec4 a_color;
uniform mat4 view_proj; uniform float time; uniform vec3 eye;
out vec3 at; out vec3 normal; out vec4 color;
void main() {
  vec3 p = a_at; float d = length(p - eye);
  float wind = sin(time * 1.7 + p.x * 0.6 + p.z * 0.35) + 0.5 * sin(time * 3.1 + p.x * 1.3);
  p.xz += vec2(0.05, 0.03) * wind * a_color.a;
  p.y -= a_color.a * 0.5 * smoothstep(19.0, 27.0, d);     // sinks into the ground far away instead of ending
  at = p; color = a_color; normal = a_normal; gl_Position = view_proj * vec4(p, 1.0);
})";

const char* const vertex_batch = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; layout(location=3) in vec4 a_color;
uniform mat4 mvp;
out vec3 at; out vec2 uv; out vec4 color;
void main() { at = a_at; uv = a_uv; color = a_color; gl_Position = mvp * vec4(a_at, 1.0); })";

const char* const lighting = R"(
uniform vec3 eye, sun_dir, sun_color, sky_light, ground_light, fog_color; uniform vec4 fog_range;
uniform int lamp_count; uniform vec4 lamp_at[8]; uniform vec4 lamp_color[8];
uniform mat4 shadow_matrix; uniform float shadow_on; uniform sampler2D shadow_map; uniform sampler2D noise; uniform float time, caustics;
float tap(vec2 at, float depth) {
  vec2 p = at * 1024.0 - 0.5; vec2 f = fract(p);
#ifdef GATHER
  vec4 d = step(vec4(depth), textureGather(shadow_map, (floor(p) + 1.0) / 1024.0));
  vec2 m = mix(d.wx, d.zy, f.x); return mix(m.x, m.y, f.y);
#else
  ivec2 i = ivec2(p);
  float a = step(depth, texelFetch(shadow_map, i, 0).r), b = step(depth, texelFetch(shadow_map, i + ivec2(1, 0), 0).r);
  float c = step(depth, texelFetch(shadow_map, i + ivec2(0, 1), 0).r), d = step(depth, texelFetch(shadow_map, i + ivec2(1, 1), 0).r);
  return mix(mix(a, b, f.x), mix(c, d, f.x), f.y);
#endif
}
float sunlit(vec3 p, vec3 n) {
  if (shadow_on < 0.5) return 1.0;
  vec3 s = (shadow_matrix * vec4(p + n * 0.07, 1.0)).xyz * 0.5 + 0.5;
  vec2 away = abs(s.xy - 0.5) * 2.0; float edge = max(away.x, away.y);
  if (edge > 0.99) return 1.0;
  float depth = s.z - 0.0006;
#ifdef SOFT
  float lit = 0.0; const float r = 1.1 / 1024.0;
  lit += tap(s.xy + vec2(-r, -r * 0.4), depth) + tap(s.xy + vec2(r * 0.4, -r), depth) + tap(s.xy + vec2(r, r * 0.4), depth) + tap(s.xy + vec2(-r * 0.4, r), depth);
  lit *= 0.25;
#else
  float lit = tap(s.xy, depth);
#endif
  return mix(lit, 1.0, smoothstep(0.8, 0.99, edge));
}
vec3 lit(vec3 albedo, vec3 n, vec3 p, float shelter, float sheen) {
  float facing = dot(n, -sun_dir);
  float sunny = clamp(facing * 0.82 + 0.18, 0.0, 1.0);
  if (sunny > 0.0) sunny *= sunlit(p, n);
  vec3 light = mix(ground_light, sky_light, n.y * 0.5 + 0.5) * shelter + sun_color * sunny;
  for (int i = 0; i < lamp_count; ++i) {
    vec3 d = lamp_at[i].xyz - p; float q = clamp(1.0 - dot(d, d) * lamp_at[i].w, 0.0, 1.0);
    light += lamp_color[i].rgb * (q * q * (0.3 + 0.7 * clamp(dot(n, d) * inversesqrt(dot(d, d) + 1e-6), 0.0, 1.0)));
  }
  if (caustics > 0.0) {                                    // under water: a net of light that moves
    vec2 q = p.xz + p.y * vec2(0.55, 0.4);
    float net = max(1.0 - abs(texture(noise, q * 0.16 + time * 0.013).r - texture(noise, q.yx * 0.19 - time * 0.016).g) * 5.5, 0.0);
    light += (sky_light * 1.5 + sun_color * 0.5) * (net * net * net * caustics * (0.45 + 0.55 * max(n.y, 0.0)));
  }
#ifdef SOFT
  vec3 v = normalize(eye - p);
  float rim = 1.0 - max(dot(n, v), 0.0); rim *= rim * rim;
  return albedo * light + (sky_light + sun_color * 0.25 * sunny) * (rim * sheen);
#else
  return albedo * light;
#endif
}
vec3 fogged(vec3 c, vec3 p) {
  vec3 ray = p - eye; float far = length(ray);
  float t = clamp((far - fog_range.x) * fog_range.y, 0.0, 1.0);
  float low = exp(-max(p.y - fog_range.z, 0.0) * fog_range.w);
  float f = (1.0 - (1.0 - t) * (1.0 - t)) * mix(0.8 + 0.2 * t, 1.0, low);
  float toward = max(dot(ray, -sun_dir) / far, 0.0); toward *= toward * toward;
  vec3 glow = fog_color + sun_color * (0.22 * toward * toward);
  return mix(c, glow, f);
}
vec3 shown(vec3 c) {
  vec3 over = max(c - 0.62, 0.0);
  return sqrt(min(c, 0.62) + over / (1.0 + over * 2.7));
}
)";

const char* const fragment_model = R"(
in vec3 at; in vec3 normal; in vec2 uv; in vec4 color; out vec4 result;
uniform sampler2D tex; uniform vec4 tint; uniform float glow;
void main() {
  vec4 base = texture(tex, uv) * color;
  if (base.a < 0.35) discard;                              // leaves and fences cut out of a picture
  base *= tint;
  vec3 albedo = base.rgb * base.rgb; vec3 n = normalize(normal);
  if (!gl_FrontFacing) n = -n;
  vec3 c = lit(albedo, n, at, 1.0, 0.16);
  c = mix(c, albedo * 1.15 + 0.06 * base.rgb, glow);
  result = vec4(shown(mix(fogged(c, at), c, glow * 0.5)), tint.a < 0.98 ? base.a : glow);
})";

const char* const fragment_ground = R"(
in vec3 at; in vec3 normal; in vec2 uv; in vec4 color; out vec4 result;
void main() {
  vec3 n = normalize(normal);
  float far = clamp(length(at - eye) / 60.0, 0.0, 1.0);
  vec4 broad = texture(noise, at.xz * 0.011), fine = texture(noise, at.xz * 0.61);
#ifdef SOFT
  vec4 mid = texture(noise, at.zx * 0.083 + 0.37);
#else
  vec4 mid = broad.gbra;
#endif
  vec3 albedo = color.rgb * color.rgb;
  float green = clamp((color.g - max(color.r, color.b)) * 6.0, 0.0, 1.0);
  float patchy = broad.r * 0.6 + mid.r * 0.4;
  albedo *= 0.66 + 0.68 * patchy;
  albedo = mix(albedo, albedo * vec3(1.28, 1.08, 0.62), green * smoothstep(0.5, 0.85, broad.g) * 0.75);
  albedo = mix(albedo, albedo * vec3(0.72, 0.92, 0.9), green * smoothstep(0.55, 0.8, mid.g) * 0.6);
  float blade = mix(fine.b, fine.r, 0.35) * (1.0 - far);
  albedo *= 1.0 + (blade - 0.42 * (1.0 - far)) * (0.35 + 0.45 * green);
  float steep = smoothstep(0.80, 0.62, n.y);
  vec3 rock = vec3(dot(albedo, vec3(0.4))) * vec3(1.05, 0.98, 0.9) * (0.75 + 0.5 * mid.b);
  albedo = mix(albedo, rock, steep * 0.8);
  n = normalize(n + vec3(mid.r - 0.5, 0.0, mid.g - 0.5) * 0.35 * (1.0 - far));
  result = vec4(shown(fogged(lit(albedo, n, at, 0.9 + 0.1 * patchy, 0.03), at)), 0.0);
})";

const char* const fragment_grass = R"(
in vec3 at; in vec3 normal; in vec4 color; out vec4 result;
void main() { vec3 albedo = color.rgb * color.rgb; result = vec4(shown(fogged(lit(albedo, normalize(normal), at, 0.75 + 0.25 * color.a, 0.0), at)), 0.0); })";

// uv.x: metres along the face; uv.y: metres above its base, or below zero for a top or bottom face.
const char* const fragment_block = R"(
in vec3 at; in vec3 normal; in vec2 uv; in vec4 color; out vec4 result;
void main() {
  vec3 n = normalize(normal);
  vec3 albedo = color.rgb * color.rgb;
  vec3 a = abs(n);
  vec2 face = a.y > 0.7 ? at.xz : (a.x > a.z ? at.zy : at.xy);
  vec4 grain = texture(noise, face * 0.21), coarse = texture(noise, face * 0.05 + 0.2);
  float kind = color.a; float line = 0.0, shade = 1.0;
  if (kind < 0.25) {                                      // stone courses
    vec2 b = face / vec2(0.62, 0.3); b.x += floor(mod(b.y, 2.0)) * 0.5; vec2 f = fract(b); vec2 cell = floor(b);
    vec2 w = max(fwidth(b) * 1.2, 0.035); vec2 e = smoothstep(vec2(0.0), w, f) * smoothstep(vec2(0.0), w, 1.0 - f);
    float near = clamp(1.0 - max(fwidth(b).x, fwidth(b).y) * 1.6, 0.0, 1.0);
    shade = 1.0 + (fract(sin(dot(cell, vec2(12.98, 78.23))) * 437.5) - 0.5) * 0.3 * near; line = (1.0 - e.x * e.y) * near;
  } else if (kind < 0.5) {                                // planks
    float b = (a.y > 0.7 ? face.x : face.y) / 0.34; float f = fract(b); float w = max(fwidth(b) * 1.2, 0.03);
    float near = clamp(1.0 - fwidth(b) * 1.6, 0.0, 1.0);
    vec4 vein = texture(noise, a.y > 0.7 ? vec2(face.x * 0.9, face.y * 0.06) : vec2(face.x * 0.06, face.y * 0.9));
    shade = 1.0 + ((fract(sin(floor(b) * 91.7) * 437.5) - 0.5) * 0.28 + (vein.b - 0.5) * 0.5) * near;
    line = (1.0 - smoothstep(0.0, w, f) * smoothstep(0.0, w, 1.0 - f)) * near;
  }
  albedo *= shade * (0.8 + 0.4 * (coarse.r * 0.6 + grain.r * 0.4)) * (1.0 - 0.5 * line);
  float shelter = 1.0;
  if (uv.y >= 0.0) { float h = 1.0 - exp(-uv.y * 2.6); shelter = mix(0.42, 1.0, h); albedo *= mix(0.72, 1.0, h); }
  result = vec4(shown(fogged(lit(albedo, n, at, shelter, 0.06), at)), 0.0);
})";

const char* const fragment_shapes = R"(
in vec3 at; in vec2 uv; in vec4 color; out vec4 result; uniform sampler2D texture0;
void main() {
  vec4 base = texture(texture0, uv) * color;
  vec3 n = normalize(cross(dFdx(at), dFdy(at))); if (dot(n, eye - at) < 0.0) n = -n;
  vec3 albedo = base.rgb * base.rgb;
  result = vec4(shown(fogged(lit(albedo, n, at, 1.0, 0.05), at)), base.a);
})";

const char* const vertex_shadow = R"(
layout(location=0) in vec3 a_at; uniform mat4 view_proj; uniform mat4 model;
void main() { gl_Position = view_proj * (model * vec4(a_at, 1.0)); })";
const char* const fragment_shadow = "void main() {}";

const char* const vertex_screen = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; out vec2 uv;
void main() { uv = a_uv; gl_Position = vec4(a_at.xy, 0.9999999, 1.0); })";

const char* const fragment_sky = R"(
in vec2 uv; out vec4 result;
uniform vec3 right, up, ahead, top, horizon, sun_dir, fog_color; uniform vec4 disc; uniform float stars, time, clouds; uniform vec3 cover; uniform sampler2D noise;
float hash(vec3 p) { p = fract(p * vec3(443.897, 441.423, 437.195)); p += dot(p, p.yzx + 19.19); return fract((p.x + p.y) * p.z); }
void main() {
  vec3 d = normalize(ahead + right * (uv.x * 2.0 - 1.0) + up * (uv.y * 2.0 - 1.0));
  float h = max(d.y, 0.0);
  vec3 c = mix(horizon, top, 1.0 - exp(-h * 2.6));
  float toward = max(dot(d, -sun_dir), 0.0);
  float halo = pow(toward, 6.0) * 0.16 + pow(toward, 40.0) * 0.28 + pow(toward, 400.0) * 0.5;
  float shine = 0.0;
  if (stars > 0.01 && d.y > 0.0) {
    vec3 cell = floor(d * 95.0); float s = hash(cell);
    if (s > 0.972) {
      vec3 star = (cell + 0.3 + 0.4 * vec3(hash(cell + 1.0), hash(cell + 2.0), hash(cell + 3.0))) / 95.0;
      float r = length(d - normalize(star)) * 95.0 * 6.0; float big = fract(s * 347.0);
      float twinkle = 0.75 + 0.25 * sin(time * (1.0 + big * 3.0) + s * 900.0);
      float glint = exp(-r * r * (2.6 - 1.8 * big)) * (0.35 + 0.85 * big) * twinkle * stars * smoothstep(0.0, 0.2, d.y);
      c += vec3(0.85 + 0.15 * fract(s * 71.0), 0.9, 1.0) * glint; shine = glint * 0.5;
    }
  }
  float moon = smoothstep(disc.w, disc.w + (1.0 - disc.w) * 0.08, toward);
  vec3 face = disc.rgb * (1.0 + 0.12 * (texture(noise, d.xy * 1.6).r - 0.5) * step(0.3, stars));
  c += disc.rgb * halo * (1.0 - moon);
  c = mix(c, face, moon);
  float veil = 0.0;
  if (clouds > 0.01 && d.y > 0.015) {                      // two layers that drift apart
    vec2 p = d.xz / (d.y + 0.22);
    float n = texture(noise, p * 0.07 + time * 0.0016).r * 0.62 + texture(noise, p * 0.19 - time * 0.0022).r * 0.28 + 0.05;
    float body = smoothstep(0.69 - clouds * 0.33, 0.88 - clouds * 0.26, n) * smoothstep(0.015, 0.2, d.y);
    float lightside = smoothstep(0.0, 0.3, n - texture(noise, (p + sun_dir.xz * 0.35) * 0.07 + time * 0.0016).r * 0.62 - 0.2);
    vec3 cloud = cover * (0.82 + 0.22 * lightside) + disc.rgb * pow(toward, 8.0) * 0.3;
    veil = body * 0.8; c = mix(c, cloud, veil);
  }
  float low = exp(-h * 16.0);
  c = mix(c, fog_color, low * 0.9);
  vec3 over = max(c - 0.62, 0.0);
  result = vec4(sqrt(min(c, 0.62) + over / (1.0 + over * 2.7)), clamp(moon * 0.9 + halo * 0.25 + shine, 0.0, 1.0) * (1.0 - veil));
})";

const char* const vertex_water = R"(
layout(location=0) in vec3 a_at; layout(location=1) in vec2 a_uv; layout(location=3) in vec4 a_color;
uniform mat4 view_proj; uniform float time; uniform vec4 water; out vec3 at; out vec4 color;
void main() {
  vec3 p = a_at;
  p.y += water.w * (sin(p.x * 0.55 + time * 1.3) * 0.035 + sin(p.z * 0.43 - time * 1.1 + p.x * 0.2) * 0.04);
  at = p; color = a_color; gl_Position = view_proj * vec4(p, 1.0);
})";
// color.r: how deep the ground lies under the water, 0..1 for 0..4 m.
const char* const fragment_water = R"(
in vec3 at; in vec4 color; out vec4 result; uniform vec3 top, horizon; uniform vec4 water;
void main() {
  vec2 p = at.xz;
  vec4 a = texture(noise, p * 0.045 + vec2(time * 0.011, time * 0.006)), b = texture(noise, p.yx * 0.13 - vec2(time * 0.017, -time * 0.012));
  vec2 slope = (a.rg - 0.5) * 0.55 + (b.gr - 0.5) * 0.5;
  float far = length(at - eye);
  vec3 n = normalize(vec3(slope.x, 2.4 + far * 0.05, slope.y));
  vec3 v = (eye - at) / far;
  float fresnel = 0.04 + 0.96 * pow(1.0 - max(dot(n, v), 0.0), 5.0);
  vec3 r = reflect(-v, n);
  vec3 sky = mix(horizon, top, 1.0 - exp(-max(r.y, 0.0) * 3.0));
  float depth = color.r * 4.0;
  vec3 body = water.rgb * mix(vec3(1.5, 1.6, 1.45), vec3(0.55, 0.62, 0.75), 1.0 - exp(-depth * 0.9)) * (sky_light * 0.95 + sun_color * 0.55);
  for (int i = 0; i < lamp_count; ++i) {
    vec3 d = lamp_at[i].xyz - at; float q = clamp(1.0 - dot(d, d) * lamp_at[i].w, 0.0, 1.0);
    body += lamp_color[i].rgb * q * q * 0.35; vec3 hh = normalize(normalize(d) + v);
    sky += lamp_color[i].rgb * pow(max(dot(n, hh), 0.0), 90.0) * 0.9 * q;
  }
  vec3 c = mix(body, sky, clamp(fresnel, 0.0, 0.9));
  vec3 half_way = normalize(v - sun_dir);
  float glitter = pow(max(dot(n, half_way), 0.0), 220.0) * 1.6 + pow(max(dot(n, half_way), 0.0), 30.0) * 0.16;
  c += sun_color * glitter;
  float lap = depth + (b.r - 0.5) * 0.35 + sin(time * 1.1 + a.r * 9.0) * 0.06;
  float foam = smoothstep(0.13, 0.03, lap) * 0.6 + smoothstep(0.035, 0.0, abs(lap - 0.24)) * 0.3 * b.g;
  c = mix(c, (sky_light + sun_color * 0.7) * 0.95, clamp(foam, 0.0, 1.0) * smoothstep(1.0, 0.99, color.r));
  float see = clamp(0.42 + depth * 0.32 + fresnel + foam, 0.0, 0.97);
  result = vec4(shown(fogged(c, at)), see);
})";

const char* const fragment_bright = R"(
in vec2 uv; out vec4 result; uniform sampler2D tex; uniform vec2 texel; uniform float soft;
vec3 part(vec2 p) { vec4 c = texture(tex, p); float l = max(c.r, max(c.g, c.b)); vec3 q = c.rgb * c.rgb;
  return q * mix(smoothstep(0.72, 1.0, l) * 0.8, clamp(c.a, 0.0, 1.0) + smoothstep(0.93, 1.0, l) * 0.3, soft); }
void main() { result = vec4((part(uv + texel * vec2(-1, -1)) + part(uv + texel * vec2(1, -1)) + part(uv + texel * vec2(-1, 1)) + part(uv + texel * vec2(1, 1))) * 0.25, 1.0); })";

const char* const fragment_blur = R"(
in vec2 uv; out vec4 result; uniform sampler2D tex, bloom_near; uniform vec2 texel; uniform float soft;
void main() {
  if (soft > 1.5) { result = vec4(texture(bloom_near, uv).rgb * 0.75 + texture(tex, uv).rgb * 1.1, 1.0); return; }   // both blurs together
  vec3 c = texture(tex, uv).rgb * 0.204;
  c += (texture(tex, uv + texel * 1.41).rgb + texture(tex, uv - texel * 1.41).rgb) * 0.304;
  c += (texture(tex, uv + texel * 3.30).rgb + texture(tex, uv - texel * 3.30).rgb) * 0.094;
  result = vec4(c, 1.0);
})";

const char* const fragment_compose = R"(
in vec2 uv; out vec4 result; uniform sampler2D tex, bloom_near; uniform vec2 texel; uniform vec4 finish; uniform vec3 grade; uniform float time;
float luma(vec3 c) { return dot(c, vec3(0.3, 0.59, 0.11)); }
void main() {
  vec3 c = texture(tex, uv).rgb;
#ifdef SOFT
  vec3 nw = texture(tex, uv + texel * vec2(-1, -1)).rgb, ne = texture(tex, uv + texel * vec2(1, -1)).rgb;
  vec3 sw = texture(tex, uv + texel * vec2(-1, 1)).rgb, se = texture(tex, uv + texel * vec2(1, 1)).rgb;
  float lm = luma(c), lnw = luma(nw), lne = luma(ne), lsw = luma(sw), lse = luma(se);
  float lo = min(lm, min(min(lnw, lne), min(lsw, lse))), hi = max(lm, max(max(lnw, lne), max(lsw, lse)));
  if (hi - lo > max(0.05, hi * 0.11)) {
    vec2 d = vec2(-((lnw + lne) - (lsw + lse)), (lnw + lsw) - (lne + lse));
    float ease = max((lnw + lne + lsw + lse) * 0.03, 0.008);
    d = clamp(d / (min(abs(d.x), abs(d.y)) + ease), -6.0, 6.0) * texel;
    vec3 a = 0.5 * (texture(tex, uv - d * 0.1667).rgb + texture(tex, uv + d * 0.1667).rgb);
    vec3 b = a * 0.5 + 0.25 * (texture(tex, uv - d * 0.5).rgb + texture(tex, uv + d * 0.5).rgb);
    float lb = luma(b); c = (lb < lo || lb > hi) ? a : b;
  }
#endif
  if (finish.x > 0.005) c = sqrt(c * c + texture(bloom_near, uv).rgb * finish.x);
  float l = luma(c);
  c = mix(vec3(l), c, grade.x);
  c = mix(c, c * c * (3.0 - 2.0 * c), grade.y);
  c += (mix(vec3(-0.012, 0.0, 0.02), vec3(0.022, 0.008, -0.016), smoothstep(0.1, 0.8, l))) * grade.z;
  vec2 q = uv - 0.5; q.y *= 0.8;
  c *= 1.0 - finish.y * (0.95 - 0.4 * luma(c)) * smoothstep(0.14, 0.8, dot(q, q) * 2.0);
  if (finish.w > 1.001) c = 1.0 - pow(1.0 - min(c, vec3(1.0)), vec3(finish.w));     // lifts what is dark, keeps what is light
  else c *= finish.w;
  float n = fract(52.9829189 * fract(dot(gl_FragCoord.xy + floor(time * 24.0) * vec2(17.3, 5.7), vec2(0.06711056, 0.00583715)))) - 0.5;
  result = vec4(c + n * (finish.z * 0.5 + 0.004), 1.0);
})";

const char* const uniform_names[uniform_count] = {
  "view_proj", "model", "tint", "glow", "eye", "sun_dir", "sun_color", "sky_light", "ground_light", "fog_color", "fog_range",
  "lamp_count", "lamp_at", "lamp_color", "shadow_matrix", "shadow_on", "time", "tex", "shadow_map", "noise", "top", "horizon",
  "stars", "disc", "texel", "bloom_near", "finish", "flash", "water", "soft", "right", "up", "ahead", "clouds", "cover", "grade", "caustics"};

Shaders loaded;
}  // namespace

Program program_open(const string& vertex, const string& fragment, const char* what) {
  Program made;
  made.id = rlLoadShaderCode(vertex.c_str(), fragment.c_str());
  if (made.id == 0 || made.id == rlGetShaderIdDefault()) warn(string("The shader for ") + what + " does not compile here.");
  for (int i = 0; i < uniform_count; ++i) made.at[i] = rlGetLocationUniform(made.id, uniform_names[i]);
  return made;
}

Shaders& shaders() { return loaded; }

void shaders_open() {
  string head = "#version 330\n";
  if (quality().level >= 2) head += "#define SOFT\n";
  const string lit_head = "#version 330\n#extension GL_ARB_texture_gather : enable\n#ifdef GL_ARB_texture_gather\n#define GATHER\n#endif\n" +
                          string(quality().level >= 2 ? "#define SOFT\n" : "") + lighting;
  loaded.shapes = program_open(head + vertex_batch, lit_head + fragment_shapes, "drawn shapes");
  loaded.shadow = program_open(head + vertex_shadow, head + fragment_shadow, "shadows");
  loaded.bright = program_open(head + vertex_screen, head + fragment_bright, "bloom");
  loaded.blur = program_open(head + vertex_screen, head + fragment_blur, "blur");
  if (drawn_plainly()) shaders_open_plain(loaded);
  else {
    loaded.model = program_open(head + vertex_mesh, lit_head + fragment_model, "models");
    loaded.pictured = program_open(head + vertex_mesh, lit_head + fragment_model, "models");
    loaded.ground = program_open(head + vertex_world, lit_head + fragment_ground, "the ground");
    loaded.block = program_open(head + vertex_world, lit_head + fragment_block, "walls");
    loaded.grass = program_open(head + vertex_grass, lit_head + fragment_grass, "grass");
    loaded.sky = program_open(head + vertex_screen, head + fragment_sky, "the sky");
    loaded.water = program_open(head + vertex_water, lit_head + fragment_water, "water");
    loaded.compose = program_open(head + vertex_screen, head + fragment_compose, "the finish");
  }
}

void shaders_close() {
  for (Program* p : {&loaded.model, &loaded.pictured, &loaded.flat, &loaded.ground, &loaded.block, &loaded.grass, &loaded.shapes, &loaded.shadow, &loaded.sky, &loaded.water,
                     &loaded.bright, &loaded.blur, &loaded.compose})
    if (p->id) rlUnloadShaderProgram(p->id);
  loaded = {};
}

}  // namespace garden::engine
