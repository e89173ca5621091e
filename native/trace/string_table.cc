#include "string_table.h"

#include "coded_error.h"

namespace dyno::trace {
namespace {

constexpr size_t FIRST_SLOTS = 1u << 12;
constexpr size_t CHUNK_BYTES = 1u << 18;
constexpr uint32_t MOST_STRINGS = 0xfffffff0u;

inline uint64_t word_at(const Byte* at) {
  uint64_t word;
  std::memcpy(&word, at, 8);
  return word;
}

inline uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9fb21c651e98df25ull;
  return hash ^ (hash >> 32);
}

/** Eight bytes at a step, the last step overlapping: names differ at both ends. */
uint32_t hash_of(const Byte* text, size_t length) {
  uint64_t hash = length * 0x9e3779b97f4a7c15ull;
  if (length >= 8) {
    const Byte* last = text + length - 8;
    for (; text < last; text += 8) hash = mix(hash, word_at(text));
    hash = mix(hash, word_at(last));
  } else {
    uint64_t word = 0;
    std::memcpy(&word, text, length);
    hash = mix(hash, word);
  }
  hash *= 0xd6e8feb86659fd93ull;
  return static_cast<uint32_t>(hash >> 32);
}

}  // namespace

StringTable::StringTable() : slots_(FIRST_SLOTS, Slot{0, 0}) { texts_.push_back({nullptr, 0, false}); }

uint32_t StringTable::number_of(const Byte* text, size_t length, bool is_raw) {
  if (length == 0) return 0;
  const uint32_t hash = hash_of(text, length);
  const size_t mask = slots_.size() - 1;
  size_t place = hash & mask;
  // Number 0 is no entry of the slots: it marks a free one.
  for (; slots_[place].number != 0; place = (place + 1) & mask) {
    if (slots_[place].hash != hash) continue;
    const Text& known = texts_[slots_[place].number];
    if (known.length == length && std::memcmp(known.bytes, text, length) == 0) return slots_[place].number;
  }
  if (texts_.size() >= MOST_STRINGS) {
    throw CodedError("TRACE_TOO_MANY_STRINGS", "The trace has more different texts than can be numbered.");
  }
  const uint32_t number = count();
  texts_.push_back({keep(text, length), static_cast<uint32_t>(length), is_raw});
  slots_[place] = {hash, number};
  if (texts_.size() * 2 > slots_.size()) grow();
  return number;
}

const Byte* StringTable::keep(const Byte* text, size_t length) {
  if (length > CHUNK_BYTES / 4) {
    chunks_.push_back(std::make_unique<Byte[]>(length));
    std::memcpy(chunks_.back().get(), text, length);
    return chunks_.back().get();
  }
  if (length > free_bytes_) {
    chunks_.push_back(std::make_unique<Byte[]>(CHUNK_BYTES));
    free_ = chunks_.back().get();
    free_bytes_ = CHUNK_BYTES;
  }
  Byte* at = free_;
  std::memcpy(at, text, length);
  free_ += length;
  free_bytes_ -= length;
  return at;
}

void StringTable::grow() {
  std::vector<Slot> larger(slots_.size() * 2, Slot{0, 0});
  const size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.number == 0) continue;
    size_t place = slot.hash & mask;
    while (larger[place].number != 0) place = (place + 1) & mask;
    larger[place] = slot;
  }
  slots_.swap(larger);
}

}  // namespace dyno::trace
