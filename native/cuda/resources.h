#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cuda/context.h"

namespace dyno::cuda {

/** Each of these keeps its context alive and gives back what it holds when it goes. */
class Resource {
 public:
  explicit Resource(SharedContext context) : context_(std::move(context)) {}
  virtual ~Resource() = default;
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;

  Context& context() const { return *context_; }
  const Driver& driver() const { return context_->driver(); }

 protected:
  SharedContext context_;
};

class DeviceMemory : public Resource {
 public:
  DeviceMemory(SharedContext context, size_t bytes);
  ~DeviceMemory() override;
  abi::DevicePointer address() const { return address_; }
  size_t bytes() const { return bytes_; }
  /** Throws CUDA_OUT_OF_RANGE. */
  void require(size_t offset, size_t bytes) const;
  void write(const void* from, size_t bytes, size_t offset);
  void read(void* to, size_t bytes, size_t offset);
  void fill(unsigned char byte);

 private:
  abi::DevicePointer address_ = 0;
  size_t bytes_;
};

/** Host memory that stays where it is, so that the card may copy by itself. */
class PinnedMemory : public Resource {
 public:
  PinnedMemory(SharedContext context, size_t bytes);
  ~PinnedMemory() override;
  void* data() const { return data_; }
  size_t bytes() const { return bytes_; }

 private:
  void* data_ = nullptr;
  size_t bytes_;
};

/** One that does not wait for the context's default stream. */
class Stream : public Resource {
 public:
  explicit Stream(SharedContext context);
  ~Stream() override;
  abi::Stream handle() const { return handle_; }
  void synchronize();

 private:
  abi::Stream handle_ = nullptr;
};

class Event : public Resource {
 public:
  explicit Event(SharedContext context);
  ~Event() override;
  void record(const Stream& stream);
  bool is_done();
  void wait();
  /** From an earlier event to this one; both have to be done. */
  double ms_since(const Event& earlier);

 private:
  abi::Event handle_ = nullptr;
};

class Module : public Resource {
 public:
  /** Compiles PTX for the card; the compiler's words are in the error. */
  Module(SharedContext context, const std::string& ptx);
  ~Module() override;
  abi::Module handle() const { return handle_; }

 private:
  abi::Module handle_ = nullptr;
};

struct Shape {
  unsigned grid[3] = {1, 1, 1};
  unsigned block[3] = {1, 1, 1};
  unsigned shared_bytes = 0;
};

/** Values as a kernel takes them, each of 4 or 8 bytes. */
class Arguments {
 public:
  void add(const void* value, size_t bytes);
  /** Valid until the next add. */
  std::vector<void*> pointers();

 private:
  std::vector<uint64_t> values_;
};

class Function : public Resource {
 public:
  Function(std::shared_ptr<Module> module, const std::string& name);
  const std::string& name() const { return name_; }
  int attribute(int which);
  int blocks_per_multiprocessor(int threads);
  void launch(const Shape& shape, void** arguments, const Stream& stream);

 private:
  std::shared_ptr<Module> module_;
  abi::Function handle_ = nullptr;
  std::string name_;
};

/** What `record` launched on the stream, kept to be launched as one. */
class Graph : public Resource {
 public:
  Graph(Stream& stream, SharedContext context, const std::function<void()>& record);
  ~Graph() override;
  void launch(const Stream& stream);

 private:
  abi::GraphExec handle_ = nullptr;
};

}  // namespace dyno::cuda
