#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace dyno::pool {

/** Memory somewhere; gives itself back when it goes. Copies throw a CodedError where the place is lost. */
class Block {
 public:
  virtual ~Block() = default;
  virtual void write(const void* from, size_t bytes, size_t offset) = 0;
  virtual void read(void* to, size_t bytes, size_t offset) = 0;
};

/** Where memory comes from: the host, pinned pages of it, or a card. */
class Allocator {
 public:
  virtual ~Allocator() = default;
  /** Aligned to 256 bytes. Null where there is no memory; throws a CodedError for any other failure. */
  virtual std::unique_ptr<Block> allocate(size_t bytes) = 0;
};

std::unique_ptr<Allocator> host_allocator();

}  // namespace dyno::pool
