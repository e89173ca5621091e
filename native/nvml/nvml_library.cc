#include "nvml/nvml_library.h"

#include <cstdlib>

#include "coded_error.h"

namespace dyno {

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

}  // namespace

DynamicLibrary open_nvml_library() {
  std::string why;
  if (auto library = DynamicLibrary::open_first(candidates(), why)) return *library;
  throw CodedError("NVML_LIBRARY_NOT_FOUND", "NVIDIA's management library can't be opened (" + why + ").", "NVML");
}

}  // namespace dyno
