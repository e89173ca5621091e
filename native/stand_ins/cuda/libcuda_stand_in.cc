// A libcuda for tests: a card made of the processor, which runs Dyno's own kernels (kernel_registry) on host memory. It
// says by its name that it is none. Built with STAND_IN_OLD_DRIVER it lacks what drivers before CUDA 11.4 do, and graphs.
//
// DYNO_STAND_IN_CUDA scripts it, read by cuInit, parts separated by commas:
//   memory=BYTES         the card's memory (256 MiB)
//   devices=N            cards (1); with 0 cuInit says that there is none
//   capability=80        compute capability (8.0)
//   fail=FUNCTION:CODE@N the Nth call of the function fails with the code, once
//   lose=FUNCTION:CODE@N from the Nth call of the function on everything on the context fails with the code
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cuda_on_cpu.h"
#include "kernel_registry.h"

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

using Result = int;
using DevicePointer = unsigned long long;

constexpr Result SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100,
                 INVALID_DEVICE = 101, INVALID_CONTEXT = 201, INVALID_PTX = 218, INVALID_HANDLE = 400,
                 NOT_FOUND = 500, ILLEGAL_ADDRESS = 700;

struct Fault {
  std::string function;
  Result code = 0;
  int at = 0;
  bool stays = false;
};

struct Script {
  size_t memory = 256u << 20;
  int devices = 1;
  int capability = 80;
  std::vector<Fault> faults;
};

struct Module {
  std::set<std::string> names;
};

struct Function {
  std::string name;
  const stand_in::Kernel *kernel;
};

struct Graph {
  std::vector<std::function<Result()>> nodes;
};

struct Stream {
  std::unique_ptr<Graph> captured;
};

struct Event {
  std::chrono::steady_clock::time_point at{};
};

struct Context {
  int device = 0;
};

/** After every allocation, to tell at its end that a kernel wrote past it. */
constexpr size_t RED_ZONE = 256;
constexpr unsigned char RED = 0xa5;

struct State {
  Script script;
  bool is_initialised = false;
  std::map<std::string, int> calls;
  Result lost = SUCCESS;
  size_t used = 0;
  std::map<DevicePointer, size_t> memory;
  Context context;
  Context *current = nullptr;
  Stream default_stream;
};

Fault fault_of(const std::string &text, bool stays) {
  const size_t colon = text.find(':'), at = text.find('@');
  Fault fault{text.substr(0, colon), std::atoi(text.c_str() + colon + 1), 1, stays};
  if (at != std::string::npos) fault.at = std::atoi(text.c_str() + at + 1);
  return fault;
}

Script read_script() {
  Script script;
  const char *text = std::getenv("DYNO_STAND_IN_CUDA");
  std::string rest = text == nullptr ? "" : text;
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    const std::string part = rest.substr(0, comma);
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
    const size_t equals = part.find('=');
    const std::string key = part.substr(0, equals), value = part.substr(equals + 1);
    if (key == "memory") script.memory = std::strtoull(value.c_str(), nullptr, 10);
    if (key == "devices") script.devices = std::atoi(value.c_str());
    if (key == "capability") script.capability = std::atoi(value.c_str());
    if (key == "fail") script.faults.push_back(fault_of(value, false));
    if (key == "lose") script.faults.push_back(fault_of(value, true));
  }
  return script;
}

State &state() {
  static State *only = new State;
  return *only;
}

/** What a call answers before it does anything. */
Result enter(const char *function, bool needs_context = true) {
  State &now = state();
  const int call = ++now.calls[function];
  for (const Fault &fault : now.script.faults) {
    if (fault.function != function || call < fault.at) continue;
    if (fault.stays) now.lost = fault.code;
    else if (call == fault.at) return fault.code;
  }
  if (!now.is_initialised) return NOT_INITIALIZED;
  if (!needs_context) return SUCCESS;
  if (now.lost != SUCCESS) return now.lost;
  return now.current == nullptr ? INVALID_CONTEXT : SUCCESS;
}

#define ENTER(...)                                             \
  if (const Result early = enter(__VA_ARGS__); early != SUCCESS) return early

bool is_within(DevicePointer at, size_t bytes) {
  auto after = state().memory.upper_bound(at);
  if (after == state().memory.begin()) return false;
  const auto [start, length] = *--after;
  return at - start <= length && bytes <= length - (at - start);
}

bool is_whole(DevicePointer at, size_t bytes) {
  const unsigned char *zone = reinterpret_cast<const unsigned char *>(at) + bytes;
  return std::all_of(zone, zone + RED_ZONE, [](unsigned char byte) { return byte == RED; });
}

Result do_or_capture(Stream *stream, std::function<Result()> work) {
  if (stream != nullptr && stream->captured) {
    stream->captured->nodes.push_back(std::move(work));
    return SUCCESS;
  }
  return work();
}

