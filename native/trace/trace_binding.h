#pragma once

#include <napi.h>

namespace dyno {

/** Adds `trace` to the exports: see trace.d.ts. */
void init_trace(Napi::Env env, Napi::Object exports);

}  // namespace dyno
