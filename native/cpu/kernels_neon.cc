#if defined(__aarch64__)
#include <arm_neon.h>

#include "kernels.h"
#include "target.h"

#define DYNO_MORE_CHAINS

namespace dyno::cpu {
namespace {

struct Singles {
  static constexpr size_t lanes = 4;
  static float32x4_t zero() { return vdupq_n_f32(0); }
  static float32x4_t all(double value) { return vdupq_n_f32(static_cast<float>(value)); }
  static float32x4_t load(const float* from) { return vld1q_f32(from); }
  static float32x4_t load(const Half* from) {
    return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(reinterpret_cast<const uint16_t*>(from))));
  }
  static float32x4_t add(float32x4_t a, float32x4_t b) { return vaddq_f32(a, b); }
  static float32x4_t fma(float32x4_t a, float32x4_t b, float32x4_t c) { return vfmaq_f32(c, a, b); }
  static double sum(float32x4_t a) {
    return vaddvq_f64(vaddq_f64(vcvt_f64_f32(vget_low_f32(a)), vcvt_high_f64_f32(a)));
  }
};

struct Doubles {
  static constexpr size_t lanes = 2;
  static float64x2_t zero() { return vdupq_n_f64(0); }
  static float64x2_t all(double value) { return vdupq_n_f64(value); }
  static float64x2_t load(const double* from) { return vld1q_f64(from); }
  static float64x2_t load(const float* from) { return vcvt_f64_f32(vld1_f32(from)); }
  static float64x2_t load(const Half* from) {
    const float both[2] = {to_float(from[0]), to_float(from[1])};
    return vcvt_f64_f32(vld1_f32(both));
  }
  static float64x2_t load(const int8_t* from) {
    const double both[2] = {static_cast<double>(from[0]), static_cast<double>(from[1])};
    return vld1q_f64(both);
  }
  static void store(double* to, float64x2_t a) { vst1q_f64(to, a); }
  static float64x2_t add(float64x2_t a, float64x2_t b) { return vaddq_f64(a, b); }
  static float64x2_t subtract(float64x2_t a, float64x2_t b) { return vsubq_f64(a, b); }
  static float64x2_t absolute(float64x2_t a) { return vabsq_f64(a); }
  static float64x2_t larger(float64x2_t a, float64x2_t b) { return vmaxq_f64(a, b); }
  static float64x2_t fma(float64x2_t a, float64x2_t b, float64x2_t c) { return vfmaq_f64(c, a, b); }
  static double sum(float64x2_t a) { return vaddvq_f64(a); }
  static double largest(float64x2_t a) { return vmaxvq_f64(a); }
};

#include "kernel_bodies.h"

/** Two products of bytes fit a word only if none is 2^14 twice, so they are widened one by one; lanes are emptied in time. */
constexpr size_t kByteBlock = 16 * 8192;

int32x4_t add_products(int32x4_t sums, int8x16_t a, int8x16_t b) {
  sums = vpadalq_s16(sums, vmull_s8(vget_low_s8(a), vget_low_s8(b)));
  return vpadalq_s16(sums, vmull_high_s8(a, b));
}

RowSums byte_row_sums(const int8_t* query, const int8_t* row, size_t count) {
  int64_t product = 0, squares = 0;
  size_t i = 0;
  while (count - i >= 16) {
    const size_t end = i + smaller(count - i, kByteBlock);
    int32x4_t p = vdupq_n_s32(0), s = p;
    for (; i + 16 <= end; i += 16) {
      const int8x16_t r = vld1q_s8(row + i);
      p = add_products(p, vld1q_s8(query + i), r);
      s = add_products(s, r, r);
    }
    product += vaddlvq_s32(p);
    squares += vaddlvq_s32(s);
  }
  for (; i < count; ++i) {
    product += query[i] * row[i];
    squares += row[i] * row[i];
  }
  return {static_cast<double>(product), static_cast<double>(squares)};
}

void byte_tile_products(const int8_t* a, const int8_t* b, size_t count, double* products) {
  for (size_t k = 0; k < 8; ++k)
    products[k] = byte_row_sums(a + (k / 4) * count, b + (k % 4) * count, count).product;
}

}  // namespace

const Kernels& neon_kernels() {
  static const Kernels kernels{
      SimdLevel::neon,
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
