#include "json_bytes.h"

#include <string_view>
#include <vector>

namespace dyno::trace {

int64_t object_end(const Source& source, int64_t at) {
  constexpr Byte VALUE = 0;
  // Brackets that are open: on the heap, so that no depth is too deep.
  std::vector<Byte> open{'{'};
  Byte last = '{';
  for (int64_t place = at + 1; place < source.length; ++place) {
    const Byte byte = source[place];
    switch (KINDS[byte]) {
      case SPACE:
        break;
      case STRING: {
        if (last == VALUE) return ODD;
        const int64_t behind = string_end(source, place + 1);
        if (behind < 0) return behind;
        place = behind - 1;
        last = VALUE;
        break;
      }
      case WORD:
        if (last == VALUE) return ODD;
        while (source.has_word(place + 1)) ++place;
        last = VALUE;
        break;
      case SEPARATOR:
        if (last != VALUE) return ODD;
        last = byte;
        break;
      case OPEN: {
        const bool fits = open.back() == '{' ? last == ':' : last == ',' || last == '[';
        if (!fits) return ODD;
        open.push_back(byte);
        last = byte;
        break;
      }
      case CLOSE:
        // Either bracket is two after its opening one.
        if (open.back() != byte - 2 || last == ':') return ODD;
        open.pop_back();
        last = VALUE;
        if (open.empty()) return place + 1;
        break;
      default:
        return ODD;
    }
  }
  return MORE;
}

namespace {

constexpr std::string_view EVENT_KEYS[] = {"\"ph\"", "\"name\"", "\"cat\"", "\"pid\"", "\"tid\"",
                                           "\"ts\"", "\"dur\"",  "\"args\"", "\"id\"", "\"s\"",
                                           "\"bp\"", "\"tts\"",  "\"tdur\""};

int64_t key_length(const Source& source, int64_t at) {
  for (const std::string_view key : EVENT_KEYS) {
    const auto length = static_cast<int64_t>(key.size());
    if (source.length - at >= length && std::memcmp(source.bytes + at, key.data(), key.size()) == 0) return length;
  }
  return 0;
}

}  // namespace

int64_t event_start(const Source& source, int64_t from) {
  for (int64_t at = from; at < source.length; ++at) {
    const void* hit = std::memchr(source.bytes + at, '{', static_cast<size_t>(source.length - at));
    if (hit == nullptr) return ODD;
    at = static_cast<const Byte*>(hit) - source.bytes;
    int64_t before = at - 1;
    while (before >= 0 && is_space(source[before])) --before;
    if (before >= 0 && source[before] == ':') continue;
    const int64_t key = source.behind_space(at + 1);
    if (key + 8 > source.length) return MORE;
    const int64_t length = key_length(source, key);
    if (length == 0) continue;
    const int64_t colon = source.behind_space(key + length);
    if (colon == source.length) return MORE;
    if (source[colon] == ':') return at;
  }
  return ODD;
}

}  // namespace dyno::trace
