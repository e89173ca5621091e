#pragma once

#include <memory>
#include <string>
#include <vector>

#include "event_columns.h"
#include "value_reader.h"

namespace dyno::trace {

enum class DetailForm { number, text, json, triple };

struct ScannedDetail {
  std::string name;
  uint8_t code;
  DetailForm form;
};

/** Takes from an event's arguments what is kept as columns. */
class DetailScanner {
 public:
  DetailScanner(std::vector<ScannedDetail> details, uint32_t most_event_details);

  /** Behind the object that begins at `start`. */
  int64_t scan(const Source& source, int64_t start, ValueReader& values, EventColumns& columns) const;

 private:
  struct Known {
    ScannedDetail detail;
    unsigned use;
    /** The next with this length and first byte, −1 for none. */
    int next;
  };

  const Known* known_key(const Source& source, int64_t from, int64_t to) const;
  int64_t take(const Source& source, int64_t at, const Known& known, ValueReader& values, EventColumns& columns) const;
  void take_triple(const Source& source, int64_t from, int64_t to, const Known& known, ValueReader& values,
                   EventColumns& columns) const;

  std::vector<Known> known_;
  std::vector<int> first_;
  uint32_t most_event_details_;
};

}  // namespace dyno::trace
