#pragma once

#include <memory>

#include "allocator.h"
#include "cuda/context.h"

namespace dyno::pool {

/** Memory of the card. */
std::unique_ptr<Allocator> device_allocator(cuda::SharedContext context);

/** Memory of the host that the card may copy by itself. */
std::unique_ptr<Allocator> pinned_allocator(cuda::SharedContext context);

}  // namespace dyno::pool
