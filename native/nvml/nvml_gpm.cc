#include "nvml/nvml_gpm.h"

#include <cmath>
#include <utility>

namespace dyno::nvml {

GpmPair::~GpmPair() {
  for (GpmSample sample : {former_, latter_}) {
    if (sample != nullptr) library_.gpm_free(sample);
  }
}

Return GpmPair::allocate() {
  for (GpmSample* sample : {&former_, &latter_}) {
    if (*sample != nullptr) continue;
    const Return result = library_.gpm_alloc(sample);
    if (result != SUCCESS) return result;
  }
  if (!question_) question_ = std::make_unique<GpmMetricsGet>();
  return SUCCESS;
}

Return GpmPair::advance(Device device, const unsigned* gpu_instance) {
  has_answers_ = false;
  Return result = allocate();
  if (result != SUCCESS) return result;
  result = gpu_instance != nullptr ? library_.gpm_mig_sample(device, *gpu_instance, latter_)
                                   : library_.gpm_sample(device, latter_);
  if (result != SUCCESS) {
    // What lies between two samples must be unbroken: the next one begins anew.
    has_former_ = false;
    return result;
  }
  if (has_former_) {
    question_->version = GPM_METRICS_GET_VERSION;
    question_->count = 0;
    question_->former = former_;
    question_->latter = latter_;
    for (const GpmSlot& slot : GPM_SLOTS) {
      question_->metrics[question_->count++] = GpmMetric{slot.metric, SUCCESS, std::nan(""), {}};
    }
    result = library_.gpm_metrics(question_.get());
    has_answers_ = result == SUCCESS;
  }
  std::swap(former_, latter_);
  has_former_ = true;
  return result;
}

}  // namespace dyno::nvml