const std::map<Result, std::pair<const char *, const char *>> ERRORS = {
    {INVALID_VALUE, {"CUDA_ERROR_INVALID_VALUE", "invalid argument"}},
    {OUT_OF_MEMORY, {"CUDA_ERROR_OUT_OF_MEMORY", "out of memory"}},
    {NOT_INITIALIZED, {"CUDA_ERROR_NOT_INITIALIZED", "initialization error"}},
    {46, {"CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA-capable device(s) is/are busy or unavailable"}},
    {NO_DEVICE, {"CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"}},
    {INVALID_DEVICE, {"CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"}},
    {INVALID_CONTEXT, {"CUDA_ERROR_INVALID_CONTEXT", "invalid device context"}},
    {INVALID_PTX, {"CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"}},
    {INVALID_HANDLE, {"CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"}},
    {NOT_FOUND, {"CUDA_ERROR_NOT_FOUND", "named symbol not found"}},
    {ILLEGAL_ADDRESS, {"CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"}},
    {719, {"CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"}},
};

}  // namespace

/** By this symbol the addon tells that it has no driver before it. */
extern "C" {
__attribute__((visibility("default"))) int dyno_stand_in = 1;
}

EXPORT Result cuInit(unsigned) {
  // Each opening starts the script afresh.
  State &now = state();
  now.script = read_script();
  now.calls.clear();
  if (now.lost != SUCCESS) {
    // With its context a card loses all that was on it.
    for (const auto &[at, bytes] : now.memory) std::free(reinterpret_cast<void *>(at));
    now.memory.clear();
    now.used = 0;
  }
  now.lost = SUCCESS;
  now.is_initialised = now.script.devices > 0;
  if (!now.is_initialised) return NO_DEVICE;
  return enter("cuInit", false);
}

EXPORT Result cuDriverGetVersion(int *version) {
#ifdef STAND_IN_OLD_DRIVER
  *version = 11000;
#else
  *version = 13000;
#endif
  return SUCCESS;
}

EXPORT Result cuGetErrorName(Result error, const char **name) {
  const auto found = ERRORS.find(error);
  *name = found == ERRORS.end() ? nullptr : found->second.first;
  return found == ERRORS.end() ? INVALID_VALUE : SUCCESS;
}

EXPORT Result cuGetErrorString(Result error, const char **words) {
  const auto found = ERRORS.find(error);
  *words = found == ERRORS.end() ? nullptr : found->second.second;
  return found == ERRORS.end() ? INVALID_VALUE : SUCCESS;
}

EXPORT Result cuDeviceGetCount(int *count) {
  ENTER("cuDeviceGetCount", false);
  *count = state().script.devices;
  return SUCCESS;
}

EXPORT Result cuDeviceGet(int *device, int ordinal) {
  ENTER("cuDeviceGet", false);
  if (ordinal < 0 || ordinal >= state().script.devices) return INVALID_DEVICE;
  *device = ordinal;
  return SUCCESS;
}

EXPORT Result cuDeviceGetName(char *name, int length, int) {
  ENTER("cuDeviceGetName", false);
  std::strncpy(name, "Dyno stand-in (this processor, no GPU)", length);
  return SUCCESS;
}

EXPORT Result cuDeviceGetUuid(void *uuid, int device) {
  ENTER("cuDeviceGetUuid", false);
  std::memset(uuid, 0xd0 + device, 16);
  return SUCCESS;
}

EXPORT Result cuDeviceTotalMem_v2(size_t *bytes, int) {
  ENTER("cuDeviceTotalMem", false);
  *bytes = state().script.memory;
  return SUCCESS;
}

EXPORT Result cuDeviceGetAttribute(int *value, int attribute, int) {
  ENTER("cuDeviceGetAttribute", false);
  switch (attribute) {
    case 1: *value = 1024; break;
    case 8: *value = 49152; break;
    case 13: *value = 1000000; break;
    case 16: *value = 2; break;
    case 36: *value = 1000000; break;
    case 37: *value = 64; break;
    case 38: *value = 65536; break;
    case 75: *value = state().script.capability / 10; break;
    case 76: *value = state().script.capability % 10; break;
    default: *value = 0;
  }
  return SUCCESS;
}

EXPORT Result cuDevicePrimaryCtxRetain(Context **context, int device) {
  ENTER("cuDevicePrimaryCtxRetain", false);
  state().context.device = device;
  *context = &state().context;
  return SUCCESS;
}

EXPORT Result cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }

EXPORT Result cuCtxSetCurrent(Context *context) {
  ENTER("cuCtxSetCurrent", false);
  state().current = context;
  return SUCCESS;
}

EXPORT Result cuCtxSynchronize() {
  ENTER("cuCtxSynchronize");
  return SUCCESS;
}

