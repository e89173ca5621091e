#pragma once

#include <string>
#include <vector>

namespace dyno::cpu {

enum class SimdLevel { scalar, avx2, avx512, neon };

const char* name_of(SimdLevel level);

/** What this processor and its operating system run, the slowest first; scalar is always among them. */
const std::vector<SimdLevel>& available_levels();

/** The fastest of them, or the one that DYNO_SIMD names. Throws CodedError where that one is not to be had. */
SimdLevel chosen_level();

/** Instructions that multiply and add bytes; beyond the levels above, since processors have them or not. */
bool has_byte_dot_product();

}  // namespace dyno::cpu
