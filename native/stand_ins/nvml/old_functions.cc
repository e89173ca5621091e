/** Functions that every driver has. Built alone, under their oldest names, they are a driver of long ago. */
#include "nvml/answers.h"

using namespace stand_in;
using namespace dyno::nvml;

#ifdef STAND_IN_OLD_DRIVER
#define NEWEST(name, version) name
#else
#define NEWEST(name, version) name##version
#endif

STAND_IN_EXPORT Return NEWEST(nvmlInit, _v2)() { return begin(); }
STAND_IN_EXPORT Return nvmlShutdown() { return finish(); }

STAND_IN_EXPORT Return nvmlSystemGetDriverVersion(char* text, unsigned room) {
  return answer_text(driver_version(), text, room);
}
STAND_IN_EXPORT Return nvmlSystemGetNVMLVersion(char* text, unsigned room) {
  return answer_text("0.stand-in", text, room);
}

STAND_IN_EXPORT Return NEWEST(nvmlDeviceGetCount, _v2)(unsigned* count) {
  *count = count_cards();
  return SUCCESS;
}
STAND_IN_EXPORT Return NEWEST(nvmlDeviceGetHandleByIndex, _v2)(unsigned index, Device* device) {
  Return error = SUCCESS;
  *device = card_at(index, error);
  return error;
}
STAND_IN_EXPORT Return nvmlDeviceGetName(Device device, char* text, unsigned room) {
  return answer_text(name_of(device), text, room);
}
STAND_IN_EXPORT Return nvmlDeviceGetUUID(Device device, char* text, unsigned room) {
  return answer_text(uuid_of(device), text, room);
}

STAND_IN_EXPORT Return nvmlDeviceGetMemoryInfo(Device device, Memory* memory) {
  double total = 0;
  double used = 0;
  Return result = answer(device, "memory.total", total);
  if (result == SUCCESS) result = answer(device, "memory.used", used);
  if (result != SUCCESS) return result;
  *memory = Memory{static_cast<unsigned long long>(total), static_cast<unsigned long long>(total - used),
                   static_cast<unsigned long long>(used)};
  return SUCCESS;
}

STAND_IN_EXPORT Return nvmlDeviceGetUtilizationRates(Device device, Utilization* use) {
  const Return result = answer_number(device, "utilization.gpu", &use->gpu);
  return result != SUCCESS ? result : answer_number(device, "utilization.memory", &use->memory);
}

STAND_IN_EXPORT Return nvmlDeviceGetClockInfo(Device device, unsigned clock, unsigned* megahertz) {
  constexpr const char* KEYS[] = {"clock.graphics", "clock.sm", "clock.memory"};
  return clock > CLOCK_MEMORY ? ERROR_NOT_SUPPORTED : answer_number(device, KEYS[clock], megahertz);
}
STAND_IN_EXPORT Return nvmlDeviceGetTemperature(Device device, unsigned, unsigned* celsius) {
  return answer_number(device, "temperature", celsius);
}
STAND_IN_EXPORT Return nvmlDeviceGetPowerUsage(Device device, unsigned* milliwatts) {
  return answer_number(device, "power", milliwatts);
}
STAND_IN_EXPORT Return nvmlDeviceGetEnforcedPowerLimit(Device device, unsigned* milliwatts) {
  return answer_number(device, "power-limit", milliwatts);
}
STAND_IN_EXPORT Return nvmlDeviceGetPcieThroughput(Device device, unsigned counter, unsigned* kibibytes) {
  return answer_number(device, counter == PCIE_SENT ? "pcie.sent" : "pcie.received", kibibytes);
}
STAND_IN_EXPORT Return nvmlDeviceGetCurrPcieLinkGeneration(Device device, unsigned* generation) {
  return answer_number(device, "pcie.generation", generation);
}
STAND_IN_EXPORT Return nvmlDeviceGetCurrPcieLinkWidth(Device device, unsigned* width) {
  return answer_number(device, "pcie.width", width);
}
STAND_IN_EXPORT Return nvmlDeviceGetCurrentClocksThrottleReasons(Device device, unsigned long long* reasons) {
  return answer_number(device, "throttle", reasons);
}
STAND_IN_EXPORT Return nvmlDeviceGetFanSpeed(Device device, unsigned* percent) {
  return answer_number(device, "fan", percent);
}
STAND_IN_EXPORT Return nvmlDeviceGetEncoderUtilization(Device device, unsigned* percent, unsigned* period) {
  *period = 1000000;
  return answer_number(device, "encoder", percent);
}
STAND_IN_EXPORT Return nvmlDeviceGetDecoderUtilization(Device device, unsigned* percent, unsigned* period) {
  *period = 1000000;
  return answer_number(device, "decoder", percent);
}
STAND_IN_EXPORT Return nvmlDeviceGetTotalEccErrors(Device device, unsigned, unsigned, unsigned long long* errors) {
  return answer_number(device, "ecc", errors);
}

STAND_IN_EXPORT Return nvmlDeviceGetComputeRunningProcesses(Device device, unsigned* count, void* out) {
  return list_processes(device, "compute", count, out, sizeof(ProcessInfoV1));
}
STAND_IN_EXPORT Return nvmlDeviceGetGraphicsRunningProcesses(Device device, unsigned* count, void* out) {
  return list_processes(device, "graphics", count, out, sizeof(ProcessInfoV1));
}
