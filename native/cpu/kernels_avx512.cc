#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>

#include "kernels.h"
#include "target.h"

#define DYNO_MORE_CHAINS

// GCC 12 takes the undefined operands in its own header for uses of what was never set.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

namespace dyno::cpu {

DYNO_TARGET_BEGIN("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,f16c")
namespace {

struct Singles {
  static constexpr size_t lanes = 16;
  static __m512 zero() { return _mm512_setzero_ps(); }
  static __m512 all(double value) { return _mm512_set1_ps(static_cast<float>(value)); }
  static __m512 load(const float* from) { return _mm512_loadu_ps(from); }
  static __m512 load(const Half* from) {
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
  }
  static __m512 add(__m512 a, __m512 b) { return _mm512_add_ps(a, b); }
  static __m512 fma(__m512 a, __m512 b, __m512 c) { return _mm512_fmadd_ps(a, b, c); }
  static double sum(__m512 a) {
    return _mm512_reduce_add_pd(_mm512_add_pd(_mm512_cvtps_pd(_mm512_castps512_ps256(a)),
                                              _mm512_cvtps_pd(_mm512_extractf32x8_ps(a, 1))));
  }
};

struct Doubles {
  static constexpr size_t lanes = 8;
  static __m512d zero() { return _mm512_setzero_pd(); }
  static __m512d all(double value) { return _mm512_set1_pd(value); }
  static __m512d load(const double* from) { return _mm512_loadu_pd(from); }
  static __m512d load(const float* from) { return _mm512_cvtps_pd(_mm256_loadu_ps(from)); }
  static __m512d load(const Half* from) {
    return _mm512_cvtps_pd(_mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))));
  }
  static __m512d load(const int8_t* from) {
    return _mm512_cvtepi32_pd(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from))));
  }
  static void store(double* to, __m512d a) { _mm512_storeu_pd(to, a); }
  static __m512d add(__m512d a, __m512d b) { return _mm512_add_pd(a, b); }
  static __m512d subtract(__m512d a, __m512d b) { return _mm512_sub_pd(a, b); }
  static __m512d absolute(__m512d a) { return _mm512_abs_pd(a); }
  static __m512d larger(__m512d a, __m512d b) { return _mm512_max_pd(a, b); }
  static __m512d fma(__m512d a, __m512d b, __m512d c) { return _mm512_fmadd_pd(a, b, c); }
  static double sum(__m512d a) { return _mm512_reduce_add_pd(a); }
  static double largest(__m512d a) { return _mm512_reduce_max_pd(a); }
};

#include "kernel_bodies.h"

int64_t sum_of_ints(__m512i a) {
  return _mm512_reduce_add_epi64(_mm512_add_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(a)),
                                                  _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(a, 1))));
}

/** As many steps as sums in 32 bits allow: a word pair adds at most 2^15 a step, four bytes 2^17. */
constexpr size_t kWordSteps = 32768, kByteSteps = 8192;

struct Words {
  static constexpr size_t lanes = 32, block = lanes * kWordSteps;
  using Row = __m512i;
  static Row load(const int8_t* from) {
    return _mm512_cvtepi8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
  }
  static __m512i add_products(__m512i sums, Row a, Row b) {
    return _mm512_add_epi32(sums, _mm512_madd_epi16(a, b));
  }
};

