#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "allocator.h"

namespace dyno::pool {

struct PoolLimits {
  size_t bytes = size_t{4} << 30;
  /** How long a buffer that nobody uses is kept. */
  double keep_ms = 60'000;
};

struct PoolStatistics {
  size_t limit_bytes = 0;
  size_t in_use_bytes = 0;
  size_t pooled_bytes = 0;
  size_t in_use = 0;
  size_t pooled = 0;
  uint64_t hits = 0;
  uint64_t misses = 0;
  uint64_t evictions = 0;
  uint64_t expired = 0;
  uint64_t refusals = 0;
};

/** What is really allocated for so many bytes: few sizes, so that buffers meet again, at most an eighth too large. */
size_t class_of(size_t bytes);

class BufferPool;

/** A buffer out of the pool; goes back to it when it goes. */
class Lease {
 public:
  Lease(std::shared_ptr<BufferPool> pool, std::unique_ptr<Block> block, size_t bytes);
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  size_t bytes() const { return bytes_; }
  bool is_open() const { return block_ != nullptr; }
  void write(const void* from, size_t bytes, size_t offset);
  void read(void* to, size_t bytes, size_t offset);
  /** Back to the pool, once; a second time is no harm. */
  void release(double now_ms);
  /** What failed is not lent again. */
  void discard();

 private:
  void require(size_t bytes, size_t offset) const;

  std::shared_ptr<BufferPool> pool_;
  std::unique_ptr<Block> block_;
  size_t bytes_;
};

/**
 * Buffers that are used again. Used and kept ones together stay within the limit: for a new one the longest unused are
 * given up, and what cannot fit is refused (POOL_TOO_LARGE, POOL_FULL), never waited for. Any thread may call.
 */
class BufferPool : public std::enable_shared_from_this<BufferPool> {
 public:
  BufferPool(std::unique_ptr<Allocator> allocator, PoolLimits limits);

  std::unique_ptr<Lease> acquire(size_t bytes, double now_ms);
  /** Gives up what was unused for too long. */
  void expire(double now_ms);
  /** Gives up all that is unused. */
  void clear();
  PoolStatistics statistics() const;
  /** When something was last asked for: the time of a buffer that nobody gave back by hand. */
  double last_ms() const;

 private:
  friend class Lease;
  struct Unused {
    size_t bytes;
    std::unique_ptr<Block> block;
    double since_ms;
  };
  using List = std::list<Unused>;

  void take_back(std::unique_ptr<Block> block, size_t bytes, double now_ms);
  void forget(size_t bytes);
  void drop_oldest();
  void drop_expired(double now_ms);
  std::unique_ptr<Block> reuse(size_t bytes);

  const std::unique_ptr<Allocator> allocator_;
  const PoolLimits limits_;
  mutable std::mutex mutex_;
  /** The latest first. */
  List unused_;
  /** Of each size, the latest last. */
  std::unordered_map<size_t, std::vector<List::iterator>> by_size_;
  PoolStatistics counted_;
  double last_ms_ = 0;
};

}  // namespace dyno::pool
