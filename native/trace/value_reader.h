#pragma once

#include <cmath>
#include <limits>

#include "json_bytes.h"
#include "number_text.h"
#include "string_table.h"

namespace dyno::trace {

/** 2^53 − 1 has 16 digits; one of 15 is exact whatever they are. */
constexpr int EXACT_DIGITS = 15;
constexpr int64_t MOST_EXACT = 9007199254740991;
inline constexpr double POWERS_OF_TEN[EXACT_DIGITS + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                           1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

inline bool is_digit(Byte byte) { return byte >= '0' && byte <= '9'; }

/**
 * Takes single values from where they begin and gives the place behind them, ODD for what is none such, or MORE. The
 * value itself is then in `number`, in `text` where it is a string's number, in `character` where it is one.
 */
class ValueReader {
 public:
  static constexpr unsigned USES = 64;

  StringTable strings;
  double number = 0;
  uint32_t text = 0;
  Byte character = 0;
  /** Of a decimal: what it has beyond `number`, in thousandths. */
  double thousandths = 0;

  /** A string. What stood there last, by use, stands there again more often than not. */
  int64_t take_text(const Source& source, int64_t at, unsigned use) {
    if (!source.has(at, '"')) return ODD;
    const int64_t from = at + 1;
    const uint32_t last = last_[use];
    if (last != 0) {
      const int64_t length = strings.text(last).length;
      if (source.has(from + length, '"') && stands_at(last, source, from)) {
        text = last;
        return from + length + 1;
      }
    }
    const int64_t behind = string_end(source, from);
    if (behind < 0) return behind;
    text = strings.number_of(source.bytes + from, static_cast<size_t>(behind - 1 - from), false);
    last_[use] = text;
    return behind;
  }

  /** These bytes, as they stand. */
  void take_raw(const Byte* bytes, int64_t length) {
    text = strings.number_of(bytes, static_cast<size_t>(length), true);
  }

  /** The same, where the last of this use likely stands again. */
  void take_raw(const Source& source, int64_t from, int64_t to, unsigned use) {
    const uint32_t last = last_[use];
    if (last != 0 && strings.text(last).length == to - from && stands_at(last, source, from)) {
      text = last;
      return;
    }
    take_raw(source.bytes + from, to - from);
    last_[use] = text;
  }

  /** A whole number, as its text. */
  int64_t take_whole(const Source& source, int64_t at, unsigned use) {
    const int64_t first = source.has(at, '-') ? at + 1 : at;
    int64_t place = first;
    while (place < source.length && is_digit(source[place])) ++place;
    if (place >= source.length) return MORE;
    if (place == first || source.has_word(place)) return ODD;
    take_raw(source, at, place, use);
    return place;
  }

  /** A number without exponent: `number` rounded down and `thousandths`, exact for what a clock can say. */
  int64_t take_decimal(const Source& source, int64_t at) {
    const bool is_negative = source.has(at, '-');
    int64_t place = is_negative ? at + 1 : at;
    const int64_t first = place;
    int64_t whole = 0;
    for (; place < source.length && is_digit(source[place]); ++place) {
      // Beyond what is exact it only matters that it is.
      if (whole <= MOST_EXACT) whole = whole * 10 + (source[place] - '0');
    }
    if (place == first) return place < source.length ? ODD : MORE;
    if (whole > MOST_EXACT) return ODD;
    double beyond = 0;
    if (source.has(place, '.')) {
      const int64_t begin = ++place;
      int digits = 0;
      int64_t fraction = 0;
      for (; place < source.length && is_digit(source[place]); ++place) {
        if (digits == EXACT_DIGITS) continue;
        fraction = fraction * 10 + (source[place] - '0');
        ++digits;
      }
      if (place == begin) return place < source.length ? ODD : MORE;
      const auto value = static_cast<double>(fraction);
      beyond = digits > 3 ? value / POWERS_OF_TEN[digits - 3] : value * POWERS_OF_TEN[3 - digits];
    }
    if (place >= source.length) return MORE;
    if (source.has_word(place)) return ODD;
    const auto value = static_cast<double>(whole);
    if (is_negative && beyond > 0) {
      number = -value - 1;
      thousandths = 1000 - beyond;
    } else {
      number = is_negative ? 0 - value : value;
      thousandths = beyond;
    }
    return place;
  }

  /** Any word: `number` is what it says, NaN where that is no finite number. */
  int64_t take_amount(const Source& source, int64_t at) {
    const bool is_negative = source.has(at, '-');
    int64_t place = is_negative ? at + 1 : at;
    int64_t digits = 0, decimals = 0;
    uint64_t mantissa = 0;
    bool is_fraction = false;
    for (; place < source.length; ++place) {
      const Byte byte = source[place];
      if (is_digit(byte)) {
        // Wraps round where it has too many digits, and is then not used.
        mantissa = mantissa * 10 + (byte - '0');
        ++digits;
        decimals += is_fraction ? 1 : 0;
      } else if (byte == '.' && !is_fraction) {
        is_fraction = true;
      } else {
        break;
      }
    }
    if (place >= source.length) return MORE;
    if (source.has_word(place) || digits > EXACT_DIGITS || digits == 0) return take_long_amount(source, at);
    const double value = static_cast<double>(mantissa) / POWERS_OF_TEN[decimals];
    number = is_negative ? 0 - value : value;
    return place;
  }

  /** "id": a number of few digits as itself, any other as −1 − its text. */
  int64_t take_identity(const Source& source, int64_t at, unsigned use) {
    const bool is_text = source.has(at, '"');
    const int64_t from = is_text ? at + 1 : at;
    int64_t place = from;
    uint64_t value = 0;
    for (; place < source.length && is_digit(source[place]); ++place) value = value * 10 + (source[place] - '0');
    if (place >= source.length) return MORE;
    const int64_t digits = place - from;
    const bool is_plain = digits > 0 && digits <= EXACT_DIGITS && (digits == 1 || source[from] != '0');
    if (is_plain && (is_text ? source[place] == '"' : !source.has_word(place))) {
      number = static_cast<double>(value);
      return is_text ? place + 1 : place;
    }
    const int64_t behind = is_text ? take_text(source, at, use) : take_whole(source, at, use);
    if (behind >= 0) number = -1.0 - text;
    return behind;
  }

  /** A string of one character: its code. */
  int64_t take_character(const Source& source, int64_t at) {
    if (at + 2 >= source.length) return MORE;
    const Byte byte = source[at + 1];
    if (source[at] != '"' || source[at + 2] != '"' || byte == '\\' || byte == '"') return ODD;
    character = byte;
    return at + 3;
  }

  /** A string's first byte, 0 where it is empty. */
  int64_t take_first_character(const Source& source, int64_t at) {
    if (!source.has(at, '"')) return ODD;
    const int64_t behind = string_end(source, at + 1);
    if (behind >= 0) character = source[at + 1] == '"' ? 0 : source[at + 1];
    return behind;
  }

 private:
  bool stands_at(uint32_t known, const Source& source, int64_t from) const {
    const StringTable::Text& held = strings.text(known);
    return std::memcmp(held.bytes, source.bytes + from, held.length) == 0;
  }

  int64_t take_long_amount(const Source& source, int64_t at) {
    int64_t place = at;
    while (source.has_word(place)) ++place;
    if (place >= source.length) return MORE;
    if (place == at) return ODD;
    number = number_of_text(source.bytes + at, static_cast<size_t>(place - at));
    return place;
  }

  uint32_t last_[USES] = {};
};

}  // namespace dyno::trace
