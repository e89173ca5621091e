// Compiled, never linked, where CUDA's own header is at hand: what the addon declares of the driver's interface takes
// as many arguments, of the same sizes and kinds, as what cuda.h declares.
#include <cuda.h>

#include <type_traits>

#include "cuda/driver.h"

namespace {

using dyno::cuda::Driver;
using dyno::cuda::Entry;
namespace abi = dyno::cuda::abi;

template <typename Ours, typename Theirs>
constexpr bool alike() {
  return sizeof(Ours) == sizeof(Theirs) && std::is_pointer_v<Ours> == std::is_pointer_v<Theirs>;
}

template <typename... Ours, typename... Theirs>
constexpr bool takes_the_same(Entry<Ours...> Driver::*, CUresult (*)(Theirs...)) {
  if constexpr (sizeof...(Ours) == sizeof...(Theirs)) return (alike<Ours, Theirs>() && ...);
  return false;
}

#define CHECK(ENTRY, FUNCTION) static_assert(takes_the_same(&Driver::ENTRY, &FUNCTION), #FUNCTION)

CHECK(init, cuInit);
CHECK(driver_version, cuDriverGetVersion);
CHECK(error_name, cuGetErrorName);
CHECK(error_string, cuGetErrorString);
CHECK(device_count, cuDeviceGetCount);
CHECK(device_get, cuDeviceGet);
CHECK(device_name, cuDeviceGetName);
CHECK(device_uuid, cuDeviceGetUuid);
CHECK(device_memory, cuDeviceTotalMem);
CHECK(device_attribute, cuDeviceGetAttribute);
CHECK(context_retain, cuDevicePrimaryCtxRetain);
CHECK(context_release, cuDevicePrimaryCtxRelease);
CHECK(context_set_current, cuCtxSetCurrent);
CHECK(context_synchronize, cuCtxSynchronize);
CHECK(memory_info, cuMemGetInfo);
CHECK(module_load, cuModuleLoadDataEx);
CHECK(module_unload, cuModuleUnload);
CHECK(module_function, cuModuleGetFunction);
CHECK(function_attribute, cuFuncGetAttribute);
CHECK(function_occupancy, cuOccupancyMaxActiveBlocksPerMultiprocessor);
CHECK(launch, cuLaunchKernel);
CHECK(memory_allocate, cuMemAlloc);
CHECK(memory_free, cuMemFree);
CHECK(host_allocate, cuMemHostAlloc);
CHECK(host_free, cuMemFreeHost);
CHECK(copy_to_device, cuMemcpyHtoD);
CHECK(copy_to_host, cuMemcpyDtoH);
CHECK(copy_to_device_async, cuMemcpyHtoDAsync);
CHECK(copy_to_host_async, cuMemcpyDtoHAsync);
CHECK(fill_async, cuMemsetD8Async);
CHECK(stream_create, cuStreamCreate);
CHECK(stream_destroy, cuStreamDestroy);
CHECK(stream_synchronize, cuStreamSynchronize);
CHECK(stream_begin_capture, cuStreamBeginCapture);
CHECK(stream_end_capture, cuStreamEndCapture);
CHECK(event_create, cuEventCreate);
CHECK(event_destroy, cuEventDestroy);
CHECK(event_record, cuEventRecord);
CHECK(event_query, cuEventQuery);
CHECK(event_synchronize, cuEventSynchronize);
CHECK(event_elapsed, cuEventElapsedTime);
CHECK(graph_instantiate, cuGraphInstantiateWithFlags);
CHECK(graph_launch, cuGraphLaunch);
CHECK(graph_exec_destroy, cuGraphExecDestroy);
CHECK(graph_destroy, cuGraphDestroy);

static_assert(abi::MAX_THREADS_PER_BLOCK == CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
static_assert(abi::MAX_SHARED_MEMORY_PER_BLOCK == CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK);
static_assert(abi::CLOCK_RATE == CU_DEVICE_ATTRIBUTE_CLOCK_RATE);
static_assert(abi::MULTIPROCESSOR_COUNT == CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
static_assert(abi::KERNEL_EXEC_TIMEOUT == CU_DEVICE_ATTRIBUTE_KERNEL_EXEC_TIMEOUT);
static_assert(abi::INTEGRATED == CU_DEVICE_ATTRIBUTE_INTEGRATED);
static_assert(abi::ECC_ENABLED == CU_DEVICE_ATTRIBUTE_ECC_ENABLED);
static_assert(abi::MEMORY_CLOCK_RATE == CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE);
static_assert(abi::GLOBAL_MEMORY_BUS_WIDTH == CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH);
static_assert(abi::L2_CACHE_SIZE == CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
static_assert(abi::COMPUTE_CAPABILITY_MAJOR == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
static_assert(abi::COMPUTE_CAPABILITY_MINOR == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
static_assert(abi::FUNCTION_MAX_THREADS_PER_BLOCK == CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
static_assert(abi::FUNCTION_SHARED_SIZE_BYTES == CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES);
static_assert(abi::FUNCTION_LOCAL_SIZE_BYTES == CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES);
static_assert(abi::FUNCTION_NUM_REGS == CU_FUNC_ATTRIBUTE_NUM_REGS);
static_assert(abi::JIT_ERROR_LOG_BUFFER == CU_JIT_ERROR_LOG_BUFFER);
static_assert(abi::JIT_ERROR_LOG_BUFFER_SIZE_BYTES == CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES);
static_assert(abi::STREAM_NON_BLOCKING == CU_STREAM_NON_BLOCKING);
static_assert(abi::STREAM_CAPTURE_MODE_THREAD_LOCAL == CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
static_assert(abi::ERROR_NO_DEVICE == CUDA_ERROR_NO_DEVICE);
static_assert(abi::ERROR_NOT_READY == CUDA_ERROR_NOT_READY);
static_assert(sizeof(abi::Uuid) == sizeof(CUuuid));

}  // namespace
