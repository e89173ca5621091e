#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__) || defined(_M_X64)
#define DYNO_TRACE_SSE2 1
#include <emmintrin.h>
#if defined(_MSC_VER)
#include <intrin.h>
#endif
#endif

namespace dyno::trace {

using Byte = unsigned char;

// Sixteen bytes at a time where the processor's oldest instructions do that, eight elsewhere; never beyond `end`.

#if defined(DYNO_TRACE_SSE2)
inline unsigned lowest_bit(unsigned mask) {
#if defined(_MSC_VER)
  unsigned long place;
  _BitScanForward(&place, mask);
  return place;
#else
  return static_cast<unsigned>(__builtin_ctz(mask));
#endif
}
#else
/** Marks the bytes of a word that are this one. A byte behind a marked one may be marked too: only "any" counts. */
inline uint64_t equal_bytes(uint64_t word, Byte value) {
  const uint64_t away = word ^ (0x0101010101010101ull * value);
  return (away - 0x0101010101010101ull) & ~away & 0x8080808080808080ull;
}
#endif

/** The next quote or backslash, or `end`. */
inline const Byte* find_text_end(const Byte* at, const Byte* end) {
#if defined(DYNO_TRACE_SSE2)
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  while (end - at >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const unsigned mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    if (mask != 0) return at + lowest_bit(mask);
    at += 16;
  }
#else
  while (end - at >= 8) {
    uint64_t word;
    std::memcpy(&word, at, 8);
    if ((equal_bytes(word, '"') | equal_bytes(word, '\\')) != 0) break;
    at += 8;
  }
#endif
  while (at < end && *at != '"' && *at != '\\') ++at;
  return at;
}

inline bool is_space(Byte byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

/** The next byte that is no white space, or `end`. */
inline const Byte* skip_space(const Byte* at, const Byte* end) {
  if (at < end && *at > ' ') return at;
  if (end - at >= 2 && *at == ' ' && at[1] > ' ') return at + 1;
#if defined(DYNO_TRACE_SSE2)
  const __m128i space = _mm_set1_epi8(' '), line = _mm_set1_epi8('\n');
  while (end - at >= 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i blank = _mm_or_si128(_mm_cmpeq_epi8(bytes, space), _mm_cmpeq_epi8(bytes, line));
    const unsigned mask = static_cast<unsigned>(_mm_movemask_epi8(blank)) ^ 0xffffu;
    if (mask == 0) {
      at += 16;
      continue;
    }
    at += lowest_bit(mask);
    if (!is_space(*at)) return at;
    ++at;
  }
#endif
  while (at < end && is_space(*at)) ++at;
  return at;
}

}  // namespace dyno::trace
