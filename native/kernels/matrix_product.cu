// The product of a linear layer, c = a · bᵀ, on the tensor cores: a is m × k, b is n × k, fp16, dense, row after row;
// c is m × n in fp32. Dyno's own, to show what a size costs, not to beat a vendor's library. Tiles of 128 × 128 × 32, two
// of them in shared memory; any size is right, but only rows that start on 16 bytes (k a multiple of 8) are loaded 16
// bytes at a time: there lies the cliff.
#include "device.cuh"

namespace product {

constexpr int THREADS = 256;
constexpr int TILE = 128;
constexpr int DEPTH = 32;
// 8 halves more than needed: the eight rows that a matrix instruction takes together then lie in different banks.
constexpr int STRIDE = DEPTH + 8;
constexpr int CHUNK = 8;
constexpr int CHUNKS_EACH = TILE * DEPTH / CHUNK / THREADS;

struct Tile {
  uint4 chunks[TILE * STRIDE / CHUNK];
};

/** Eight halves of a row from column on; zeros where the matrix ends. A matrix has less than 2³² elements. */
template <int UNIT>
__device__ __forceinline__ uint4 load_chunk(const uint16_t *matrix, int rows, int k, int row, int column) {
  uint4 chunk = make_uint4(0, 0, 0, 0);
  if (row >= rows || column >= k) return chunk;
  const uint16_t *at = matrix + static_cast<uint32_t>(row) * static_cast<uint32_t>(k) + column;
  const int left = k - column;
  if (UNIT == 8) return *reinterpret_cast<const uint4 *>(at);
  const auto pair = [=](int i) -> uint32_t {
    if (UNIT == 2) return i < left ? *reinterpret_cast<const uint32_t *>(at + i) : 0;
    const uint32_t low = i < left ? at[i] : 0;
    return i + 1 < left ? low | static_cast<uint32_t>(at[i + 1]) << 16 : low;
  };
  chunk.x = pair(0);
  chunk.y = pair(2);
  chunk.z = pair(4);
  chunk.w = pair(6);
  return chunk;
}

/** UNIT: halves that can be loaded at once. */
template <int UNIT>
__device__ __forceinline__ void multiply(const uint16_t *a, const uint16_t *b, float *c, int m, int n, int k,
                                         Tile (&tiles_a)[2], Tile (&tiles_b)[2]) {
  const int row0 = blockIdx.y * TILE, column0 = blockIdx.x * TILE;
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  // Two rows and four columns of warps, each with 64 × 32 of the tile.
  const int warp_row = warp / 4 * 64, warp_column = warp % 4 * 32;
  const int group = lane / 4, pair = lane % 4;

  float sums[4][4][4] = {};
  uint4 next_a[CHUNKS_EACH], next_b[CHUNKS_EACH];

  const auto fetch = [&](int k0) {
#pragma unroll
    for (int i = 0; i < CHUNKS_EACH; i++) {
      const int chunk = threadIdx.x + i * THREADS;
      const int row = chunk / (DEPTH / CHUNK), column = k0 + chunk % (DEPTH / CHUNK) * CHUNK;
      next_a[i] = load_chunk<UNIT>(a, m, k, row0 + row, column);
      next_b[i] = load_chunk<UNIT>(b, n, k, column0 + row, column);
    }
  };
  const auto keep = [&](int buffer) {
#pragma unroll
    for (int i = 0; i < CHUNKS_EACH; i++) {
      const int chunk = threadIdx.x + i * THREADS;
      const int row = chunk / (DEPTH / CHUNK), column = chunk % (DEPTH / CHUNK);
      tiles_a[buffer].chunks[row * (STRIDE / CHUNK) + column] = next_a[i];
      tiles_b[buffer].chunks[row * (STRIDE / CHUNK) + column] = next_b[i];
    }
  };
  // Two neighbouring halves: row of the tile, first column.
  const auto halves = [&](const Tile &tile, int row, int column) {
    return reinterpret_cast<const uint32_t *>(tile.chunks)[(row * STRIDE + column) / 2];
  };

  fetch(0);
  keep(0);
  __syncthreads();
  for (int k0 = 0; k0 < k; k0 += DEPTH) {
    const int buffer = k0 / DEPTH % 2;
    const bool has_next = k0 + DEPTH < k;
    if (has_next) fetch(k0 + DEPTH);
    // Unrolled only where loading leaves the registers for it.
#pragma unroll(UNIT == 8 ? 2 : 1)
    for (int depth = 0; depth < DEPTH; depth += 16) {
      uint32_t from_b[4][2];
      const int column = depth + 2 * pair;
#pragma unroll
      for (int j = 0; j < 4; j++) {
        const int row = warp_column + 8 * j + group;
        from_b[j][0] = halves(tiles_b[buffer], row, column);
        from_b[j][1] = halves(tiles_b[buffer], row, column + 8);
      }
#pragma unroll
      for (int i = 0; i < 4; i++) {
        const int row = warp_row + 16 * i + group;
        const uint32_t from_a[4] = {halves(tiles_a[buffer], row, column), halves(tiles_a[buffer], row + 8, column),
                                    halves(tiles_a[buffer], row, column + 8),
                                    halves(tiles_a[buffer], row + 8, column + 8)};
#pragma unroll
        for (int j = 0; j < 4; j++) multiply_halves(sums[i][j], from_a, from_b[j]);
      }
    }
    if (has_next) keep(1 - buffer);
    __syncthreads();
  }

#pragma unroll
  for (int i = 0; i < 4; i++)
#pragma unroll
    for (int j = 0; j < 4; j++)
#pragma unroll
      for (int part = 0; part < 4; part++) {
        const int row = row0 + warp_row + 16 * i + group + part / 2 * 8;
        const int column = column0 + warp_column + 8 * j + 2 * pair + part % 2;
        if (row < m && column < n) c[static_cast<long long>(row) * n + column] = sums[i][j][part];
      }
}

/** Pads with zeros where `to` is greater, cuts off where it is smaller. */
template <typename Element>
__device__ __forceinline__ void resize(const Element *from, int rows, int columns, Element *to, int to_rows,
                                       int to_columns) {
  const long long count = static_cast<long long>(to_rows) * to_columns;
  const long long threads = static_cast<long long>(gridDim.x) * blockDim.x;
  for (long long at = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; at < count; at += threads) {
    const int row = static_cast<int>(at / to_columns), column = static_cast<int>(at % to_columns);
    to[at] = row < rows && column < columns ? from[static_cast<long long>(row) * columns + column] : Element(0);
  }
}
}  // namespace product

