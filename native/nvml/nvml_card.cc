#include "nvml/nvml_card.h"

#include <chrono>
#include <cmath>

namespace dyno::nvml {

namespace {

constexpr double MILLI = 1e-3;
constexpr double KIBIBYTE = 1024;
/** The counter moves every 20 to 100 ms, and asking for it takes over 2 ms on some cards. */
constexpr double ENERGY_PERIOD_MS = 90;

/** Answers that will be the same tomorrow. */
bool is_refusal(Return result) {
  switch (result) {
    case ERROR_NOT_SUPPORTED:
    case ERROR_FUNCTION_NOT_FOUND:
    case ERROR_INVALID_ARGUMENT:
    case ERROR_NO_PERMISSION:
    case ERROR_ARGUMENT_VERSION_MISMATCH:
      return true;
    default:
      return false;
  }
}

double number_in(const FieldValue& field) {
  switch (field.value_type) {
    case 0:
      return field.value.as_double;
    case 1:
      return field.value.as_unsigned;
    case 2:
      return static_cast<double>(field.value.as_unsigned_long);
    case 3:
      return static_cast<double>(field.value.as_unsigned_long_long);
    case 4:
      return static_cast<double>(field.value.as_long_long);
    case 5:
      return field.value.as_int;
    case 6:
      return field.value.as_unsigned_short;
    default:
      return std::nan("");
  }
}

}  // namespace

bool means_device_is_gone(Return result) {
  switch (result) {
    case ERROR_UNINITIALIZED:
    case ERROR_DRIVER_NOT_LOADED:
    case ERROR_GPU_IS_LOST:
    case ERROR_RESET_REQUIRED:
      return true;
    default:
      return false;
  }
}

double monotonic_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

Card::Card(const Library& library, Device device, Identity identity, Device parent)
    : library_(library), device_(device), parent_(parent), identity_(std::move(identity)), gpm_(library) {}

Return Card::read(unsigned groups, Reading& out) {
  Pass pass{out};
  if ((groups & FAST) != 0) read_fast(pass);
  if ((groups & SLOW) != 0) read_slow(pass);
  if ((groups & GPM) != 0) read_gpm(pass);
  if ((groups & PCIE) != 0) read_pcie(pass);
  if ((groups & PROCESSES) != 0) read_processes(pass);
  return pass.failure;
}

void Card::settle(Pass& pass, Field field, Return result, double value) {
  if (result == SUCCESS) {
    pass.out[field] = value;
    was_read_[field] = true;
    return;
  }
  pass.out[field] = std::nan("");
  if (means_device_is_gone(result)) {
    pass.failure = result;
  } else if (is_refusal(result) && !was_read_[field]) {
    refusals_[field] = result;
  }
}

template <typename Question>
void Card::ask(Pass& pass, Field field, Question&& question) {
  if (refusals_[field] != SUCCESS || pass.failure != SUCCESS) {
    pass.out[field] = std::nan("");
    return;
  }
  double value = std::nan("");
  const Return result = question(value);
  settle(pass, field, result, value);
}

namespace {

/** A question whose answer is one unsigned number, times a factor. */
template <typename Function, typename... Arguments>
auto one_number(const Function& function, double factor, Arguments... arguments) {
  return [&function, factor, arguments...](double& value) {
    unsigned answer = 0;
    const Return result = function(arguments..., &answer);
    value = answer * factor;
    return result;
  };
}

template <typename Function, typename... Arguments>
auto one_wide_number(const Function& function, double factor, Arguments... arguments) {
  return [&function, factor, arguments...](double& value) {
    unsigned long long answer = 0;
    const Return result = function(arguments..., &answer);
    value = static_cast<double>(answer) * factor;
    return result;
  };
}

}  // namespace

void Card::read_fast(Pass& pass) {
  pass.out[fastAtMs] = monotonic_ms();
  Utilization use{};
  bool has_use = false;
  ask(pass, gpuPercent, [&](double& value) {
    const Return result = library_.utilization(device_, &use);
    has_use = result == SUCCESS;
    value = use.gpu;
    return result;
  });
  ask(pass, memoryBusyPercent, [&](double& value) {
    value = use.memory;
    return has_use ? SUCCESS : refusals_[gpuPercent] != SUCCESS ? refusals_[gpuPercent] : ERROR_NO_DATA;
  });
  read_memory(pass);
  ask(pass, graphicsClockMegahertz, one_number(library_.clock, 1, device_, CLOCK_GRAPHICS));
  ask(pass, smClockMegahertz, one_number(library_.clock, 1, device_, CLOCK_SM));
  ask(pass, memoryClockMegahertz, one_number(library_.clock, 1, device_, CLOCK_MEMORY));
  ask(pass, temperatureCelsius, one_number(library_.temperature, 1, device_, SENSOR_GPU));
  ask(pass, powerWatts, one_number(library_.power, MILLI, device_));
  ask(pass, throttleReasons, one_wide_number(library_.throttle_reasons, 1, device_));
  read_instants(pass);
  read_energy(pass);
}

void Card::read_memory(Pass& pass) {
  double total = std::nan("");
  double reserved = std::nan("");
  Return newer = refusals_[memoryReservedBytes];
  ask(pass, memoryUsedBytes, [&](double& value) {
    if (newer == SUCCESS) {
      MemoryV2 memory{};
      memory.version = version_of<MemoryV2>(2);
      newer = library_.memory_v2(device_, &memory);
      if (newer == SUCCESS) {
        total = static_cast<double>(memory.total);
        reserved = static_cast<double>(memory.reserved);
        value = static_cast<double>(memory.used);
        return SUCCESS;
      }
      if (!is_refusal(newer)) return newer;
    }
    Memory memory{};
    const Return result = library_.memory(device_, &memory);
    total = static_cast<double>(memory.total);
    value = static_cast<double>(memory.used);
    return result;
  });
  const Return known = refusals_[memoryUsedBytes];
  const bool was_answered = !std::isnan(pass.out[memoryUsedBytes]);
  const Return otherwise = known != SUCCESS ? known : ERROR_NO_DATA;
  ask(pass, memoryTotalBytes, [&](double& value) {
    value = total;
    return was_answered ? SUCCESS : otherwise;
  });
  ask(pass, memoryReservedBytes, [&](double& value) {
    value = reserved;
    return was_answered ? newer : otherwise;
  });
}

/** What has no function of its own, in one call: each answer has a result of its own. */
void Card::read_instants(Pass& pass) {
  struct Wanted {
    unsigned field;
    Field slot;
    double factor;
  };
  constexpr Wanted WANTED[] = {
      {FIELD_MEMORY_TEMPERATURE, memoryTemperatureCelsius, 1},
      {FIELD_POWER_INSTANT, powerInstantWatts, MILLI},
      {FIELD_POWER_AVERAGE, powerAverageWatts, MILLI},
  };
  FieldValue questions[3] = {};
  const Wanted* asked[3] = {};
  int count = 0;
  for (const Wanted& wanted : WANTED) {
    pass.out[wanted.slot] = std::nan("");
    if (refusals_[wanted.slot] != SUCCESS || pass.failure != SUCCESS) continue;
    questions[count].field = wanted.field;
    asked[count++] = &wanted;
  }
  if (count == 0) return;
  const Return result = library_.field_values(device_, count, questions);
  for (int index = 0; index < count; ++index) {
    const Wanted& wanted = *asked[index];
    Return each = result == SUCCESS ? questions[index].result : result;
    const double value = each == SUCCESS ? number_in(questions[index]) * wanted.factor : std::nan("");
    // Cards without that sensor say nought: no memory at work is that cold, and no card draws nothing.
    if (each == SUCCESS && value == 0 && !was_read_[wanted.slot]) each = ERROR_NOT_SUPPORTED;
    settle(pass, wanted.slot, each, value);
  }
}

void Card::read_energy(Pass& pass) {
  const double now = monotonic_ms();
  const double last = pass.out[energyAtMs];
  if (!std::isnan(last) && now - last < ENERGY_PERIOD_MS && pass.failure == SUCCESS) return;
  pass.out[energyAtMs] = now;
  ask(pass, energyJoules, one_wide_number(library_.energy, MILLI, device_));
}

void Card::read_slow(Pass& pass) {
  pass.out[slowAtMs] = monotonic_ms();
  ask(pass, powerLimitWatts, one_number(library_.power_limit, MILLI, device_));
  ask(pass, pcieGeneration, one_number(library_.pcie_generation, 1, device_));
  ask(pass, pcieWidth, one_number(library_.pcie_width, 1, device_));
  ask(pass, fanPercent, one_number(library_.fan, 1, device_));
  unsigned period_us = 0;
  ask(pass, encoderPercent, [&](double& value) {
    unsigned use = 0;
    const Return result = library_.encoder(device_, &use, &period_us);
    value = use;
    return result;
  });
  ask(pass, decoderPercent, [&](double& value) {
    unsigned use = 0;
    const Return result = library_.decoder(device_, &use, &period_us);
    value = use;
    return result;
  });
  ask(pass, eccUncorrected, one_wide_number(library_.ecc_errors, 1, device_, ECC_UNCORRECTED, ECC_SINCE_RELOAD));
}

void Card::read_pcie(Pass& pass) {
  pass.out[pcieAtMs] = monotonic_ms();
  ask(pass, pcieReceivedBytesPerSecond, one_number(library_.pcie_throughput, KIBIBYTE, device_, PCIE_RECEIVED));
  ask(pass, pcieSentBytesPerSecond, one_number(library_.pcie_throughput, KIBIBYTE, device_, PCIE_SENT));
}

void Card::read_gpm(Pass& pass) {
  pass.out[gpmAtMs] = monotonic_ms();
  for (const GpmSlot& slot : GPM_SLOTS) pass.out[slot.field] = std::nan("");
  if (pass.failure != SUCCESS) return;
  if (!is_gpm_settled_) {
    is_gpm_settled_ = true;
    GpmSupport support{GPM_SUPPORT_VERSION, 0};
    Return result = library_.gpm_support(parent_, &support);
    if (result == SUCCESS && support.is_supported == 0) result = ERROR_NOT_SUPPORTED;
    if (result == SUCCESS && !identity_.parent_uuid.empty()) result = library_.gpu_instance(device_, &gpu_instance_);
    // Counters of a card that is divided belong to its instances.
    if (result == SUCCESS && identity_.has_mig_enabled) result = ERROR_NOT_SUPPORTED;
    if (result != SUCCESS) {
      for (const GpmSlot& slot : GPM_SLOTS) refusals_[slot.field] = result;
    }
  }
  if (refusals_[smActivePercent] != SUCCESS) return;
  const bool is_mig = !identity_.parent_uuid.empty();
  const Return result = gpm_.advance(parent_, is_mig ? &gpu_instance_ : nullptr);
  const GpmMetric* answer = gpm_.answers();
  for (const GpmSlot& slot : GPM_SLOTS) {
    if (answer != nullptr) {
      settle(pass, slot.field, answer->result, answer->value);
      ++answer;
    } else if (result != SUCCESS) {
      settle(pass, slot.field, result, std::nan(""));
    }
  }
}

void Card::read_processes(Pass& pass) {
  pass.out[processesAtMs] = std::nan("");
  processes_.clear();
  if (pass.failure != SUCCESS || identity_.has_mig_enabled || refusals_[processesAtMs] != SUCCESS) return;
  const Return result = list_processes(library_, device_, processes_);
  settle(pass, processesAtMs, result, monotonic_ms());
}

}  // namespace dyno::nvml
