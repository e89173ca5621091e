#include "kernels.h"

#include <cmath>

namespace dyno::cpu {

const Kernels& kernels_of(SimdLevel level) {
  switch (level) {
#if defined(__x86_64__) || defined(_M_X64)
    case SimdLevel::avx2: return avx2_kernels();
    case SimdLevel::avx512: return avx512_kernels();
#elif defined(__aarch64__)
    case SimdLevel::neon: return neon_kernels();
#endif
    default: return scalar_kernels();
  }
}

const Kernels& chosen_kernels() { return kernels_of(chosen_level()); }

float to_float(Half half) {
  const int exponent = (half.bits >> 10) & 31;
  const int fraction = half.bits & 1023;
  const float sign = (half.bits & 0x8000) != 0 ? -1.0f : 1.0f;
  if (exponent == 31) return fraction != 0 ? NAN : sign * INFINITY;
  const float magnitude = exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                        : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  return sign * magnitude;
}

}  // namespace dyno::cpu
