// The k greatest of n scores, greatest first; of equal ones the lower index first, so that the answer is one. Each
// block reduces 4096 candidates to k; the caller runs it again on what is left until one block is enough (k up to 1024,
// so that every round leaves at most a quarter). What is no number is left out.
#include "device.cuh"

namespace top {
constexpr int THREADS = 256;
constexpr int CHUNK = 4096;

struct Candidate {
  float score;
  int index;
};

__device__ __forceinline__ bool is_before(Candidate a, Candidate b) {
  return a.score > b.score || (a.score == b.score && a.index < b.index);
}
}  // namespace top

/**
 * indices may be null: a candidate's index is then its place. An index of −1 is no candidate. Writes k of each block's,
 * the missing ones as −1 with a score of −∞.
 */
extern "C" __global__ void __launch_bounds__(top::THREADS)
    top_k_f32(const float *__restrict__ scores, const int *__restrict__ indices, int n, int k,
              float *__restrict__ out_scores, int *__restrict__ out_indices) {
  using namespace top;
  constexpr int EACH = CHUNK / THREADS;
  constexpr int LAST = 0x7fffffff;
  const float lowest = -__uint_as_float(0x7f800000u);
  __shared__ Candidate of_warp[THREADS / 32];
  __shared__ int winner;

  // Each thread keeps its own candidates in registers, taken ones marked by the index −1.
  Candidate own[EACH];
#pragma unroll
  for (int i = 0; i < EACH; i++) {
    const long long at = static_cast<long long>(blockIdx.x) * CHUNK + i * THREADS + threadIdx.x;
    own[i] = {lowest, -1};
    if (at < n) {
      const float score = scores[at];
      own[i].score = score;
      if (score == score) own[i].index = indices ? indices[at] : static_cast<int>(at);
    }
  }

  for (int place = 0; place < k; place++) {
    Candidate best = {lowest, LAST};
#pragma unroll
    for (int i = 0; i < EACH; i++)
      if (own[i].index >= 0 && is_before(own[i], best)) best = own[i];
    for (int step = 16; step > 0; step /= 2) {
      Candidate other;
      other.score = __shfl_xor_sync(WHOLE_WARP, best.score, step);
      other.index = __shfl_xor_sync(WHOLE_WARP, best.index, step);
      if (is_before(other, best)) best = other;
    }
    if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = best;
    __syncthreads();
    if (threadIdx.x == 0) {
      for (int w = 1; w < THREADS / 32; w++)
        if (is_before(of_warp[w], best)) best = of_warp[w];
      const bool is_there = best.index != LAST;
      winner = is_there ? best.index : -1;
      out_scores[static_cast<long long>(blockIdx.x) * k + place] = best.score;
      out_indices[static_cast<long long>(blockIdx.x) * k + place] = winner;
    }
    __syncthreads();
    const int taken = winner;
#pragma unroll
    for (int i = 0; i < EACH; i++)
      if (own[i].index == taken) own[i].index = -1;
    __syncthreads();
  }
}
