#pragma once

#include <cstdint>

namespace dyno::trace {

/** Columns of a batch, lent for one scan: all of events have `capacity` places, those of details `detail_capacity`. */
struct EventColumns {
  uint32_t count = 0;
  uint32_t capacity = 0;
  uint8_t* phase = nullptr;
  uint32_t* name = nullptr;
  uint32_t* category = nullptr;
  uint32_t* process = nullptr;
  uint32_t* thread = nullptr;
  double* id = nullptr;
  uint8_t* bind_point = nullptr;
  uint8_t* scope = nullptr;
  double* microseconds = nullptr;
  double* nanoseconds = nullptr;
  double* duration_ns = nullptr;
  double* offset = nullptr;
  uint32_t* length = nullptr;
  uint8_t* is_whole = nullptr;
  uint32_t detail_count = 0;
  uint32_t detail_capacity = 0;
  uint32_t* detail_event = nullptr;
  uint8_t* detail_key = nullptr;
  double* detail_value = nullptr;

  void add_detail(uint8_t code, double value) {
    detail_event[detail_count] = count;
    detail_key[detail_count] = code;
    detail_value[detail_count] = value;
    ++detail_count;
  }
};

}  // namespace dyno::trace
