// surface.cpp: drawing without a display, by EGL's surfaceless platform, which is loaded only when it is asked for.
#include "surface.h"

#include <dlfcn.h>
#include <rlgl.h>

namespace garden::engine {
namespace {

using Proc = void (*)();
constexpr int egl_none = 0x3038, egl_opengl_api = 0x30A2, egl_opengl_bit = 8, egl_renderable = 0x3040, egl_surface_type = 0x3033;
constexpr int egl_major = 0x3098, egl_minor = 0x30FB, egl_profile = 0x30FD, egl_core = 1, egl_surfaceless = 0x31DD;

Proc (*egl_get_proc)(const char*) = nullptr;
void* egl_proc(const char* name) { return (void*)egl_get_proc(name); }

}  // namespace

bool open_surface(string& problem) {
  void* library = dlopen("libEGL.so.1", RTLD_NOW | RTLD_GLOBAL);
  if (!library) { problem = "A picture without a window needs libEGL, which is not installed (libegl1, libgl1-mesa-dri)."; return false; }
  auto sym = [&](const char* name) { return dlsym(library, name); };
  egl_get_proc = (Proc(*)(const char*))sym("eglGetProcAddress");
  auto platform_display = (void* (*)(unsigned, void*, const int*))egl_proc("eglGetPlatformDisplayEXT");
  auto get_display = (void* (*)(void*))sym("eglGetDisplay");
  auto initialize = (unsigned (*)(void*, int*, int*))sym("eglInitialize");
  auto bind_api = (unsigned (*)(unsigned))sym("eglBindAPI");
  auto choose = (unsigned (*)(void*, const int*, void**, int, int*))sym("eglChooseConfig");
  auto create = (void* (*)(void*, void*, void*, const int*))sym("eglCreateContext");
  auto current = (unsigned (*)(void*, void*, void*, void*))sym("eglMakeCurrent");
  if (!egl_get_proc || !initialize || !bind_api || !choose || !create || !current) { problem = "libEGL lacks what a picture needs."; return false; }
  void* display = platform_display ? platform_display(egl_surfaceless, nullptr, nullptr) : nullptr;
  if (!display) display = get_display ? get_display(nullptr) : nullptr;
  if (!display || !initialize(display, nullptr, nullptr)) { problem = "EGL could not start: no driver for drawing without a window (libgl1-mesa-dri)."; return false; }
  bind_api(egl_opengl_api);
  const int wanted[] = {egl_renderable, egl_opengl_bit, egl_surface_type, 0, egl_none};
  void* config = nullptr;
  int count = 0;
  choose(display, wanted, &config, 1, &count);
  const int version[] = {egl_major, 3, egl_minor, 3, egl_profile, egl_core, egl_none};
  void* context = create(display, count ? config : nullptr, nullptr, version);
  if (!context || !current(display, nullptr, nullptr, context)) { problem = "EGL gave no OpenGL 3.3 context."; return false; }
  rlLoadExtensions((void*)egl_proc);
  rlglInit(canvas_w, canvas_h);
  engine().gpu = true;
  return true;
}

void close_surface() {
  if (!engine().gpu) return;
  rlglClose();
  engine().gpu = false;
}

bool save_picture(const string& path, int width, int height) {
  RenderTexture2D target = LoadRenderTexture(width, height);
  BeginTextureMode(target);
  ClearBackground(BLACK);
  draw_frame(width, height);
  EndTextureMode();
  Image picture = LoadImageFromTexture(target.texture);
  ImageFlipVertical(&picture);
  ImageFormat(&picture, PIXELFORMAT_UNCOMPRESSED_R8G8B8);    // what is behind a picture is nobody's business
  bool written = ExportImage(picture, path.c_str());
  UnloadImage(picture);
  UnloadRenderTexture(target);
  return written;
}

}  // namespace garden::engine
