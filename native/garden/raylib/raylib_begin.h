// raylib.h for C++: raylib 5.5's declarations as the PyPI package raylib_dynamic ships them (zlib/libpng licence,
// Copyright (c) 2013-2024 Ramon Santamaria (@raysan5)), with the definitions that package leaves out put back.
#pragma once
#ifndef RAYLIB_H
#define RAYLIB_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define RAYLIB_VERSION_MAJOR 5
#define RAYLIB_VERSION_MINOR 5
#define RAYLIB_VERSION_PATCH 0
#define RAYLIB_VERSION "5.5"
#define RLAPI
#ifndef PI
#define PI 3.14159265358979323846f
#endif
#define DEG2RAD (PI / 180.0f)
#define RAD2DEG (180.0f / PI)
#define CLITERAL(type) type
#ifdef __cplusplus
extern "C" {
#endif
