// What every kernel here is written with. Under nvcc it is CUDA; under a plain C++ compiler the same sources run on the
// processor (stand_ins/cuda/cuda_on_cpu.h), one fiber for each thread, so that indexing, reductions and tails are tested
// without a card. That is why half precision and matrix instructions go through the few functions below.
#pragma once

#include <cstdint>

#ifdef __CUDACC__

constexpr unsigned WHOLE_WARP = 0xffffffffu;

/** Two halves, the lower one first, as two floats. */
__device__ __forceinline__ float2 floats_of_halves(uint32_t halves) {
  float2 out;
  asm("{ .reg .b16 low, high;\n mov.b32 {low, high}, %2;\n cvt.f32.f16 %0, low;\n cvt.f32.f16 %1, high; }"
      : "=f"(out.x), "=f"(out.y)
      : "r"(halves));
  return out;
}

__device__ __forceinline__ float float_of_half(uint16_t half) {
  float out;
  asm("cvt.f32.f16 %0, %1;" : "=f"(out) : "h"(half));
  return out;
}

/** a·b + c on two halves at once. */
__device__ __forceinline__ uint32_t fma_halves(uint32_t a, uint32_t b, uint32_t c) {
  uint32_t out;
  asm("fma.rn.f16x2 %0, %1, %2, %3;" : "=r"(out) : "r"(a), "r"(b), "r"(c));
  return out;
}

/** a·b + c of four signed bytes each. */
__device__ __forceinline__ int dot_of_bytes(uint32_t a, uint32_t b, int c) {
  return __dp4a(static_cast<int>(a), static_cast<int>(b), c);
}

/** Past the L1 cache, which would otherwise answer a second reading. */
__device__ __forceinline__ float4 load_from_l2(const float4 *at) {
  float4 out;
  asm volatile("ld.global.cg.v4.f32 {%0, %1, %2, %3}, [%4];"
               : "=f"(out.x), "=f"(out.y), "=f"(out.z), "=f"(out.w)
               : "l"(at)
               : "memory");
  return out;
}

/**
 * One matrix instruction: c (16×8, fp32) += a (16×16, fp16) · b (16×8, fp16), spread over the warp as PTX lays out
 * mma.m16n8k16. Turing has only the k8 form, which takes the halves of the same registers one after the other.
 */
__device__ __forceinline__ void multiply_halves(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
#if __CUDA_ARCH__ >= 800
  asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
  asm("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5}, {%6}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(b[0]));
  asm("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5}, {%6}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[2]), "r"(a[3]), "r"(b[1]));
#endif
}

#if __CUDA_ARCH__ >= 800

/** a·b + c on two bf16 at once. */
__device__ __forceinline__ uint32_t fma_bfloats(uint32_t a, uint32_t b, uint32_t c) {
  uint32_t out;
  asm("fma.rn.bf16x2 %0, %1, %2, %3;" : "=r"(out) : "r"(a), "r"(b), "r"(c));
  return out;
}

/** As multiply_halves, of bf16. */
__device__ __forceinline__ void multiply_bfloats(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

#endif

#else
#include "../stand_ins/cuda/cuda_on_cpu.h"
#endif

/** Sum over groups of `lanes` neighbouring lanes, a power of two; each lane of the group gets it. */
template <typename Value>
__device__ __forceinline__ Value sum_over_lanes(Value value, int lanes = 32) {
  for (int step = lanes / 2; step > 0; step /= 2) value += __shfl_xor_sync(WHOLE_WARP, value, step);
  return value;
}

__device__ __forceinline__ bool is_aligned(const void *at, uintptr_t bytes) {
  return reinterpret_cast<uintptr_t>(at) % bytes == 0;
}
