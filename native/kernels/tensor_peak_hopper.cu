// Peak of Hopper's own matrix instructions (wgmma), without which its tensor cores reach about two thirds: each
// warpgroup of four warps multiplies 64 × 16 by 16 × 256 from shared memory into registers, 262,144 multiply-adds a step.
// Shared memory holds one value v throughout, so that its layout does not matter to the result: each accumulator grows
// by 16·v² a step. Only for compute capability 9.0 (PTX for sm_90a is not carried on to later cards).
#include <cstdint>

namespace hopper {

constexpr int THREADS = 256;
constexpr int STEPS = 8;
constexpr int ACCUMULATORS = 128;
/** Core matrices of 8 rows × 16 bytes: 2 × 8 of them for a, 2 × 32 for b; bytes between neighbours along k and across. */
constexpr uint32_t CORE_BYTES = 128;
constexpr uint32_t BYTES_A = 16 * CORE_BYTES;
constexpr uint32_t BYTES_B = 64 * CORE_BYTES;

__device__ __forceinline__ uint64_t descriptor(uint32_t address) {
  const uint64_t start = (address & 0x3ffffu) >> 4;
  const uint64_t along_k = CORE_BYTES >> 4, across = (2 * CORE_BYTES) >> 4;
  return start | along_k << 16 | across << 32;
}

// The 128 accumulators, as operands %0 … %127.
#define D8(N) \
  "%" #N "0, %" #N "1, %" #N "2, %" #N "3, %" #N "4, %" #N "5, %" #N "6, %" #N "7, %" #N "8, %" #N "9"
#define ACCUMULATORS_TEXT                                                                                   \
  "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, " D8(1) ", " D8(2) ", " D8(3) ", " D8(4) ", " D8(5) ", " D8(6)  \
  ", " D8(7) ", " D8(8) ", " D8(9) ", " D8(10) ", " D8(11) ", %120, %121, %122, %123, %124, %125, %126, %127}"
#define F4(N) "+f"(d[N]), "+f"(d[N + 1]), "+f"(d[N + 2]), "+f"(d[N + 3])
#define F16(N) F4(N), F4(N + 4), F4(N + 8), F4(N + 12)
#define WGMMA(TYPE)                                                                                        \
  asm volatile("wgmma.mma_async.sync.aligned.m64n256k16.f32." TYPE "." TYPE " " ACCUMULATORS_TEXT          \
               ", %128, %129, 1, 1, 1, 0, 0;"                                                              \
               : F16(0), F16(16), F16(32), F16(48), F16(64), F16(80), F16(96), F16(112)                    \
               : "l"(a), "l"(b))

struct Halves {
  static __device__ __forceinline__ void multiply(float (&d)[ACCUMULATORS], uint64_t a, uint64_t b) { WGMMA("f16"); }
};

struct Bfloats {
  static __device__ __forceinline__ void multiply(float (&d)[ACCUMULATORS], uint64_t a, uint64_t b) { WGMMA("bf16"); }
};

template <typename Type>
__device__ __forceinline__ void products(float *out, int rounds, uint32_t value, float first) {
  __shared__ __align__(128) uint32_t shared[(BYTES_A + BYTES_B) / 4];
  for (uint32_t i = threadIdx.x; i < (BYTES_A + BYTES_B) / 4; i += THREADS) shared[i] = value;
  // What ordinary stores wrote is read by the tensor cores next.
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
  __syncthreads();
  const uint32_t address = static_cast<uint32_t>(__cvta_generic_to_shared(shared));
  const uint64_t a = descriptor(address), b = descriptor(address + BYTES_A);

  float d[ACCUMULATORS];
#pragma unroll
  for (int i = 0; i < ACCUMULATORS; i++) d[i] = first;
  for (int round = 0; round < rounds; round++) {
    asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
#pragma unroll
    for (int s = 0; s < STEPS; s++) Type::multiply(d, a, b);
    asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
    asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");
  }
  float sum = 0.0f;
#pragma unroll
  for (int i = 0; i < ACCUMULATORS; i++) sum += d[i];
  out[static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x] = sum;
}

}  // namespace hopper

/** value: the same half twice. */
extern "C" __global__ void __launch_bounds__(hopper::THREADS, 1)
    tensor_peak_hopper_f16(float *__restrict__ out, int rounds, uint32_t value, float first) {
  hopper::products<hopper::Halves>(out, rounds, value, first);
}

/** value: the same bf16 twice. */
extern "C" __global__ void __launch_bounds__(hopper::THREADS, 1)
    tensor_peak_hopper_bf16(float *__restrict__ out, int rounds, uint32_t value, float first) {
  hopper::products<hopper::Bfloats>(out, rounds, value, first);
}
