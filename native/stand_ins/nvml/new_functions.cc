/** What newer drivers brought: wider structures, fields by number, energy, MIG, the GPU's own counters. */
#include <cstring>

#include "nvml/answers.h"

using namespace stand_in;
using namespace dyno::nvml;

STAND_IN_EXPORT Return nvmlSystemGetCudaDriverVersion_v2(int* version) {
  *version = 12040;
  return SUCCESS;
}

STAND_IN_EXPORT Return nvmlDeviceGetPciInfo_v3(Device device, PciInfo* pci) {
  const std::string bus = setting_of(device, "bus");
  if (bus.empty()) return ERROR_NOT_SUPPORTED;
  *pci = PciInfo{};
  return answer_text(bus, pci->bus_id, sizeof(pci->bus_id));
}

STAND_IN_EXPORT Return nvmlDeviceGetCudaComputeCapability(Device device, int* major, int* minor) {
  const Return result = answer_number(device, "compute.major", major);
  return result != SUCCESS ? result : answer_number(device, "compute.minor", minor);
}

STAND_IN_EXPORT Return nvmlDeviceGetMemoryInfo_v2(Device device, MemoryV2* memory) {
  if (memory->version != version_of<MemoryV2>(2)) return ERROR_ARGUMENT_VERSION_MISMATCH;
  double total = 0;
  double used = 0;
  double reserved = 0;
  Return result = answer(device, "memory.reserved", reserved);
  if (result == SUCCESS) result = answer(device, "memory.total", total);
  if (result == SUCCESS) result = answer(device, "memory.used", used);
  if (result != SUCCESS) return result;
  memory->total = static_cast<unsigned long long>(total);
  memory->reserved = static_cast<unsigned long long>(reserved);
  memory->used = static_cast<unsigned long long>(used);
  memory->free = memory->total - memory->used - memory->reserved;
  return SUCCESS;
}

STAND_IN_EXPORT Return nvmlDeviceGetTotalEnergyConsumption(Device device, unsigned long long* millijoules) {
  return answer_number(device, "energy", millijoules);
}

STAND_IN_EXPORT Return nvmlDeviceGetFieldValues(Device device, int count, FieldValue* values) {
  for (int index = 0; index < count; ++index) {
    FieldValue& one = values[index];
    double value = 0;
    one.result = answer(device, "field." + std::to_string(one.field), value);
    one.value_type = 1;
    one.value.as_unsigned = static_cast<unsigned>(value);
  }
  return SUCCESS;
}

STAND_IN_EXPORT Return nvmlDeviceGetCurrentClocksEventReasons(Device device, unsigned long long* reasons) {
  return answer_number(device, "throttle", reasons);
}

STAND_IN_EXPORT Return nvmlDeviceGetComputeRunningProcesses_v3(Device device, unsigned* count, void* out) {
  const bool is_wide = !setting_of(device, "wide-processes").empty();
  return list_processes(device, "compute", count, out, is_wide ? sizeof(ProcessInfoWide) : sizeof(ProcessInfoV2));
}
STAND_IN_EXPORT Return nvmlDeviceGetGraphicsRunningProcesses_v3(Device device, unsigned* count, void* out) {
  return list_processes(device, "graphics", count, out, sizeof(ProcessInfoV2));
}

STAND_IN_EXPORT Return nvmlDeviceGetMigMode(Device device, unsigned* now, unsigned* pending) {
  const Return result = answer_number(device, "mig", now);
  *pending = *now;
  return result;
}
STAND_IN_EXPORT Return nvmlDeviceGetMaxMigDeviceCount(Device device, unsigned* count) {
  *count = count_instances(device) + 1;
  return SUCCESS;
}
STAND_IN_EXPORT Return nvmlDeviceGetMigDeviceHandleByIndex(Device device, unsigned index, Device* instance) {
  *instance = instance_at(device, index);
  return *instance == nullptr ? ERROR_NOT_FOUND : SUCCESS;
}
STAND_IN_EXPORT Return nvmlDeviceGetGpuInstanceId(Device device, unsigned* instance) {
  return answer_number(device, "gpu-instance", instance);
}

struct dyno::nvml::GpmSampleHandle {
  Device device = nullptr;
};

STAND_IN_EXPORT Return nvmlGpmQueryDeviceSupport(Device device, GpmSupport* support) {
  if (support->version != GPM_SUPPORT_VERSION) return ERROR_ARGUMENT_VERSION_MISMATCH;
  return answer_number(device, "gpm", &support->is_supported);
}
STAND_IN_EXPORT Return nvmlGpmSampleAlloc(GpmSample* sample) {
  *sample = new GpmSampleHandle;
  return SUCCESS;
}
STAND_IN_EXPORT Return nvmlGpmSampleFree(GpmSample sample) {
  delete sample;
  return SUCCESS;
}
STAND_IN_EXPORT Return nvmlGpmSampleGet(Device device, GpmSample sample) {
  double unused = 0;
  sample->device = device;
  const Return result = answer(device, "gpm.sample", unused);
  return result == ERROR_NOT_SUPPORTED ? SUCCESS : result;
}
STAND_IN_EXPORT Return nvmlGpmMigSampleGet(Device device, unsigned instance, GpmSample sample) {
  for (unsigned index = 0; Device part = instance_at(device, index); ++index) {
    unsigned id = 0;
    if (answer_number(part, "gpu-instance", &id) != SUCCESS || id != instance) continue;
    sample->device = part;
    return SUCCESS;
  }
  return ERROR_NOT_FOUND;
}
STAND_IN_EXPORT Return nvmlGpmMetricsGet(GpmMetricsGet* question) {
  if (question->version != GPM_METRICS_GET_VERSION) return ERROR_ARGUMENT_VERSION_MISMATCH;
  for (unsigned index = 0; index < question->count; ++index) {
    GpmMetric& metric = question->metrics[index];
    metric.result = answer(question->latter->device, "gpm." + std::to_string(metric.id), metric.value);
  }
  return SUCCESS;
}
