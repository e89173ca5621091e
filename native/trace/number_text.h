#pragma once

#include "json_bytes.h"

namespace dyno::trace {

/** What these bytes say as a decimal number, rounded as JavaScript does; NaN where they say none that is finite. */
double number_of_text(const Byte* text, size_t length);

}  // namespace dyno::trace
