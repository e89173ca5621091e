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

  /** `is_raw`: stands for itself; others have the escapes of a JSON string. What came first holds. */
  uint32_t number_of(const Byte* text, size_t length, bool is_raw);

  struct Text {
    const Byte* bytes;
    uint32_t length;
    bool is_raw;
  };
  uint32_t count() const { return static_cast<uint32_t>(texts_.size()); }
  const Text& text(uint32_t number) const { return texts_[number]; }

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
