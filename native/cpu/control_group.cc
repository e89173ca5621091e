#include "control_group.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#elif defined(__APPLE__)
#include <mach/mach.h>
#include <sys/sysctl.h>
#elif defined(_WIN32)
#include <windows.h>
#endif

namespace dyno::cpu {
namespace {

constexpr uint64_t kUnlimited = std::numeric_limits<uint64_t>::max();

#if defined(__linux__)
std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/** The number that a file begins with; `otherwise` where there is none, such as "max". */
uint64_t number_in(const std::string& path, uint64_t otherwise) {
  std::istringstream text(text_of(path));
  uint64_t value = 0;
  return text >> value ? value : otherwise;
}

uint64_t named_number(const std::string& path, const std::string& name) {
  std::istringstream text(text_of(path));
  std::string word;
  uint64_t value = 0;
  while (text >> word >> value)
    if (word == name) return value;
  return 0;
}

/**
 * Calls for each folder of this process' group and of all those around it. A container may see the path of its group
 * as the host names it, which is not there for it: then what is left of the way up leads to its own.
 */
void each_group(const std::string& controller, const std::function<void(const std::string&, bool)>& look) {
  std::istringstream lines(text_of("/proc/self/cgroup"));
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string names = line.substr(first + 1, second - first - 1);
    const bool unified = names.empty();
    if (!unified && ("," + names + ",").find("," + controller + ",") == std::string::npos) continue;
    const std::vector<std::string> mounts =
        unified ? std::vector<std::string>{"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}
                : std::vector<std::string>{"/sys/fs/cgroup/" + names, "/sys/fs/cgroup/" + controller};
    for (const std::string& mount : mounts) {
      std::string path = line.substr(second + 1);
      for (;;) {
        look(mount + path, unified);
        if (path.empty() || path == "/") break;
        path.erase(path.rfind('/'));
      }
    }
  }
}

double allowed_cpus() {
  double least = std::numeric_limits<double>::infinity();
  each_group("cpu", [&](const std::string& folder, bool unified) {
    double quota = 0, period = 0;
    if (unified) {
      std::istringstream text(text_of(folder + "/cpu.max"));
      if (!(text >> quota >> period)) return;
    } else {
      quota = static_cast<double>(number_in(folder + "/cpu.cfs_quota_us", 0));
      period = static_cast<double>(number_in(folder + "/cpu.cfs_period_us", 0));
    }
    if (quota > 0 && period > 0) least = std::min(least, quota / period);
  });
  return least;
}

uint64_t left_in_groups() {
  uint64_t least = kUnlimited;
  each_group("memory", [&](const std::string& folder, bool unified) {
    const char* limit_file = unified ? "/memory.max" : "/memory.limit_in_bytes";
    const uint64_t limit = number_in(folder + limit_file, kUnlimited);
    if (limit == kUnlimited) return;
    const uint64_t used = number_in(folder + (unified ? "/memory.current" : "/memory.usage_in_bytes"), 0);
    // Pages of files are counted as used and given back under pressure.
    const uint64_t returned = named_number(folder + "/memory.stat", unified ? "inactive_file" : "total_inactive_file");
    const uint64_t held = used > returned ? used - returned : 0;
    least = std::min(least, limit > held ? limit - held : 0);
  });
  return least;
}

unsigned threads_of_mask() {
  // The fixed set ends at 1,024 processors; larger machines refuse it and need a larger one.
  for (int count = 1024; count <= 1 << 16; count *= 4) {
    cpu_set_t* set = CPU_ALLOC(count);
    if (set == nullptr) break;
    const size_t bytes = CPU_ALLOC_SIZE(count);
    const bool known = sched_getaffinity(0, bytes, set) == 0;
    const int allowed = known ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (allowed > 0) return static_cast<unsigned>(allowed);
  }
  return std::thread::hardware_concurrency();
}

uint64_t available_in_machine() {
  std::istringstream lines(text_of("/proc/meminfo"));
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("MemAvailable:", 0) != 0) continue;
    return std::stoull(line.substr(line.find(':') + 1)) * 1024;
  }
  return kUnlimited;
}
#elif defined(__APPLE__)
uint64_t available_in_machine() {
  vm_statistics64_data_t pages;
  mach_msg_type_number_t count = HOST_VM_INFO64_COUNT;
  if (host_statistics64(mach_host_self(), HOST_VM_INFO64, reinterpret_cast<host_info64_t>(&pages), &count) !=
      KERN_SUCCESS)
    return kUnlimited;
  return (static_cast<uint64_t>(pages.free_count) + pages.inactive_count) * vm_kernel_page_size;
}
#elif defined(_WIN32)
uint64_t available_in_machine() {
  MEMORYSTATUSEX status{};
  status.dwLength = sizeof status;
  return GlobalMemoryStatusEx(&status) ? status.ullAvailPhys : kUnlimited;
}
#endif

}  // namespace

unsigned usable_threads() {
#if defined(__linux__)
  const double most = threads_of_mask();
  // Half a processor more would have one more thread stopped half of the time, in the middle of what is timed.
  return std::max(1u, static_cast<unsigned>(std::min(most, allowed_cpus())));
#else
  return std::max(1u, std::thread::hardware_concurrency());
#endif
}

uint64_t available_bytes() {
#if defined(__linux__)
  return std::min(available_in_machine(), left_in_groups());
#else
  return available_in_machine();
#endif
}

}  // namespace dyno::cpu
