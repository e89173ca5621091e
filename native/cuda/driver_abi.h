// The part of CUDA's driver interface that Dyno uses, declared here so that the addon builds without the CUDA toolkit.
// These types and numbers have been the same since CUDA 11.0; stand_ins/cuda/abi_check.cc holds them against cuda.h.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef _WIN32
#define DYNO_CUDA_CALL __stdcall
#else
#define DYNO_CUDA_CALL
#endif

namespace dyno::cuda::abi {

using Result = int;
using Device = int;
using DevicePointer = unsigned long long;

struct ContextHandle;
struct ModuleHandle;
struct FunctionHandle;
struct StreamHandle;
struct EventHandle;
struct GraphHandle;
struct GraphExecHandle;

using Context = ContextHandle*;
using Module = ModuleHandle*;
using Function = FunctionHandle*;
using Stream = StreamHandle*;
using Event = EventHandle*;
using Graph = GraphHandle*;
using GraphExec = GraphExecHandle*;

struct Uuid {
  char bytes[16];
};

constexpr Result SUCCESS = 0;
constexpr Result ERROR_NO_DEVICE = 100;
constexpr Result ERROR_NOT_READY = 600;

// CUdevice_attribute
constexpr int MAX_THREADS_PER_BLOCK = 1;
constexpr int MAX_SHARED_MEMORY_PER_BLOCK = 8;
constexpr int CLOCK_RATE = 13;
constexpr int MULTIPROCESSOR_COUNT = 16;
constexpr int KERNEL_EXEC_TIMEOUT = 17;
constexpr int INTEGRATED = 18;
constexpr int ECC_ENABLED = 32;
constexpr int MEMORY_CLOCK_RATE = 36;
constexpr int GLOBAL_MEMORY_BUS_WIDTH = 37;
constexpr int L2_CACHE_SIZE = 38;
constexpr int COMPUTE_CAPABILITY_MAJOR = 75;
constexpr int COMPUTE_CAPABILITY_MINOR = 76;

// CUfunction_attribute
constexpr int FUNCTION_MAX_THREADS_PER_BLOCK = 0;
constexpr int FUNCTION_SHARED_SIZE_BYTES = 1;
constexpr int FUNCTION_LOCAL_SIZE_BYTES = 3;
constexpr int FUNCTION_NUM_REGS = 4;

// CUjit_option
constexpr int JIT_ERROR_LOG_BUFFER = 5;
constexpr int JIT_ERROR_LOG_BUFFER_SIZE_BYTES = 6;

constexpr unsigned STREAM_NON_BLOCKING = 1;
constexpr int STREAM_CAPTURE_MODE_THREAD_LOCAL = 1;

}  // namespace dyno::cuda::abi
