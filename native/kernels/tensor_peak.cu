// Peak of the matrix instructions (mma.sync): eight independent products of 16 × 8 × 16 in each warp, operands in
// registers, 16,384 multiply-adds a warp and step, four steps a round. All operands hold one value v, so each accumulator grows by 16·v²
// a step and can be checked; `first` is its start.
#include "device.cuh"

namespace tensor {
constexpr int PRODUCTS = 8;
constexpr int STEPS = 4;

template <void (*MULTIPLY)(float (&)[4], const uint32_t (&)[4], const uint32_t (&)[2])>
__device__ __forceinline__ void products(float *out, int rounds, uint32_t value, float first) {
  float sums[PRODUCTS][4];
  const uint32_t a[4] = {value, value, value, value};
  const uint32_t b[2] = {value, value};
#pragma unroll
  for (int i = 0; i < PRODUCTS; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) sums[i][j] = first;
  for (int round = 0; round < rounds; round++) {
#pragma unroll
    for (int s = 0; s < STEPS; s++)
#pragma unroll
      for (int i = 0; i < PRODUCTS; i++) MULTIPLY(sums[i], a, b);
  }
  float sum = 0.0f;
#pragma unroll
  for (int i = 0; i < PRODUCTS; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) sum += sums[i][j];
  out[static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x] = sum;
}
}  // namespace tensor

/** value: the same half twice. */
extern "C" __global__ void __launch_bounds__(256) tensor_peak_f16(float *__restrict__ out, int rounds, uint32_t value,
                                                                  float first) {
  tensor::products<multiply_halves>(out, rounds, value, first);
}

#if !defined(__CUDACC__) || __CUDA_ARCH__ >= 800
/** value: the same bf16 twice. */
extern "C" __global__ void __launch_bounds__(256) tensor_peak_bf16(float *__restrict__ out, int rounds, uint32_t value,
                                                                   float first) {
  tensor::products<multiply_bfloats>(out, rounds, value, first);
}
#endif
