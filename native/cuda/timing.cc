#include "cuda/timing.h"

#include <algorithm>
#include <chrono>

namespace dyno::cuda {

namespace {

template <typename Body>
std::vector<double> by_the_card(Stream& stream, int repeats, int launches, Body&& launch) {
  const SharedContext context = stream.context().shared_from_this();
  Event start(context), end(context);
  std::vector<double> out;
  out.reserve(repeats);
  for (int repeat = 0; repeat < repeats; repeat++) {
    start.record(stream);
    for (int i = 0; i < launches; i++) launch();
    end.record(stream);
    end.wait();
    out.push_back(end.ms_since(start) / launches);
  }
  return out;
}

template <typename Body>
std::vector<double> by_the_host(int repeats, Body&& body) {
  std::vector<double> out;
  out.reserve(repeats);
  for (int repeat = 0; repeat < repeats; repeat++) {
    const auto start = std::chrono::steady_clock::now();
    body();
    out.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return out;
}

}  // namespace

std::vector<double> time_launches(Function& function, const Shape& shape, void** arguments, Stream& stream, int repeats,
                                  int launches) {
  return by_the_card(stream, repeats, launches, [&] { function.launch(shape, arguments, stream); });
}

std::vector<double> time_graph(Graph& graph, Stream& stream, int repeats, int launches) {
  return by_the_card(stream, repeats, launches, [&] { graph.launch(stream); });
}

std::vector<double> time_upload(DeviceMemory& memory, const void* from, size_t bytes, bool is_pinned, Stream& stream,
                                int repeats) {
  memory.require(0, bytes);
  return by_the_host(repeats, [&] {
    if (!is_pinned) return memory.write(from, bytes, 0);
    memory.context().call(memory.driver().copy_to_device_async, memory.address(), from, bytes, stream.handle());
    stream.synchronize();
  });
}

std::vector<double> time_download(DeviceMemory& memory, void* to, size_t bytes, bool is_pinned, Stream& stream,
                                  int repeats) {
  memory.require(0, bytes);
  return by_the_host(repeats, [&] {
    if (!is_pinned) return memory.read(to, bytes, 0);
    memory.context().call(memory.driver().copy_to_host_async, to, memory.address(), bytes, stream.handle());
    stream.synchronize();
  });
}

std::vector<double> time_pipeline(const Pipeline& pipeline, const std::vector<Stream*>& streams, int repeats) {
  const size_t bytes = std::min(pipeline.memory.bytes(), pipeline.source.bytes());
  const size_t part_bytes = bytes / pipeline.parts;
  Context& context = pipeline.memory.context();
  return by_the_host(repeats, [&] {
    for (int part = 0; part < pipeline.parts; part++) {
      Stream& stream = *streams[part % streams.size()];
      const size_t offset = part * part_bytes;
      const void* from = static_cast<const char*>(pipeline.source.data()) + offset;
      context.call(context.driver().copy_to_device_async, pipeline.memory.address() + offset, from, part_bytes,
                   stream.handle());
      pipeline.function.launch(pipeline.shape, pipeline.arguments, stream);
    }
    for (Stream* stream : streams) stream->synchronize();
  });
}

}  // namespace dyno::cuda
