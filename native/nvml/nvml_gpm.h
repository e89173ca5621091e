#pragma once

#include <memory>

#include "nvml/nvml_fields.h"
#include "nvml/nvml_library.h"

namespace dyno::nvml {

/** Two samples of the GPU's own counters, owned: what lies between them is what the SMs did. */
class GpmPair {
 public:
  explicit GpmPair(const Library& library) : library_(library) {}
  GpmPair(const GpmPair&) = delete;
  GpmPair& operator=(const GpmPair&) = delete;
  ~GpmPair();

  /** Takes a sample, and works out what happened since the one before. */
  Return advance(Device device, const unsigned* gpu_instance);
  /** In the order of GPM_SLOTS; null after the first sample, with which nothing can be compared. */
  const GpmMetric* answers() const { return has_answers_ ? question_->metrics : nullptr; }

 private:
  Return allocate();

  const Library& library_;
  GpmSample former_ = nullptr;
  GpmSample latter_ = nullptr;
  bool has_former_ = false;
  bool has_answers_ = false;
  std::unique_ptr<GpmMetricsGet> question_;
};

struct GpmSlot {
  unsigned metric;
  Field field;
};

constexpr GpmSlot GPM_SLOTS[] = {
    {GPM_SM_ACTIVE, smActivePercent},       {GPM_SM_OCCUPANCY, smOccupancyPercent},
    {GPM_TENSOR_ACTIVE, tensorActivePercent}, {GPM_DRAM_ACTIVE, dramActivePercent},
    {GPM_FP16_ACTIVE, fp16ActivePercent},   {GPM_FP32_ACTIVE, fp32ActivePercent},
    {GPM_FP64_ACTIVE, fp64ActivePercent},
};

}  // namespace dyno::nvml
