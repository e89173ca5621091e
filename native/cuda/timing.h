#pragma once

#include <vector>

#include "cuda/resources.h"

namespace dyno::cuda {

// Loops that are measured run here, so that nothing of JavaScript is measured with them. All give milliseconds.

/** Per launch, by the card's own clock: `repeats` times, `launches` one after the other. */
std::vector<double> time_launches(Function& function, const Shape& shape, void** arguments, Stream& stream, int repeats,
                                  int launches);

std::vector<double> time_graph(Graph& graph, Stream& stream, int repeats, int launches);

/** Per copy, by the host's clock, from the call until all is there. */
std::vector<double> time_upload(DeviceMemory& memory, const void* from, size_t bytes, bool is_pinned, Stream& stream,
                                int repeats);
std::vector<double> time_download(DeviceMemory& memory, void* to, size_t bytes, bool is_pinned, Stream& stream,
                                  int repeats);

/** The same work, in as many parts as there are streams to take turns: copy a part to the card, then run on it. */
struct Pipeline {
  DeviceMemory& memory;
  PinnedMemory& source;
  Function& function;
  Shape shape;
  void** arguments;
  int parts;
};

std::vector<double> time_pipeline(const Pipeline& pipeline, const std::vector<Stream*>& streams, int repeats);

}  // namespace dyno::cuda
