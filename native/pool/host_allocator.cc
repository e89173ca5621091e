#include <cstring>
#include <new>

#include "allocator.h"

namespace dyno::pool {
namespace {

constexpr std::align_val_t kAlignment{256};

class HostBlock : public Block {
 public:
  explicit HostBlock(void* memory) : memory_(static_cast<unsigned char*>(memory)) {}
  ~HostBlock() override { ::operator delete(memory_, kAlignment); }
  HostBlock(const HostBlock&) = delete;
  HostBlock& operator=(const HostBlock&) = delete;
  void write(const void* from, size_t bytes, size_t offset) override {
    if (bytes > 0) std::memcpy(memory_ + offset, from, bytes);
  }
  void read(void* to, size_t bytes, size_t offset) override {
    if (bytes > 0) std::memcpy(to, memory_ + offset, bytes);
  }

 private:
  unsigned char* memory_;
};

class HostAllocator : public Allocator {
 public:
  std::unique_ptr<Block> allocate(size_t bytes) override {
    void* memory = ::operator new(bytes, kAlignment, std::nothrow);
    return memory == nullptr ? nullptr : std::make_unique<HostBlock>(memory);
  }
};

}  // namespace

std::unique_ptr<Allocator> host_allocator() { return std::make_unique<HostAllocator>(); }

}  // namespace dyno::pool
