#include "nvml/nvml_binding.h"

#include "coded_error.h"
#include "nvml/nvml_library.h"

namespace dyno {

namespace {

Napi::Value library_path(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value { return Napi::String::New(env, open_nvml_library().path()); });
}

}  // namespace

void init_nvml(Napi::Env env, Napi::Object exports) {
  Napi::Object nvml = Napi::Object::New(env);
  nvml.Set("libraryPath", Napi::Function::New(env, library_path, "libraryPath"));
  exports.Set("nvml", nvml);
}

}  // namespace dyno
