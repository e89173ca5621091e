#pragma once

#include <napi.h>

namespace dyno {

/** Adds what cuda.d.ts describes. */
void init_cuda(Napi::Env env, Napi::Object exports);

}  // namespace dyno
