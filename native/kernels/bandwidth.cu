// Memory bandwidth, counted as STREAM counts it: bytes named in the source, read or written. n is in quads of floats
// (16 bytes). Blocks take stretches of four quads for each thread, and all four loads are under way before the first is
// used; 256 threads a block.
#include "device.cuh"

namespace bandwidth {
constexpr int THREADS = 256;
constexpr int EACH = 4;
constexpr long long STRETCH = THREADS * EACH;

__device__ __forceinline__ float sum_of(float4 quad) { return (quad.x + quad.y) + (quad.z + quad.w); }

__device__ __forceinline__ void write_sum_of_block(float sum, float *sums) {
  __shared__ float of_warp[THREADS / 32];
  sum = sum_over_lanes(sum);
  if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = sum;
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int w = 1; w < THREADS / 32; w++) sum += of_warp[w];
    sums[blockIdx.x] = sum;
  }
}

/** Calls body(at) for each quad of the grid's share that is left over after whole stretches. */
template <typename Body>
__device__ __forceinline__ void for_rest(long long n, Body body) {
  const long long threads = static_cast<long long>(gridDim.x) * THREADS;
  for (long long at = n / STRETCH * STRETCH + static_cast<long long>(blockIdx.x) * THREADS + threadIdx.x; at < n;
       at += threads)
    body(at);
}
}  // namespace bandwidth

extern "C" __global__ void __launch_bounds__(bandwidth::THREADS)
    bandwidth_copy(const float4 *__restrict__ from, float4 *__restrict__ to, long long n) {
  using namespace bandwidth;
  for (long long stretch = blockIdx.x; stretch < n / STRETCH; stretch += gridDim.x) {
    const long long at = stretch * STRETCH + threadIdx.x;
    float4 quads[EACH];
#pragma unroll
    for (int i = 0; i < EACH; i++) quads[i] = from[at + i * THREADS];
#pragma unroll
    for (int i = 0; i < EACH; i++) to[at + i * THREADS] = quads[i];
  }
  for_rest(n, [=](long long at) { to[at] = from[at]; });
}

/** sums: one float for each block, so that what was read is needed, and can be checked. */
extern "C" __global__ void __launch_bounds__(bandwidth::THREADS)
    bandwidth_read(const float4 *__restrict__ from, float *__restrict__ sums, long long n) {
  using namespace bandwidth;
  float sum = 0.0f;
  for (long long stretch = blockIdx.x; stretch < n / STRETCH; stretch += gridDim.x) {
    const long long at = stretch * STRETCH + threadIdx.x;
    float4 quads[EACH];
#pragma unroll
    for (int i = 0; i < EACH; i++) quads[i] = from[at + i * THREADS];
#pragma unroll
    for (int i = 0; i < EACH; i++) sum += sum_of(quads[i]);
  }
  for_rest(n, [&](long long at) { sum += sum_of(from[at]); });
  write_sum_of_block(sum, sums);
}

/** Also the flush of the L2 cache: written over a buffer greater than the cache, it leaves nothing else in it. */
extern "C" __global__ void __launch_bounds__(bandwidth::THREADS)
    bandwidth_write(float4 *__restrict__ to, float value, long long n) {
  using namespace bandwidth;
  const float4 quad = make_float4(value, value, value, value);
  for (long long stretch = blockIdx.x; stretch < n / STRETCH; stretch += gridDim.x) {
    const long long at = stretch * STRETCH + threadIdx.x;
#pragma unroll
    for (int i = 0; i < EACH; i++) to[at + i * THREADS] = quad;
  }
  for_rest(n, [=](long long at) { to[at] = quad; });
}

/** a = b + scale · c */
extern "C" __global__ void __launch_bounds__(bandwidth::THREADS)
    bandwidth_triad(float4 *__restrict__ a, const float4 *__restrict__ b, const float4 *__restrict__ c, float scale,
                    long long n) {
  using namespace bandwidth;
  const auto triad = [=](float4 x, float4 y) {
    return make_float4(fmaf(scale, y.x, x.x), fmaf(scale, y.y, x.y), fmaf(scale, y.z, x.z), fmaf(scale, y.w, x.w));
  };
  for (long long stretch = blockIdx.x; stretch < n / STRETCH; stretch += gridDim.x) {
    const long long at = stretch * STRETCH + threadIdx.x;
    float4 x[EACH], y[EACH];
#pragma unroll
    for (int i = 0; i < EACH; i++) {
      x[i] = b[at + i * THREADS];
      y[i] = c[at + i * THREADS];
    }
#pragma unroll
    for (int i = 0; i < EACH; i++) a[at + i * THREADS] = triad(x[i], y[i]);
  }
  for_rest(n, [=](long long at) { a[at] = triad(b[at], c[at]); });
}

/** Reads the same n quads `rounds` times, past the L1 cache; they have to fit in L2. */
extern "C" __global__ void __launch_bounds__(bandwidth::THREADS)
    bandwidth_read_l2(const float4 *from, float *sums, long long n, int rounds) {
  using namespace bandwidth;
  float sum = 0.0f;
  for (int round = 0; round < rounds; round++) {
    for (long long stretch = blockIdx.x; stretch < n / STRETCH; stretch += gridDim.x) {
      const long long at = stretch * STRETCH + threadIdx.x;
      float4 quads[EACH];
#pragma unroll
      for (int i = 0; i < EACH; i++) quads[i] = load_from_l2(from + at + i * THREADS);
#pragma unroll
      for (int i = 0; i < EACH; i++) sum += sum_of(quads[i]);
    }
    for_rest(n, [&](long long at) { sum += sum_of(load_from_l2(from + at)); });
  }
  write_sum_of_block(sum, sums);
}
