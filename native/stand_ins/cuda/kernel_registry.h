#pragma once

#include <functional>
#include <string>
#include <vector>

namespace stand_in {

struct Kernel {
  /** One thread's run, with its arguments as cuLaunchKernel takes them. */
  std::function<void(void **args)> run;
  /** Bytes of each argument. */
  std::vector<size_t> sizes;
};

/** Null where there is no such kernel here. */
const Kernel *find_kernel(const std::string &name);

}  // namespace stand_in
