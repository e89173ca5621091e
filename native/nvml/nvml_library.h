#pragma once

#include <string>

#include "dynamic_library.h"

namespace dyno {

/** libnvidia-ml, opened and not yet initialised. Throws NVML_LIBRARY_NOT_FOUND. */
DynamicLibrary open_nvml_library();

}  // namespace dyno
