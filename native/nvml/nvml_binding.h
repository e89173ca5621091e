#pragma once

#include <napi.h>

namespace dyno {

/** Adds what nvml.d.ts describes. */
void init_nvml(Napi::Env env, Napi::Object exports);

}  // namespace dyno
