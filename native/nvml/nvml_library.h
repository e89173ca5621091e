#pragma once

#include <string>
#include <vector>

#include "coded_error.h"
#include "dynamic_library.h"
#include "nvml/nvml_abi.h"

namespace dyno::nvml {

/** One function of the library, under the newest of its names that this driver has; may be missing altogether. */
template <typename... Arguments>
struct Function {
  Return (*call)(Arguments...) = nullptr;

  explicit operator bool() const { return call != nullptr; }
  Return operator()(Arguments... arguments) const {
    return call == nullptr ? ERROR_FUNCTION_NOT_FOUND : call(arguments...);
  }
};

/** A list of processes; newer ones name the MIG instances too, in wider entries. */
struct ProcessesFunction {
  Function<Device, unsigned*, void*> function;
  bool has_instances = false;
};

/** libnvidia-ml, opened at run time. A missing function answers like one that does not support the card. */
class Library {
 public:
  /** Throws NVML_LIBRARY_NOT_FOUND, or NVML_TOO_OLD where even the first functions are missing. */
  Library();

  const std::string& path() const { return library_.path(); }
  /** What an older driver lacks; each only makes its own values missing. */
  const std::vector<std::string>& missing() const { return missing_; }

  Function<> init;
  Function<> shutdown;
  Function<char*, unsigned> driver_version;
  Function<char*, unsigned> nvml_version;
  Function<int*> cuda_version;
  Function<unsigned*> count;
  Function<unsigned, Device*> by_index;
  Function<Device, char*, unsigned> name;
  Function<Device, char*, unsigned> uuid;
  Function<Device, PciInfo*> pci;
  Function<Device, int*, int*> compute_capability;
  Function<Device, Memory*> memory;
  Function<Device, MemoryV2*> memory_v2;
  Function<Device, Utilization*> utilization;
  Function<Device, unsigned, unsigned*> clock;
  Function<Device, unsigned, unsigned*> temperature;
  Function<Device, unsigned*> power;
  Function<Device, unsigned*> power_limit;
  Function<Device, unsigned long long*> energy;
  Function<Device, int, FieldValue*> field_values;
  Function<Device, unsigned, unsigned*> pcie_throughput;
  Function<Device, unsigned*> pcie_generation;
  Function<Device, unsigned*> pcie_width;
  Function<Device, unsigned long long*> throttle_reasons;
  Function<Device, unsigned*> fan;
  Function<Device, unsigned*, unsigned*> encoder;
  Function<Device, unsigned*, unsigned*> decoder;
  Function<Device, unsigned, unsigned, unsigned long long*> ecc_errors;
  ProcessesFunction compute_processes;
  ProcessesFunction graphics_processes;
  ProcessesFunction mps_processes;
  Function<Device, unsigned*, unsigned*> mig_mode;
  Function<Device, unsigned*> mig_count;
  Function<Device, unsigned, Device*> mig_by_index;
  Function<Device, unsigned*> gpu_instance;
  Function<Device, GpmSupport*> gpm_support;
  Function<GpmSample*> gpm_alloc;
  Function<GpmSample> gpm_free;
  Function<Device, GpmSample> gpm_sample;
  Function<Device, unsigned, GpmSample> gpm_mig_sample;
  Function<GpmMetricsGet*> gpm_metrics;

 private:
  template <typename Pointer>
  void find(Pointer& pointer, const std::vector<const char*>& names);
  void find_processes(ProcessesFunction& out, const std::string& name);

  DynamicLibrary library_;
  std::vector<std::string> missing_;
};

/** What a return code means, in words that end a sentence. */
std::string words_for(Return result);

/** As "NVML_GPU_IS_LOST". */
std::string code_for(Return result);

CodedError error_for(Return result, const std::string& what, const std::string& subject);

}  // namespace dyno::nvml