template <class V>
RowSums byte_row_sums(const int8_t* query, const int8_t* row, size_t count) {
  int64_t product = 0, squares = 0;
  size_t i = 0;
  while (count - i >= V::lanes) {
    const size_t end = i + smaller(count - i, V::block);
    __m512i p = _mm512_setzero_si512(), s = p;
    for (; i + V::lanes <= end; i += V::lanes) {
      const auto r = V::load(row + i);
      p = V::add_products(p, V::load(query + i), r);
      s = V::add_products(s, r, r);
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

void byte_tile_by_rows(RowKernel<int8_t> row, const int8_t* a, const int8_t* b, size_t count, double* products) {
  for (size_t k = 0; k < 8; ++k) products[k] = row(a + (k / 4) * count, b + (k % 4) * count, count).product;
}

void word_tile_products(const int8_t* a, const int8_t* b, size_t count, double* products) {
  byte_tile_by_rows(byte_row_sums<Words>, a, b, count, products);
}

}  // namespace
DYNO_TARGET_END

// vpdpbusd multiplies bytes without a sign by bytes with one: a + 128 by b, less 128 times the sum of b.
DYNO_TARGET_BEGIN("avx512f,avx512dq,avx512bw,avx512vl,avx512vnni,avx2,fma,f16c")
namespace {

__m512i bytes_of(const int8_t* from) { return _mm512_loadu_si512(from); }
__m512i lifted(__m512i a) { return _mm512_xor_si512(a, _mm512_set1_epi8(-128)); }

RowSums dot_row_sums(const int8_t* query, const int8_t* row, size_t count) {
  int64_t product = 0, squares = 0;
  size_t i = 0;
  const __m512i ones = _mm512_set1_epi8(1);
  while (count - i >= 64) {
    const size_t end = i + smaller(count - i, 64 * kByteSteps);
    __m512i p = _mm512_setzero_si512(), s = p, plain = p;
    for (; i + 64 <= end; i += 64) {
      const __m512i r = bytes_of(row + i);
      p = _mm512_dpbusd_epi32(p, lifted(bytes_of(query + i)), r);
      s = _mm512_dpbusd_epi32(s, lifted(r), r);
      plain = _mm512_dpbusd_epi32(plain, ones, r);
    }
    const int64_t lift = 128 * sum_of_ints(plain);
    product += sum_of_ints(p) - lift;
    squares += sum_of_ints(s) - lift;
  }
  for (; i < count; ++i) {
    product += query[i] * row[i];
    squares += row[i] * row[i];
  }
  return {static_cast<double>(product), static_cast<double>(squares)};
}

void dot_tile_products(const int8_t* a, const int8_t* b, size_t count, double* products) {
  int64_t sums[8] = {};
  size_t i = 0;
  const __m512i ones = _mm512_set1_epi8(1);
  while (count - i >= 64) {
    const size_t end = i + smaller(count - i, 64 * kByteSteps);
    __m512i s[8], plain[4];
    for (auto& lane : s) lane = _mm512_setzero_si512();
    for (auto& lane : plain) lane = _mm512_setzero_si512();
    for (; i + 64 <= end; i += 64) {
      const __m512i x = lifted(bytes_of(a + i)), y = lifted(bytes_of(a + count + i));
#pragma GCC unroll 4
      for (int k = 0; k < 4; ++k) {
        const __m512i r = bytes_of(b + k * count + i);
        s[k] = _mm512_dpbusd_epi32(s[k], x, r);
        s[k + 4] = _mm512_dpbusd_epi32(s[k + 4], y, r);
        plain[k] = _mm512_dpbusd_epi32(plain[k], ones, r);
      }
    }
    for (int k = 0; k < 8; ++k) sums[k] += sum_of_ints(s[k]) - 128 * sum_of_ints(plain[k % 4]);
  }
  for (; i < count; ++i)
    for (size_t k = 0; k < 8; ++k) sums[k] += a[(k / 4) * count + i] * b[(k % 4) * count + i];
  for (int k = 0; k < 8; ++k) products[k] = static_cast<double>(sums[k]);
}

double dot_chains(size_t rounds, double seed, double* sink) {
  const __m512i a = _mm512_set1_epi8(static_cast<char>(seed * 100)), b = _mm512_set1_epi8(3);
  // All different from the start, or the compiler finds that equal chains are one.
  __m512i c0 = _mm512_set1_epi32(0), c1 = _mm512_set1_epi32(1), c2 = _mm512_set1_epi32(2), c3 = _mm512_set1_epi32(3), c4 = _mm512_set1_epi32(4), c5 = _mm512_set1_epi32(5);
  __m512i c6 = _mm512_set1_epi32(6), c7 = _mm512_set1_epi32(7), c8 = _mm512_set1_epi32(8), c9 = _mm512_set1_epi32(9), c10 = _mm512_set1_epi32(10), c11 = _mm512_set1_epi32(11);
  for (size_t round = 0; round < rounds; ++round) {
    c0 = _mm512_dpbusd_epi32(c0, a, b);
    c1 = _mm512_dpbusd_epi32(c1, a, b);
    c2 = _mm512_dpbusd_epi32(c2, a, b);
    c3 = _mm512_dpbusd_epi32(c3, a, b);
    c4 = _mm512_dpbusd_epi32(c4, a, b);
    c5 = _mm512_dpbusd_epi32(c5, a, b);
    c6 = _mm512_dpbusd_epi32(c6, a, b);
    c7 = _mm512_dpbusd_epi32(c7, a, b);
    c8 = _mm512_dpbusd_epi32(c8, a, b);
    c9 = _mm512_dpbusd_epi32(c9, a, b);
    c10 = _mm512_dpbusd_epi32(c10, a, b);
    c11 = _mm512_dpbusd_epi32(c11, a, b);
  }
  const __m512i all[] = {c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11};
  for (const __m512i& chain : all) *sink += static_cast<double>(sum_of_ints(chain));
  return 12.0 * 2 * 64 * static_cast<double>(rounds);
}

}  // namespace
DYNO_TARGET_END

const Kernels& avx512_kernels() {
  static const bool dot = has_byte_dot_product();
  static const Kernels kernels{
      SimdLevel::avx512,
      {row_sums<float>, tile_products<float>, difference_sums<float>},
      {row_sums<Half>, tile_products<Half>, difference_sums<Half>},
      {dot ? dot_row_sums : byte_row_sums<Words>, dot ? dot_tile_products : word_tile_products,
       difference_sums<int8_t>},
      read_all,
      write_all,
      copy_all,
      triad_all,
      fma_chains<Singles>,
      fma_chains<Doubles>,
      dot ? dot_chains : nullptr,
  };
  return kernels;
}

}  // namespace dyno::cpu
#endif