EXPORT Result cuMemGetInfo_v2(size_t *free, size_t *total) {
  ENTER("cuMemGetInfo");
  *total = state().script.memory;
  *free = *total - std::min(*total, state().used);
  return SUCCESS;
}

EXPORT Result cuModuleLoadDataEx(Module **module, const char *image, unsigned count, int *options, void **values) {
  ENTER("cuModuleLoadDataEx");
  const std::string text = image;
  auto made = std::make_unique<Module>();
  const std::string entry = ".entry ";
  for (size_t at = text.find(entry); at != std::string::npos; at = text.find(entry, at + 1)) {
    const size_t start = at + entry.size();
    made->names.insert(text.substr(start, text.find_first_of("( \n", start) - start));
  }
  if (text.find(".version") == std::string::npos || made->names.empty()) {
    for (unsigned i = 0; i < count; i++) {
      if (options[i] == 5) std::strcpy(static_cast<char *>(values[i]), "ptxas application ptx input, line 1; fatal : no PTX");
    }
    return INVALID_PTX;
  }
  *module = made.release();
  return SUCCESS;
}

EXPORT Result cuModuleUnload(Module *module) {
  ENTER("cuModuleUnload");
  delete module;
  return SUCCESS;
}

EXPORT Result cuModuleGetFunction(Function **function, Module *module, const char *name) {
  ENTER("cuModuleGetFunction");
  const stand_in::Kernel *kernel = stand_in::find_kernel(name);
  if (module->names.count(name) == 0 || kernel == nullptr) return NOT_FOUND;
  // Functions live as long as their module, here for ever: there are few.
  *function = new Function{name, kernel};
  return SUCCESS;
}

EXPORT Result cuFuncGetAttribute(int *value, int attribute, Function *) {
  ENTER("cuFuncGetAttribute");
  *value = attribute == 0 ? 1024 : 0;
  return SUCCESS;
}

EXPORT Result cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, Function *, int, size_t) {
  ENTER("cuOccupancyMaxActiveBlocksPerMultiprocessor");
  *blocks = 1;
  return SUCCESS;
}

EXPORT Result cuLaunchKernel(Function *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by,
                             unsigned bz, unsigned, Stream *stream, void **args, void **) {
  ENTER("cuLaunchKernel");
  if (gx * gy * gz == 0 || bx * by * bz == 0 || bx * by * bz > 1024) return INVALID_VALUE;
  // Arguments are read at the launch, as the driver does; a captured launch may run long after it.
  auto kept = std::make_shared<std::vector<uint64_t>>(function->kernel->sizes.size());
  for (size_t i = 0; i < kept->size(); i++) std::memcpy(&(*kept)[i], args[i], function->kernel->sizes[i]);
  return do_or_capture(stream, [=]() -> Result {
    std::vector<void *> pointers;
    for (uint64_t &value : *kept) pointers.push_back(&value);
    cuda_on_cpu::run_grid({gx, gy, gz}, {bx, by, bz}, [&] { function->kernel->run(pointers.data()); });
    // A kernel that wrote past its memory ruins the context, as an illegal address does.
    for (const auto &[at, bytes] : state().memory)
      if (!is_whole(at, bytes)) return state().lost = ILLEGAL_ADDRESS;
    return SUCCESS;
  });
}

EXPORT Result cuMemAlloc_v2(DevicePointer *at, size_t bytes) {
  ENTER("cuMemAlloc");
  State &now = state();
  if (bytes == 0) return INVALID_VALUE;
  if (now.used + bytes > now.script.memory) return OUT_OF_MEMORY;
  const size_t whole = (bytes + RED_ZONE + 511) / 256 * 256;
  void *memory = std::aligned_alloc(256, whole);
  if (memory == nullptr) return OUT_OF_MEMORY;
  std::memset(memory, 0xff, bytes);
  std::memset(static_cast<unsigned char *>(memory) + bytes, RED, whole - bytes);
  *at = reinterpret_cast<DevicePointer>(memory);
  now.memory[*at] = bytes;
  now.used += bytes;
  return SUCCESS;
}

EXPORT Result cuMemFree_v2(DevicePointer at) {
  ENTER("cuMemFree");
  const auto found = state().memory.find(at);
  if (found == state().memory.end()) return INVALID_VALUE;
  state().used -= found->second;
  std::free(reinterpret_cast<void *>(at));
  state().memory.erase(found);
  return SUCCESS;
}

EXPORT Result cuMemHostAlloc(void **memory, size_t bytes, unsigned) {
  ENTER("cuMemHostAlloc");
  *memory = std::malloc(bytes);
  return *memory == nullptr ? OUT_OF_MEMORY : SUCCESS;
}

