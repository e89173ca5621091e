#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cuda/driver.h"

namespace dyno::cuda {

/** What a card says of itself; 0 where a driver doesn't tell. */
struct DeviceInfo {
  int ordinal = 0;
  std::string name;
  std::string uuid;
  int major = 0;
  int minor = 0;
  size_t memory_bytes = 0;
  int multiprocessors = 0;
  int clock_khz = 0;
  int memory_clock_khz = 0;
  int memory_bus_bits = 0;
  int l2_bytes = 0;
  int max_threads_per_block = 0;
  int shared_bytes_per_block = 0;
  bool is_integrated = false;
  bool has_ecc = false;
  bool has_time_limit = false;
};

std::vector<DeviceInfo> list_devices(const Driver& driver);

/**
 * The card's primary context, the one that it shares with every library of this process. A fault that ruins it (an
 * illegal address, a lost card) is remembered: each call after it fails at once and says which fault it was.
 */
class Context : public std::enable_shared_from_this<Context> {
 public:
  Context(std::shared_ptr<const Driver> driver, int ordinal);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const Driver& driver() const { return *driver_; }
  const std::string& subject() const { return subject_; }
  /** The code of the fault that ruined it; empty while it lives. */
  const std::string& fault() const { return fault_; }

  template <typename... Arguments, typename... Given>
  void call(const Entry<Arguments...>& entry, Given... given) {
    make_current();
    check(driver_->try_call(entry, given...), entry.name);
  }

  /** For destructors: nobody listens, and a ruined context has freed everything itself. */
  template <typename... Arguments, typename... Given>
  void call_quietly(const Entry<Arguments...>& entry, Given... given) noexcept {
    if (!entry || !fault_.empty()) return;
    if (driver_->context_set_current.call(handle_) == abi::SUCCESS) entry.call(given...);
  }

  /** Throws what the result says, and remembers it where it ruined the context. */
  void check(abi::Result result, const char* what);
  void make_current();

 private:
  std::shared_ptr<const Driver> driver_;
  abi::Device device_ = 0;
  abi::Context handle_ = nullptr;
  std::string subject_;
  std::string fault_;
};

using SharedContext = std::shared_ptr<Context>;

}  // namespace dyno::cuda
