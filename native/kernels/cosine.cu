// Cosine similarity of one query with n rows of d elements, dense, row after row. Bound by memory: each row is read
// once. A group of lanes takes four rows at a time, so that a load of the query serves four of rows and eight loads are
// under XX
#include "device.cuh"

namespace cosine {

constexpr int THREADS = 256;
constexpr int ROWS_AT_ONCE = 4;

/** Elements are taken 16 bytes at a time where every row starts on such a boundary, else one by one. */
struct F32 {
  using Element = float;
  using Sum = float;
  using Total = float;
  static constexpr bool MAY_OVERFLOW = true;
  static constexpr int PER_LOAD = 4;
  static __device__ __forceinline__ Sum product(uint4 a, uint4 b, Sum sum) {
    sum = fmaf(__uint_as_float(a.x), __uint_as_float(b.x), sum);
    sum = fmaf(__uint_as_float(a.y), __uint_as_float(b.y), sum);
    sum = fmaf(__uint_as_float(a.z), __uint_as_float(b.z), sum);
    return fmaf(__uint_as_float(a.w), __uint_as_float(b.w), sum);
  }
  static __device__ __forceinline__ Sum product(Element a, Element b, Sum sum) { return fmaf(a, b, sum); }
};

struct F16 {
  using Element = uint16_t;
  using Sum = float;
  using Total = float;
  static constexpr bool MAY_OVERFLOW = false;
  static constexpr int PER_LOAD = 8;
  static __device__ __forceinline__ Sum of_pair(uint32_t a, uint32_t b, Sum sum) {
    const float2 x = floats_of_halves(a), y = floats_of_halves(b);
    return fmaf(x.y, y.y, fmaf(x.x, y.x, sum));
  }
  static __device__ __forceinline__ Sum product(uint4 a, uint4 b, Sum sum) {
    return of_pair(a.w, b.w, of_pair(a.z, b.z, of_pair(a.y, b.y, of_pair(a.x, b.x, sum))));
  }
  static __device__ __forceinline__ Sum product(Element a, Element b, Sum sum) {
    return fmaf(float_of_half(a), float_of_half(b), sum);
  }
};

/** Exact: a lane's sum stays within 32 bits up to four million elements. */
struct I8 {
  using Element = int8_t;
  using Sum = int;
  using Total = long long;
  static constexpr bool MAY_OVERFLOW = false;
  static constexpr int PER_LOAD = 16;
  static __device__ __forceinline__ Sum product(uint4 a, uint4 b, Sum sum) {
    return dot_of_bytes(a.w, b.w, dot_of_bytes(a.z, b.z, dot_of_bytes(a.y, b.y, dot_of_bytes(a.x, b.x, sum))));
  }
  static __device__ __forceinline__ Sum product(Element a, Element b, Sum sum) { return sum + int(a) * int(b); }
};

/** 0/0 where there is no cosine. Roots before the product, which overflows later than that of the squares. */
template <typename Total>
__device__ __forceinline__ float from_sums(Total dot, Total squares_a, Total squares_b) {
  return static_cast<float>(dot) / (sqrtf(static_cast<float>(squares_a)) * sqrtf(static_cast<float>(squares_b)));
}

__device__ __forceinline__ float from_sums(double dot, double squares_a, double squares_b) {
  return static_cast<float>(dot / (sqrt(squares_a) * sqrt(squares_b)));
}

/** Whether squares in fp32 kept their precision. False also for zero and what is no number. */
__device__ __forceinline__ bool is_in_range(float squares) { return squares > 1e-24f && squares < 1e37f; }

/** Of one row, in double, a group's or a block's share. */
template <typename Element>
__device__ __forceinline__ void add_exactly(const Element *query, const Element *row, int d, int start, int step,
                                            double &dot, double &squares, double &query_squares) {
#pragma unroll 1
  for (int at = start; at < d; at += step) {
    const double a = query[at], b = row[at];
    dot += a * b;
    squares += b * b;
    query_squares += a * a;
  }
}

/** As many lanes on a row as leave each at least two loads, so that short rows fill the warp too. */
__device__ __forceinline__ int lanes_for(int loads) {
  int lanes = 1;
  while (lanes < 32 && lanes * 2 < loads) lanes *= 2;
  return lanes;
}

template <typename Type, typename Load, int UNROLL>
__device__ __forceinline__ void rows_by_groups(const typename Type::Element *query, const typename Type::Element *rows,
                                               float *out, int n, int d) {
  using Sum = typename Type::Sum;
  using Total = typename Type::Total;
  constexpr int per_load = sizeof(Load) / sizeof(typename Type::Element);
  const int loads = d / per_load;
  const int lanes = lanes_for(loads);
  const int lane = threadIdx.x % lanes;
  const long long group = (static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x) / lanes;
  const long long groups = static_cast<long long>(gridDim.x) * blockDim.x / lanes;
  const Load *q = reinterpret_cast<const Load *>(query);

  // All lanes of a warp go the same number of rounds, as the sums are taken by all of them together.
  const long long rounds = (n + groups * ROWS_AT_ONCE - 1) / (groups * ROWS_AT_ONCE);
  for (long long round = 0; round < rounds; round++) {
    const long long first = (round * groups + group) * ROWS_AT_ONCE;
    const Load *row[ROWS_AT_ONCE];
#pragma unroll
    for (int r = 0; r < ROWS_AT_ONCE; r++) {
      const long long at = first + r < n ? first + r : n - 1;
      row[r] = reinterpret_cast<const Load *>(rows + at * d);
    }
    Sum dot[ROWS_AT_ONCE] = {}, squares[ROWS_AT_ONCE] = {}, query_squares = 0;
    int at = lane;
    for (; at + (UNROLL - 1) * lanes < loads; at += UNROLL * lanes) {
      Load b[UNROLL][ROWS_AT_ONCE];
#pragma unroll
      for (int u = 0; u < UNROLL; u++)
#pragma unroll
        for (int r = 0; r < ROWS_AT_ONCE; r++) b[u][r] = row[r][at + u * lanes];
#pragma unroll
      for (int u = 0; u < UNROLL; u++) {
        const Load a = q[at + u * lanes];
        query_squares = Type::product(a, a, query_squares);
#pragma unroll
        for (int r = 0; r < ROWS_AT_ONCE; r++) {
          dot[r] = Type::product(a, b[u][r], dot[r]);
          squares[r] = Type::product(b[u][r], b[u][r], squares[r]);
        }
      }
    }
    for (; at < loads; at += lanes) {
      const Load a = q[at];
      query_squares = Type::product(a, a, query_squares);
#pragma unroll
      for (int r = 0; r < ROWS_AT_ONCE; r++) {
        const Load b = row[r][at];
        dot[r] = Type::product(a, b, dot[r]);
        squares[r] = Type::product(b, b, squares[r]);
      }
    }
    // Step by step all nine, so that each step waits for one exchange and not for nine.
    Total whole_dot[ROWS_AT_ONCE], whole_row[ROWS_AT_ONCE], whole_query = query_squares;
#pragma unroll
    for (int r = 0; r < ROWS_AT_ONCE; r++) {
      whole_dot[r] = dot[r];
      whole_row[r] = squares[r];
    }
    for (int step = lanes / 2; step > 0; step /= 2) {
      whole_query += __shfl_xor_sync(WHOLE_WARP, whole_query, step);
#pragma unroll
      for (int r = 0; r < ROWS_AT_ONCE; r++) {
        whole_dot[r] += __shfl_xor_sync(WHOLE_WARP, whole_dot[r], step);
        whole_row[r] += __shfl_xor_sync(WHOLE_WARP, whole_row[r], step);
      }
    }
    bool is_precise = true;
#pragma unroll
    for (int r = 0; r < ROWS_AT_ONCE; r++) {
      if (lane == 0 && first + r < n) out[first + r] = from_sums(whole_dot[r], whole_query, whole_row[r]);
      if constexpr (Type::MAY_OVERFLOW)
        is_precise = is_precise && is_in_range(whole_query) && is_in_range(whole_row[r]);
    }
    if constexpr (Type::MAY_OVERFLOW) {
      if (__all_sync(WHOLE_WARP, is_precise)) continue;
#pragma unroll 1
      for (int r = 0; r < ROWS_AT_ONCE; r++) {
        const long long index = first + r < n ? first + r : n - 1;
        double exact_dot = 0, exact_row = 0, exact_query = 0;
        add_exactly(query, rows + index * d, d, lane, lanes, exact_dot, exact_row, exact_query);
        exact_dot = sum_over_lanes(exact_dot, lanes);
        exact_row = sum_over_lanes(exact_row, lanes);
        exact_query = sum_over_lanes(exact_query, lanes);
        if (lane == 0 && first + r < n) out[first + r] = from_sums(exact_dot, exact_query, exact_row);
      }
    }
  }
}

/** Each thread of the block gets the sums, added in one order. */
template <typename Total>
__device__ __forceinline__ void sum_over_block(Total (&sums)[3], Total (&partial)[3][THREADS / 32]) {
#pragma unroll
  for (int i = 0; i < 3; i++) {
    sums[i] = sum_over_lanes(sums[i]);
    if (threadIdx.x % 32 == 0) partial[i][threadIdx.x / 32] = sums[i];
  }
  __syncthreads();
#pragma unroll
  for (int i = 0; i < 3; i++) {
    sums[i] = 0;
    for (int w = 0; w < THREADS / 32; w++) sums[i] += partial[i][w];
  }
  // Before the next row's are written over them.
  __syncthreads();
}

/** Long rows and few of them: a whole block on each. */
template <typename Type, typename Load, int UNROLL>
__device__ __forceinline__ void rows_by_blocks(const typename Type::Element *query, const typename Type::Element *rows,
                                               float *out, int n, int d) {
  using Sum = typename Type::Sum;
  using Total = typename Type::Total;
  __shared__ Total partial[3][THREADS / 32];
  __shared__ double exact_partial[3][THREADS / 32];
  constexpr int per_load = sizeof(Load) / sizeof(typename Type::Element);
  const int loads = d / per_load;
  const Load *q = reinterpret_cast<const Load *>(query);
  for (long long index = blockIdx.x; index < n; index += gridDim.x) {
    const Load *row = reinterpret_cast<const Load *>(rows + index * d);
    Sum dot = 0, squares = 0, query_squares = 0;
    int at = threadIdx.x;
    for (; at + (UNROLL - 1) * THREADS < loads; at += UNROLL * THREADS) {
      Load a[UNROLL], b[UNROLL];
#pragma unroll
      for (int u = 0; u < UNROLL; u++) {
        b[u] = row[at + u * THREADS];
        a[u] = q[at + u * THREADS];
      }
#pragma unroll
      for (int u = 0; u < UNROLL; u++) {
        dot = Type::product(a[u], b[u], dot);
        squares = Type::product(b[u], b[u], squares);
        query_squares = Type::product(a[u], a[u], query_squares);
      }
    }
    for (; at < loads; at += THREADS) {
      const Load a = q[at], b = row[at];
      dot = Type::product(a, b, dot);
      squares = Type::product(b, b, squares);
      query_squares = Type::product(a, a, query_squares);
    }
    Total sums[3] = {static_cast<Total>(dot), static_cast<Total>(query_squares), static_cast<Total>(squares)};
    sum_over_block(sums, partial);
    if (threadIdx.x == 0) out[index] = from_sums(sums[0], sums[1], sums[2]);
    if constexpr (Type::MAY_OVERFLOW) {
      if (is_in_range(sums[1]) && is_in_range(sums[2])) continue;
      double exact[3] = {};
      add_exactly(query, rows + index * d, d, threadIdx.x, THREADS, exact[0], exact[2], exact[1]);
      sum_over_block(exact, exact_partial);
      if (threadIdx.x == 0) out[index] = from_sums(exact[0], exact[1], exact[2]);
    }
  }
}

template <typename Type>
__device__ __forceinline__ bool takes_vectors(const void *query, const void *rows, int d) {
  return d % Type::PER_LOAD == 0 && is_aligned(query, 16) && is_aligned(rows, 16);
}

}  // namespace cosine