EXPORT Result cuMemFreeHost(void *memory) {
  ENTER("cuMemFreeHost");
  std::free(memory);
  return SUCCESS;
}

EXPORT Result cuMemcpyHtoD_v2(DevicePointer to, const void *from, size_t bytes) {
  ENTER("cuMemcpyHtoD");
  if (!is_within(to, bytes)) return INVALID_VALUE;
  std::memcpy(reinterpret_cast<void *>(to), from, bytes);
  return SUCCESS;
}

EXPORT Result cuMemcpyDtoH_v2(void *to, DevicePointer from, size_t bytes) {
  ENTER("cuMemcpyDtoH");
  if (!is_within(from, bytes)) return INVALID_VALUE;
  std::memcpy(to, reinterpret_cast<const void *>(from), bytes);
  return SUCCESS;
}

EXPORT Result cuMemcpyHtoDAsync_v2(DevicePointer to, const void *from, size_t bytes, Stream *stream) {
  ENTER("cuMemcpyHtoDAsync");
  if (!is_within(to, bytes)) return INVALID_VALUE;
  return do_or_capture(stream, [=] { return std::memcpy(reinterpret_cast<void *>(to), from, bytes), SUCCESS; });
}

EXPORT Result cuMemcpyDtoHAsync_v2(void *to, DevicePointer from, size_t bytes, Stream *stream) {
  ENTER("cuMemcpyDtoHAsync");
  if (!is_within(from, bytes)) return INVALID_VALUE;
  return do_or_capture(stream, [=] { return std::memcpy(to, reinterpret_cast<const void *>(from), bytes), SUCCESS; });
}

EXPORT Result cuMemsetD8Async(DevicePointer at, unsigned char byte, size_t bytes, Stream *stream) {
  ENTER("cuMemsetD8Async");
  if (!is_within(at, bytes)) return INVALID_VALUE;
  return do_or_capture(stream, [=] { return std::memset(reinterpret_cast<void *>(at), byte, bytes), SUCCESS; });
}

EXPORT Result cuStreamCreate(Stream **stream, unsigned) {
  ENTER("cuStreamCreate");
  *stream = new Stream;
  return SUCCESS;
}

EXPORT Result cuStreamDestroy_v2(Stream *stream) {
  ENTER("cuStreamDestroy");
  delete stream;
  return SUCCESS;
}

EXPORT Result cuStreamSynchronize(Stream *) {
  ENTER("cuStreamSynchronize");
  return SUCCESS;
}

EXPORT Result cuEventCreate(Event **event, unsigned) {
  ENTER("cuEventCreate");
  *event = new Event;
  return SUCCESS;
}

EXPORT Result cuEventDestroy_v2(Event *event) {
  ENTER("cuEventDestroy");
  delete event;
  return SUCCESS;
}

EXPORT Result cuEventRecord(Event *event, Stream *) {
  ENTER("cuEventRecord");
  event->at = std::chrono::steady_clock::now();
  return SUCCESS;
}

EXPORT Result cuEventQuery(Event *) {
  ENTER("cuEventQuery");
  return SUCCESS;
}

EXPORT Result cuEventSynchronize(Event *) {
  ENTER("cuEventSynchronize");
  return SUCCESS;
}

EXPORT Result cuEventElapsedTime(float *ms, Event *start, Event *end) {
  ENTER("cuEventElapsedTime");
  *ms = std::chrono::duration<float, std::milli>(end->at - start->at).count();
  return SUCCESS;
}

#ifndef STAND_IN_OLD_DRIVER

EXPORT Result cuStreamBeginCapture_v2(Stream *stream, int) {
  ENTER("cuStreamBeginCapture");
  stream->captured = std::make_unique<Graph>();
  return SUCCESS;
}

EXPORT Result cuStreamEndCapture(Stream *stream, Graph **graph) {
  ENTER("cuStreamEndCapture");
  *graph = stream->captured.release();
  return *graph == nullptr ? INVALID_VALUE : SUCCESS;
}

EXPORT Result cuGraphInstantiateWithFlags(Graph **exec, Graph *graph, unsigned long long) {
  ENTER("cuGraphInstantiate");
  *exec = new Graph(*graph);
  return SUCCESS;
}

EXPORT Result cuGraphLaunch(Graph *exec, Stream *) {
  ENTER("cuGraphLaunch");
  for (const auto &node : exec->nodes)
    if (const Result result = node(); result != SUCCESS) return result;
  return SUCCESS;
}

EXPORT Result cuGraphExecDestroy(Graph *exec) {
  ENTER("cuGraphExecDestroy");
  delete exec;
  return SUCCESS;
}

EXPORT Result cuGraphDestroy(Graph *graph) {
  ENTER("cuGraphDestroy");
  delete graph;
  return SUCCESS;
}

#endif
