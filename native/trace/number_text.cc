#include "number_text.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <system_error>

#if !defined(__cpp_lib_to_chars)
#include <clocale>
#include <cstdlib>
#if defined(__APPLE__)
#include <xlocale.h>
#else
#include <locale.h>
#endif
#endif

namespace dyno::trace {
namespace {

// A number of a thousand digits is none that anybody measured.
constexpr size_t LONGEST = 64;
constexpr double NONE = std::numeric_limits<double>::quiet_NaN();

const Byte* behind_digits(const Byte* at, const Byte* end) {
  while (at < end && *at >= '0' && *at <= '9') ++at;
  return at;
}

bool is_decimal(const Byte* at, const Byte* end) {
  if (at < end && *at == '-') ++at;
  const Byte* digits = behind_digits(at, end);
  if (digits == at) return false;
  at = digits;
  if (at < end && *at == '.') at = behind_digits(at + 1, end);
  if (at < end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    digits = behind_digits(at, end);
    if (digits == at) return false;
    at = digits;
  }
  return at == end;
}

double parsed(const std::string& text) {
#if defined(__cpp_lib_to_chars)
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    // So short a text is only out of range by its exponent.
    const size_t exponent = text.find_first_of("eE");
    const bool is_small = exponent != std::string::npos && text[exponent + 1] == '-';
    return is_small ? std::copysign(0.0, text[0] == '-' ? -1.0 : 1.0) : NONE;
  }
  return value;
#else
  static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
  return strtod_l(text.c_str(), nullptr, plain);
#endif
}

}  // namespace

double number_of_text(const Byte* text, size_t length) {
  if (length > LONGEST || !is_decimal(text, text + length)) return NONE;
  const double value = parsed(std::string(reinterpret_cast<const char*>(text), length));
  return std::isfinite(value) ? value : NONE;
}

}  // namespace dyno::trace
