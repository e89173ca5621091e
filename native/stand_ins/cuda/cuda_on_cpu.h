// The part of CUDA C++ that Dyno's kernels use, on the processor: a fiber for each thread of a block, real barriers
// between them, one block after the other. It tells whether a kernel is right, never how fast it is.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>

#define __global__
#define __device__
#define __host__
#define __shared__ static
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __align__(N) alignas(N)

using std::fabs;
using std::fmax;
using std::fmaxf;
using std::frexp;
using std::sqrt;

struct float2 {
  float x, y;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(16) uint4 {
  uint32_t x, y, z, w;
};
struct uint3 {
  unsigned x, y, z;
};

inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline uint4 make_uint4(uint32_t x, uint32_t y, uint32_t z, uint32_t w) { return {x, y, z, w}; }

extern thread_local uint3 threadIdx, blockIdx, blockDim, gridDim;

namespace cuda_on_cpu {

constexpr int WARP_SIZE = 32;

/** Runs `body` once for each thread of each block. */
void run_grid(uint3 grid, uint3 block, const std::function<void()> &body);

/** Until all threads of the block that still run are here. */
void wait_for_block();

/**
 * Hands `bytes` of every lane to all lanes of the warp: returns where lane 0's lie, the others' 64 bytes on each. Valid
 * until this thread exchanges again.
 */
const unsigned char *exchange_in_warp(const void *own, unsigned bytes);

constexpr unsigned LANE_BYTES = 64;
unsigned lane();
/** Of the warp: all 32 but in the last one of a block that is not made of whole warps. */
unsigned lanes_running();

template <typename Value>
Value bits_as(uint32_t bits) {
  Value out;
  std::memcpy(&out, &bits, sizeof out);
  return out;
}

float float_of_bfloat(uint16_t bits);
uint16_t bfloat_of_float(float value);
uint16_t half_of_float(float value);

/** Sums in double of exact products, rounded once to fp32 for each 16 of them: within what matrix units may do. */
void multiply(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2], float (*decode)(uint16_t));

}  // namespace cuda_on_cpu

constexpr unsigned WHOLE_WARP = 0xffffffffu;

inline void __syncthreads() { cuda_on_cpu::wait_for_block(); }

template <typename Value>
Value __shfl_xor_sync(unsigned, Value value, int mask) {
  const unsigned char *all = cuda_on_cpu::exchange_in_warp(&value, sizeof value);
  Value out;
  std::memcpy(&out, all + (cuda_on_cpu::lane() ^ mask) * cuda_on_cpu::LANE_BYTES, sizeof out);
  return out;
}

inline bool __all_sync(unsigned, bool value) {
  const unsigned char mine = value;
  const unsigned char *all = cuda_on_cpu::exchange_in_warp(&mine, 1);
  bool out = true;
  for (unsigned lane = 0; lane < cuda_on_cpu::lanes_running(); lane++) out = out && all[lane * cuda_on_cpu::LANE_BYTES];
  return out;
}

inline float __uint_as_float(uint32_t bits) { return cuda_on_cpu::bits_as<float>(bits); }

float float_of_half(uint16_t half);

inline float2 floats_of_halves(uint32_t halves) {
  return {float_of_half(static_cast<uint16_t>(halves)), float_of_half(static_cast<uint16_t>(halves >> 16))};
}

uint32_t fma_halves(uint32_t a, uint32_t b, uint32_t c);
uint32_t fma_bfloats(uint32_t a, uint32_t b, uint32_t c);
int dot_of_bytes(uint32_t a, uint32_t b, int c);

inline float4 load_from_l2(const float4 *at) { return *at; }

inline void multiply_halves(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
  cuda_on_cpu::multiply(c, a, b, float_of_half);
}
inline void multiply_bfloats(float (&c)[4], const uint32_t (&a)[4], const uint32_t (&b)[2]) {
  cuda_on_cpu::multiply(c, a, b, cuda_on_cpu::float_of_bfloat);
}
