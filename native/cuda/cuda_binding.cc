#include "cuda/cuda_binding.h"

#include <cstdlib>

#include "cuda/from_js.h"
#include "cuda/handles.h"

namespace dyno {

namespace {

using cuda::Driver;
using Info = Napi::CallbackInfo;

std::vector<std::string> libraries() {
  const char* named = std::getenv("DYNO_CUDA_LIBRARY");
  if (named != nullptr && *named != '\0') return {named};
#ifdef _WIN32
  return {"nvcuda.dll"};
#else
  // The last is where the driver of a Windows host appears under WSL.
  return {"libcuda.so.1", "libcuda.so", "/usr/lib/wsl/lib/libcuda.so.1"};
#endif
}

Napi::Object js_of_device(Napi::Env env, const cuda::DeviceInfo& info) {
  Napi::Object out = Napi::Object::New(env);
  out.Set("ordinal", info.ordinal);
  out.Set("name", info.name);
  out.Set("uuid", info.uuid);
  out.Set("major", info.major);
  out.Set("minor", info.minor);
  out.Set("memoryBytes", static_cast<double>(info.memory_bytes));
  out.Set("multiprocessors", info.multiprocessors);
  out.Set("clockKHz", info.clock_khz);
  out.Set("memoryClockKHz", info.memory_clock_khz);
  out.Set("memoryBusBits", info.memory_bus_bits);
  out.Set("l2Bytes", info.l2_bytes);
  out.Set("maxThreadsPerBlock", info.max_threads_per_block);
  out.Set("sharedBytesPerBlock", info.shared_bytes_per_block);
  out.Set("isIntegrated", info.is_integrated);
  out.Set("hasEcc", info.has_ecc);
  out.Set("hasTimeLimit", info.has_time_limit);
  return out;
}

Napi::Object js_of_driver(Napi::Env env, std::shared_ptr<const Driver> driver) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("path", driver->path());
  object.Set("version", driver->version());
  object.Set("isStandIn", driver->is_stand_in());
  Napi::Array missing = Napi::Array::New(env);
  for (const std::string& name : driver->missing()) missing.Set(missing.Length(), name);
  object.Set("missing", missing);
  cuda::method(object, "devices", [driver](const Info& info) {
    Napi::Array out = Napi::Array::New(info.Env());
    for (const cuda::DeviceInfo& device : cuda::list_devices(*driver))
      out.Set(out.Length(), js_of_device(info.Env(), device));
    return out;
  });
  cuda::method(object, "createContext", [driver](const Info& info) {
    const int ordinal = static_cast<int>(cuda::integer_of(info[0], "a card’s number", 0, 1023));
    return cuda::js_of(info.Env(), std::make_shared<cuda::Context>(driver, ordinal));
  });
  return object;
}

}  // namespace

void init_cuda(Napi::Env env, Napi::Object exports) {
  Napi::Object cuda = Napi::Object::New(env);
  cuda::method(cuda, "open",
               [](const Info& info) { return js_of_driver(info.Env(), std::make_shared<Driver>(libraries())); });
  exports.Set("cuda", cuda);
}

}  // namespace dyno
