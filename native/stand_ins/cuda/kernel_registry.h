#pragma once

#include <functional>
#include <string>

namespace stand_in {

/** One thread's run, with its arguments as cuLaunchKernel takes them. */
using Kernel = std::function<void(void **args)>;

/** Null where there is no such kernel here. */
const Kernel *find_kernel(const std::string &name);

}  // namespace stand_in
