#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "buffer_pool.h"

namespace dyno::pool {

struct CacheStatistics {
  size_t limit_bytes = 0;
  size_t entries = 0;
  size_t bytes = 0;
  uint64_t hits = 0;
  uint64_t misses = 0;
  uint64_t evictions = 0;
  uint64_t expired = 0;
  uint64_t refusals = 0;
};

/**
 * Bytes by key, in buffers of a pool of its own: on a card, of the card. The least recently used go first, whatever is
 * older than its time is not there any more. Any thread may call.
 */
class ByteCache {
 public:
  ByteCache(std::unique_ptr<Allocator> allocator, PoolLimits limits);

  /** False where it is larger than the whole cache may be. */
  bool put(const std::string& key, const void* bytes, size_t count, double now_ms);
  std::optional<std::vector<unsigned char>> get(const std::string& key, double now_ms);
  bool remove(const std::string& key, double now_ms);
  void clear();
  CacheStatistics statistics() const;

 private:
  struct Entry {
    std::string key;
    std::unique_ptr<Lease> lease;
    double written_ms;
  };
  using List = std::list<Entry>;

  void drop(List::iterator entry, double now_ms);
  void drop_expired(double now_ms);

  const std::shared_ptr<BufferPool> pool_;
  const PoolLimits limits_;
  mutable std::mutex mutex_;
  /** The latest used first. */
  List entries_;
  std::unordered_map<std::string, List::iterator> by_key_;
  CacheStatistics counted_;
};

}  // namespace dyno::pool
