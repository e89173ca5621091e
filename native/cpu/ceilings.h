#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "kernels.h"

namespace dyno::cpu {

enum class Traffic { read, write, copy, triad };

struct BandwidthWish {
  Traffic traffic = Traffic::read;
  /** Of all arrays and all threads together. */
  size_t bytes = 0;
  unsigned threads = 1;
  /** A sample makes as many passes as this takes, at least one. */
  double sample_seconds = 0.02;
  unsigned samples = 5;
};

struct PeakWish {
  PeakKernel kernel = nullptr;
  unsigned threads = 1;
  double sample_seconds = 0.02;
  unsigned samples = 5;
};

/** Bytes a second of each sample, as STREAM counts them: an element read or written once counts once. */
std::vector<double> measure_bandwidth(const Kernels& kernels, const BandwidthWish& wish);

/** Operations a second of each sample. */
std::vector<double> measure_peak(const PeakWish& wish);

}  // namespace dyno::cpu
