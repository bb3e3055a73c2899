// rlgl.h: the declarations of raylib 5.5's OpenGL layer, as the shared library exports them, without its documentation.
// After rlgl, Copyright (c) 2014-2024 Ramon Santamaria (@raysan5), zlib/libpng licence; reduced to an interface here.
#pragma once
#include "raylib.h"

#define RLGL_VERSION "5.0"
#define RL_DEFAULT_BATCH_BUFFER_ELEMENTS 8192
#define RL_MAX_MATRIX_STACK_SIZE 32
#define RL_TEXTURE_WRAP_S 0x2802
#define RL_TEXTURE_WRAP_T 0x2803
#define RL_TEXTURE_MAG_FILTER 0x2800
#define RL_TEXTURE_MIN_FILTER 0x2801
#define RL_TEXTURE_FILTER_NEAREST 0x2600
#define RL_TEXTURE_FILTER_LINEAR 0x2601
#define RL_TEXTURE_FILTER_MIP_NEAREST 0x2700
#define RL_TEXTURE_FILTER_NEAREST_MIP_LINEAR 0x2702
#define RL_TEXTURE_FILTER_LINEAR_MIP_NEAREST 0x2701
#define RL_TEXTURE_FILTER_MIP_LINEAR 0x2703
#define RL_TEXTURE_WRAP_REPEAT 0x2901
#define RL_TEXTURE_WRAP_CLAMP 0x812F
#define RL_TEXTURE_WRAP_MIRROR_REPEAT 0x8370
#define RL_MODELVIEW 0x1700
#define RL_PROJECTION 0x1701
#define RL_TEXTURE 0x1702
#define RL_LINES 0x0001
#define RL_TRIANGLES 0x0004
#define RL_QUADS 0x0007
#define RL_UNSIGNED_BYTE 0x1401
#define RL_FLOAT 0x1406
#define RL_STREAM_DRAW 0x88E0
#define RL_STATIC_DRAW 0x88E4
#define RL_DYNAMIC_DRAW 0x88E8
#define RL_FRAGMENT_SHADER 0x8B30
#define RL_VERTEX_SHADER 0x8B31
#define RL_ZERO 0
#define RL_ONE 1
#define RL_SRC_COLOR 0x0300
#define RL_ONE_MINUS_SRC_COLOR 0x0301
#define RL_SRC_ALPHA 0x0302
#define RL_ONE_MINUS_SRC_ALPHA 0x0303
#define RL_DST_ALPHA 0x0304
#define RL_ONE_MINUS_DST_ALPHA 0x0305
#define RL_DST_COLOR 0x0306
#define RL_ONE_MINUS_DST_COLOR 0x0307
#define RL_FUNC_ADD 0x8006
#define RL_MIN 0x8007
#define RL_MAX 0x8008
#define RL_FUNC_SUBTRACT 0x800A
#define RL_FUNC_REVERSE_SUBTRACT 0x800B
#define RL_READ_FRAMEBUFFER 0x8CA8
#define RL_DRAW_FRAMEBUFFER 0x8CA9
#define RL_CULL_DISTANCE_NEAR 0.01
#define RL_CULL_DISTANCE_FAR 1000.0

