#include "ceilings.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <thread>

#if defined(_WIN32)
#include <malloc.h>
#endif

#include "coded_error.h"
#include "parallel.h"

namespace dyno::cpu {
namespace {

using Clock = std::chrono::steady_clock;


/** Lets all threads go on at once. It spins, so that none wakes late, and yields, so that the last one gets a core. */
class Gate {
 public:
  explicit Gate(unsigned threads) : threads_(threads) {}
  void pass() {
    const unsigned turn = turn_.load();
    if (arrived_.fetch_add(1) + 1 == threads_) {
      arrived_.store(0);
      turn_.fetch_add(1);
      return;
    }
    for (unsigned spins = 0; turn_.load() == turn; ++spins)
      if (spins > 2000) std::this_thread::yield();
  }

 private:
  const unsigned threads_;
  std::atomic<unsigned> arrived_{0};
  std::atomic<unsigned> turn_{0};
};

/**
 * Samples of work done by all threads at the same time: body(index, passes) does it and gives its amount; one sample is
 * all amounts over the time from the first to start to the last to end.
 */
template <class Prepare, class Body>
std::vector<double> sample(unsigned threads, double sample_seconds, unsigned samples, const Prepare& prepare,
                           const Body& body) {
  Gate gate(threads);
  std::atomic<size_t> passes{1};
  std::vector<Clock::time_point> began(threads), ended(threads);
  std::vector<double> amounts(threads);
  std::vector<double> rates;
  rates.reserve(samples);
  std::atomic<bool> over{false};
  const bool all = all_in_parallel(threads, [&](unsigned index) {
    prepare(index);
    while (!over.load()) {
      gate.pass();
      began[index] = Clock::now();
      amounts[index] = body(index, passes.load());
      ended[index] = Clock::now();
      gate.pass();
      if (index == 0) {
        const auto first = *std::min_element(began.begin(), began.end());
        const auto last = *std::max_element(ended.begin(), ended.end());
        const double took = std::max(1e-9, std::chrono::duration<double>(last - first).count());
        double amount = 0;
        for (const double part : amounts) amount += part;
        // What is too short warms up, and tells how many passes a sample takes.
        const size_t known = passes.load();
        if (took < sample_seconds / 2 && rates.empty() && known < (size_t{1} << 40)) {
          const double factor = std::min(64.0, sample_seconds / took);
          passes.store(std::max(known + 1, static_cast<size_t>(static_cast<double>(known) * factor)));
        } else {
          rates.push_back(amount / took);
        }
        over.store(rates.size() >= samples);
      }
      gate.pass();
    }
  });
  if (!all)
    throw CodedError("CPU_NO_THREADS", "The system gives no " + std::to_string(threads) + " threads to measure with.");
  return rates;
}

struct Freed {
  void operator()(double* memory) const {
#if defined(_WIN32)
    _aligned_free(memory);
#else
    std::free(memory);
#endif
  }
};
using Doubles = std::unique_ptr<double[], Freed>;

/** Begins at a page, as any large array does; pages of the usual size, as any program gets them. */
Doubles pages_of(size_t count) {
  const size_t bytes = (count * sizeof(double) + 4095) / 4096 * 4096;
#if defined(_WIN32)
  void* memory = _aligned_malloc(bytes, 4096);
#else
  void* memory = nullptr;
  if (posix_memalign(&memory, 4096, bytes) != 0) memory = nullptr;
#endif
  if (memory == nullptr)
    throw CodedError("CPU_OUT_OF_MEMORY", "There is no memory for an array of " + std::to_string(bytes) + " bytes.");
  return Doubles(static_cast<double*>(memory));
}

size_t arrays_of(Traffic traffic) {
  if (traffic == Traffic::triad) return 3;
  return traffic == Traffic::copy ? 2 : 1;
}

}  // namespace

std::vector<double> measure_bandwidth(const Kernels& kernels, const BandwidthWish& wish) {
  const size_t arrays = arrays_of(wish.traffic);
  const size_t share = std::max<size_t>(1, wish.bytes / sizeof(double) / arrays / wish.threads);
  // One allocation a thread and array: what a thread touches first lies near it.
  struct Part {
    Doubles arrays[3];
    double sink = 0;
  };
  std::vector<Part> parts(wish.threads);
  for (Part& part : parts)
    for (size_t k = 0; k < arrays; ++k) part.arrays[k] = pages_of(share);
  const auto prepare = [&](unsigned index) {
    for (size_t k = 0; k < arrays; ++k) kernels.write(parts[index].arrays[k].get(), share, 1.0 + static_cast<double>(k));
  };
  const auto pass = [&](unsigned index, size_t passes) {
    Part& part = parts[index];
    double *a = part.arrays[0].get(), *b = part.arrays[1].get(), *c = part.arrays[2].get();
    for (size_t turn = 0; turn < passes; ++turn) {
      switch (wish.traffic) {
        case Traffic::read: part.sink += kernels.read(a, share); break;
        case Traffic::write: kernels.write(a, share, static_cast<double>(turn)); break;
        case Traffic::copy: kernels.copy(a, b, share); break;
        case Traffic::triad: kernels.triad(a, b, c, 3.0, share); break;
      }
    }
    return static_cast<double>(arrays * share * sizeof(double) * passes);
  };
  auto rates = sample(wish.threads, wish.sample_seconds, wish.samples, prepare, pass);
  volatile double seen = 0;
  for (const Part& part : parts) seen = seen + part.sink + part.arrays[0][share - 1];
  return rates;
}

std::vector<double> measure_peak(const PeakWish& wish) {
  std::vector<double> sinks(wish.threads);
  // Seen by nobody but the compiler, which must not know it.
  volatile double seed = 1e-3;
  const auto chains = [&](unsigned index, size_t passes) {
    double sink = 0;
    const double operations = wish.kernel(passes * 1000, seed, &sink);
    sinks[index] += sink;
    return operations;
  };
  auto rates = sample(wish.threads, wish.sample_seconds, wish.samples, [](unsigned) {}, chains);
  volatile double seen = 0;
  for (const double sink : sinks) seen = seen + sink;
  return rates;
}

}  // namespace dyno::cpu
