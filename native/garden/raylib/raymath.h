// raymath.h: raylib's mathematics by the names everybody knows, written here from the formulas, all inline.
// Matrix: m0 m4 m8 m12 is the first row, and a point is transformed as matrix times column.
// MatrixMultiply(a, b) applies a first, then b, as raylib does. Angles in radians.
#pragma once
#include <math.h>
#include "raylib.h"

#ifndef EPSILON
#define EPSILON 0.000001f
#endif
#define RMAPI static inline

struct float3 { float v[3]; };
struct float16 { float v[16]; };

// ── Numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────
RMAPI float Clamp(float value, float low, float high) { return value < low ? low : value > high ? high : value; }
RMAPI float Lerp(float start, float end, float amount) { return start + amount * (end - start); }
RMAPI float Normalize(float value, float start, float end) { return (value - start) / (end - start); }
RMAPI float Remap(float v, float in0, float in1, float out0, float out1) { return (v - in0) / (in1 - in0) * (out1 - out0) + out0; }
RMAPI float Wrap(float value, float low, float high) { return value - (high - low) * floorf((value - low) / (high - low)); }
RMAPI int FloatEquals(float x, float y) { return fabsf(x - y) <= EPSILON * fmaxf(1.0f, fmaxf(fabsf(x), fabsf(y))); }

// ── Vector2 ───────────────────────────────────────────────────────────────────────────────────────────────────────
RMAPI Vector2 Vector2Zero(void) { return {0, 0}; }
RMAPI Vector2 Vector2One(void) { return {1, 1}; }
RMAPI Vector2 Vector2Add(Vector2 a, Vector2 b) { return {a.x + b.x, a.y + b.y}; }
RMAPI Vector2 Vector2AddValue(Vector2 v, float add) { return {v.x + add, v.y + add}; }
RMAPI Vector2 Vector2Subtract(Vector2 a, Vector2 b) { return {a.x - b.x, a.y - b.y}; }
RMAPI Vector2 Vector2SubtractValue(Vector2 v, float sub) { return {v.x - sub, v.y - sub}; }
RMAPI float Vector2LengthSqr(Vector2 v) { return v.x * v.x + v.y * v.y; }
RMAPI float Vector2Length(Vector2 v) { return sqrtf(Vector2LengthSqr(v)); }
RMAPI float Vector2DotProduct(Vector2 a, Vector2 b) { return a.x * b.x + a.y * b.y; }
RMAPI float Vector2CrossProduct(Vector2 a, Vector2 b) { return a.x * b.y - a.y * b.x; }
RMAPI float Vector2Distance(Vector2 a, Vector2 b) { return Vector2Length(Vector2Subtract(a, b)); }
RMAPI float Vector2DistanceSqr(Vector2 a, Vector2 b) { return Vector2LengthSqr(Vector2Subtract(a, b)); }
RMAPI float Vector2Angle(Vector2 a, Vector2 b) { return atan2f(Vector2CrossProduct(a, b), Vector2DotProduct(a, b)); }
RMAPI float Vector2LineAngle(Vector2 start, Vector2 end) { return -atan2f(end.y - start.y, end.x - start.x); }
RMAPI Vector2 Vector2Scale(Vector2 v, float scale) { return {v.x * scale, v.y * scale}; }
RMAPI Vector2 Vector2Multiply(Vector2 a, Vector2 b) { return {a.x * b.x, a.y * b.y}; }
RMAPI Vector2 Vector2Divide(Vector2 a, Vector2 b) { return {a.x / b.x, a.y / b.y}; }
RMAPI Vector2 Vector2Negate(Vector2 v) { return {-v.x, -v.y}; }
RMAPI Vector2 Vector2Normalize(Vector2 v) { float l = Vector2Length(v); return l > 0 ? Vector2Scale(v, 1 / l) : Vector2{0, 0}; }
RMAPI Vector2 Vector2Lerp(Vector2 a, Vector2 b, float t) { return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}; }
RMAPI Vector2 Vector2Reflect(Vector2 v, Vector2 n) { float d = 2 * Vector2DotProduct(v, n); return {v.x - d * n.x, v.y - d * n.y}; }
RMAPI Vector2 Vector2Min(Vector2 a, Vector2 b) { return {fminf(a.x, b.x), fminf(a.y, b.y)}; }
RMAPI Vector2 Vector2Max(Vector2 a, Vector2 b) { return {fmaxf(a.x, b.x), fmaxf(a.y, b.y)}; }
RMAPI Vector2 Vector2Rotate(Vector2 v, float angle) { float c = cosf(angle), s = sinf(angle); return {v.x * c - v.y * s, v.x * s + v.y * c}; }
RMAPI Vector2 Vector2MoveTowards(Vector2 v, Vector2 target, float step) {
  Vector2 way = Vector2Subtract(target, v);
  float l = Vector2Length(way);
  return l <= step || l == 0 ? target : Vector2Add(v, Vector2Scale(way, step / l));
}
RMAPI Vector2 Vector2Invert(Vector2 v) { return {1 / v.x, 1 / v.y}; }
RMAPI Vector2 Vector2Clamp(Vector2 v, Vector2 low, Vector2 high) { return {Clamp(v.x, low.x, high.x), Clamp(v.y, low.y, high.y)}; }
RMAPI Vector2 Vector2ClampValue(Vector2 v, float low, float high) {
  float l = Vector2Length(v);
  return l > 0 ? Vector2Scale(v, Clamp(l, low, high) / l) : v;
}
RMAPI int Vector2Equals(Vector2 a, Vector2 b) { return FloatEquals(a.x, b.x) && FloatEquals(a.y, b.y); }
RMAPI Vector2 Vector2Transform(Vector2 v, Matrix m) { return {m.m0 * v.x + m.m4 * v.y + m.m12, m.m1 * v.x + m.m5 * v.y + m.m13}; }

