#include "cache_flush.h"

#include <cstdint>

#if defined(__x86_64__) || defined(_M_X64)
#include <emmintrin.h>
#endif

namespace dyno::cpu {

bool flush_lines(const void* memory, size_t bytes) {
  if (bytes == 0) return true;
  // The shortest line there is; a longer one is flushed twice.
  constexpr uintptr_t line = 64;
  const auto begin = reinterpret_cast<uintptr_t>(memory) / line * line;
  const auto end = reinterpret_cast<uintptr_t>(memory) + bytes;
#if defined(__x86_64__) || defined(_M_X64)
  for (uintptr_t at = begin; at < end; at += line) _mm_clflush(reinterpret_cast<const void*>(at));
  _mm_mfence();
  return true;
#elif defined(__aarch64__) && defined(__linux__)
  for (uintptr_t at = begin; at < end; at += line) __asm__ volatile("dc civac, %0" : : "r"(at) : "memory");
  __asm__ volatile("dsb ish" : : : "memory");
  return true;
#else
  (void)begin;
  (void)end;
  return false;
#endif
}

}  // namespace dyno::cpu
