#pragma once

#include <napi.h>

namespace dyno {

/** Adds `pool` to the exports: see pool.d.ts. */
void init_pool(Napi::Env env, Napi::Object exports);

}  // namespace dyno
