#pragma once

#include <napi.h>

namespace dyno {

/** Adds `cpu` to the exports: see cpu.d.ts. */
void init_cpu(Napi::Env env, Napi::Object exports);

}  // namespace dyno
