#include "nvml/nvml_library.h"

#include <cstdlib>

namespace dyno::nvml {

namespace {

std::vector<std::string> candidates() {
  // Named by hand: that one and no other, so that a mistake is seen.
  if (const char* named = std::getenv("DYNO_NVML_LIBRARY"); named != nullptr && named[0] != '\0') return {named};
#ifdef _WIN32
  std::vector<std::string> names{"nvml.dll"};
  // Where drivers older than 2019 put it.
  if (const char* programs = std::getenv("ProgramW6432")) {
    names.push_back(std::string(programs) + "\\NVIDIA Corporation\\NVSMI\\nvml.dll");
  }
  return names;
#else
  // The second is where WSL keeps what Windows' driver brings.
  return {"libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1"};
#endif
}

DynamicLibrary open_library() {
  std::string why;
  if (auto library = DynamicLibrary::open_first(candidates(), why)) return *library;
  throw CodedError("NVML_LIBRARY_NOT_FOUND", "NVIDIA’s management library can’t be opened: " + why, "NVML");
}

}  // namespace

template <typename Pointer>
void Library::find(Pointer& pointer, const std::vector<const char*>& names) {
  for (const char* name : names) {
    pointer.call = library_.symbol<decltype(pointer.call)>(name);
    if (pointer.call != nullptr) return;
  }
  missing_.emplace_back(names.front());
}

void Library::find_processes(ProcessesFunction& out, const std::string& name) {
  const std::string newest = name + "_v3";
  const std::string newer = name + "_v2";
  out.has_instances = true;
  for (const std::string& versioned : {newest, newer}) {
    out.function.call = library_.symbol<decltype(out.function.call)>(versioned.c_str());
    if (out.function) return;
  }
  out.has_instances = false;
  find(out.function, {name.c_str()});
}

Library::Library() : library_(open_library()) {
  find(init, {"nvmlInit_v2", "nvmlInit"});
  find(shutdown, {"nvmlShutdown"});
  find(count, {"nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"});
  find(by_index, {"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"});
  if (!missing_.empty()) {
    throw CodedError("NVML_TOO_OLD", path() + " has no " + missing_.front() + ".", path());
  }
  find(driver_version, {"nvmlSystemGetDriverVersion"});
  find(nvml_version, {"nvmlSystemGetNVMLVersion"});
  find(cuda_version, {"nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion"});
  find(name, {"nvmlDeviceGetName"});
  find(uuid, {"nvmlDeviceGetUUID"});
  find(pci, {"nvmlDeviceGetPciInfo_v3"});
  find(compute_capability, {"nvmlDeviceGetCudaComputeCapability"});
  find(memory, {"nvmlDeviceGetMemoryInfo"});
  find(memory_v2, {"nvmlDeviceGetMemoryInfo_v2"});
  find(utilization, {"nvmlDeviceGetUtilizationRates"});
  find(clock, {"nvmlDeviceGetClockInfo"});
  find(temperature, {"nvmlDeviceGetTemperature"});
  find(power, {"nvmlDeviceGetPowerUsage"});
  find(power_limit, {"nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetPowerManagementLimit"});
  find(energy, {"nvmlDeviceGetTotalEnergyConsumption"});
  find(field_values, {"nvmlDeviceGetFieldValues"});
  find(pcie_throughput, {"nvmlDeviceGetPcieThroughput"});
  find(pcie_generation, {"nvmlDeviceGetCurrPcieLinkGeneration"});
  find(pcie_width, {"nvmlDeviceGetCurrPcieLinkWidth"});
  find(throttle_reasons, {"nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons"});
  find(fan, {"nvmlDeviceGetFanSpeed"});
  find(encoder, {"nvmlDeviceGetEncoderUtilization"});
  find(decoder, {"nvmlDeviceGetDecoderUtilization"});
  find(ecc_errors, {"nvmlDeviceGetTotalEccErrors"});
  find_processes(compute_processes, "nvmlDeviceGetComputeRunningProcesses");
  find_processes(graphics_processes, "nvmlDeviceGetGraphicsRunningProcesses");
  find_processes(mps_processes, "nvmlDeviceGetMPSComputeRunningProcesses");
  find(mig_mode, {"nvmlDeviceGetMigMode"});
  find(mig_count, {"nvmlDeviceGetMaxMigDeviceCount"});
  find(mig_by_index, {"nvmlDeviceGetMigDeviceHandleByIndex"});
  find(gpu_instance, {"nvmlDeviceGetGpuInstanceId"});
  find(gpm_support, {"nvmlGpmQueryDeviceSupport"});
  find(gpm_alloc, {"nvmlGpmSampleAlloc"});
  find(gpm_free, {"nvmlGpmSampleFree"});
  find(gpm_sample, {"nvmlGpmSampleGet"});
  find(gpm_mig_sample, {"nvmlGpmMigSampleGet"});
  find(gpm_metrics, {"nvmlGpmMetricsGet"});
}

namespace {

struct Meaning {
  Return result;
  const char* code;
  const char* words;
};

constexpr Meaning MEANINGS[] = {
    {ERROR_UNINITIALIZED, "NVML_UNINITIALIZED", "the library was shut down"},
    {ERROR_INVALID_ARGUMENT, "NVML_INVALID_ARGUMENT", "the driver does not know the device or the question"},
    {ERROR_NOT_SUPPORTED, "NVML_NOT_SUPPORTED", "this card does not tell it"},
    {ERROR_NO_PERMISSION, "NVML_NO_PERMISSION", "this user may not read it"},
    {ERROR_NOT_FOUND, "NVML_NOT_FOUND", "there is no such thing"},
    {ERROR_INSUFFICIENT_SIZE, "NVML_INSUFFICIENT_SIZE", "there was more than fits"},
    {ERROR_INSUFFICIENT_POWER, "NVML_INSUFFICIENT_POWER", "its power cables are not attached"},
    {ERROR_DRIVER_NOT_LOADED, "NVML_DRIVER_NOT_LOADED", "NVIDIA’s driver is not loaded"},
    {ERROR_TIMEOUT, "NVML_TIMEOUT", "the driver did not answer in time"},
    {ERROR_IRQ_ISSUE, "NVML_IRQ_ISSUE", "the kernel found a problem with its interrupts"},
    {ERROR_LIBRARY_NOT_FOUND, "NVML_LIBRARY_NOT_FOUND", "a library of the driver is missing"},
    {ERROR_FUNCTION_NOT_FOUND, "NVML_FUNCTION_NOT_FOUND", "this driver is too old to tell it"},
    {ERROR_GPU_IS_LOST, "NVML_GPU_IS_LOST", "the GPU has fallen off the bus"},
    {ERROR_RESET_REQUIRED, "NVML_RESET_REQUIRED", "the GPU needs a reset"},
    {ERROR_OPERATING_SYSTEM, "NVML_OPERATING_SYSTEM", "the operating system refused it"},
    {ERROR_LIB_RM_VERSION_MISMATCH, "NVML_VERSION_MISMATCH",
     "the loaded driver is of another version than its library (after an update: restart)"},
    {ERROR_MEMORY, "NVML_OUT_OF_MEMORY", "there is not enough memory"},
    {ERROR_NO_DATA, "NVML_NO_DATA", "there is nothing yet"},
    {ERROR_ARGUMENT_VERSION_MISMATCH, "NVML_ARGUMENT_VERSION", "this driver is too old for the question"},
};

const Meaning* meaning_of(Return result) {
  for (const Meaning& meaning : MEANINGS) {
    if (meaning.result == result) return &meaning;
  }
  return nullptr;
}

}  // namespace

std::string words_for(Return result) {
  const Meaning* meaning = meaning_of(result);
  return meaning != nullptr ? meaning->words : "the driver answered with error " + std::to_string(result);
}

std::string code_for(Return result) {
  const Meaning* meaning = meaning_of(result);
  return meaning != nullptr ? meaning->code : "NVML_UNKNOWN";
}

CodedError error_for(Return result, const std::string& what, const std::string& subject) {
  return CodedError(code_for(result), what + ": " + words_for(result), subject);
}

}  // namespace dyno::nvml
