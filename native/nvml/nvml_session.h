#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "nvml/nvml_cards.h"

namespace dyno::nvml {

enum class Phase { opening, reading, failed, closed };

struct Description {
  std::string path;
  std::string driver;
  std::string nvml;
  std::string cuda;
  std::vector<std::string> missing;
  std::vector<std::string> problems;
};

/** What one device looks like from outside: copied under the lock, so that a hung driver holds nobody up. */
struct Published {
  Identity identity;
  std::array<Return, FIELD_COUNT> refusals{};
  Reading reading{};
  std::vector<GpuProcess> processes;
};

/** How long readings take, as threads of ours spend it in the driver. */
struct Cost {
  double fast_rounds = 0;
  double fast_ms = 0;
  double slow_rounds = 0;
  double slow_ms = 0;
};

/**
 * Everything between two threads that call the driver and whoever wants to know. The threads are detached and own a
 * share of it: where a call never returns, they stay in it and the process ends around them.
 */
class Session {
 public:
  /** Starts opening, and returns at once. */
  static std::shared_ptr<Session> start();

  Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /** Asks for these groups to be read; what is asked for again before it was begun is read once. */
  void request(unsigned groups);
  /** True once it is open (or has failed) and what was asked for of these groups is read; false where that takes longer. */
  bool wait(double timeout_ms, unsigned groups);
  /** Lets both threads end as soon as the driver lets them go, and waits for that a moment. */
  void close(double patience_ms);

  Phase phase() const;
  std::string failure_code() const;
  std::string failure_words() const;
  Description description() const;
  unsigned revision() const;
  /** How long a thread has been in the driver by now; 0 where none is. */
  double held_ms() const;
  Cost cost() const;

  std::vector<Published> published() const;
  /** False where there is no such device (any more). */
  bool copy_reading(std::size_t index, double* out) const;
  bool copy_processes(std::size_t index, double* out, std::size_t room, std::size_t& count) const;

 private:
  friend struct SessionThreads;

  bool is_settled(unsigned groups) const;

  mutable std::mutex lock_;
  mutable std::condition_variable changed_;
  Phase phase_ = Phase::opening;
  bool wants_end_ = false;
  int running_ = 0;
  unsigned wanted_ = 0;
  unsigned at_work_ = 0;
  unsigned revision_ = 0;
  /** Instances have come or gone: the list is to be made anew. */
  bool is_stale_ = false;
  std::string failure_code_;
  std::string failure_words_;
  Description description_;
  std::unique_ptr<Library> library_;
  std::vector<std::shared_ptr<Card>> cards_;
  std::vector<Published> published_;
  Cost cost_;
  std::atomic<double> fast_since_ms_{0};
  std::atomic<double> slow_since_ms_{0};
};

}  // namespace dyno::nvml
