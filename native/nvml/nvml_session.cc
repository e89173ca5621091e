#include "nvml/nvml_session.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "nvml/nvml_threads.h"

namespace dyno::nvml {

namespace {

std::chrono::duration<double, std::milli> milliseconds(double count) {
  return std::chrono::duration<double, std::milli>(count);
}

}  // namespace

Session::Session() = default;

std::shared_ptr<Session> Session::start() {
  auto session = std::make_shared<Session>();
  SessionThreads::start(session);
  return session;
}

void Session::request(unsigned groups) {
  const std::lock_guard<std::mutex> guard(lock_);
  wanted_ |= groups & ALL_GROUPS;
  changed_.notify_all();
}

bool Session::is_settled(unsigned groups) const {
  return phase_ == Phase::failed || phase_ == Phase::closed ||
         (phase_ == Phase::reading && ((wanted_ | at_work_) & groups) == 0 && !is_stale_);
}

bool Session::wait(double timeout_ms, unsigned groups) {
  std::unique_lock<std::mutex> guard(lock_);
  return changed_.wait_for(guard, milliseconds(timeout_ms), [&] { return is_settled(groups); });
}

void Session::close(double patience_ms) {
  std::unique_lock<std::mutex> guard(lock_);
  wants_end_ = true;
  if (phase_ != Phase::failed) phase_ = Phase::closed;
  changed_.notify_all();
  changed_.wait_for(guard, milliseconds(patience_ms), [&] { return running_ == 0; });
}

Phase Session::phase() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return phase_;
}

std::string Session::failure_code() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return failure_code_;
}

std::string Session::failure_words() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return failure_words_;
}

Description Session::description() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return description_;
}

unsigned Session::revision() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return revision_;
}

double Session::held_ms() const {
  double held = 0;
  for (const std::atomic<double>* since : {&fast_since_ms_, &slow_since_ms_}) {
    const double began = since->load(std::memory_order_relaxed);
    if (began > 0) held = std::max(held, monotonic_ms() - began);
  }
  return held;
}

Cost Session::cost() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return cost_;
}

std::vector<Published> Session::published() const {
  const std::lock_guard<std::mutex> guard(lock_);
  return published_;
}

bool Session::copy_reading(std::size_t index, double* out) const {
  const std::lock_guard<std::mutex> guard(lock_);
  if (index >= published_.size()) return false;
  std::copy(published_[index].reading.begin(), published_[index].reading.end(), out);
  return true;
}

bool Session::copy_processes(std::size_t index, double* out, std::size_t room, std::size_t& count) const {
  const std::lock_guard<std::mutex> guard(lock_);
  if (index >= published_.size()) return false;
  const std::vector<GpuProcess>& processes = published_[index].processes;
  count = std::min(processes.size(), room);
  for (std::size_t place = 0; place < count; ++place) {
    out[2 * place] = processes[place].pid;
    out[2 * place + 1] = processes[place].bytes;
  }
  return true;
}

}  // namespace dyno::nvml
