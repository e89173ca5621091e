// Cosine of every row of a (n × d) with every row of b (m × d): lengths first, then a tiled product of the rows, each
// thread with 4 × 4 of a tile of 64 × 64.
#include "device.cuh"

namespace pairs {
constexpr int TILE = 64;
constexpr int DEPTH = 16;
constexpr int EACH = 4;
}  // namespace pairs

/** Euclidean length of each row; a warp for each. Needs blocks of whole warps. */
extern "C" __global__ void row_lengths_f32(const float *__restrict__ rows, float *__restrict__ lengths, int n, int d) {
  const int lane = threadIdx.x % 32;
  const long long warps = static_cast<long long>(gridDim.x) * blockDim.x / 32;
  for (long long index = (static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x) / 32; index < n;
       index += warps) {
    const float *row = rows + index * d;
    float squares = 0.0f;
    for (int i = lane; i < d; i += 32) squares = fmaf(row[i], row[i], squares);
    squares = sum_over_lanes(squares);
    if (lane == 0) lengths[index] = sqrtf(squares);
  }
}

/** out is n × m; 256 threads a block, a block for each tile: x over m, y over n. */
extern "C" __global__ void __launch_bounds__(256)
    cosine_pairs_f32(const float *__restrict__ a, const float *__restrict__ b, const float *__restrict__ lengths_a,
                     const float *__restrict__ lengths_b, float *__restrict__ out, int n, int m, int d) {
  using namespace pairs;
  // One column more than needed: neighbours in a column then lie in different banks.
  __shared__ float tile_a[DEPTH][TILE + 1];
  __shared__ float tile_b[DEPTH][TILE + 1];
  const int row0 = blockIdx.y * TILE, column0 = blockIdx.x * TILE;
  const int x = threadIdx.x % 16, y = threadIdx.x / 16;
  float sums[EACH][EACH] = {};

  for (int k0 = 0; k0 < d; k0 += DEPTH) {
    for (int i = threadIdx.x; i < TILE * DEPTH; i += 256) {
      const int r = i / DEPTH, k = i % DEPTH;
      const bool inside = k0 + k < d;
      tile_a[k][r] = inside && row0 + r < n ? a[static_cast<long long>(row0 + r) * d + k0 + k] : 0.0f;
      tile_b[k][r] = inside && column0 + r < m ? b[static_cast<long long>(column0 + r) * d + k0 + k] : 0.0f;
    }
    __syncthreads();
#pragma unroll
    for (int k = 0; k < DEPTH; k++) {
      float from_a[EACH], from_b[EACH];
#pragma unroll
      for (int i = 0; i < EACH; i++) {
        from_a[i] = tile_a[k][y + 16 * i];
        from_b[i] = tile_b[k][x + 16 * i];
      }
#pragma unroll
      for (int i = 0; i < EACH; i++)
#pragma unroll
        for (int j = 0; j < EACH; j++) sums[i][j] = fmaf(from_a[i], from_b[j], sums[i][j]);
    }
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < EACH; i++) {
    const int row = row0 + y + 16 * i;
#pragma unroll
    for (int j = 0; j < EACH; j++) {
      const int column = column0 + x + 16 * j;
      if (row >= n || column >= m) continue;
      const float scale = lengths_a[row] * lengths_b[column];
      out[static_cast<long long>(row) * m + column] = scale == 0.0f ? 0.0f : sums[i][j] / scale;
    }
  }
}
