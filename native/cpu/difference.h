#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "cosine.h"

namespace dyno::cpu {

/** How far b is from a, over the elements that are finite in both; sums are in double, whatever the length. */
template <class T>
DifferenceSums compare_outputs(const How& how, const T* a, const T* b, size_t count) {
  const auto difference = typed(how.kernels, a).difference;
  const unsigned threads = threads_for(2 * count * sizeof(T), how.threads);
  std::vector<DifferenceSums> parts(threads);
  in_ranges(count, 4096, threads, [&](unsigned index, size_t from, size_t to) {
    difference(a + from, b + from, to - from, &parts[index]);
  });
  DifferenceSums whole;
  for (const DifferenceSums& part : parts) {
    whole.max_error = std::max(whole.max_error, part.max_error);
    whole.sum_of_errors += part.sum_of_errors;
    whole.squared_errors += part.squared_errors;
    whole.product += part.product;
    whole.squares_a += part.squares_a;
    whole.squares_b += part.squares_b;
    whole.not_finite += part.not_finite;
  }
  return whole;
}

}  // namespace dyno::cpu
