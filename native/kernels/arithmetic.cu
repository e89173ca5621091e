// Peak arithmetic outside the tensor cores: eight independent chains of multiply-adds in each thread, nothing from
// memory. Every chain starts at the thread's place modulo 8 and does x ← x·factor + step, so that with 1 and a power of
// two the result is exact and can be checked. 128 multiply-adds a round.
#include "device.cuh"

namespace arithmetic {
constexpr int CHAINS = 8;
constexpr int STEPS = 16;
}  // namespace arithmetic

extern "C" __global__ void __launch_bounds__(256) arithmetic_f32(float *__restrict__ out, int rounds, float factor,
                                                                 float step) {
  using namespace arithmetic;
  float chain[CHAINS];
#pragma unroll
  for (int i = 0; i < CHAINS; i++) chain[i] = static_cast<float>(threadIdx.x % 8 + i);
  for (int round = 0; round < rounds; round++) {
#pragma unroll
    for (int s = 0; s < STEPS; s++)
#pragma unroll
      for (int i = 0; i < CHAINS; i++) chain[i] = fmaf(chain[i], factor, step);
  }
  float sum = 0.0f;
#pragma unroll
  for (int i = 0; i < CHAINS; i++) sum += chain[i];
  out[static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x] = sum;
}

/** Two halves in each chain: 256 multiply-adds a round. factor and step are the same half twice. */
extern "C" __global__ void __launch_bounds__(256) arithmetic_f16(uint32_t *__restrict__ out, int rounds,
                                                                 uint32_t factor, uint32_t step) {
  using namespace arithmetic;
  const uint32_t one = 0x3c003c00u;
  uint32_t chain[CHAINS];
#pragma unroll
  for (int i = 0; i < CHAINS; i++) chain[i] = i % 2 ? one : 0u;
  for (int round = 0; round < rounds; round++) {
#pragma unroll
    for (int s = 0; s < STEPS; s++)
#pragma unroll
      for (int i = 0; i < CHAINS; i++) chain[i] = fma_halves(chain[i], factor, step);
  }
  uint32_t sum = 0;
#pragma unroll
  for (int i = 0; i < CHAINS; i++) sum = fma_halves(chain[i], one, sum);
  out[static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x] = sum;
}
