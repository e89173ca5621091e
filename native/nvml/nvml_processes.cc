#include "nvml/nvml_processes.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace dyno::nvml {

namespace {

constexpr unsigned ROOM_AT_FIRST = 64;
constexpr unsigned ROOM_TO_GROW = 32;
constexpr int ATTEMPTS = 3;
/** What no driver writes into a whole entry: shows how far it wrote. */
constexpr unsigned char POISON = 0xA5;

double bytes_of(unsigned long long bytes) {
  return bytes == BYTES_NOT_AVAILABLE ? std::nan("") : static_cast<double>(bytes);
}

void merge(std::vector<GpuProcess>& out, GpuProcess process) {
  const auto same = std::find_if(out.begin(), out.end(), [&](const GpuProcess& one) { return one.pid == process.pid; });
  if (same == out.end()) {
    out.push_back(process);
  } else if (std::isnan(same->bytes) || process.bytes > same->bytes) {
    same->bytes = process.bytes;
  }
}

/** Some drivers write wider entries through the same function: seen by how far into the poison they wrote. */
std::size_t stride_of(const ProcessesFunction& function, const std::vector<unsigned char>& room, unsigned count) {
  if (!function.has_instances) return sizeof(ProcessInfoV1);
  const auto from = room.begin() + static_cast<std::ptrdiff_t>(count * sizeof(ProcessInfoV2));
  const auto to = room.begin() + static_cast<std::ptrdiff_t>(count * sizeof(ProcessInfoWide));
  const bool is_untouched = std::all_of(from, to, [](unsigned char byte) { return byte == POISON; });
  return is_untouched ? sizeof(ProcessInfoV2) : sizeof(ProcessInfoWide);
}

Return list(const ProcessesFunction& function, Device device, std::vector<GpuProcess>& out) {
  unsigned room = ROOM_AT_FIRST;
  for (int attempt = 0; attempt < ATTEMPTS; ++attempt) {
    std::vector<unsigned char> entries(room * sizeof(ProcessInfoWide), POISON);
    unsigned count = room;
    const Return result = function.function(device, &count, entries.data());
    if (result == ERROR_INSUFFICIENT_SIZE) {
      room = std::max(room, count) + ROOM_TO_GROW;
      continue;
    }
    if (result != SUCCESS) return result;
    count = std::min(count, room);
    const std::size_t stride = stride_of(function, entries, count);
    for (unsigned index = 0; index < count; ++index) {
      // Every version begins with these two.
      ProcessInfoV1 entry;
      std::memcpy(&entry, entries.data() + index * stride, sizeof(entry));
      merge(out, GpuProcess{entry.pid, bytes_of(entry.used_bytes)});
    }
    return SUCCESS;
  }
  return ERROR_INSUFFICIENT_SIZE;
}

}  // namespace

Return list_processes(const Library& library, Device device, std::vector<GpuProcess>& out) {
  out.clear();
  Return answer = ERROR_FUNCTION_NOT_FOUND;
  for (const ProcessesFunction* function :
       {&library.compute_processes, &library.graphics_processes, &library.mps_processes}) {
    if (!function->function) continue;
    const Return result = list(*function, device, out);
    if (result == SUCCESS) {
      answer = SUCCESS;
    } else if (answer != SUCCESS) {
      answer = result;
    }
  }
  return answer;
}

}  // namespace dyno::nvml
