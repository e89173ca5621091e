#pragma once

#include <vector>

#include "nvml/nvml_library.h"

namespace dyno::nvml {

struct GpuProcess {
  unsigned pid;
  /** NaN where the driver does not tell. */
  double bytes;
};

/** Everyone who uses this device, for computing or drawing, once each. Gives the first failure of a question that exists. */
Return list_processes(const Library& library, Device device, std::vector<GpuProcess>& out);

}  // namespace dyno::nvml
