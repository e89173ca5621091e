// As arithmetic.cu, in bf16, which cards know from compute capability 8.0 on: 256 multiply-adds a round.
#include "device.cuh"

extern "C" __global__ void __launch_bounds__(256) arithmetic_bf16(uint32_t *__restrict__ out, int rounds,
                                                                  uint32_t factor, uint32_t step) {
  constexpr int CHAINS = 8;
  constexpr int STEPS = 16;
  const uint32_t one = 0x3f803f80u;
  uint32_t chain[CHAINS];
#pragma unroll
  for (int i = 0; i < CHAINS; i++) chain[i] = i % 2 ? one : 0u;
  for (int round = 0; round < rounds; round++) {
#pragma unroll
    for (int s = 0; s < STEPS; s++)
#pragma unroll
      for (int i = 0; i < CHAINS; i++) chain[i] = fma_bfloats(chain[i], factor, step);
  }
  uint32_t sum = 0;
#pragma unroll
  for (int i = 0; i < CHAINS; i++) sum = fma_bfloats(chain[i], one, sum);
  out[static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x] = sum;
}
