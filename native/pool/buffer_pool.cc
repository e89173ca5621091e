#include "buffer_pool.h"

#include <algorithm>
#include <string>

#include "coded_error.h"

namespace dyno::pool {

size_t class_of(size_t bytes) {
  constexpr size_t least = 256;
  if (bytes <= 8 * least) return std::max(least, (bytes + least - 1) / least * least);
  size_t power = 8 * least;
  while (power <= bytes / 2) power *= 2;
  const size_t step = power / 8;
  return (bytes + step - 1) / step * step;
}

Lease::Lease(std::shared_ptr<BufferPool> pool, std::unique_ptr<Block> block, size_t bytes)
    : pool_(std::move(pool)), block_(std::move(block)), bytes_(bytes) {}

Lease::~Lease() { release(pool_->last_ms()); }

void Lease::require(size_t bytes, size_t offset) const {
  if (!is_open()) throw CodedError("POOL_RELEASED", "This buffer has gone back to its pool.");
  if (offset > bytes_ || bytes > bytes_ - offset)
    throw CodedError("POOL_OUT_OF_RANGE", std::to_string(bytes) + " bytes at " + std::to_string(offset) +
                                              " reach beyond a buffer of " + std::to_string(bytes_) + ".");
}

void Lease::write(const void* from, size_t bytes, size_t offset) {
  require(bytes, offset);
  block_->write(from, bytes, offset);
}

void Lease::read(void* to, size_t bytes, size_t offset) {
  require(bytes, offset);
  block_->read(to, bytes, offset);
}

void Lease::release(double now_ms) {
  if (is_open()) pool_->take_back(std::move(block_), class_of(bytes_), now_ms);
}

void Lease::discard() {
  if (!is_open()) return;
  block_.reset();
  pool_->forget(class_of(bytes_));
}

BufferPool::BufferPool(std::unique_ptr<Allocator> allocator, PoolLimits limits)
    : allocator_(std::move(allocator)), limits_(limits) {
  counted_.limit_bytes = limits.bytes;
}

std::unique_ptr<Lease> BufferPool::acquire(size_t bytes, double now_ms) {
  const std::lock_guard<std::mutex> guard(mutex_);
  last_ms_ = now_ms;
  drop_expired(now_ms);
  if (bytes > limits_.bytes || class_of(bytes) > limits_.bytes) {
    counted_.refusals += 1;
    throw CodedError("POOL_TOO_LARGE", "A buffer of " + std::to_string(bytes) + " bytes is more than this pool may hold (" +
                                           std::to_string(limits_.bytes) + ").");
  }
  const size_t size = class_of(bytes);
  std::unique_ptr<Block> block = reuse(size);
  if (block == nullptr) {
    if (size > limits_.bytes - counted_.in_use_bytes) {
      counted_.refusals += 1;
      throw CodedError("POOL_FULL", "A buffer of " + std::to_string(bytes) + " bytes does not fit beside the " +
                                        std::to_string(counted_.in_use_bytes) + " in use (limit " +
                                        std::to_string(limits_.bytes) + ").");
    }
    while (counted_.in_use_bytes + counted_.pooled_bytes + size > limits_.bytes) drop_oldest();
    block = allocator_->allocate(size);
    // What lies unused is worth less than what is wanted now.
    while (block == nullptr && !unused_.empty()) {
      drop_oldest();
      block = allocator_->allocate(size);
    }
    if (block == nullptr) {
      counted_.refusals += 1;
      throw CodedError("POOL_OUT_OF_MEMORY", "There is no memory for a buffer of " + std::to_string(size) + " bytes.");
    }
    counted_.misses += 1;
  }
  counted_.in_use += 1;
  counted_.in_use_bytes += size;
  return std::make_unique<Lease>(shared_from_this(), std::move(block), bytes);
}

std::unique_ptr<Block> BufferPool::reuse(size_t bytes) {
  const auto known = by_size_.find(bytes);
  if (known == by_size_.end()) return nullptr;
  const List::iterator latest = known->second.back();
  known->second.pop_back();
  if (known->second.empty()) by_size_.erase(known);
  std::unique_ptr<Block> block = std::move(latest->block);
  unused_.erase(latest);
  counted_.hits += 1;
  counted_.pooled -= 1;
  counted_.pooled_bytes -= bytes;
  return block;
}

void BufferPool::take_back(std::unique_ptr<Block> block, size_t bytes, double now_ms) {
  const std::lock_guard<std::mutex> guard(mutex_);
  counted_.in_use -= 1;
  counted_.in_use_bytes -= bytes;
  unused_.push_front({bytes, std::move(block), now_ms});
  by_size_[bytes].push_back(unused_.begin());
  counted_.pooled += 1;
  counted_.pooled_bytes += bytes;
  drop_expired(now_ms);
}

void BufferPool::forget(size_t bytes) {
  const std::lock_guard<std::mutex> guard(mutex_);
  counted_.in_use -= 1;
  counted_.in_use_bytes -= bytes;
}

void BufferPool::drop_oldest() {
  const List::iterator oldest = std::prev(unused_.end());
  const auto known = by_size_.find(oldest->bytes);
  known->second.erase(std::find(known->second.begin(), known->second.end(), oldest));
  if (known->second.empty()) by_size_.erase(known);
  counted_.evictions += 1;
  counted_.pooled -= 1;
  counted_.pooled_bytes -= oldest->bytes;
  unused_.erase(oldest);
}

void BufferPool::drop_expired(double now_ms) {
  while (!unused_.empty() && now_ms - unused_.back().since_ms > limits_.keep_ms) {
    drop_oldest();
    counted_.evictions -= 1;
    counted_.expired += 1;
  }
}

void BufferPool::expire(double now_ms) {
  const std::lock_guard<std::mutex> guard(mutex_);
  drop_expired(now_ms);
}

void BufferPool::clear() {
  const std::lock_guard<std::mutex> guard(mutex_);
  while (!unused_.empty()) drop_oldest();
}

double BufferPool::last_ms() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return last_ms_;
}

PoolStatistics BufferPool::statistics() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return counted_;
}

}  // namespace dyno::pool
