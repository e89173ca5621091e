#include "cuda/driver.h"

namespace dyno::cuda {

namespace {

/** Whether the loader merely found none of them: where it looked says nothing more then. */
bool are_all_absent(const std::vector<std::string>& libraries, const std::string& why) {
  static const std::string kAbsent = "No such file or directory";
  size_t absent = 0;
  for (size_t at = why.find(kAbsent); at != std::string::npos; at = why.find(kAbsent, at + 1)) absent += 1;
  return libraries.size() > 1 && absent == libraries.size();
}

DynamicLibrary open_library(const std::vector<std::string>& libraries) {
  std::string why;
  auto library = DynamicLibrary::open_first(libraries, why);
  if (library) return *library;
  const std::string detail = are_all_absent(libraries, why) ? "." : ": " + why;
  throw CodedError("CUDA_LIBRARY_NOT_FOUND", "There is no CUDA driver here" + detail, libraries.front());
}

std::string version_words(int version) {
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

}  // namespace

Driver::Driver(const std::vector<std::string>& libraries) : library_(open_library(libraries)) {
  find_all();
  is_stand_in_ = library_.symbol<void*>("dyno_stand_in") != nullptr;
  if (driver_version) driver_version.call(&version_);
  // Also starts the driver's threads, and takes a second where the card was asleep.
  call(init, path(), 0u);
}

template <typename EntryType>
void Driver::find(EntryType& entry, const char* name, const std::vector<const char*>& symbols) {
  entry.name = name;
  for (const char* symbol : symbols) {
    entry.call = library_.symbol<decltype(entry.call)>(symbol);
    if (entry.call != nullptr) return;
  }
  missing_.push_back(name);
}

// The suffixes are part of the interface: cuMemAlloc without _v2 takes 32-bit sizes.
void Driver::find_all() {
  find(init, "cuInit", {"cuInit"});
  find(driver_version, "cuDriverGetVersion", {"cuDriverGetVersion"});
  find(error_name, "cuGetErrorName", {"cuGetErrorName"});
  find(error_string, "cuGetErrorString", {"cuGetErrorString"});
  find(device_count, "cuDeviceGetCount", {"cuDeviceGetCount"});
  find(device_get, "cuDeviceGet", {"cuDeviceGet"});
  find(device_name, "cuDeviceGetName", {"cuDeviceGetName"});
  // The second names the MIG instance; both have the same form.
  find(device_uuid, "cuDeviceGetUuid", {"cuDeviceGetUuid_v2", "cuDeviceGetUuid"});
  find(device_memory, "cuDeviceTotalMem", {"cuDeviceTotalMem_v2"});
  find(device_attribute, "cuDeviceGetAttribute", {"cuDeviceGetAttribute"});
  find(context_retain, "cuDevicePrimaryCtxRetain", {"cuDevicePrimaryCtxRetain"});
  find(context_release, "cuDevicePrimaryCtxRelease", {"cuDevicePrimaryCtxRelease_v2", "cuDevicePrimaryCtxRelease"});
  find(context_set_current, "cuCtxSetCurrent", {"cuCtxSetCurrent"});
  find(context_synchronize, "cuCtxSynchronize", {"cuCtxSynchronize"});
  find(memory_info, "cuMemGetInfo", {"cuMemGetInfo_v2"});
  find(module_load, "cuModuleLoadDataEx", {"cuModuleLoadDataEx"});
  find(module_unload, "cuModuleUnload", {"cuModuleUnload"});
  find(module_function, "cuModuleGetFunction", {"cuModuleGetFunction"});
  find(function_attribute, "cuFuncGetAttribute", {"cuFuncGetAttribute"});
  find(function_occupancy, "cuOccupancyMaxActiveBlocksPerMultiprocessor",
       {"cuOccupancyMaxActiveBlocksPerMultiprocessor"});
  find(launch, "cuLaunchKernel", {"cuLaunchKernel"});
  find(memory_allocate, "cuMemAlloc", {"cuMemAlloc_v2"});
  find(memory_free, "cuMemFree", {"cuMemFree_v2"});
  find(host_allocate, "cuMemHostAlloc", {"cuMemHostAlloc"});
  find(host_free, "cuMemFreeHost", {"cuMemFreeHost"});
  find(copy_to_device, "cuMemcpyHtoD", {"cuMemcpyHtoD_v2"});
  find(copy_to_host, "cuMemcpyDtoH", {"cuMemcpyDtoH_v2"});
  find(copy_to_device_async, "cuMemcpyHtoDAsync", {"cuMemcpyHtoDAsync_v2"});
  find(copy_to_host_async, "cuMemcpyDtoHAsync", {"cuMemcpyDtoHAsync_v2"});
  find(fill_async, "cuMemsetD8Async", {"cuMemsetD8Async"});
  find(stream_create, "cuStreamCreate", {"cuStreamCreate"});
  find(stream_destroy, "cuStreamDestroy", {"cuStreamDestroy_v2"});
  find(stream_synchronize, "cuStreamSynchronize", {"cuStreamSynchronize"});
  // The first form had no mode; it went with CUDA 10.0.
  find(stream_begin_capture, "cuStreamBeginCapture", {"cuStreamBeginCapture_v2"});
  find(stream_end_capture, "cuStreamEndCapture", {"cuStreamEndCapture"});
  find(event_create, "cuEventCreate", {"cuEventCreate"});
  find(event_destroy, "cuEventDestroy", {"cuEventDestroy_v2"});
  find(event_record, "cuEventRecord", {"cuEventRecord"});
  find(event_query, "cuEventQuery", {"cuEventQuery"});
  find(event_synchronize, "cuEventSynchronize", {"cuEventSynchronize"});
  find(event_elapsed, "cuEventElapsedTime", {"cuEventElapsedTime_v2", "cuEventElapsedTime"});
  find(graph_launch, "cuGraphLaunch", {"cuGraphLaunch"});
  find(graph_exec_destroy, "cuGraphExecDestroy", {"cuGraphExecDestroy"});
  find(graph_destroy, "cuGraphDestroy", {"cuGraphDestroy"});
  graph_instantiate_v2.name = "cuGraphInstantiate";
  graph_instantiate_v2.call = library_.symbol<decltype(graph_instantiate_v2.call)>("cuGraphInstantiate_v2");
  graph_instantiate.name = "cuGraphInstantiate";
  // cuGraphInstantiateWithFlags came with 11.4; older ones have the form that writes a log.
  graph_instantiate.call = library_.symbol<decltype(graph_instantiate.call)>("cuGraphInstantiateWithFlags");
  if (!graph_instantiate && !graph_instantiate_v2) missing_.push_back("cuGraphInstantiate");
}

CodedError Driver::missing_function(const char* name) const {
  return CodedError("CUDA_FUNCTION_MISSING",
                    "This driver (CUDA " + version_words(version_) + ") has no " + name + "; a newer one has.", name);
}

std::string Driver::code_for(abi::Result result) const {
  const char* name = nullptr;
  if (error_name && error_name.call(result, &name) == abi::SUCCESS && name != nullptr) return name;
  return "CUDA_ERROR_" + std::to_string(result);
}

CodedError Driver::error_for(abi::Result result, const std::string& what, const std::string& subject) const {
  const char* words = nullptr;
  const bool has_words = error_string && error_string.call(result, &words) == abi::SUCCESS && words != nullptr;
  const std::string code = code_for(result);
  return CodedError(code, what + " failed on " + subject + ": " + (has_words ? words : code), subject);
}

}  // namespace dyno::cuda
