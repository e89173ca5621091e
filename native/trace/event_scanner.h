#pragma once

#include <array>
#include <string>
#include <vector>

#include "detail_scanner.h"

namespace dyno::trace {

struct ScannerSettings {
  std::vector<ScannedDetail> details;
  uint32_t most_event_details = 64;
  /** Phases whose arguments matter beyond the details: such events are never whole. */
  std::string slow_phases;
};

struct ScanResult {
  enum class State { more, full, list_end };
  int64_t used = 0;
  State state = State::more;
  uint32_t broken_count = 0;
  double broken_at = -1;
};

/**
 * Finds events inside a list and takes them apart, exactly as src/core/importers/trace-events/event-scanner.ts does:
 * that file says what is what, and a test holds the two together.
 */
class EventScanner {
 public:
  explicit EventScanner(ScannerSettings settings);

  ScanResult scan(const Source& source, int64_t from, bool is_last, double base_offset, EventColumns& columns);

  const StringTable& strings() const { return values_.strings; }

 private:
  int64_t take_event(const Source& source, int64_t start, double base_offset, EventColumns& columns);
  int64_t take_odd_event(const Source& source, int64_t start, double base_offset, EventColumns& columns);

  ValueReader values_;
  DetailScanner details_;
  uint32_t most_event_details_;
  std::array<bool, 256> is_slow_{};
};

}  // namespace dyno::trace
