#pragma once

#include <cstddef>
#include <cstdint>

/**
 * The part of NVML's binary interface that is used here, declared anew: the toolkit's headers are not needed to build.
 * Whatever crosses the border of the library has a static_assert on its size below.
 */
namespace dyno::nvml {

using Return = int;

constexpr Return SUCCESS = 0;
constexpr Return ERROR_UNINITIALIZED = 1;
constexpr Return ERROR_INVALID_ARGUMENT = 2;
constexpr Return ERROR_NOT_SUPPORTED = 3;
constexpr Return ERROR_NO_PERMISSION = 4;
constexpr Return ERROR_NOT_FOUND = 6;
constexpr Return ERROR_INSUFFICIENT_SIZE = 7;
constexpr Return ERROR_INSUFFICIENT_POWER = 8;
constexpr Return ERROR_DRIVER_NOT_LOADED = 9;
constexpr Return ERROR_TIMEOUT = 10;
constexpr Return ERROR_IRQ_ISSUE = 11;
constexpr Return ERROR_LIBRARY_NOT_FOUND = 12;
constexpr Return ERROR_FUNCTION_NOT_FOUND = 13;
constexpr Return ERROR_GPU_IS_LOST = 15;
constexpr Return ERROR_RESET_REQUIRED = 16;
constexpr Return ERROR_OPERATING_SYSTEM = 17;
constexpr Return ERROR_LIB_RM_VERSION_MISMATCH = 18;
constexpr Return ERROR_MEMORY = 20;
constexpr Return ERROR_NO_DATA = 21;
constexpr Return ERROR_ARGUMENT_VERSION_MISMATCH = 25;
constexpr Return ERROR_UNKNOWN = 999;

using Device = struct DeviceHandle*;
using GpmSample = struct GpmSampleHandle*;

/** Structures whose first member is a version carry their own size in it. */
template <typename Struct>
constexpr unsigned version_of(unsigned version) {
  return static_cast<unsigned>(sizeof(Struct)) | (version << 24U);
}

struct Utilization {
  unsigned gpu;
  unsigned memory;
};

struct Memory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

/** Since driver 510: what the driver keeps for itself is no longer counted as used. */
struct MemoryV2 {
  unsigned version;
  unsigned long long total;
  unsigned long long reserved;
  unsigned long long free;
  unsigned long long used;
};

struct ProcessInfoV1 {
  unsigned pid;
  unsigned long long used_bytes;
};

struct ProcessInfoV2 {
  unsigned pid;
  unsigned long long used_bytes;
  unsigned gpu_instance;
  unsigned compute_instance;
};

/** Drivers 530 and early 535 write this wider one through the same function: told apart by what they wrote. */
struct ProcessInfoWide {
  unsigned pid;
  unsigned long long used_bytes;
  unsigned gpu_instance;
  unsigned compute_instance;
  unsigned long long protected_bytes;
};

/** "Not known", as on Windows' display driver model. */
constexpr unsigned long long BYTES_NOT_AVAILABLE = ~0ULL;

union Value {
  double as_double;
  int as_int;
  unsigned as_unsigned;
  unsigned long as_unsigned_long;
  unsigned long long as_unsigned_long_long;
  long long as_long_long;
  unsigned short as_unsigned_short;
};

struct FieldValue {
  unsigned field;
  unsigned scope;
  long long timestamp_us;
  long long latency_us;
  unsigned value_type;
  Return result;
  Value value;
};

constexpr unsigned FIELD_MEMORY_TEMPERATURE = 82;
constexpr unsigned FIELD_TOTAL_ENERGY = 83;
constexpr unsigned FIELD_POWER_AVERAGE = 185;
constexpr unsigned FIELD_POWER_INSTANT = 186;

constexpr unsigned CLOCK_GRAPHICS = 0;
constexpr unsigned CLOCK_SM = 1;
constexpr unsigned CLOCK_MEMORY = 2;
constexpr unsigned SENSOR_GPU = 0;
constexpr unsigned PCIE_SENT = 0;
constexpr unsigned PCIE_RECEIVED = 1;
constexpr unsigned ECC_UNCORRECTED = 1;
constexpr unsigned ECC_SINCE_RELOAD = 0;
constexpr unsigned MIG_ENABLED = 1;

struct PciInfo {
  char bus_id_legacy[16];
  unsigned domain;
  unsigned bus;
  unsigned device;
  unsigned pci_device_id;
  unsigned pci_subsystem_id;
  char bus_id[32];
};

constexpr unsigned GPM_SM_ACTIVE = 2;
constexpr unsigned GPM_SM_OCCUPANCY = 3;
constexpr unsigned GPM_TENSOR_ACTIVE = 5;
constexpr unsigned GPM_DRAM_ACTIVE = 10;
constexpr unsigned GPM_FP64_ACTIVE = 11;
constexpr unsigned GPM_FP32_ACTIVE = 12;
constexpr unsigned GPM_FP16_ACTIVE = 13;

struct GpmMetric {
  unsigned id;
  Return result;
  double value;
  struct {
    char* short_name;
    char* long_name;
    char* unit;
  } info;
};

/** NVML's own array has grown with each release (98, 210, 333 …) under the same version; it reads `count` of it. */
constexpr std::size_t GPM_METRICS_ROOM = 512;

struct GpmMetricsGet {
  unsigned version;
  unsigned count;
  GpmSample former;
  GpmSample latter;
  GpmMetric metrics[GPM_METRICS_ROOM];
};
constexpr unsigned GPM_METRICS_GET_VERSION = 1;

struct GpmSupport {
  unsigned version;
  unsigned is_supported;
};
constexpr unsigned GPM_SUPPORT_VERSION = 1;

// As NVIDIA's compilers lay them out on 64-bit systems, the only ones it makes drivers for.
static_assert(sizeof(void*) == 8, "NVML is read on 64-bit systems only");
static_assert(sizeof(Utilization) == 8);
static_assert(sizeof(Memory) == 24);
static_assert(sizeof(MemoryV2) == 40 && offsetof(MemoryV2, total) == 8);
static_assert(version_of<MemoryV2>(2) == 0x02000028U);
static_assert(sizeof(ProcessInfoV1) == 16);
static_assert(sizeof(ProcessInfoV2) == 24 && offsetof(ProcessInfoV2, gpu_instance) == 16);
static_assert(sizeof(ProcessInfoWide) == 32);
static_assert(sizeof(Value) == 8);
static_assert(sizeof(FieldValue) == 40 && offsetof(FieldValue, result) == 28 && offsetof(FieldValue, value) == 32);
static_assert(sizeof(PciInfo) == 68);
static_assert(sizeof(GpmMetric) == 40 && offsetof(GpmMetric, value) == 8);
static_assert(offsetof(GpmMetricsGet, metrics) == 24);
static_assert(sizeof(GpmSupport) == 8);

}  // namespace dyno::nvml
