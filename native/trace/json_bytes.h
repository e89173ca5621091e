#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "byte_scan.h"

namespace dyno::trace {

/** What a byte may be outside of strings. Letters are those of true, false, null, NaN, Infinity and exponents alone. */
enum Kind : uint8_t { FORBIDDEN, SPACE, WORD, STRING, OPEN, CLOSE, SEPARATOR };

constexpr std::array<uint8_t, 256> kinds_of_bytes() {
  std::array<uint8_t, 256> kinds{};
  constexpr const char* of_kind[] = {"", " \n\r\t", "0123456789+-.truefalsnNaIityE", "\"", "{[", "}]", ",:"};
  for (uint8_t kind = SPACE; kind <= SEPARATOR; ++kind)
    for (const char* at = of_kind[kind]; *at != '\0'; ++at) kinds[static_cast<Byte>(*at)] = kind;
  return kinds;
}
inline constexpr std::array<uint8_t, 256> KINDS = kinds_of_bytes();

/** Bytes of somebody else: read, never beyond their end. */
struct Source {
  const Byte* bytes;
  int64_t length;

  Byte operator[](int64_t at) const { return bytes[at]; }
  bool has(int64_t at, Byte byte) const { return at < length && bytes[at] == byte; }
  bool has_word(int64_t at) const { return at < length && KINDS[bytes[at]] == WORD; }
  int64_t behind_space(int64_t at) const { return skip_space(bytes + at, bytes + length) - bytes; }
};

/** Instead of a place: not what it should be, or not yet all there. */
constexpr int64_t ODD = -1;
constexpr int64_t MORE = -2;

/** Behind the string whose first byte behind the quote is at `at`. */
inline int64_t string_end(const Source& source, int64_t at) {
  const Byte* end = source.bytes + source.length;
  while (at < source.length) {
    const Byte* hit = find_text_end(source.bytes + at, end);
    if (hit == end) return MORE;
    at = hit - source.bytes + 1;
    if (*hit == '"') return at;
    ++at;
  }
  return MORE;
}

/** Behind the value that begins at `at`, with its brackets counted, not compared. */
inline int64_t value_end(const Source& source, int64_t at) {
  int64_t depth = 0;
  for (int64_t place = at; place < source.length; ++place) {
    switch (KINDS[source[place]]) {
      case STRING: {
        const int64_t behind = string_end(source, place + 1);
        if (behind < 0 || depth == 0) return behind;
        place = behind - 1;
        break;
      }
      case OPEN:
        ++depth;
        break;
      case CLOSE:
        if (depth == 0) return place == at ? ODD : place;
        --depth;
        if (depth == 0) return place + 1;
        break;
      case FORBIDDEN:
        return ODD;
      case WORD:
        break;
      default:
        if (depth == 0) return place == at ? ODD : place;
    }
  }
  return MORE;
}

/** Behind the object that begins at `at`, each of its tokens where one may stand. */
int64_t object_end(const Source& source, int64_t at);

/** The next place that looks like the beginning of an event, from `from` on. ODD: none. MORE: perhaps at the end. */
int64_t event_start(const Source& source, int64_t from);

}  // namespace dyno::trace
