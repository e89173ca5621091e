#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "byte_scan.h"

namespace dyno::trace {

/** Numbers for byte strings: 0 is the empty one, the same bytes have the same number, new ones count up. */
class StringTable {
 public:
  StringTable();

  uint32_t number_of(const Byte* text, size_t length);

  /** Those from `first` on, in order of their numbers. */
  struct Text {
    const Byte* bytes;
    uint32_t length;
  };
  uint32_t count() const { return static_cast<uint32_t>(texts_.size()); }
  Text text(uint32_t number) const { return texts_[number]; }

 private:
  struct Slot {
    uint32_t hash;
    uint32_t number;
  };

  const Byte* keep(const Byte* text, size_t length);
  void grow();

  std::vector<Text> texts_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<Byte[]>> chunks_;
  Byte* free_ = nullptr;
  size_t free_bytes_ = 0;
};

}  // namespace dyno::trace
