#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "kernels.h"
#include "parallel.h"

/*
 * Cosine similarity. That of a vector of zeros is NaN: it has no direction. So is that of a vector with a value that is
 * NaN or infinite. Single precision may overflow or vanish where the answer does not: such rows are done again in double.
 */
namespace dyno::cpu {

/** How a call is to run: 0 threads for as many as pay. */
struct How {
  const Kernels& kernels;
  unsigned threads = 0;
};

inline const TypedKernels<float>& typed(const Kernels& kernels, const float*) { return kernels.fp32; }
inline const TypedKernels<Half>& typed(const Kernels& kernels, const Half*) { return kernels.fp16; }
inline const TypedKernels<int8_t>& typed(const Kernels& kernels, const int8_t*) { return kernels.int8; }

inline float cosine_from(double product, double squares_a, double squares_b) {
  if (!(squares_a > 0) || !(squares_b > 0)) return std::numeric_limits<float>::quiet_NaN();
  const double cosine = product / (std::sqrt(squares_a) * std::sqrt(squares_b));
  // Rounding may carry it a hair beyond; NaN stays what it is.
  return static_cast<float>(cosine > 1 ? 1 : cosine < -1 ? -1 : cosine);
}

/** Whether a sum of squares in single precision can be trusted: neither overflowed nor all but vanished. */
inline bool is_sound(double squares) { return squares > 1e-28 && squares < std::numeric_limits<double>::infinity(); }

template <class T>
float cosine_in_double(const T* a, const T* b, size_t dim) {
  double product = 0, squares_a = 0, squares_b = 0;
  for (size_t i = 0; i < dim; ++i) {
    const double x = to_float(a[i]), y = to_float(b[i]);
    product += x * y;
    squares_a += x * x;
    squares_b += y * y;
  }
  return cosine_from(product, squares_a, squares_b);
}

template <class T>
float cosine_of(const T* a, const T* b, size_t dim, double product, double squares_a, double squares_b) {
  if (is_sound(squares_a) && is_sound(squares_b) && std::isfinite(product))
    return cosine_from(product, squares_a, squares_b);
  return cosine_in_double(a, b, dim);
}

/** One query against each row. */
template <class T>
void cosine_one(const How& how, const T* query, const T* rows, size_t count, size_t dim, float* cosines) {
  const auto row_sums = typed(how.kernels, query).row;
  const double squares = row_sums(query, query, dim).squares;
  const unsigned threads = threads_for(count * dim * sizeof(T), how.threads);
  const auto cosine = [&](const T* row, const RowSums& sums) {
    return cosine_of(query, row, dim, sums.product, squares, sums.squares);
  };
  if (count >= threads) {
    in_ranges(count, 1, threads, [&](unsigned, size_t from, size_t to) {
      for (size_t i = from; i < to; ++i) cosines[i] = cosine(rows + i * dim, row_sums(query, rows + i * dim, dim));
    });
    return;
  }
  // Fewer rows than threads: each row is cut.
  for (size_t i = 0; i < count; ++i) {
    const T* row = rows + i * dim;
    std::vector<RowSums> parts(threads);
    in_ranges(dim, 4096, threads, [&](unsigned index, size_t from, size_t to) {
      parts[index] = row_sums(query + from, row + from, to - from);
    });
    RowSums whole;
    for (const RowSums& part : parts) {
      whole.product += part.product;
      whole.squares += part.squares;
    }
    cosines[i] = cosine(row, whole);
  }
}

template <class T>
std::vector<double> squares_of_rows(const How& how, const T* rows, size_t count, size_t dim) {
  const auto row_sums = typed(how.kernels, rows).row;
  std::vector<double> squares(count);
  in_ranges(count, 1, threads_for(count * dim * sizeof(T), how.threads), [&](unsigned, size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) squares[i] = row_sums(rows + i * dim, rows + i * dim, dim).squares;
  });
  return squares;
}

/** Each row of a against each row of b: cosines[i * count_b + j]. */
template <class T>
void cosine_pairs(const How& how, const T* a, size_t count_a, const T* b, size_t count_b, size_t dim,
                  float* cosines) {
  const TypedKernels<T>& kernels = typed(how.kernels, a);
  const std::vector<double> squares_a = squares_of_rows(how, a, count_a, dim);
  const std::vector<double> squares_b = squares_of_rows(how, b, count_b, dim);
  const auto put = [&](size_t i, size_t j, double product) {
    cosines[i * count_b + j] = cosine_of(a + i * dim, b + j * dim, dim, product, squares_a[i], squares_b[j]);
  };
  // So many rows of b stay in a second-level cache while all rows of a pass by.
  const size_t fitting = (256u << 10) / std::max<size_t>(1, dim * sizeof(T));
  const size_t block = std::max<size_t>(4, fitting / 4 * 4);
  const auto fill = [&](size_t from_a, size_t to_a, size_t from_b, size_t to_b) {
    size_t i = from_a;
    for (; i + 2 <= to_a; i += 2) {
      size_t j = from_b;
      for (; j + 4 <= to_b; j += 4) {
        double products[8];
        kernels.tile(a + i * dim, b + j * dim, dim, products);
        for (size_t k = 0; k < 8; ++k) put(i + k / 4, j + k % 4, products[k]);
      }
      for (; j < to_b; ++j)
        for (size_t k = i; k < i + 2; ++k) put(k, j, kernels.row(a + k * dim, b + j * dim, dim).product);
    }
    for (; i < to_a; ++i)
      for (size_t j = from_b; j < to_b; ++j) put(i, j, kernels.row(a + i * dim, b + j * dim, dim).product);
  };
  const unsigned threads = threads_for(count_a * count_b * dim * sizeof(T) / 8, how.threads);
  const bool cut_a = count_a >= count_b;
  in_ranges(cut_a ? count_a : count_b, 4, threads, [&](unsigned, size_t from, size_t to) {
    const size_t from_b = cut_a ? 0 : from, to_b = cut_a ? count_b : to;
    for (size_t j = from_b; j < to_b; j += block)
      fill(cut_a ? from : 0, cut_a ? to : count_a, j, std::min(to_b, j + block));
  });
}

using Scored = std::pair<float, uint32_t>;

/** The k rows most like the query, the best first; of equals the earlier row. Rows whose cosine is NaN are none. */
template <class T>
std::vector<Scored> cosine_top(const How& how, const T* query, const T* rows, size_t count, size_t dim, size_t k) {
  std::vector<float> cosines(count);
  cosine_one(how, query, rows, count, dim, cosines.data());
  std::vector<Scored> found;
  const auto better = [](const Scored& a, const Scored& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  if (k == 0) return found;
  found.reserve(std::min(k, count) + 1);
  // The worst of those found is at the front.
  for (size_t i = 0; i < count; ++i) {
    const Scored next{cosines[i], static_cast<uint32_t>(i)};
    if (std::isnan(next.first)) continue;
    if (found.size() == k) {
      if (!better(next, found.front())) continue;
      std::pop_heap(found.begin(), found.end(), better);
      found.pop_back();
    }
    found.push_back(next);
    std::push_heap(found.begin(), found.end(), better);
  }
  std::sort(found.begin(), found.end(), better);
  return found;
}

}  // namespace dyno::cpu
