#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>

#include "kernels.h"
#include "target.h"

namespace dyno::cpu {

DYNO_TARGET_BEGIN("avx2,fma,f16c")
namespace {

double sum_of(__m256d a) {
  const __m128d half = _mm_add_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
  return _mm_cvtsd_f64(_mm_add_sd(half, _mm_unpackhi_pd(half, half)));
}

struct Singles {
  static constexpr size_t lanes = 8;
  static __m256 zero() { return _mm256_setzero_ps(); }
  static __m256 all(double value) { return _mm256_set1_ps(static_cast<float>(value)); }
  static __m256 load(const float* from) { return _mm256_loadu_ps(from); }
  static __m256 load(const Half* from) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
  }
  static __m256 add(__m256 a, __m256 b) { return _mm256_add_ps(a, b); }
  static __m256 fma(__m256 a, __m256 b, __m256 c) { return _mm256_fmadd_ps(a, b, c); }
  static double sum(__m256 a) {
    return sum_of(_mm256_add_pd(_mm256_cvtps_pd(_mm256_castps256_ps128(a)),
                                _mm256_cvtps_pd(_mm256_extractf128_ps(a, 1))));
  }
};

struct Doubles {
  static constexpr size_t lanes = 4;
  static __m256d zero() { return _mm256_setzero_pd(); }
  static __m256d all(double value) { return _mm256_set1_pd(value); }
  static __m256d load(const double* from) { return _mm256_loadu_pd(from); }
  static __m256d load(const float* from) { return _mm256_cvtps_pd(_mm_loadu_ps(from)); }
  static __m256d load(const Half* from) {
    return _mm256_cvtps_pd(_mm_cvtph_ps(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from))));
  }
  static __m256d load(const int8_t* from) {
    return _mm256_cvtepi32_pd(_mm_cvtepi8_epi32(_mm_loadu_si32(from)));
  }
  static void store(double* to, __m256d a) { _mm256_storeu_pd(to, a); }
  static __m256d add(__m256d a, __m256d b) { return _mm256_add_pd(a, b); }
  static __m256d subtract(__m256d a, __m256d b) { return _mm256_sub_pd(a, b); }
  static __m256d absolute(__m256d a) { return _mm256_andnot_pd(_mm256_set1_pd(-0.0), a); }
  static __m256d larger(__m256d a, __m256d b) { return _mm256_max_pd(a, b); }
  static __m256d fma(__m256d a, __m256d b, __m256d c) { return _mm256_fmadd_pd(a, b, c); }
  static double sum(__m256d a) { return sum_of(a); }
  static double largest(__m256d a) {
    const __m128d half = _mm_max_pd(_mm256_castpd256_pd128(a), _mm256_extractf128_pd(a, 1));
    return _mm_cvtsd_f64(_mm_max_sd(half, _mm_unpackhi_pd(half, half)));
  }
};

#include "kernel_bodies.h"

__m256i words_of(const int8_t* from) {
  return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

int64_t sum_of_ints(__m256i a) {
  const __m256i wide = _mm256_add_epi64(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(a)),
                                        _mm256_cvtepi32_epi64(_mm256_extracti128_si256(a, 1)));
  const __m128i half = _mm_add_epi64(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
  return _mm_cvtsi128_si64(half) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(half, half));
}

/** Sums of two products of bytes are at most 2^15: 2^15 of them fit a lane of 32 bits. */
constexpr size_t kByteBlock = 16 * 32768;

/** Through words: the instruction that multiplies bytes at once saturates. */
RowSums byte_row_sums(const int8_t* query, const int8_t* row, size_t count) {
  int64_t product = 0, squares = 0;
  size_t i = 0;
  while (count - i >= 16) {
    const size_t end = i + smaller(count - i, kByteBlock);
    __m256i p = _mm256_setzero_si256(), s = p;
    for (; i + 16 <= end; i += 16) {
      const __m256i r = words_of(row + i);
      p = _mm256_add_epi32(p, _mm256_madd_epi16(words_of(query + i), r));
      s = _mm256_add_epi32(s, _mm256_madd_epi16(r, r));
    }
    product += sum_of_ints(p);
    squares += sum_of_ints(s);
  }
  for (; i < count; ++i) {
    product += query[i] * row[i];
    squares += row[i] * row[i];
  }
  return {static_cast<double>(product), static_cast<double>(squares)};
}

void byte_tile_products(const int8_t* a, const int8_t* b, size_t count, double* products) {
  int64_t sums[8] = {};
  size_t i = 0;
  while (count - i >= 16) {
    const size_t end = i + smaller(count - i, kByteBlock);
    __m256i s0 = _mm256_setzero_si256(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    for (; i + 16 <= end; i += 16) {
      const __m256i x = words_of(a + i), y = words_of(a + count + i);
      const __m256i u = words_of(b + i), v = words_of(b + count + i);
      s0 = _mm256_add_epi32(s0, _mm256_madd_epi16(x, u));
      s1 = _mm256_add_epi32(s1, _mm256_madd_epi16(x, v));
      s4 = _mm256_add_epi32(s4, _mm256_madd_epi16(y, u));
      s5 = _mm256_add_epi32(s5, _mm256_madd_epi16(y, v));
      const __m256i w = words_of(b + 2 * count + i), z = words_of(b + 3 * count + i);
      s2 = _mm256_add_epi32(s2, _mm256_madd_epi16(x, w));
      s3 = _mm256_add_epi32(s3, _mm256_madd_epi16(x, z));
      s6 = _mm256_add_epi32(s6, _mm256_madd_epi16(y, w));
      s7 = _mm256_add_epi32(s7, _mm256_madd_epi16(y, z));
    }
    const __m256i all[8] = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int k = 0; k < 8; ++k) sums[k] += sum_of_ints(all[k]);
  }
  for (; i < count; ++i)
    for (size_t k = 0; k < 8; ++k) sums[k] += a[(k / 4) * count + i] * b[(k % 4) * count + i];
  for (int k = 0; k < 8; ++k) products[k] = static_cast<double>(sums[k]);
}

}  // namespace
DYNO_TARGET_END

const Kernels& avx2_kernels() {
  static const Kernels kernels{
      SimdLevel::avx2,
      {row_sums<float>, tile_products<float>, difference_sums<float>},
      {row_sums<Half>, tile_products<Half>, difference_sums<Half>},
      {byte_row_sums, byte_tile_products, difference_sums<int8_t>},
      read_all,
      write_all,
      copy_all,
      triad_all,
      fma_chains<Singles>,
      fma_chains<Doubles>,
      nullptr,
  };
  return kernels;
}

}  // namespace dyno::cpu
#endif