// ── Vector3 ───────────────────────────────────────────────────────────────────────────────────────────────────────
RMAPI Vector3 Vector3Zero(void) { return {0, 0, 0}; }
RMAPI Vector3 Vector3One(void) { return {1, 1, 1}; }
RMAPI Vector3 Vector3Add(Vector3 a, Vector3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
RMAPI Vector3 Vector3AddValue(Vector3 v, float add) { return {v.x + add, v.y + add, v.z + add}; }
RMAPI Vector3 Vector3Subtract(Vector3 a, Vector3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
RMAPI Vector3 Vector3SubtractValue(Vector3 v, float sub) { return {v.x - sub, v.y - sub, v.z - sub}; }
RMAPI Vector3 Vector3Scale(Vector3 v, float s) { return {v.x * s, v.y * s, v.z * s}; }
RMAPI Vector3 Vector3Multiply(Vector3 a, Vector3 b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
RMAPI Vector3 Vector3Divide(Vector3 a, Vector3 b) { return {a.x / b.x, a.y / b.y, a.z / b.z}; }
RMAPI Vector3 Vector3Negate(Vector3 v) { return {-v.x, -v.y, -v.z}; }
RMAPI float Vector3DotProduct(Vector3 a, Vector3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
RMAPI Vector3 Vector3CrossProduct(Vector3 a, Vector3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
RMAPI float Vector3LengthSqr(Vector3 v) { return Vector3DotProduct(v, v); }
RMAPI float Vector3Length(Vector3 v) { return sqrtf(Vector3LengthSqr(v)); }
RMAPI float Vector3Distance(Vector3 a, Vector3 b) { return Vector3Length(Vector3Subtract(a, b)); }
RMAPI float Vector3DistanceSqr(Vector3 a, Vector3 b) { return Vector3LengthSqr(Vector3Subtract(a, b)); }
RMAPI float Vector3Angle(Vector3 a, Vector3 b) { return atan2f(Vector3Length(Vector3CrossProduct(a, b)), Vector3DotProduct(a, b)); }
RMAPI Vector3 Vector3Normalize(Vector3 v) { float l = Vector3Length(v); return l > 0 ? Vector3Scale(v, 1 / l) : v; }
RMAPI Vector3 Vector3Perpendicular(Vector3 v) {             // any, across the axis where v is smallest
  float x = fabsf(v.x), y = fabsf(v.y), z = fabsf(v.z);
  return Vector3CrossProduct(v, x <= y && x <= z ? Vector3{1, 0, 0} : y <= z ? Vector3{0, 1, 0} : Vector3{0, 0, 1});
}
RMAPI Vector3 Vector3Project(Vector3 a, Vector3 b) { return Vector3Scale(b, Vector3DotProduct(a, b) / Vector3DotProduct(b, b)); }
RMAPI Vector3 Vector3Reject(Vector3 a, Vector3 b) { return Vector3Subtract(a, Vector3Project(a, b)); }
RMAPI void Vector3OrthoNormalize(Vector3* a, Vector3* b) {
  *a = Vector3Normalize(*a);
  *b = Vector3CrossProduct(Vector3Normalize(Vector3CrossProduct(*a, *b)), *a);
}
RMAPI Vector3 Vector3Transform(Vector3 v, Matrix m) {
  return {m.m0 * v.x + m.m4 * v.y + m.m8 * v.z + m.m12, m.m1 * v.x + m.m5 * v.y + m.m9 * v.z + m.m13,
          m.m2 * v.x + m.m6 * v.y + m.m10 * v.z + m.m14};
}
RMAPI Vector3 Vector3RotateByQuaternion(Vector3 v, Quaternion q) {     // v + 2 u x (u x v + w v)
  Vector3 u = {q.x, q.y, q.z};
  Vector3 inner = Vector3Add(Vector3CrossProduct(u, v), Vector3Scale(v, q.w));
  return Vector3Add(v, Vector3Scale(Vector3CrossProduct(u, inner), 2));
}
RMAPI Vector3 Vector3RotateByAxisAngle(Vector3 v, Vector3 axis, float angle) {   // Rodrigues
  axis = Vector3Normalize(axis);
  float c = cosf(angle), s = sinf(angle), d = Vector3DotProduct(axis, v) * (1 - c);
  Vector3 cross = Vector3CrossProduct(axis, v);
  return {v.x * c + cross.x * s + axis.x * d, v.y * c + cross.y * s + axis.y * d, v.z * c + cross.z * s + axis.z * d};
}
RMAPI Vector3 Vector3MoveTowards(Vector3 v, Vector3 target, float step) {
  Vector3 way = Vector3Subtract(target, v);
  float l = Vector3Length(way);
  return l <= step || l == 0 ? target : Vector3Add(v, Vector3Scale(way, step / l));
}
RMAPI Vector3 Vector3Lerp(Vector3 a, Vector3 b, float t) { return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.z + t * (b.z - a.z)}; }
RMAPI Vector3 Vector3CubicHermite(Vector3 a, Vector3 ta, Vector3 b, Vector3 tb, float t) {
  float t2 = t * t, t3 = t2 * t, h0 = 2 * t3 - 3 * t2 + 1, h1 = t3 - 2 * t2 + t, h2 = 3 * t2 - 2 * t3, h3 = t3 - t2;
  return {h0 * a.x + h1 * ta.x + h2 * b.x + h3 * tb.x, h0 * a.y + h1 * ta.y + h2 * b.y + h3 * tb.y,
          h0 * a.z + h1 * ta.z + h2 * b.z + h3 * tb.z};
}
RMAPI Vector3 Vector3Reflect(Vector3 v, Vector3 n) { return Vector3Subtract(v, Vector3Scale(n, 2 * Vector3DotProduct(v, n))); }
RMAPI Vector3 Vector3Refract(Vector3 v, Vector3 n, float r) {
  float d = Vector3DotProduct(v, n), k = 1 - r * r * (1 - d * d);
  return k < 0 ? Vector3{0, 0, 0} : Vector3Subtract(Vector3Scale(v, r), Vector3Scale(n, r * d + sqrtf(k)));
}
RMAPI Vector3 Vector3Min(Vector3 a, Vector3 b) { return {fminf(a.x, b.x), fminf(a.y, b.y), fminf(a.z, b.z)}; }
RMAPI Vector3 Vector3Max(Vector3 a, Vector3 b) { return {fmaxf(a.x, b.x), fmaxf(a.y, b.y), fmaxf(a.z, b.z)}; }
RMAPI Vector3 Vector3Barycenter(Vector3 p, Vector3 a, Vector3 b, Vector3 c) {
  Vector3 e0 = Vector3Subtract(b, a), e1 = Vector3Subtract(c, a), e2 = Vector3Subtract(p, a);
  float d00 = Vector3DotProduct(e0, e0), d01 = Vector3DotProduct(e0, e1), d11 = Vector3DotProduct(e1, e1);
  float d20 = Vector3DotProduct(e2, e0), d21 = Vector3DotProduct(e2, e1), area = d00 * d11 - d01 * d01;
  float v = (d11 * d20 - d01 * d21) / area, w = (d00 * d21 - d01 * d20) / area;
  return {1 - v - w, v, w};
}
RMAPI float3 Vector3ToFloatV(Vector3 v) { return {{v.x, v.y, v.z}}; }
#define Vector3ToFloat(v) (Vector3ToFloatV(v).v)
RMAPI Vector3 Vector3Invert(Vector3 v) { return {1 / v.x, 1 / v.y, 1 / v.z}; }
RMAPI Vector3 Vector3Clamp(Vector3 v, Vector3 low, Vector3 high) {
  return {Clamp(v.x, low.x, high.x), Clamp(v.y, low.y, high.y), Clamp(v.z, low.z, high.z)};
}
RMAPI Vector3 Vector3ClampValue(Vector3 v, float low, float high) {
  float l = Vector3Length(v);
  return l > 0 ? Vector3Scale(v, Clamp(l, low, high) / l) : v;
}
RMAPI int Vector3Equals(Vector3 a, Vector3 b) { return FloatEquals(a.x, b.x) && FloatEquals(a.y, b.y) && FloatEquals(a.z, b.z); }

// ── Vector4 ───────────────────────────────────────────────────────────────────────────────────────────────────────
RMAPI Vector4 Vector4Zero(void) { return {0, 0, 0, 0}; }
RMAPI Vector4 Vector4One(void) { return {1, 1, 1, 1}; }
RMAPI Vector4 Vector4Add(Vector4 a, Vector4 b) { return {a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w}; }
RMAPI Vector4 Vector4Subtract(Vector4 a, Vector4 b) { return {a.x - b.x, a.y - b.y, a.z - b.z, a.w - b.w}; }
RMAPI Vector4 Vector4Scale(Vector4 v, float s) { return {v.x * s, v.y * s, v.z * s, v.w * s}; }
RMAPI Vector4 Vector4Multiply(Vector4 a, Vector4 b) { return {a.x * b.x, a.y * b.y, a.z * b.z, a.w * b.w}; }
RMAPI float Vector4DotProduct(Vector4 a, Vector4 b) { return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w; }
RMAPI float Vector4Length(Vector4 v) { return sqrtf(Vector4DotProduct(v, v)); }
RMAPI Vector4 Vector4Normalize(Vector4 v) { float l = Vector4Length(v); return l > 0 ? Vector4Scale(v, 1 / l) : v; }
RMAPI Vector4 Vector4Lerp(Vector4 a, Vector4 b, float t) { return Vector4Add(a, Vector4Scale(Vector4Subtract(b, a), t)); }

// ── Matrix ────────────────────────────────────────────────────────────────────────────────────────────────────────
RMAPI Matrix MatrixIdentity(void) { return {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}; }
RMAPI float16 MatrixToFloatV(Matrix m) {                     // column by column, as OpenGL takes it
  return {{m.m0, m.m1, m.m2, m.m3, m.m4, m.m5, m.m6, m.m7, m.m8, m.m9, m.m10, m.m11, m.m12, m.m13, m.m14, m.m15}};
}
#define MatrixToFloat(m) (MatrixToFloatV(m).v)
RMAPI Matrix MatrixFromColumns(const float* c) {
  return {c[0], c[4], c[8], c[12], c[1], c[5], c[9], c[13], c[2], c[6], c[10], c[14], c[3], c[7], c[11], c[15]};
}
RMAPI float MatrixTrace(Matrix m) { return m.m0 + m.m5 + m.m10 + m.m15; }
RMAPI Matrix MatrixTranspose(Matrix m) {
  return {m.m0, m.m1, m.m2, m.m3, m.m4, m.m5, m.m6, m.m7, m.m8, m.m9, m.m10, m.m11, m.m12, m.m13, m.m14, m.m15};
}
RMAPI Matrix MatrixMultiply(Matrix first, Matrix then) {
  float16 a = MatrixToFloatV(first), b = MatrixToFloatV(then), r = {};
  for (int col = 0; col < 4; col++)
    for (int row = 0; row < 4; row++)
      for (int k = 0; k < 4; k++) r.v[col * 4 + row] += b.v[k * 4 + row] * a.v[col * 4 + k];
  return MatrixFromColumns(r.v);
}
RMAPI Matrix MatrixAdd(Matrix left, Matrix right) {
  float16 a = MatrixToFloatV(left), b = MatrixToFloatV(right);
  for (int i = 0; i < 16; i++) a.v[i] += b.v[i];
  return MatrixFromColumns(a.v);
}
RMAPI Matrix MatrixSubtract(Matrix left, Matrix right) {
  float16 a = MatrixToFloatV(left), b = MatrixToFloatV(right);
  for (int i = 0; i < 16; i++) a.v[i] -= b.v[i];
  return MatrixFromColumns(a.v);
}
RMAPI float MatrixMinor(const float* m, int skip_col, int skip_row) {  // determinant of the 3 x 3 that is left
  float a[9];
  int n = 0;
  for (int col = 0; col < 4; col++)
    for (int row = 0; row < 4; row++)
      if (col != skip_col && row != skip_row) a[n++] = m[col * 4 + row];
  return a[0] * (a[4] * a[8] - a[5] * a[7]) - a[1] * (a[3] * a[8] - a[5] * a[6]) + a[2] * (a[3] * a[7] - a[4] * a[6]);
}
RMAPI float MatrixDeterminant(Matrix mat) {
  float16 m = MatrixToFloatV(mat);
  float sum = 0;
  for (int col = 0; col < 4; col++) sum += (col % 2 ? -1.0f : 1.0f) * m.v[col * 4] * MatrixMinor(m.v, col, 0);
  return sum;
}
RMAPI Matrix MatrixInvert(Matrix mat) {                      // adjugate over determinant
  float16 m = MatrixToFloatV(mat), r = {};
  float det = MatrixDeterminant(mat), inverse = det != 0 ? 1 / det : 0;
  for (int col = 0; col < 4; col++)
    for (int row = 0; row < 4; row++) r.v[row * 4 + col] = ((col + row) % 2 ? -1.0f : 1.0f) * MatrixMinor(m.v, col, row) * inverse;
  return MatrixFromColumns(r.v);
}
RMAPI Matrix MatrixTranslate(float x, float y, float z) { return {1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1}; }
RMAPI Matrix MatrixScale(float x, float y, float z) { return {x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, 0, 0, 0, 1}; }
RMAPI Matrix MatrixRotate(Vector3 axis, float angle) {
  Vector3 a = Vector3Normalize(axis);
  float c = cosf(angle), s = sinf(angle), t = 1 - c;
  return {a.x * a.x * t + c, a.x * a.y * t - a.z * s, a.x * a.z * t + a.y * s, 0,
          a.y * a.x * t + a.z * s, a.y * a.y * t + c, a.y * a.z * t - a.x * s, 0,
          a.z * a.x * t - a.y * s, a.z * a.y * t + a.x * s, a.z * a.z * t + c, 0, 0, 0, 0, 1};
}
RMAPI Matrix MatrixRotateX(float angle) { return MatrixRotate({1, 0, 0}, angle); }
RMAPI Matrix MatrixRotateY(float angle) { return MatrixRotate({0, 1, 0}, angle); }
RMAPI Matrix MatrixRotateZ(float angle) { return MatrixRotate({0, 0, 1}, angle); }
RMAPI Matrix MatrixRotateZYX(Vector3 a) { return MatrixMultiply(MatrixMultiply(MatrixRotateX(a.x), MatrixRotateY(a.y)), MatrixRotateZ(a.z)); }
RMAPI Matrix MatrixRotateXYZ(Vector3 a) { return MatrixTranspose(MatrixRotateZYX({-a.x, -a.y, -a.z})); }
RMAPI Matrix MatrixFrustum(double left, double right, double bottom, double top, double near_, double far_) {
  float w = (float)(right - left), h = (float)(top - bottom), d = (float)(far_ - near_), n = (float)near_, f = (float)far_;
  return {2 * n / w, 0, (float)(right + left) / w, 0, 0, 2 * n / h, (float)(top + bottom) / h, 0,
          0, 0, -(f + n) / d, -2 * f * n / d, 0, 0, -1, 0};
}
RMAPI Matrix MatrixPerspective(double fov_y, double aspect, double near_, double far_) {
  double top = near_ * tan(fov_y / 2), right = top * aspect;
  return MatrixFrustum(-right, right, -top, top, near_, far_);
}
RMAPI Matrix MatrixOrtho(double left, double right, double bottom, double top, double near_, double far_) {
  float w = (float)(right - left), h = (float)(top - bottom), d = (float)(far_ - near_);
  return {2 / w, 0, 0, -(float)(left + right) / w, 0, 2 / h, 0, -(float)(top + bottom) / h,
          0, 0, -2 / d, -(float)(far_ + near_) / d, 0, 0, 0, 1};
}
RMAPI Matrix MatrixLookAt(Vector3 eye, Vector3 target, Vector3 up) {
  Vector3 z = Vector3Normalize(Vector3Subtract(eye, target)), x = Vector3Normalize(Vector3CrossProduct(up, z));
  Vector3 y = Vector3CrossProduct(z, x);
  return {x.x, x.y, x.z, -Vector3DotProduct(x, eye), y.x, y.y, y.z, -Vector3DotProduct(y, eye),
          z.x, z.y, z.z, -Vector3DotProduct(z, eye), 0, 0, 0, 1};
}

// ── Quaternion ────────────────────────────────────────────────────────────────────────────────────────────────────
RMAPI Quaternion QuaternionIdentity(void) { return {0, 0, 0, 1}; }
RMAPI Quaternion QuaternionAdd(Quaternion a, Quaternion b) { return Vector4Add(a, b); }
RMAPI Quaternion QuaternionSubtract(Quaternion a, Quaternion b) { return Vector4Subtract(a, b); }
RMAPI float QuaternionLength(Quaternion q) { return Vector4Length(q); }
RMAPI Quaternion QuaternionNormalize(Quaternion q) { return Vector4Normalize(q); }
RMAPI Quaternion QuaternionScale(Quaternion q, float mul) { return Vector4Scale(q, mul); }
RMAPI Quaternion QuaternionInvert(Quaternion q) {
  float l = Vector4DotProduct(q, q);
  return l > 0 ? Quaternion{-q.x / l, -q.y / l, -q.z / l, q.w / l} : q;
}
RMAPI Quaternion QuaternionMultiply(Quaternion a, Quaternion b) {
  return {a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y, a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
          a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w, a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z};
}
RMAPI Quaternion QuaternionLerp(Quaternion a, Quaternion b, float t) { return Vector4Lerp(a, b, t); }
RMAPI Quaternion QuaternionNlerp(Quaternion a, Quaternion b, float t) { return Vector4Normalize(Vector4Lerp(a, b, t)); }
RMAPI Quaternion QuaternionSlerp(Quaternion a, Quaternion b, float t) {
  float c = Vector4DotProduct(a, b);
  if (c < 0) { b = Vector4Scale(b, -1); c = -c; }            // the shorter way round
  if (c > 0.9995f) return QuaternionNlerp(a, b, t);
  float angle = acosf(c), s = sinf(angle);
  return Vector4Add(Vector4Scale(a, sinf((1 - t) * angle) / s), Vector4Scale(b, sinf(t * angle) / s));
}
RMAPI Quaternion QuaternionFromAxisAngle(Vector3 axis, float angle) {
  Vector3 a = Vector3Scale(Vector3Normalize(axis), sinf(angle / 2));
  return {a.x, a.y, a.z, cosf(angle / 2)};
}
RMAPI void QuaternionToAxisAngle(Quaternion q, Vector3* axis, float* angle) {
  q = Vector4Normalize(q);
  float s = sqrtf(fmaxf(0, 1 - q.w * q.w));
  *angle = 2 * acosf(Clamp(q.w, -1, 1));
  *axis = s > 0.0001f ? Vector3{q.x / s, q.y / s, q.z / s} : Vector3{1, 0, 0};
}
RMAPI Quaternion QuaternionFromVector3ToVector3(Vector3 from, Vector3 to) {
  Vector3 cross = Vector3CrossProduct(from, to);
  return Vector4Normalize({cross.x, cross.y, cross.z,
                           Vector3DotProduct(from, to) + sqrtf(Vector3LengthSqr(from) * Vector3LengthSqr(to))});
}
RMAPI Matrix QuaternionToMatrix(Quaternion q) {
  float xx = q.x * q.x, yy = q.y * q.y, zz = q.z * q.z, xy = q.x * q.y, xz = q.x * q.z, yz = q.y * q.z;
  float wx = q.w * q.x, wy = q.w * q.y, wz = q.w * q.z;
  return {1 - 2 * (yy + zz), 2 * (xy - wz), 2 * (xz + wy), 0, 2 * (xy + wz), 1 - 2 * (xx + zz), 2 * (yz - wx), 0,
          2 * (xz - wy), 2 * (yz + wx), 1 - 2 * (xx + yy), 0, 0, 0, 0, 1};
}
RMAPI Quaternion QuaternionFromMatrix(Matrix m) {            // from the largest of the four, for precision
  float t = m.m0 + m.m5 + m.m10;
  if (t > 0) { float s = 2 * sqrtf(1 + t); return {(m.m6 - m.m9) / s, (m.m8 - m.m2) / s, (m.m1 - m.m4) / s, s / 4}; }
  if (m.m0 > m.m5 && m.m0 > m.m10) { float s = 2 * sqrtf(1 + m.m0 - m.m5 - m.m10); return {s / 4, (m.m1 + m.m4) / s, (m.m8 + m.m2) / s, (m.m6 - m.m9) / s}; }
  if (m.m5 > m.m10) { float s = 2 * sqrtf(1 + m.m5 - m.m0 - m.m10); return {(m.m1 + m.m4) / s, s / 4, (m.m6 + m.m9) / s, (m.m8 - m.m2) / s}; }
  float s = 2 * sqrtf(1 + m.m10 - m.m0 - m.m5);
  return {(m.m8 + m.m2) / s, (m.m6 + m.m9) / s, s / 4, (m.m1 - m.m4) / s};
}
RMAPI Quaternion QuaternionFromEuler(float pitch, float yaw, float roll) {
  return QuaternionMultiply(QuaternionFromAxisAngle({0, 0, 1}, roll),
                            QuaternionMultiply(QuaternionFromAxisAngle({0, 1, 0}, yaw), QuaternionFromAxisAngle({1, 0, 0}, pitch)));
}
RMAPI Vector3 QuaternionToEuler(Quaternion q) {
  return {atan2f(2 * (q.w * q.x + q.y * q.z), 1 - 2 * (q.x * q.x + q.y * q.y)), asinf(Clamp(2 * (q.w * q.y - q.z * q.x), -1, 1)),
          atan2f(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z))};
}
RMAPI Quaternion QuaternionTransform(Quaternion q, Matrix m) {
  return {m.m0 * q.x + m.m4 * q.y + m.m8 * q.z + m.m12 * q.w, m.m1 * q.x + m.m5 * q.y + m.m9 * q.z + m.m13 * q.w,
          m.m2 * q.x + m.m6 * q.y + m.m10 * q.z + m.m14 * q.w, m.m3 * q.x + m.m7 * q.y + m.m11 * q.z + m.m15 * q.w};
}
RMAPI int QuaternionEquals(Quaternion a, Quaternion b) { return fabsf(Vector4DotProduct(a, b)) > 1 - EPSILON; }
RMAPI Vector3 Vector3Unproject(Vector3 source, Matrix projection, Matrix view) {
  Quaternion q = QuaternionTransform({source.x, source.y, source.z, 1}, MatrixInvert(MatrixMultiply(view, projection)));
  return {q.x / q.w, q.y / q.w, q.z / q.w};
}

// ── Operators ─────────────────────────────────────────────────────────────────────────────────────────────────────
RMAPI Vector2 operator+(Vector2 a, Vector2 b) { return Vector2Add(a, b); }
RMAPI Vector2 operator-(Vector2 a, Vector2 b) { return Vector2Subtract(a, b); }
RMAPI Vector2 operator-(Vector2 v) { return Vector2Negate(v); }
RMAPI Vector2 operator*(Vector2 v, float s) { return Vector2Scale(v, s); }
RMAPI Vector2 operator*(float s, Vector2 v) { return Vector2Scale(v, s); }
RMAPI Vector2 operator*(Vector2 a, Vector2 b) { return Vector2Multiply(a, b); }
RMAPI Vector2 operator/(Vector2 v, float s) { return Vector2Scale(v, 1 / s); }
RMAPI Vector2& operator+=(Vector2& a, Vector2 b) { return a = Vector2Add(a, b); }
RMAPI Vector2& operator-=(Vector2& a, Vector2 b) { return a = Vector2Subtract(a, b); }
RMAPI Vector2& operator*=(Vector2& a, float s) { return a = Vector2Scale(a, s); }
RMAPI Vector2& operator/=(Vector2& a, float s) { return a = Vector2Scale(a, 1 / s); }
RMAPI bool operator==(Vector2 a, Vector2 b) { return a.x == b.x && a.y == b.y; }
RMAPI Vector3 operator+(Vector3 a, Vector3 b) { return Vector3Add(a, b); }
RMAPI Vector3 operator-(Vector3 a, Vector3 b) { return Vector3Subtract(a, b); }
RMAPI Vector3 operator-(Vector3 v) { return Vector3Negate(v); }
RMAPI Vector3 operator*(Vector3 v, float s) { return Vector3Scale(v, s); }
RMAPI Vector3 operator*(float s, Vector3 v) { return Vector3Scale(v, s); }
RMAPI Vector3 operator*(Vector3 a, Vector3 b) { return Vector3Multiply(a, b); }
RMAPI Vector3 operator*(Vector3 v, Matrix m) { return Vector3Transform(v, m); }
RMAPI Vector3 operator/(Vector3 v, float s) { return Vector3Scale(v, 1 / s); }
RMAPI Vector3& operator+=(Vector3& a, Vector3 b) { return a = Vector3Add(a, b); }
RMAPI Vector3& operator-=(Vector3& a, Vector3 b) { return a = Vector3Subtract(a, b); }
RMAPI Vector3& operator*=(Vector3& a, float s) { return a = Vector3Scale(a, s); }
RMAPI Vector3& operator/=(Vector3& a, float s) { return a = Vector3Scale(a, 1 / s); }
RMAPI bool operator==(Vector3 a, Vector3 b) { return a.x == b.x && a.y == b.y && a.z == b.z; }
RMAPI Matrix operator*(Matrix first, Matrix then) { return MatrixMultiply(first, then); }
RMAPI bool operator==(Color a, Color b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }
