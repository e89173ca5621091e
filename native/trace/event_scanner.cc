#include "event_scanner.h"

#include <utility>

namespace dyno::trace {
namespace {

constexpr double NONE = std::numeric_limits<double>::quiet_NaN();

/** The bytes of a short key as one number, the first in the highest place. */
constexpr uint32_t key_of(const char* key) {
  uint32_t sum = 0;
  for (; *key != '\0'; ++key) sum = (sum << 8) | static_cast<Byte>(*key);
  return sum;
}

/** Places in what ValueReader remembers, one for each string of an event. */
enum Use : unsigned { CATEGORY, NAME, PROCESS, THREAD, IDENTITY };

/** Two roundings everywhere: processors that multiply and add in one would make only one. */
double nanoseconds_of(double microseconds, double beyond) {
  const volatile double whole = microseconds * 1000;
  return whole + beyond;
}

struct Event {
  Byte phase = 0;
  uint32_t name = 0, category = 0, process = 0, thread = 0;
  double id = NONE, microseconds = NONE, nanoseconds = 0, duration = NONE;
  Byte bind_point = 0, scope = 0;
};

void put(EventColumns& columns, const Event& event, double offset, int64_t length, bool is_whole) {
  const uint32_t index = columns.count++;
  columns.phase[index] = event.phase;
  columns.name[index] = event.name;
  columns.category[index] = event.category;
  columns.process[index] = event.process;
  columns.thread[index] = event.thread;
  columns.id[index] = event.id;
  columns.bind_point[index] = event.bind_point;
  columns.scope[index] = event.scope;
  columns.microseconds[index] = event.microseconds;
  columns.nanoseconds[index] = event.nanoseconds;
  columns.duration_ns[index] = event.duration;
  columns.offset[index] = offset;
  columns.length[index] = static_cast<uint32_t>(length);
  columns.is_whole[index] = is_whole ? 1 : 0;
}

}  // namespace

EventScanner::EventScanner(ScannerSettings settings)
    : details_(std::move(settings.details), settings.most_event_details),
      most_event_details_(settings.most_event_details) {
  for (const char phase : settings.slow_phases) is_slow_[static_cast<Byte>(phase)] = true;
}

ScanResult EventScanner::scan(const Source& source, int64_t from, bool is_last, double base_offset,
                              EventColumns& columns) {
  ScanResult result;
  const auto broken = [&](int64_t at) {
    ++result.broken_count;
    if (result.broken_at < 0) result.broken_at = base_offset + static_cast<double>(at);
  };
  int64_t at = from;
  bool is_garbage = false;
  while (at < source.length) {
    const Byte byte = source[at];
    if (byte == ',' || is_space(byte)) {
      at = source.behind_space(at + 1);
    } else if (byte == '{') {
      if (columns.count == columns.capacity ||
          columns.detail_count > columns.detail_capacity - most_event_details_) {
        result.state = ScanResult::State::full;
        break;
      }
      is_garbage = false;
      int64_t end = take_event(source, at, base_offset, columns);
      if (end == ODD) end = take_odd_event(source, at, base_offset, columns);
      if (end == ODD) {
        end = event_start(source, at + 1);
        if (end == ODD && is_last) end = source.length;
        if (end >= 0) broken(at);
      }
      // Nobody knows yet whether what is left would make an event.
      if (end < 0) break;
      at = end;
    } else if (byte == ']') {
      ++at;
      result.state = ScanResult::State::list_end;
      break;
    } else {
      if (!is_garbage) broken(at);
      is_garbage = true;
      ++at;
    }
  }
  result.used = at;
  return result;
}

/** Behind the event that begins at `start`, its columns filled. */
int64_t EventScanner::take_event(const Source& source, int64_t start, double base_offset, EventColumns& columns) {
  const uint32_t first_detail = columns.detail_count;
  // Nothing of this event shall stay. MORE where the bytes ended before it did.
  const auto undo = [&](bool is_at_end) {
    columns.detail_count = first_detail;
    return is_at_end ? MORE : ODD;
  };
  Event event;
  int64_t at = start + 1;
  for (;;) {
    at = source.behind_space(at);
    if (source.has(at, '}')) break;
    if (!source.has(at, '"')) return undo(at >= source.length);
    ++at;
    uint32_t key = 0;
    const int64_t key_begin = at;
    for (; at < source.length && source[at] != '"'; ++at) {
      if (source[at] == '\\') return undo(false);
      key = (key << 8) | source[at];
    }
    const bool is_long = at - key_begin > 4;
    at = source.behind_space(at < source.length ? at + 1 : at);
    if (!source.has(at, ':')) return undo(at >= source.length);
    at = source.behind_space(at + 1);
    if (at >= source.length) return undo(true);
    // A longer key could end in the same four bytes.
    switch (is_long ? 0 : key) {
      case key_of("ph"):
        at = values_.take_character(source, at);
        event.phase = values_.character;
        break;
      case key_of("cat"):
        at = values_.take_text(source, at, CATEGORY);
        event.category = values_.text;
        break;
      case key_of("name"):
        at = values_.take_text(source, at, NAME);
        event.name = values_.text;
        break;
      case key_of("pid"):
        at = source[at] == '"' ? values_.take_text(source, at, PROCESS) : values_.take_whole(source, at, PROCESS);
        event.process = values_.text;
        break;
      case key_of("tid"):
        at = source[at] == '"' ? values_.take_text(source, at, THREAD) : values_.take_whole(source, at, THREAD);
        event.thread = values_.text;
        break;
      case key_of("ts"):
        at = values_.take_decimal(source, at);
        event.microseconds = values_.number;
        event.nanoseconds = values_.thousandths;
        break;
      case key_of("dur"):
        at = values_.take_decimal(source, at);
        event.duration = nanoseconds_of(values_.number, values_.thousandths);
        break;
      case key_of("id"):
        at = values_.take_identity(source, at, IDENTITY);
        event.id = values_.number;
        break;
      case key_of("bp"):
        at = values_.take_first_character(source, at);
        event.bind_point = values_.character == 'e' ? 1 : 0;
        break;
      case key_of("s"):
        at = values_.take_first_character(source, at);
        event.scope = values_.character;
        break;
      case key_of("args"):
        at = source[at] == '{' ? details_.scan(source, at, values_, columns) : value_end(source, at);
        break;
      default:
        at = value_end(source, at);
    }
    if (at < 0) return undo(at == MORE);
    at = source.behind_space(at);
    if (source.has(at, ',')) ++at;
    else if (!source.has(at, '}')) return undo(at >= source.length);
  }
  const bool lacks_end = event.phase == 'X' && std::isnan(event.duration);
  const bool is_whole = !is_slow_[event.phase] && !lacks_end;
  put(columns, event, base_offset + static_cast<double>(start), at + 1 - start, is_whole);
  return at + 1;
}

/** An event that is JSON, or nearly so, but not as events are written. */
int64_t EventScanner::take_odd_event(const Source& source, int64_t start, double base_offset, EventColumns& columns) {
  const int64_t end = object_end(source, start);
  if (end >= 0) put(columns, Event{}, base_offset + static_cast<double>(start), end - start, false);
  return end;
}

}  // namespace dyno::trace
