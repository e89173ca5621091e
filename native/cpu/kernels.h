#pragma once

#include <cstddef>
#include <cstdint>

#include "simd_level.h"

namespace dyno::cpu {

/** Half precision as its bits. */
struct Half {
  uint16_t bits;
};

/** Of a query and a row: their product and the row's with itself. */
struct RowSums {
  double product = 0;
  double squares = 0;
};

/** Of two arrays, over the elements that are finite in both. */
struct DifferenceSums {
  double max_error = 0;
  double sum_of_errors = 0;
  double squared_errors = 0;
  double product = 0;
  double squares_a = 0;
  double squares_b = 0;
  size_t not_finite = 0;
};

template <class T>
using RowKernel = RowSums (*)(const T* query, const T* row, size_t count);
/** Products of 2 rows of a with 4 rows of b, each set of rows `count` elements apart. */
template <class T>
using TileKernel = void (*)(const T* a, const T* b, size_t count, double* products);
/** Adds to what is there. */
template <class T>
using DifferenceKernel = void (*)(const T* a, const T* b, size_t count, DifferenceSums* sums);

template <class T>
struct TypedKernels {
  RowKernel<T> row;
  TileKernel<T> tile;
  DifferenceKernel<T> difference;
};

/** Arithmetic in chains that are independent of each other: gives the operations done. */
using PeakKernel = double (*)(size_t rounds, double seed, double* sink);

/** Everything that depends on the instruction set, once for each. */
struct Kernels {
  SimdLevel level;
  TypedKernels<float> fp32;
  TypedKernels<Half> fp16;
  TypedKernels<int8_t> int8;
  double (*read)(const double* a, size_t count);
  void (*write)(double* a, size_t count, double value);
  void (*copy)(double* to, const double* from, size_t count);
  /** to = b + factor × c, as in STREAM. */
  void (*triad)(double* to, const double* b, const double* c, double factor, size_t count);
  PeakKernel fp32_peak;
  PeakKernel fp64_peak;
  /** Null without an instruction for it. */
  PeakKernel int8_peak;
};

const Kernels& kernels_of(SimdLevel level);
const Kernels& chosen_kernels();

const Kernels& scalar_kernels();
const Kernels& avx2_kernels();
const Kernels& avx512_kernels();
const Kernels& neon_kernels();

float to_float(Half half);
inline float to_float(float value) { return value; }
inline float to_float(int8_t value) { return value; }

}  // namespace dyno::cpu
