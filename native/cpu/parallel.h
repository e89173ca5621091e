#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

#include "control_group.h"

namespace dyno::cpu {

/** Below this, starting a thread costs more than it saves. */
constexpr size_t kBytesPerThread = 2u << 20;

/** As many threads as pay for so many bytes; `wanted` is 0 for as many as are usable. */
inline unsigned threads_for(size_t bytes, unsigned wanted) {
  const size_t worth = std::max<size_t>(1, bytes / kBytesPerThread);
  if (worth == 1) return 1;
  return static_cast<unsigned>(std::min<size_t>(worth, wanted > 0 ? wanted : usable_threads()));
}

/**
 * Calls body(index) for each index below `threads`, each in a thread of its own, this one among them. Threads live as
 * long as the call: what is worth several takes a hundred times longer than starting them, and none is left to be
 * stopped when the addon is unloaded. Where the system refuses one, this thread does its part.
 */
template <class Body>
void in_parallel(unsigned threads, const Body& body) {
  std::vector<std::exception_ptr> failures(threads);
  const auto part = [&](unsigned index) {
    try {
      body(index);
    } catch (...) {
      failures[index] = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  std::vector<unsigned> own{0};
  others.reserve(threads);
  for (unsigned index = 1; index < threads; ++index) {
    try {
      others.emplace_back(part, index);
    } catch (const std::system_error&) {
      own.push_back(index);
    }
  }
  for (const unsigned index : own) part(index);
  for (std::thread& other : others) other.join();
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

/**
 * The same for parts that wait for each other: either all have a thread of their own, or none begins. False where the
 * system refused one. The body must not throw.
 */
template <class Body>
bool all_in_parallel(unsigned threads, const Body& body) {
  enum State { waiting, going, given_up };
  std::atomic<State> state{waiting};
  std::vector<std::thread> others;
  others.reserve(threads);
  try {
    for (unsigned index = 1; index < threads; ++index)
      others.emplace_back([&state, &body, index] {
        while (state.load() == waiting) std::this_thread::yield();
        if (state.load() == going) body(index);
      });
    state.store(going);
  } catch (const std::system_error&) {
    state.store(given_up);
  }
  if (state.load() == going) body(0);
  for (std::thread& other : others) other.join();
  return state.load() == going;
}

/** Cuts [0, count) into one range for each thread, at multiples of `grain`. */
template <class Body>
void in_ranges(size_t count, size_t grain, unsigned threads, const Body& body) {
  const size_t grains = (count + grain - 1) / grain;
  const unsigned parts = static_cast<unsigned>(std::max<size_t>(1, std::min<size_t>(threads, grains)));
  in_parallel(parts, [&](unsigned index) {
    const size_t from = grains * index / parts * grain;
    const size_t to = std::min(count, grains * (index + 1) / parts * grain);
    body(index, from, to);
  });
}

}  // namespace dyno::cpu