/** A block for each tile: x over n, y over m. */
extern "C" __global__ void __launch_bounds__(product::THREADS, 2)
    matrix_product_f16(const uint16_t *__restrict__ a, const uint16_t *__restrict__ b, float *__restrict__ c, int m,
                       int n, int k) {
  using namespace product;
  __shared__ Tile tiles_a[2], tiles_b[2];
  if (k % 8 == 0 && is_aligned(a, 16) && is_aligned(b, 16))
    multiply<8>(a, b, c, m, n, k, tiles_a, tiles_b);
  else if (k % 2 == 0 && is_aligned(a, 4) && is_aligned(b, 4))
    multiply<2>(a, b, c, m, n, k, tiles_a, tiles_b);
  else
    multiply<1>(a, b, c, m, n, k, tiles_a, tiles_b);
}

extern "C" __global__ void resize_matrix_u16(const uint16_t *__restrict__ from, int rows, int columns,
                                             uint16_t *__restrict__ to, int to_rows, int to_columns) {
  product::resize(from, rows, columns, to, to_rows, to_columns);
}

extern "C" __global__ void resize_matrix_u32(const uint32_t *__restrict__ from, int rows, int columns,
                                             uint32_t *__restrict__ to, int to_rows, int to_columns) {
  product::resize(from, rows, columns, to, to_rows, to_columns);
}
