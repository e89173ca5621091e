#pragma once

#include "cuda/resources.h"
#include "cuda/wrapped.h"

namespace dyno::cuda {

#define DYNO_CUDA_TAG(TYPE, NAME, NUMBER)                                                   \
  template <>                                                                               \
  struct Tag<TYPE> {                                                                        \
    static constexpr const char* name = NAME;                                               \
    static constexpr napi_type_tag tag = {0x64796e6f63756461ull, 0x9f3b5a1c00000000ull + NUMBER}; \
  }

DYNO_CUDA_TAG(DeviceMemory, "memory on the card", 1);
DYNO_CUDA_TAG(PinnedMemory, "pinned memory", 2);
DYNO_CUDA_TAG(Stream, "stream", 3);
DYNO_CUDA_TAG(Event, "event", 4);
DYNO_CUDA_TAG(Module, "module", 5);
DYNO_CUDA_TAG(Function, "kernel", 6);
DYNO_CUDA_TAG(Graph, "graph", 7);
DYNO_CUDA_TAG(Context, "context", 8);

#undef DYNO_CUDA_TAG

/** The JS object that cuda.d.ts describes for it. */
Napi::Object js_of(Napi::Env env, std::shared_ptr<DeviceMemory> memory);
Napi::Object js_of(Napi::Env env, std::shared_ptr<PinnedMemory> memory);
Napi::Object js_of(Napi::Env env, std::shared_ptr<Stream> stream);
Napi::Object js_of(Napi::Env env, std::shared_ptr<Event> event);
Napi::Object js_of(Napi::Env env, std::shared_ptr<Module> module);
Napi::Object js_of(Napi::Env env, std::shared_ptr<Function> function);
Napi::Object js_of(Napi::Env env, std::shared_ptr<Graph> graph);
Napi::Object js_of(Napi::Env env, std::shared_ptr<Context> context);

}  // namespace dyno::cuda
