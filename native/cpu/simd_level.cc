#include "simd_level.h"

#include <cstdlib>

#include "coded_error.h"

#if defined(__x86_64__) || defined(_M_X64)
#define DYNO_X86 1
#if defined(_MSC_VER)
#include <intrin.h>
#else
#include <cpuid.h>
#endif
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#ifndef HWCAP_ASIMDDP
#define HWCAP_ASIMDDP (1 << 20)
#endif
#endif

namespace dyno::cpu {
namespace {

struct Features {
  bool avx2 = false;
  bool avx512 = false;
  bool byte_dot_product = false;
};

#if defined(DYNO_X86)
struct Registers {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
};

Registers cpuid(unsigned leaf, unsigned subleaf) {
  Registers r;
#if defined(_MSC_VER)
  int out[4];
  __cpuidex(out, static_cast<int>(leaf), static_cast<int>(subleaf));
  r = {static_cast<unsigned>(out[0]), static_cast<unsigned>(out[1]), static_cast<unsigned>(out[2]),
       static_cast<unsigned>(out[3])};
#else
  __cpuid_count(leaf, subleaf, r.eax, r.ebx, r.ecx, r.edx);
#endif
  return r;
}

unsigned long long saved_states() {
#if defined(_MSC_VER)
  return _xgetbv(0);
#else
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (static_cast<unsigned long long>(high) << 32) | low;
#endif
}

bool bit(unsigned value, int place) { return (value >> place) & 1u; }

Features look() {
  Features found;
  const unsigned leaves = cpuid(0, 0).eax;
  if (leaves < 7) return found;
  const Registers one = cpuid(1, 0);
  const bool has_xgetbv = bit(one.ecx, 27);
  if (!has_xgetbv) return found;
  // The processor may know registers that the operating system does not save.
  const auto states = saved_states();
  const bool saves_avx = (states & 0x6) == 0x6;
  const bool saves_avx512 = (states & 0xe6) == 0xe6;
  const Registers seven = cpuid(7, 0);
  const bool fma = bit(one.ecx, 12), f16c = bit(one.ecx, 29), avx = bit(one.ecx, 28);
  found.avx2 = saves_avx && avx && fma && f16c && bit(seven.ebx, 5);
  // F, DQ, BW, VL: what every server part since 2017 has together.
  const bool avx512 = bit(seven.ebx, 16) && bit(seven.ebx, 17) && bit(seven.ebx, 30) && bit(seven.ebx, 31);
  found.avx512 = found.avx2 && saves_avx512 && avx512;
  found.byte_dot_product = found.avx512 && bit(seven.ecx, 11);
  return found;
}
#elif defined(__aarch64__) || defined(_M_ARM64)
Features look() {
  Features found;
#if defined(__linux__)
  found.byte_dot_product = (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
#elif defined(__APPLE__)
  found.byte_dot_product = true;
#endif
  return found;
}
#else
Features look() { return {}; }
#endif

const Features& features() {
  static const Features known = look();
  return known;
}

}  // namespace

const char* name_of(SimdLevel level) {
  switch (level) {
    case SimdLevel::avx2: return "avx2";
    case SimdLevel::avx512: return "avx512";
    case SimdLevel::neon: return "neon";
    default: return "scalar";
  }
}

const std::vector<SimdLevel>& available_levels() {
  static const std::vector<SimdLevel> known = [] {
    std::vector<SimdLevel> levels{SimdLevel::scalar};
#if defined(__aarch64__)
    levels.push_back(SimdLevel::neon);
#endif
    if (features().avx2) levels.push_back(SimdLevel::avx2);
    if (features().avx512) levels.push_back(SimdLevel::avx512);
    return levels;
  }();
  return known;
}

SimdLevel chosen_level() {
  const auto& levels = available_levels();
  const char* forced = std::getenv("DYNO_SIMD");
  if (forced == nullptr || *forced == '\0') return levels.back();
  std::string known;
  for (const SimdLevel level : levels) {
    if (std::string(forced) == name_of(level)) return level;
    known += (known.empty() ? "" : ", ") + std::string(name_of(level));
  }
  throw CodedError("CPU_SIMD_UNAVAILABLE", "DYNO_SIMD asks for \"" + std::string(forced) +
                                           "\", which this processor does not run: it runs " + known + ".");
}

bool has_byte_dot_product() { return features().byte_dot_product; }

}  // namespace dyno::cpu
