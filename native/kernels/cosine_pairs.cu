// Cosine of every row of a (n × d) with every row of b (m × d): lengths first, then a tiled product of the rows, each
// thread with 4 × 4 of a tile of 64 × 64. Rows are scaled by powers of two on their way in, so that no product leaves the
// range of fp32. Where there is no cosine (zeros, what is not finite) it is not a number.
#include "device.cuh"

namespace pairs {
constexpr int TILE = 64;
constexpr int DEPTH = 16;
constexpr int EACH = 4;
}  // namespace pairs

/**
 * Euclidean length of each row as length · 2^exponent, the length from 0.5 to 1; a warp for each row. Needs blocks of
 * whole warps.
 */
extern "C" __global__ void row_lengths_f32(const float *__restrict__ rows, float *__restrict__ lengths,
                                           int *__restrict__ exponents, int n, int d) {
  const int lane = threadIdx.x % 32;
  const long long warps = static_cast<long long>(gridDim.x) * blockDim.x / 32;
  for (long long index = (static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x) / 32; index < n;
       index += warps) {
    const float *row = rows + index * d;
    double squares = 0.0;
    for (int i = lane; i < d; i += 32) squares += static_cast<double>(row[i]) * row[i];
    squares = sum_over_lanes(squares);
    if (lane == 0) {
      const bool is_finite = squares < 1e300;
      int exponent = 0;
      const double length = is_finite ? frexp(sqrt(squares), &exponent) : squares - squares;
      lengths[index] = static_cast<float>(length);
      exponents[index] = exponent;
    }
  }
}

/** out is n × m; 256 threads a block, a block for each tile: x over m, y over n. */
extern "C" __global__ void __launch_bounds__(256)
    cosine_pairs_f32(const float *__restrict__ a, const float *__restrict__ b, const float *__restrict__ lengths_a,
                     const int *__restrict__ exponents_a, const float *__restrict__ lengths_b,
                     const int *__restrict__ exponents_b, float *__restrict__ out, int n, int m, int d) {
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
      const int row = row0 + r, column = column0 + r;
      tile_a[k][r] =
          inside && row < n ? ldexpf(a[static_cast<long long>(row) * d + k0 + k], -exponents_a[row]) : 0.0f;
      tile_b[k][r] =
          inside && column < m ? ldexpf(b[static_cast<long long>(column) * d + k0 + k], -exponents_b[column]) : 0.0f;
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
      out[static_cast<long long>(row) * m + column] = sums[i][j] / (lengths_a[row] * lengths_b[column]);
    }
  }
}