#ifdef __cplusplus
extern "C" {
#endif
typedef struct rlVertexBuffer { int elementCount; float *vertices; float *texcoords; float *normals; unsigned char
    *colors; unsigned int *indices; unsigned int vaoId; unsigned int vboId[5]; } rlVertexBuffer;
typedef struct rlDrawCall { int mode; int vertexCount; int vertexAlignment; unsigned int textureId; } rlDrawCall;
typedef struct rlRenderBatch { int bufferCount; int currentBuffer; rlVertexBuffer *vertexBuffer; rlDrawCall *draws;
    int drawCounter; float currentDepth; } rlRenderBatch;
typedef enum { RL_OPENGL_11 = 1, RL_OPENGL_21, RL_OPENGL_33, RL_OPENGL_43, RL_OPENGL_ES_20, RL_OPENGL_ES_30 }
    rlGlVersion;
typedef enum { RL_LOG_ALL = 0, RL_LOG_TRACE, RL_LOG_DEBUG, RL_LOG_INFO, RL_LOG_WARNING, RL_LOG_ERROR, RL_LOG_FATAL,
    RL_LOG_NONE } rlTraceLogLevel;
typedef enum { RL_PIXELFORMAT_UNCOMPRESSED_GRAYSCALE = 1, RL_PIXELFORMAT_UNCOMPRESSED_GRAY_ALPHA,
    RL_PIXELFORMAT_UNCOMPRESSED_R5G6B5, RL_PIXELFORMAT_UNCOMPRESSED_R8G8B8, RL_PIXELFORMAT_UNCOMPRESSED_R5G5B5A1,
    RL_PIXELFORMAT_UNCOMPRESSED_R4G4B4A4, RL_PIXELFORMAT_UNCOMPRESSED_R8G8B8A8, RL_PIXELFORMAT_UNCOMPRESSED_R32,
    RL_PIXELFORMAT_UNCOMPRESSED_R32G32B32, RL_PIXELFORMAT_UNCOMPRESSED_R32G32B32A32, RL_PIXELFORMAT_UNCOMPRESSED_R16,
    RL_PIXELFORMAT_UNCOMPRESSED_R16G16B16, RL_PIXELFORMAT_UNCOMPRESSED_R16G16B16A16,
    RL_PIXELFORMAT_COMPRESSED_DXT1_RGB, RL_PIXELFORMAT_COMPRESSED_DXT1_RGBA, RL_PIXELFORMAT_COMPRESSED_DXT3_RGBA,
    RL_PIXELFORMAT_COMPRESSED_DXT5_RGBA, RL_PIXELFORMAT_COMPRESSED_ETC1_RGB, RL_PIXELFORMAT_COMPRESSED_ETC2_RGB,
    RL_PIXELFORMAT_COMPRESSED_ETC2_EAC_RGBA, RL_PIXELFORMAT_COMPRESSED_PVRT_RGB, RL_PIXELFORMAT_COMPRESSED_PVRT_RGBA,
    RL_PIXELFORMAT_COMPRESSED_ASTC_4x4_RGBA, RL_PIXELFORMAT_COMPRESSED_ASTC_8x8_RGBA } rlPixelFormat;
typedef enum { RL_TEXTURE_FILTER_POINT = 0, RL_TEXTURE_FILTER_BILINEAR, RL_TEXTURE_FILTER_TRILINEAR,
    RL_TEXTURE_FILTER_ANISOTROPIC_4X, RL_TEXTURE_FILTER_ANISOTROPIC_8X, RL_TEXTURE_FILTER_ANISOTROPIC_16X, }
    rlTextureFilter;
typedef enum { RL_BLEND_ALPHA = 0, RL_BLEND_ADDITIVE, RL_BLEND_MULTIPLIED, RL_BLEND_ADD_COLORS,
    RL_BLEND_SUBTRACT_COLORS, RL_BLEND_ALPHA_PREMULTIPLY, RL_BLEND_CUSTOM, RL_BLEND_CUSTOM_SEPARATE } rlBlendMode;
typedef enum { RL_SHADER_LOC_VERTEX_POSITION = 0, RL_SHADER_LOC_VERTEX_TEXCOORD01, RL_SHADER_LOC_VERTEX_TEXCOORD02,
    RL_SHADER_LOC_VERTEX_NORMAL, RL_SHADER_LOC_VERTEX_TANGENT, RL_SHADER_LOC_VERTEX_COLOR, RL_SHADER_LOC_MATRIX_MVP,
    RL_SHADER_LOC_MATRIX_VIEW, RL_SHADER_LOC_MATRIX_PROJECTION, RL_SHADER_LOC_MATRIX_MODEL,
    RL_SHADER_LOC_MATRIX_NORMAL, RL_SHADER_LOC_VECTOR_VIEW, RL_SHADER_LOC_COLOR_DIFFUSE, RL_SHADER_LOC_COLOR_SPECULAR,
    RL_SHADER_LOC_COLOR_AMBIENT, RL_SHADER_LOC_MAP_ALBEDO, RL_SHADER_LOC_MAP_METALNESS, RL_SHADER_LOC_MAP_NORMAL,
    RL_SHADER_LOC_MAP_ROUGHNESS, RL_SHADER_LOC_MAP_OCCLUSION, RL_SHADER_LOC_MAP_EMISSION, RL_SHADER_LOC_MAP_HEIGHT,
    RL_SHADER_LOC_MAP_CUBEMAP, RL_SHADER_LOC_MAP_IRRADIANCE, RL_SHADER_LOC_MAP_PREFILTER, RL_SHADER_LOC_MAP_BRDF }
    rlShaderLocationIndex;
typedef enum { RL_SHADER_UNIFORM_FLOAT = 0, RL_SHADER_UNIFORM_VEC2, RL_SHADER_UNIFORM_VEC3, RL_SHADER_UNIFORM_VEC4,
    RL_SHADER_UNIFORM_INT, RL_SHADER_UNIFORM_IVEC2, RL_SHADER_UNIFORM_IVEC3, RL_SHADER_UNIFORM_IVEC4,
    RL_SHADER_UNIFORM_UINT, RL_SHADER_UNIFORM_UIVEC2, RL_SHADER_UNIFORM_UIVEC3, RL_SHADER_UNIFORM_UIVEC4,
    RL_SHADER_UNIFORM_SAMPLER2D } rlShaderUniformDataType;
typedef enum { RL_SHADER_ATTRIB_FLOAT = 0, RL_SHADER_ATTRIB_VEC2, RL_SHADER_ATTRIB_VEC3, RL_SHADER_ATTRIB_VEC4 }
    rlShaderAttributeDataType;
typedef enum { RL_ATTACHMENT_COLOR_CHANNEL0 = 0, RL_ATTACHMENT_COLOR_CHANNEL1 = 1, RL_ATTACHMENT_COLOR_CHANNEL2 = 2,
    RL_ATTACHMENT_COLOR_CHANNEL3 = 3, RL_ATTACHMENT_COLOR_CHANNEL4 = 4, RL_ATTACHMENT_COLOR_CHANNEL5 = 5,
    RL_ATTACHMENT_COLOR_CHANNEL6 = 6, RL_ATTACHMENT_COLOR_CHANNEL7 = 7, RL_ATTACHMENT_DEPTH = 100,
    RL_ATTACHMENT_STENCIL = 200, } rlFramebufferAttachType;
typedef enum { RL_ATTACHMENT_CUBEMAP_POSITIVE_X = 0, RL_ATTACHMENT_CUBEMAP_NEGATIVE_X = 1,
    RL_ATTACHMENT_CUBEMAP_POSITIVE_Y = 2, RL_ATTACHMENT_CUBEMAP_NEGATIVE_Y = 3, RL_ATTACHMENT_CUBEMAP_POSITIVE_Z = 4,
    RL_ATTACHMENT_CUBEMAP_NEGATIVE_Z = 5, RL_ATTACHMENT_TEXTURE2D = 100, RL_ATTACHMENT_RENDERBUFFER = 200, }
    rlFramebufferAttachTextureType;
typedef enum { RL_CULL_FACE_FRONT = 0, RL_CULL_FACE_BACK } rlCullMode;
void rlMatrixMode(int mode);
void rlPushMatrix(void);
void rlPopMatrix(void);
void rlLoadIdentity(void);
void rlTranslatef(float x, float y, float z);
void rlRotatef(float angle, float x, float y, float z);
void rlScalef(float x, float y, float z);
void rlMultMatrixf(const float *matf);
void rlFrustum(double left, double right, double bottom, double top, double znear, double zfar);
void rlOrtho(double left, double right, double bottom, double top, double znear, double zfar);
void rlViewport(int x, int y, int width, int height);
void rlSetClipPlanes(double nearPlane, double farPlane);
double rlGetCullDistanceNear(void);
double rlGetCullDistanceFar(void);
void rlBegin(int mode);
void rlEnd(void);
void rlVertex2i(int x, int y);
void rlVertex2f(float x, float y);
void rlVertex3f(float x, float y, float z);
void rlTexCoord2f(float x, float y);
void rlNormal3f(float x, float y, float z);
void rlColor4ub(unsigned char r, unsigned char g, unsigned char b, unsigned char a);
void rlColor3f(float x, float y, float z);
void rlColor4f(float x, float y, float z, float w);
bool rlEnableVertexArray(unsigned int vaoId);
void rlDisableVertexArray(void);
void rlEnableVertexBuffer(unsigned int id);
void rlDisableVertexBuffer(void);
void rlEnableVertexBufferElement(unsigned int id);
void rlDisableVertexBufferElement(void);
void rlEnableVertexAttribute(unsigned int index);
void rlDisableVertexAttribute(unsigned int index);
void rlActiveTextureSlot(int slot);
void rlEnableTexture(unsigned int id);
void rlDisableTexture(void);
void rlEnableTextureCubemap(unsigned int id);
void rlDisableTextureCubemap(void);
void rlTextureParameters(unsigned int id, int param, int value);
void rlCubemapParameters(unsigned int id, int param, int value);
void rlEnableShader(unsigned int id);
void rlDisableShader(void);
void rlEnableFramebuffer(unsigned int id);
void rlDisableFramebuffer(void);
unsigned int rlGetActiveFramebuffer(void);
void rlActiveDrawBuffers(int count);
void rlBlitFramebuffer(int srcX, int srcY, int srcWidth, int srcHeight, int dstX, int dstY, int dstWidth, int dstHeight, int bufferMask);
void rlBindFramebuffer(unsigned int target, unsigned int framebuffer);
void rlEnableColorBlend(void);
void rlDisableColorBlend(void);
void rlEnableDepthTest(void);
void rlDisableDepthTest(void);
void rlEnableDepthMask(void);
void rlDisableDepthMask(void);
void rlEnableBackfaceCulling(void);
void rlDisableBackfaceCulling(void);
void rlColorMask(bool r, bool g, bool b, bool a);
void rlSetCullFace(int mode);
void rlEnableScissorTest(void);
void rlDisableScissorTest(void);
void rlScissor(int x, int y, int width, int height);
void rlEnableWireMode(void);
void rlEnablePointMode(void);
void rlDisableWireMode(void);
void rlSetLineWidth(float width);
float rlGetLineWidth(void);
void rlEnableSmoothLines(void);
void rlDisableSmoothLines(void);
void rlEnableStereoRender(void);
void rlDisableStereoRender(void);
bool rlIsStereoRenderEnabled(void);
void rlClearColor(unsigned char r, unsigned char g, unsigned char b, unsigned char a);
void rlClearScreenBuffers(void);
void rlCheckErrors(void);
void rlSetBlendMode(int mode);
void rlSetBlendFactors(int glSrcFactor, int glDstFactor, int glEquation);
void rlSetBlendFactorsSeparate(int glSrcRGB, int glDstRGB, int glSrcAlpha, int glDstAlpha, int glEqRGB, int glEqAlpha);
void rlglInit(int width, int height);
void rlglClose(void);
void rlLoadExtensions(void *loader);
int rlGetVersion(void);
void rlSetFramebufferWidth(int width);
int rlGetFramebufferWidth(void);
void rlSetFramebufferHeight(int height);
int rlGetFramebufferHeight(void);
unsigned int rlGetTextureIdDefault(void);
unsigned int rlGetShaderIdDefault(void);
int *rlGetShaderLocsDefault(void);
rlRenderBatch rlLoadRenderBatch(int numBuffers, int bufferElements);
void rlUnloadRenderBatch(rlRenderBatch batch);
void rlDrawRenderBatch(rlRenderBatch *batch);
void rlSetRenderBatchActive(rlRenderBatch *batch);
void rlDrawRenderBatchActive(void);
bool rlCheckRenderBatchLimit(int vCount);
void rlSetTexture(unsigned int id);
unsigned int rlLoadVertexArray(void);
unsigned int rlLoadVertexBuffer(const void *buffer, int size, bool dynamic);
unsigned int rlLoadVertexBufferElement(const void *buffer, int size, bool dynamic);
void rlUpdateVertexBuffer(unsigned int bufferId, const void *data, int dataSize, int offset);
void rlUpdateVertexBufferElements(unsigned int id, const void *data, int dataSize, int offset);
void rlUnloadVertexArray(unsigned int vaoId);
void rlUnloadVertexBuffer(unsigned int vboId);
void rlSetVertexAttribute(unsigned int index, int compSize, int type, bool normalized, int stride, int offset);
void rlSetVertexAttributeDivisor(unsigned int index, int divisor);
void rlSetVertexAttributeDefault(int locIndex, const void *value, int attribType, int count);
void rlDrawVertexArray(int offset, int count);
void rlDrawVertexArrayElements(int offset, int count, const void *buffer);
void rlDrawVertexArrayInstanced(int offset, int count, int instances);
void rlDrawVertexArrayElementsInstanced(int offset, int count, const void *buffer, int instances);
unsigned int rlLoadTexture(const void *data, int width, int height, int format, int mipmapCount);
unsigned int rlLoadTextureDepth(int width, int height, bool useRenderBuffer);
unsigned int rlLoadTextureCubemap(const void *data, int size, int format, int mipmapCount);
void rlUpdateTexture(unsigned int id, int offsetX, int offsetY, int width, int height, int format, const void *data);
void rlGetGlTextureFormats(int format, unsigned int *glInternalFormat, unsigned int *glFormat, unsigned int *glType);
const char *rlGetPixelFormatName(unsigned int format);
void rlUnloadTexture(unsigned int id);
void rlGenTextureMipmaps(unsigned int id, int width, int height, int format, int *mipmaps);
void *rlReadTexturePixels(unsigned int id, int width, int height, int format);
unsigned char *rlReadScreenPixels(int width, int height);
unsigned int rlLoadFramebuffer(void);
void rlFramebufferAttach(unsigned int fboId, unsigned int texId, int attachType, int texType, int mipLevel);
bool rlFramebufferComplete(unsigned int id);
void rlUnloadFramebuffer(unsigned int id);
unsigned int rlLoadShaderCode(const char *vsCode, const char *fsCode);
unsigned int rlCompileShader(const char *shaderCode, int type);
unsigned int rlLoadShaderProgram(unsigned int vShaderId, unsigned int fShaderId);
void rlUnloadShaderProgram(unsigned int id);
int rlGetLocationUniform(unsigned int shaderId, const char *uniformName);
int rlGetLocationAttrib(unsigned int shaderId, const char *attribName);
void rlSetUniform(int locIndex, const void *value, int uniformType, int count);
void rlSetUniformMatrix(int locIndex, Matrix mat);
void rlSetUniformMatrices(int locIndex, const Matrix *mat, int count);
void rlSetUniformSampler(int locIndex, unsigned int textureId);
void rlSetShader(unsigned int id, int *locs);
unsigned int rlLoadComputeShaderProgram(unsigned int shaderId);
void rlComputeShaderDispatch(unsigned int groupX, unsigned int groupY, unsigned int groupZ);
unsigned int rlLoadShaderBuffer(unsigned int size, const void *data, int usageHint);
void rlUnloadShaderBuffer(unsigned int ssboId);
void rlUpdateShaderBuffer(unsigned int id, const void *data, unsigned int dataSize, unsigned int offset);
void rlBindShaderBuffer(unsigned int id, unsigned int index);
void rlReadShaderBuffer(unsigned int id, void *dest, unsigned int count, unsigned int offset);
void rlCopyShaderBuffer(unsigned int destId, unsigned int srcId, unsigned int destOffset, unsigned int srcOffset, unsigned int count);
unsigned int rlGetShaderBufferSize(unsigned int id);
void rlBindImageTexture(unsigned int id, unsigned int index, int format, bool readonly);
Matrix rlGetMatrixModelview(void);
Matrix rlGetMatrixProjection(void);
Matrix rlGetMatrixTransform(void);
Matrix rlGetMatrixProjectionStereo(int eye);
Matrix rlGetMatrixViewOffsetStereo(int eye);
void rlSetMatrixProjection(Matrix proj);
void rlSetMatrixModelview(Matrix view);
void rlSetMatrixProjectionStereo(Matrix right, Matrix left);
void rlSetMatrixViewOffsetStereo(Matrix right, Matrix left);
void rlLoadDrawCube(void);
void rlLoadDrawQuad(void);
#ifdef __cplusplus
}
#endif
