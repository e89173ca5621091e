#pragma once

#include <cstdint>

namespace dyno::cpu {

/** Threads that can run all the time: the affinity mask, less what a control group withholds; at least one. */
unsigned usable_threads();

/** Memory that can be had without swapping or being killed for it: the machine's, or less where a group limits it. */
uint64_t available_bytes();

}  // namespace dyno::cpu
