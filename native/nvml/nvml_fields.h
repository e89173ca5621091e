#pragma once

#include <cstddef>

namespace dyno::nvml {

/** What is read together, since it costs alike. Asked for as bits. */
enum Group : unsigned {
  FAST = 1,       // use, memory, clocks, temperatures, power, energy, throttle reasons
  SLOW = 2,       // power limit, PCIe link, fan, encoder, decoder, memory errors
  PCIE = 4,       // PCIe throughput: the driver counts for 20 ms a direction, and we wait for it
  GPM = 8,        // what the SMs did since the reading before
  PROCESSES = 16  // who uses the card
};
constexpr unsigned ALL_GROUPS = FAST | SLOW | PCIE | GPM | PROCESSES;
constexpr unsigned SLOW_GROUPS = SLOW | PCIE | GPM | PROCESSES;

/**
 * The layout of one device's reading: every slot is a double, NaN where it could not be read. First the bookkeeping:
 * the monotonic clock (that of process.hrtime) when each group was last read, in milliseconds.
 */
#define DYNO_NVML_FIELDS(FIELD)      \
  FIELD(fastAtMs)                    \
  FIELD(energyAtMs)                  \
  FIELD(slowAtMs)                    \
  FIELD(pcieAtMs)                    \
  FIELD(gpmAtMs)                     \
  FIELD(processesAtMs)               \
  FIELD(isLost)                      \
  FIELD(gpuPercent)                  \
  FIELD(memoryBusyPercent)           \
  FIELD(memoryUsedBytes)             \
  FIELD(memoryTotalBytes)            \
  FIELD(memoryReservedBytes)         \
  FIELD(graphicsClockMegahertz)      \
  FIELD(smClockMegahertz)            \
  FIELD(memoryClockMegahertz)        \
  FIELD(temperatureCelsius)          \
  FIELD(memoryTemperatureCelsius)    \
  FIELD(powerWatts)                  \
  FIELD(powerInstantWatts)           \
  FIELD(powerAverageWatts)           \
  FIELD(energyJoules)                \
  FIELD(throttleReasons)             \
  FIELD(powerLimitWatts)             \
  FIELD(pcieGeneration)              \
  FIELD(pcieWidth)                   \
  FIELD(fanPercent)                  \
  FIELD(encoderPercent)              \
  FIELD(decoderPercent)              \
  FIELD(eccUncorrected)              \
  FIELD(pcieReceivedBytesPerSecond)  \
  FIELD(pcieSentBytesPerSecond)      \
  FIELD(smActivePercent)             \
  FIELD(smOccupancyPercent)          \
  FIELD(tensorActivePercent)         \
  FIELD(dramActivePercent)           \
  FIELD(fp16ActivePercent)           \
  FIELD(fp32ActivePercent)           \
  FIELD(fp64ActivePercent)

enum Field : std::size_t {
#define DYNO_NVML_ENUMERATE(name) name,
  DYNO_NVML_FIELDS(DYNO_NVML_ENUMERATE)
#undef DYNO_NVML_ENUMERATE
      FIELD_COUNT
};

constexpr const char* FIELD_NAMES[FIELD_COUNT] = {
#define DYNO_NVML_NAME(name) #name,
    DYNO_NVML_FIELDS(DYNO_NVML_NAME)
#undef DYNO_NVML_NAME
};

/** Slots before this one say when, not what. */
constexpr std::size_t FIRST_VALUE = gpuPercent;

}  // namespace dyno::nvml
