// How far two outputs are apart, in one pass over both: greatest and mean error, squares for the root mean square, the
// three sums of the cosine, and how many are not finite on one side or both, which the sums leave out. The same grid gives
// the same bits: every block leaves its sums, and a single one adds those up in their order.
#include "device.cuh"

namespace comparison {

constexpr int THREADS = 256;
constexpr int WARPS = THREADS / 32;
/** What a block leaves: Σ|a−b|, Σ(a−b)², Σab, Σa², Σb², max|a−b|, count of what is not finite. */
constexpr int VALUES = 7;
constexpr int SUMS = 5;

struct Sums {
  double of[SUMS] = {};
  double greatest = 0;
  unsigned long long not_finite = 0;
};

__device__ __forceinline__ void add_exactly(Sums &sums, float a, float b) {
  const double difference = static_cast<double>(a) - static_cast<double>(b);
  sums.greatest = fmax(sums.greatest, fabs(difference));
  sums.of[0] += fabs(difference);
  sums.of[1] += difference * difference;
  sums.of[2] += static_cast<double>(a) * b;
  sums.of[3] += static_cast<double>(a) * a;
  sums.of[4] += static_cast<double>(b) * b;
}

__device__ __forceinline__ void add_one(Sums &sums, float a, float b) {
  constexpr float GREATEST_FINITE = 3.402823466e38f;
  if (fabsf(a) <= GREATEST_FINITE && fabsf(b) <= GREATEST_FINITE)
    add_exactly(sums, a, b);
  else
    sums.not_finite++;
}

/**
 * Eight pairs in fp32, then into the doubles: most cards do a double in the time of 32 or 64 floats. False, and nothing
 * added, where squares leave the range of fp32 or something is no number.
 */
__device__ __forceinline__ bool add_eight(Sums &sums, const float4 *a, const float4 *b) {
  const float from_a[8] = {a[0].x, a[0].y, a[0].z, a[0].w, a[1].x, a[1].y, a[1].z, a[1].w};
  const float from_b[8] = {b[0].x, b[0].y, b[0].z, b[0].w, b[1].x, b[1].y, b[1].z, b[1].w};
  float absolute = 0.0f, square = 0.0f, dot = 0.0f, squares_a = 0.0f, squares_b = 0.0f, greatest = 0.0f;
#pragma unroll
  for (int i = 0; i < 8; i++) {
    const float difference = from_a[i] - from_b[i];
    absolute += fabsf(difference);
    greatest = fmaxf(greatest, fabsf(difference));
    square = fmaf(difference, difference, square);
    dot = fmaf(from_a[i], from_b[i], dot);
    squares_a = fmaf(from_a[i], from_a[i], squares_a);
    squares_b = fmaf(from_b[i], from_b[i], squares_b);
  }
  const float size = squares_a + squares_b;
  // False for what is no number, too.
  if (!(size < 1e37f && size > 1e-24f)) return false;
  sums.greatest = fmax(sums.greatest, static_cast<double>(greatest));
  sums.of[0] += absolute;
  sums.of[1] += square;
  sums.of[2] += dot;
  sums.of[3] += squares_a;
  sums.of[4] += squares_b;
  return true;
}

/** All of the block's into its thread 0, in an order that depends on nothing. */
__device__ __forceinline__ Sums over_block(Sums sums) {
  __shared__ Sums of_warp[WARPS];
#pragma unroll
  for (int i = 0; i < SUMS; i++) sums.of[i] = sum_over_lanes(sums.of[i]);
  sums.not_finite = sum_over_lanes(sums.not_finite);
  for (int step = 16; step > 0; step /= 2)
    sums.greatest = fmax(sums.greatest, __shfl_xor_sync(WHOLE_WARP, sums.greatest, step));
  if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = sums;
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int w = 1; w < WARPS; w++) {
      for (int i = 0; i < SUMS; i++) sums.of[i] += of_warp[w].of[i];
      sums.greatest = fmax(sums.greatest, of_warp[w].greatest);
      sums.not_finite += of_warp[w].not_finite;
    }
  }
  return sums;
}

__device__ __forceinline__ void write(const Sums &sums, double *out) {
  for (int i = 0; i < SUMS; i++) out[i] = sums.of[i];
  out[5] = sums.greatest;
  out[6] = static_cast<double>(sums.not_finite);
}

}  // namespace comparison

/** partials: 7 doubles for each block. 256 threads a block. */
extern "C" __global__ void __launch_bounds__(comparison::THREADS, 3)
    compare_f32(const float *__restrict__ a, const float *__restrict__ b, long long n, double *__restrict__ partials) {
  using namespace comparison;
  Sums sums;
  const long long threads = static_cast<long long>(gridDim.x) * THREADS;
  const long long thread = static_cast<long long>(blockIdx.x) * THREADS + threadIdx.x;
  long long done = 0;
  if (is_aligned(a, 16) && is_aligned(b, 16)) {
    const float4 *quads_a = reinterpret_cast<const float4 *>(a);
    const float4 *quads_b = reinterpret_cast<const float4 *>(b);
    // Blocks take neighbouring stretches of four quads for each thread: eight loads under way.
    constexpr long long STRETCH = 4 * THREADS;
    const long long stretches = n / 4 / STRETCH;
    for (long long stretch = blockIdx.x; stretch < stretches; stretch += gridDim.x) {
      const long long at = stretch * STRETCH + threadIdx.x;
      float4 from_a[4], from_b[4];
#pragma unroll
      for (int i = 0; i < 4; i++) {
        from_a[i] = quads_a[at + i * THREADS];
        from_b[i] = quads_b[at + i * THREADS];
      }
#pragma unroll
      for (int half = 0; half < 2; half++) {
        if (add_eight(sums, from_a + 2 * half, from_b + 2 * half)) continue;
        // Read again: kept, they would take registers from the usual way.
#pragma unroll 1
        for (int i = 0; i < 8; i++) {
          const long long one = (at + (2 * half + i / 4) * THREADS) * 4 + i % 4;
          add_one(sums, a[one], b[one]);
        }
      }
    }
    done = stretches * STRETCH * 4;
  }
  for (long long at = done + thread; at < n; at += threads) add_one(sums, a[at], b[at]);
  sums = over_block(sums);
  if (threadIdx.x == 0) write(sums, partials + static_cast<long long>(blockIdx.x) * VALUES);
}

/** One block of 256 threads: `blocks` partials into seven doubles. */
extern "C" __global__ void __launch_bounds__(comparison::THREADS)
    compare_finish(const double *__restrict__ partials, int blocks, double *__restrict__ out) {
  using namespace comparison;
  Sums sums;
  for (int block = threadIdx.x; block < blocks; block += THREADS) {
    const double *partial = partials + static_cast<long long>(block) * VALUES;
    for (int i = 0; i < SUMS; i++) sums.of[i] += partial[i];
    sums.greatest = fmax(sums.greatest, partial[5]);
    sums.not_finite += static_cast<unsigned long long>(partial[6]);
  }
  sums = over_block(sums);
  if (threadIdx.x == 0) write(sums, out);
}
