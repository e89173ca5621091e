#pragma once

#include <string>

#include "nvml/nvml_abi.h"
#include "script.h"

/** What the functions of the stand-in for libnvidia-ml share: the script, and how a question to it is answered. */
namespace stand_in {

#define STAND_IN_EXPORT extern "C" __attribute__((visibility("default")))

using dyno::nvml::Device;
using dyno::nvml::Return;

constexpr const char* DRIVER = "stand-in";

/** Reads the script; what "library" says of init is the answer. */
Return begin();
Return finish();

unsigned count_cards();
/** Null where there is none; `error` is what the script says of opening it. */
Device card_at(unsigned index, Return& error);
Device instance_at(Device card, unsigned index);
unsigned count_instances(Device card);
std::string uuid_of(Device device);
std::string name_of(Device device);
std::string driver_version();
std::string setting_of(Device device, const std::string& key);

/** The next of the series with this name, or NOT_SUPPORTED where the script has none: every question comes here. */
Return answer(Device device, const std::string& key, double& value);

template <typename Number>
Return answer_number(Device device, const std::string& key, Number* out) {
  if (out == nullptr) return dyno::nvml::ERROR_INVALID_ARGUMENT;
  double value = 0;
  const Return result = answer(device, key, value);
  if (result == dyno::nvml::SUCCESS) *out = static_cast<Number>(value);
  return result;
}

Return answer_text(const std::string& text, char* out, unsigned room);

/** Fills entries of the wanted layout: "process PID BYTES compute|graphics" lines of the device. */
Return list_processes(Device device, const char* kind, unsigned* count, void* out, std::size_t stride);

}  // namespace stand_in