#define COSINE_KERNELS(TYPE, NAME)                                                                                    \
  extern "C" __global__ void __launch_bounds__(cosine::THREADS, 3)                                                    \
      cosine_##NAME(const cosine::TYPE::Element *__restrict__ query, const cosine::TYPE::Element *__restrict__ rows,  \
                    float *__restrict__ out, int n, int d) {                                                          \
    if (cosine::takes_vectors<cosine::TYPE>(query, rows, d))                                                          \
      cosine::rows_by_groups<cosine::TYPE, uint4, 2>(query, rows, out, n, d);                                         \
    else                                                                                                              \
      cosine::rows_by_groups<cosine::TYPE, cosine::TYPE::Element, 4>(query, rows, out, n, d);                         \
  }                                                                                                                   \
  extern "C" __global__ void __launch_bounds__(cosine::THREADS, 3)                                                    \
      cosine_wide_##NAME(const cosine::TYPE::Element *__restrict__ query,                                             \
                         const cosine::TYPE::Element *__restrict__ rows, float *__restrict__ out, int n, int d) {     \
    if (cosine::takes_vectors<cosine::TYPE>(query, rows, d))                                                          \
      cosine::rows_by_blocks<cosine::TYPE, uint4, 4>(query, rows, out, n, d);                                         \
    else                                                                                                              \
      cosine::rows_by_blocks<cosine::TYPE, cosine::TYPE::Element, 8>(query, rows, out, n, d);                         \
  }

COSINE_KERNELS(F32, f32)
COSINE_KERNELS(F16, f16)
COSINE_KERNELS(I8, i8)

/** The baseline, as it is written first: a thread walks along a row, its neighbours a row's length away. */
extern "C" __global__ void cosine_naive_f32(const float *__restrict__ query, const float *__restrict__ rows,
                                            float *__restrict__ out, int n, int d) {
  const long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (index >= n) return;
  const float *row = rows + index * d;
  float dot = 0.0f, squares = 0.0f, query_squares = 0.0f;
  for (int i = 0; i < d; i++) {
    dot = fmaf(query[i], row[i], dot);
    squares = fmaf(row[i], row[i], squares);
    query_squares = fmaf(query[i], query[i], query_squares);
  }
  out[index] = cosine::from_sums(dot, query_squares, squares);
}
