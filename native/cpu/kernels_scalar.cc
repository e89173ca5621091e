#include "kernels.h"

// One element at a time: what runs everywhere, and what the others are held against.
namespace dyno::cpu {
namespace {

struct Singles {
  static constexpr size_t lanes = 1;
  static float zero() { return 0; }
  static float all(double value) { return static_cast<float>(value); }
  static float load(const float* from) { return *from; }
  static float load(const Half* from) { return to_float(*from); }
  static float add(float a, float b) { return a + b; }
  static float fma(float a, float b, float c) { return a * b + c; }
  static double sum(float a) { return a; }
};

struct Doubles {
  static constexpr size_t lanes = 1;
  static double zero() { return 0; }
  static double all(double value) { return value; }
  static double load(const double* from) { return *from; }
  static double load(const float* from) { return *from; }
  static double load(const Half* from) { return to_float(*from); }
  static double load(const int8_t* from) { return *from; }
  static void store(double* to, double a) { *to = a; }
  static double add(double a, double b) { return a + b; }
  static double subtract(double a, double b) { return a - b; }
  static double absolute(double a) { return a < 0 ? -a : a; }
  static double larger(double a, double b) { return a > b ? a : b; }
  static double fma(double a, double b, double c) { return a * b + c; }
  static double sum(double a) { return a; }
  static double largest(double a) { return a; }
};

#include "kernel_bodies.h"

RowSums byte_row_sums(const int8_t* query, const int8_t* row, size_t count) {
  int64_t product = 0, squares = 0;
  for (size_t i = 0; i < count; ++i) {
    product += query[i] * row[i];
    squares += row[i] * row[i];
  }
  return {static_cast<double>(product), static_cast<double>(squares)};
}

void byte_tile_products(const int8_t* a, const int8_t* b, size_t count, double* products) {
  for (size_t k = 0; k < 8; ++k)
    products[k] = byte_row_sums(a + (k / 4) * count, b + (k % 4) * count, count).product;
}

}  // namespace

const Kernels& scalar_kernels() {
  static const Kernels kernels{
      SimdLevel::scalar,
      {row_sums<float>, tile_products<float>, difference_sums<float>},
      {row_sums<Half>, tile_products<Half>, difference_sums<Half>},
      {byte_row_sums, byte_tile_products, difference_sums<int8_t>},
      read_all,
      write_all,
      copy_all,
      triad_all,
      fma_chains<Singles>,
      fma_chains<Doubles>,
      nullptr,
  };
  return kernels;
}

}  // namespace dyno::cpu
