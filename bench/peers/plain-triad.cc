// The peer of `npm run bench -- native`: STREAM's triad as anyone writes it down, for the compiler to make what it can
// of it. Arguments: elements of an array, threads, repeats. Prints the best, in GB/s at 24 bytes an element.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

static double *a, *b, *c;

static void each_thread(int threads, size_t count, const std::function<void(size_t, size_t)>& body) {
#ifdef _OPENMP
#pragma omp parallel for schedule(static) num_threads(threads)
  for (int part = 0; part < threads; ++part) body(count * part / threads, count * (part + 1) / threads);
#else
  std::vector<std::thread> all;
  for (int part = 0; part < threads; ++part)
    all.emplace_back(body, count * part / threads, count * (part + 1) / threads);
  for (auto& one : all) one.join();
#endif
}

int main(int, char** argv) {
  const size_t count = std::strtoull(argv[1], nullptr, 10);
  const int threads = std::atoi(argv[2]), repeats = std::atoi(argv[3]);
  a = static_cast<double*>(std::malloc(count * sizeof(double)));
  b = static_cast<double*>(std::malloc(count * sizeof(double)));
  c = static_cast<double*>(std::malloc(count * sizeof(double)));
  each_thread(threads, count, [](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) {
      a[i] = 1.0;
      b[i] = 2.0;
      c[i] = 0.5;
    }
  });
  double best = 1e300;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const auto began = std::chrono::steady_clock::now();
    each_thread(threads, count, [](size_t from, size_t to) {
      for (size_t i = from; i < to; ++i) a[i] = b[i] + 3.0 * c[i];
    });
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  }
  std::printf("%.6f\n", 24.0 * static_cast<double>(count) / best / 1e9);
  return a[count / 2] == 3.5 ? 0 : 1;
}
