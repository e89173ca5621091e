#include "cuda_allocators.h"

#include <cstring>

#include "coded_error.h"
#include "cuda/resources.h"

namespace dyno::pool {
namespace {

class DeviceBlock : public Block {
 public:
  DeviceBlock(cuda::SharedContext context, size_t bytes) : memory_(std::move(context), bytes) {}
  void write(const void* from, size_t bytes, size_t offset) override {
    if (bytes > 0) memory_.write(from, bytes, offset);
  }
  void read(void* to, size_t bytes, size_t offset) override {
    if (bytes > 0) memory_.read(to, bytes, offset);
  }

 private:
  cuda::DeviceMemory memory_;
};

class PinnedBlock : public Block {
 public:
  PinnedBlock(cuda::SharedContext context, size_t bytes) : memory_(std::move(context), bytes) {}
  void write(const void* from, size_t bytes, size_t offset) override {
    if (bytes > 0) std::memcpy(static_cast<unsigned char*>(memory_.data()) + offset, from, bytes);
  }
  void read(void* to, size_t bytes, size_t offset) override {
    if (bytes > 0) std::memcpy(to, static_cast<unsigned char*>(memory_.data()) + offset, bytes);
  }

 private:
  cuda::PinnedMemory memory_;
};

template <class Made>
class CudaAllocator : public Allocator {
 public:
  explicit CudaAllocator(cuda::SharedContext context) : context_(std::move(context)) {}
  std::unique_ptr<Block> allocate(size_t bytes) override {
    try {
      return std::make_unique<Made>(context_, bytes);
    } catch (const CodedError& error) {
      // Something may still be given up for it; any other fault is the caller's.
      if (error.code() == "CUDA_ERROR_OUT_OF_MEMORY") return nullptr;
      throw;
    }
  }

 private:
  cuda::SharedContext context_;
};

}  // namespace

std::unique_ptr<Allocator> device_allocator(cuda::SharedContext context) {
  return std::make_unique<CudaAllocator<DeviceBlock>>(std::move(context));
}

std::unique_ptr<Allocator> pinned_allocator(cuda::SharedContext context) {
  return std::make_unique<CudaAllocator<PinnedBlock>>(std::move(context));
}

}  // namespace dyno::pool
