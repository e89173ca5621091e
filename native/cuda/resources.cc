#include "cuda/resources.h"

#include <cstring>

namespace dyno::cuda {

DeviceMemory::DeviceMemory(SharedContext context, size_t bytes) : Resource(std::move(context)), bytes_(bytes) {
  context_->call(driver().memory_allocate, &address_, bytes);
}

DeviceMemory::~DeviceMemory() { context_->call_quietly(driver().memory_free, address_); }

void DeviceMemory::require(size_t offset, size_t bytes) const {
  if (offset <= bytes_ && bytes <= bytes_ - offset) return;
  throw CodedError("CUDA_OUT_OF_RANGE",
                   std::to_string(bytes) + " bytes from " + std::to_string(offset) + " on do not lie within " +
                       std::to_string(bytes_) + " bytes of memory on the card.",
                   context_->subject());
}

void DeviceMemory::write(const void* from, size_t bytes, size_t offset) {
  require(offset, bytes);
  if (bytes > 0) context_->call(driver().copy_to_device, address_ + offset, from, bytes);
}

void DeviceMemory::read(void* to, size_t bytes, size_t offset) {
  require(offset, bytes);
  if (bytes > 0) context_->call(driver().copy_to_host, to, address_ + offset, bytes);
}

void DeviceMemory::fill(unsigned char byte) {
  context_->call(driver().fill_async, address_, byte, bytes_, static_cast<abi::Stream>(nullptr));
  context_->call(driver().context_synchronize);
}

PinnedMemory::PinnedMemory(SharedContext context, size_t bytes) : Resource(std::move(context)), bytes_(bytes) {
  context_->call(driver().host_allocate, &data_, bytes, 0u);
}

PinnedMemory::~PinnedMemory() { context_->call_quietly(driver().host_free, data_); }

Stream::Stream(SharedContext context) : Resource(std::move(context)) {
  context_->call(driver().stream_create, &handle_, abi::STREAM_NON_BLOCKING);
}

Stream::~Stream() { context_->call_quietly(driver().stream_destroy, handle_); }

void Stream::synchronize() { context_->call(driver().stream_synchronize, handle_); }

Event::Event(SharedContext context) : Resource(std::move(context)) {
  context_->call(driver().event_create, &handle_, 0u);
}

Event::~Event() { context_->call_quietly(driver().event_destroy, handle_); }

void Event::record(const Stream& stream) { context_->call(driver().event_record, handle_, stream.handle()); }

bool Event::is_done() {
  context_->make_current();
  const abi::Result result = driver().try_call(driver().event_query, handle_);
  if (result == abi::ERROR_NOT_READY) return false;
  context_->check(result, driver().event_query.name);
  return true;
}

void Event::wait() { context_->call(driver().event_synchronize, handle_); }

double Event::ms_since(const Event& earlier) {
  float ms = 0.0f;
  context_->call(driver().event_elapsed, &ms, earlier.handle_, handle_);
  return ms;
}

Module::Module(SharedContext context, const std::string& ptx) : Resource(std::move(context)) {
  std::string log(8192, '\0');
  int options[] = {abi::JIT_ERROR_LOG_BUFFER, abi::JIT_ERROR_LOG_BUFFER_SIZE_BYTES};
  // A number among the options is passed in the pointer itself.
  void* values[] = {log.data(), reinterpret_cast<void*>(log.size())};
  context_->make_current();
  const abi::Result result =
      driver().try_call(driver().module_load, &handle_, static_cast<const void*>(ptx.c_str()), 2u, options, values);
  try {
    context_->check(result, driver().module_load.name);
  } catch (const CodedError& error) {
    const size_t length = std::strlen(log.c_str());
    if (length == 0) throw;
    throw CodedError(error.code(), std::string(error.what()) + "\n" + log.substr(0, length), error.subject());
  }
}

Module::~Module() { context_->call_quietly(driver().module_unload, handle_); }

void Arguments::add(const void* value, size_t bytes) {
  uint64_t slot = 0;
  std::memcpy(&slot, value, bytes);
  values_.push_back(slot);
}

std::vector<void*> Arguments::pointers() {
  std::vector<void*> out;
  for (uint64_t& value : values_) out.push_back(&value);
  return out;
}

Function::Function(std::shared_ptr<Module> module, const std::string& name)
    : Resource(module->context().shared_from_this()), module_(std::move(module)), name_(name) {
  context_->call(driver().module_function, &handle_, module_->handle(), name.c_str());
}

int Function::attribute(int which) {
  int value = 0;
  context_->call(driver().function_attribute, &value, which, handle_);
  return value;
}

int Function::blocks_per_multiprocessor(int threads) {
  int blocks = 0;
  context_->call(driver().function_occupancy, &blocks, handle_, threads, size_t{0});
  return blocks;
}

void Function::launch(const Shape& shape, void** arguments, const Stream& stream) {
  context_->call(driver().launch, handle_, shape.grid[0], shape.grid[1], shape.grid[2], shape.block[0], shape.block[1],
                 shape.block[2], shape.shared_bytes, stream.handle(), arguments, static_cast<void**>(nullptr));
}

Graph::Graph(Stream& stream, SharedContext context, const std::function<void()>& record)
    : Resource(std::move(context)) {
  context_->call(driver().stream_begin_capture, stream.handle(), abi::STREAM_CAPTURE_MODE_THREAD_LOCAL);
  abi::Graph graph = nullptr;
  try {
    record();
  } catch (...) {
    // The stream must not be left capturing.
    context_->call_quietly(driver().stream_end_capture, stream.handle(), &graph);
    if (graph != nullptr) context_->call_quietly(driver().graph_destroy, graph);
    throw;
  }
  context_->call(driver().stream_end_capture, stream.handle(), &graph);
  try {
    if (driver().graph_instantiate || !driver().graph_instantiate_v2) {
      context_->call(driver().graph_instantiate, &handle_, graph, 0ull);
    } else {
      context_->call(driver().graph_instantiate_v2, &handle_, graph, static_cast<void**>(nullptr),
                     static_cast<char*>(nullptr), size_t{0});
    }
  } catch (...) {
    context_->call_quietly(driver().graph_destroy, graph);
    throw;
  }
  context_->call_quietly(driver().graph_destroy, graph);
}

Graph::~Graph() { context_->call_quietly(driver().graph_exec_destroy, handle_); }

void Graph::launch(const Stream& stream) { context_->call(driver().graph_launch, handle_, stream.handle()); }

}  // namespace dyno::cuda
