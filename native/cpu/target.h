#pragma once

/*
 * From DYNO_TARGET_BEGIN to DYNO_TARGET_END functions are compiled for more than the rest of the program: chosen only
 * after the processor was asked. Headers come before, so that nothing shared is compiled with it.
 */
#define DYNO_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define DYNO_TARGET_BEGIN(what) \
  DYNO_PRAGMA(clang attribute push(__attribute__((target(what))), apply_to = function))
#define DYNO_TARGET_END _Pragma("clang attribute pop")
#elif defined(__GNUC__)
#define DYNO_TARGET_BEGIN(what) _Pragma("GCC push_options") DYNO_PRAGMA(GCC target(what))
#define DYNO_TARGET_END _Pragma("GCC pop_options")
#else
#define DYNO_TARGET_BEGIN(what)
#define DYNO_TARGET_END
#endif
