#include <napi.h>

#include "cpu/cpu_binding.h"
#include "cuda/cuda_binding.h"
#include "nvml/nvml_binding.h"
#include "pool/pool_binding.h"
#include "trace/trace_binding.h"

namespace {

// Raised with every change of what the addon offers, so that a build from another checkout is told apart.
constexpr const char* ADDON_VERSION = "0.1.0";

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("version", ADDON_VERSION);
  dyno::init_cpu(env, exports);
  dyno::init_cuda(env, exports);
  dyno::init_nvml(env, exports);
  dyno::init_pool(env, exports);
  dyno::init_trace(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(dyno_native, init)
