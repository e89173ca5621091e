#include "cuda/context.h"

#include <cstdio>

namespace dyno::cuda {

namespace {

/** The faults after which every call on the context fails, from cuda.h's words on each. */
bool ruins_context(abi::Result result) {
  switch (result) {
    case 4:    // DEINITIALIZED
    case 46:   // DEVICE_UNAVAILABLE
    case 201:  // INVALID_CONTEXT
    case 214:  // ECC_UNCORRECTABLE
    case 220:  // NVLINK_UNCORRECTABLE
    case 226:  // CONTAINED
    case 700:  // ILLEGAL_ADDRESS
    case 702:  // LAUNCH_TIMEOUT
    case 709:  // CONTEXT_IS_DESTROYED
    case 710:  // ASSERT
    case 714:  // HARDWARE_STACK_ERROR
    case 715:  // ILLEGAL_INSTRUCTION
    case 716:  // MISALIGNED_ADDRESS
    case 717:  // INVALID_ADDRESS_SPACE
    case 718:  // INVALID_PC
    case 719:  // LAUNCH_FAILED
    case 999:  // UNKNOWN
      return true;
    default:
      return false;
  }
}

std::string uuid_words(const abi::Uuid& uuid) {
  std::string out = "GPU-";
  for (int i = 0; i < 16; i++) {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02x", static_cast<unsigned char>(uuid.bytes[i]));
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += hex;
  }
  return out;
}

}  // namespace

std::vector<DeviceInfo> list_devices(const Driver& driver) {
  int count = 0;
  const abi::Result result = driver.try_call(driver.device_count, &count);
  if (result == abi::ERROR_NO_DEVICE) return {};
  if (result != abi::SUCCESS) throw driver.error_for(result, driver.device_count.name, driver.path());
  std::vector<DeviceInfo> devices;
  for (int ordinal = 0; ordinal < count; ordinal++) {
    DeviceInfo info;
    info.ordinal = ordinal;
    const std::string subject = "GPU " + std::to_string(ordinal);
    abi::Device device = 0;
    driver.call(driver.device_get, subject, &device, ordinal);
    char name[256] = "";
    driver.call(driver.device_name, subject, name, static_cast<int>(sizeof name), device);
    name[sizeof name - 1] = '\0';
    info.name = name;
    abi::Uuid uuid{};
    if (driver.device_uuid && driver.device_uuid.call(&uuid, device) == abi::SUCCESS) info.uuid = uuid_words(uuid);
    driver.call(driver.device_memory, subject, &info.memory_bytes, device);
    const auto attribute = [&](int which) {
      int value = 0;
      return driver.try_call(driver.device_attribute, &value, which, device) == abi::SUCCESS ? value : 0;
    };
    info.major = attribute(abi::COMPUTE_CAPABILITY_MAJOR);
    info.minor = attribute(abi::COMPUTE_CAPABILITY_MINOR);
    info.multiprocessors = attribute(abi::MULTIPROCESSOR_COUNT);
    info.clock_khz = attribute(abi::CLOCK_RATE);
    info.memory_clock_khz = attribute(abi::MEMORY_CLOCK_RATE);
    info.memory_bus_bits = attribute(abi::GLOBAL_MEMORY_BUS_WIDTH);
    info.l2_bytes = attribute(abi::L2_CACHE_SIZE);
    info.max_threads_per_block = attribute(abi::MAX_THREADS_PER_BLOCK);
    info.shared_bytes_per_block = attribute(abi::MAX_SHARED_MEMORY_PER_BLOCK);
    info.is_integrated = attribute(abi::INTEGRATED) != 0;
    info.has_ecc = attribute(abi::ECC_ENABLED) != 0;
    info.has_time_limit = attribute(abi::KERNEL_EXEC_TIMEOUT) != 0;
    devices.push_back(std::move(info));
  }
  return devices;
}

Context::Context(std::shared_ptr<const Driver> driver, int ordinal)
    : driver_(std::move(driver)), subject_("GPU " + std::to_string(ordinal)) {
  driver_->call(driver_->device_get, subject_, &device_, ordinal);
  driver_->call(driver_->context_retain, subject_, &handle_, device_);
}

Context::~Context() {
  if (driver_->context_release) driver_->context_release.call(device_);
}

void Context::make_current() {
  if (!fault_.empty()) {
    throw CodedError(fault_, "The context of " + subject_ + " is lost since " + fault_ + "; start a new process.",
                     subject_);
  }
  check(driver_->try_call(driver_->context_set_current, handle_), driver_->context_set_current.name);
}

void Context::check(abi::Result result, const char* what) {
  if (result == abi::SUCCESS) return;
  if (ruins_context(result)) fault_ = driver_->code_for(result);
  throw driver_->error_for(result, what, subject_);
}

}  // namespace dyno::cuda
