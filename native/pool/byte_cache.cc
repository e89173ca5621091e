#include "byte_cache.h"

#include "coded_error.h"

namespace dyno::pool {

ByteCache::ByteCache(std::unique_ptr<Allocator> allocator, PoolLimits limits)
    : pool_(std::make_shared<BufferPool>(std::move(allocator), limits)), limits_(limits) {
  counted_.limit_bytes = limits.bytes;
}

bool ByteCache::put(const std::string& key, const void* bytes, size_t count, double now_ms) {
  const std::lock_guard<std::mutex> guard(mutex_);
  drop_expired(now_ms);
  if (const auto known = by_key_.find(key); known != by_key_.end()) drop(known->second, now_ms);
  std::unique_ptr<Lease> lease;
  while (lease == nullptr) {
    try {
      lease = pool_->acquire(count, now_ms);
    } catch (const CodedError& error) {
      const bool is_short = error.code() == "POOL_FULL" || error.code() == "POOL_OUT_OF_MEMORY";
      if (!is_short && error.code() != "POOL_TOO_LARGE") throw;
      if (!is_short || entries_.empty()) {
        counted_.refusals += 1;
        return false;
      }
      drop(std::prev(entries_.end()), now_ms);
      counted_.evictions += 1;
    }
  }
  try {
    lease->write(bytes, count, 0);
  } catch (...) {
    lease->discard();
    throw;
  }
  entries_.push_front({key, std::move(lease), now_ms});
  by_key_[key] = entries_.begin();
  counted_.entries += 1;
  counted_.bytes += count;
  return true;
}

std::optional<std::vector<unsigned char>> ByteCache::get(const std::string& key, double now_ms) {
  const std::lock_guard<std::mutex> guard(mutex_);
  drop_expired(now_ms);
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) {
    counted_.misses += 1;
    return std::nullopt;
  }
  const List::iterator entry = known->second;
  std::vector<unsigned char> bytes(entry->lease->bytes());
  try {
    entry->lease->read(bytes.data(), bytes.size(), 0);
  } catch (...) {
    // The card is lost, and with it what lay there.
    entry->lease->discard();
    drop(entry, now_ms);
    throw;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  counted_.hits += 1;
  return bytes;
}

bool ByteCache::remove(const std::string& key, double now_ms) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto known = by_key_.find(key);
  if (known == by_key_.end()) return false;
  drop(known->second, now_ms);
  return true;
}

void ByteCache::clear() {
  const std::lock_guard<std::mutex> guard(mutex_);
  entries_.clear();
  by_key_.clear();
  counted_.entries = 0;
  counted_.bytes = 0;
  pool_->clear();
}

void ByteCache::drop(List::iterator entry, double now_ms) {
  counted_.entries -= 1;
  counted_.bytes -= entry->lease->bytes();
  entry->lease->release(now_ms);
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

/** Uses do not make an entry younger: a time to live is how long it is believed. */
void ByteCache::drop_expired(double now_ms) {
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto next = std::next(entry);
    if (now_ms - entry->written_ms > limits_.keep_ms) {
      drop(entry, now_ms);
      counted_.expired += 1;
    }
    entry = next;
  }
}

CacheStatistics ByteCache::statistics() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return counted_;
}

}  // namespace dyno::pool
