#include "detail_scanner.h"

#include <utility>

namespace dyno::trace {
namespace {

constexpr int64_t LONGEST_KEY = 31;
constexpr int64_t LONGEST_TRIPLE = 64;
/** Behind the uses of an event's own strings. */
constexpr unsigned FIRST_USE = 8;

constexpr size_t place_of(int64_t length, Byte first) {
  return (static_cast<size_t>(length & LONGEST_KEY) << 7) | (first & 127u);
}

}  // namespace

DetailScanner::DetailScanner(std::vector<ScannedDetail> details, uint32_t most_event_details)
    : first_(place_of(LONGEST_KEY, 127) + 1, -1), most_event_details_(most_event_details) {
  for (ScannedDetail& detail : details) {
    const auto index = static_cast<int>(known_.size());
    int& first = first_[place_of(static_cast<int64_t>(detail.name.size()), static_cast<Byte>(detail.name[0]))];
    known_.push_back({std::move(detail), FIRST_USE + static_cast<unsigned>(index), first});
    first = index;
  }
}

int64_t DetailScanner::scan(const Source& source, int64_t start, ValueReader& values, EventColumns& columns) const {
  const uint32_t most = columns.detail_count + most_event_details_;
  int64_t at = start + 1;
  for (;;) {
    at = source.behind_space(at);
    if (at >= source.length) return MORE;
    if (source[at] == '}') return at + 1;
    if (source[at] != '"') return ODD;
    const int64_t key = at + 1;
    const int64_t behind = string_end(source, key);
    if (behind < 0) return behind;
    at = source.behind_space(behind);
    if (at >= source.length) return MORE;
    if (source[at] != ':') return ODD;
    at = source.behind_space(at + 1);
    if (at >= source.length) return MORE;
    const Known* known = known_key(source, key, behind - 1);
    at = known == nullptr || columns.detail_count == most ? value_end(source, at)
                                                         : take(source, at, *known, values, columns);
    if (at < 0) return at;
    at = source.behind_space(at);
    if (at >= source.length) return MORE;
    if (source[at] == ',') ++at;
    else if (source[at] != '}') return ODD;
  }
}

const DetailScanner::Known* DetailScanner::known_key(const Source& source, int64_t from, int64_t to) const {
  const int64_t length = to - from;
  if (length == 0 || length > LONGEST_KEY) return nullptr;
  for (int index = first_[place_of(length, source[from])]; index >= 0;) {
    const Known& known = known_[static_cast<size_t>(index)];
    const std::string& name = known.detail.name;
    if (name.size() == static_cast<size_t>(length) && std::memcmp(name.data(), source.bytes + from, name.size()) == 0)
      return &known;
    index = known.next;
  }
  return nullptr;
}

int64_t DetailScanner::take(const Source& source, int64_t at, const Known& known, ValueReader& values,
                            EventColumns& columns) const {
  const ScannedDetail& detail = known.detail;
  const bool is_string = source[at] == '"';
  if (detail.form == DetailForm::number) {
    if (!is_string) {
      if (source[at] == '[' || source[at] == '{') return value_end(source, at);
      const int64_t behind = values.take_amount(source, at);
      if (behind >= 0 && !std::isnan(values.number)) columns.add_detail(detail.code, values.number);
      return behind;
    }
    const int64_t behind = string_end(source, at + 1);
    if (behind < 0) return behind;
    // What it gives is only taken where the number ends with the string.
    const int64_t end = values.take_amount(source, at + 1);
    if (end == behind - 1 && !std::isnan(values.number)) columns.add_detail(detail.code, values.number);
    return behind;
  }
  if (is_string) {
    const int64_t behind = values.take_text(source, at, known.use);
    if (behind >= 0 && values.text != 0) columns.add_detail(detail.code, values.text);
    return behind;
  }
  const int64_t behind = value_end(source, at);
  if (behind < 0 || detail.form == DetailForm::text) return behind;
  if (detail.form == DetailForm::triple) {
    take_triple(source, at, behind, known, values, columns);
  } else {
    values.take_raw(source, at, behind, known.use);
    columns.add_detail(detail.code, values.text);
  }
  return behind;
}

/** [64, 1, 1] as "64,1,1". */
void DetailScanner::take_triple(const Source& source, int64_t from, int64_t to, const Known& known,
                                ValueReader& values, EventColumns& columns) const {
  if (source[from] != '[' || source[to - 1] != ']') return;
  Byte triple[LONGEST_TRIPLE];
  int64_t length = 0;
  for (int64_t at = from + 1; at < to - 1; ++at) {
    const Byte byte = source[at];
    if (is_space(byte)) continue;
    const bool is_taken = is_digit(byte) || byte == ',' || byte == '-' || byte == '.';
    if (!is_taken || length == LONGEST_TRIPLE) return;
    triple[length++] = byte;
  }
  if (length == 0) return;
  values.take_raw(triple, length);
  columns.add_detail(known.detail.code, values.text);
}

}  // namespace dyno::trace
