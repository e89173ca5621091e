#pragma once

#include <cstddef>

namespace dyno::cpu {

/** Writes back and drops the lines of this memory from every cache; false where no instruction allows a program to. */
bool flush_lines(const void* memory, size_t bytes);

}  // namespace dyno::cpu
