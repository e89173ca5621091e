#pragma once

#include <array>
#include <string>
#include <vector>

#include "nvml/nvml_fields.h"
#include "nvml/nvml_gpm.h"
#include "nvml/nvml_library.h"
#include "nvml/nvml_processes.h"

namespace dyno::nvml {

using Reading = std::array<double, FIELD_COUNT>;

/** A card, or a MIG instance of one: what it is. */
struct Identity {
  std::string uuid;
  std::string name;
  std::string pci_bus;
  std::string compute_capability;
  /** NaN where it has none of its own. */
  double memory_bytes;
  /** MIG is on: what computes and who uses it is told by its instances. */
  bool has_mig_enabled;
  /** Of a MIG instance's card; empty for a card. */
  std::string parent_uuid;
};

/**
 * Reads one device, group by group: FAST by one thread and the others by another, so that no group touches what
 * another one does. What this device can't tell is asked for once.
 */
class Card {
 public:
  Card(const Library& library, Device device, Identity identity, Device parent);
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;

  const Identity& identity() const { return identity_; }

  /**
   * Reads these groups into `out`, touching their slots alone. Gives what is the matter with the device as a whole:
   * SUCCESS while it answers, whatever it answers.
   */
  Return read(unsigned groups, Reading& out);
  std::vector<GpuProcess>& processes() { return processes_; }

  /** Why a slot will never be filled; SUCCESS for those that may be. */
  Return refusal(Field field) const { return refusals_[field]; }

 private:
  struct Pass {
    Reading& out;
    Return failure = SUCCESS;
  };

  /** One question for one slot, unless it was refused before. */
  template <typename Question>
  void ask(Pass& pass, Field field, Question&& question);
  void settle(Pass& pass, Field field, Return result, double value);
  void read_fast(Pass& pass);
  void read_memory(Pass& pass);
  void read_instants(Pass& pass);
  void read_energy(Pass& pass);
  void read_slow(Pass& pass);
  void read_pcie(Pass& pass);
  void read_gpm(Pass& pass);
  void read_processes(Pass& pass);

  const Library& library_;
  Device device_;
  Device parent_;
  Identity identity_;
  unsigned gpu_instance_ = 0;
  std::array<Return, FIELD_COUNT> refusals_{};
  std::array<bool, FIELD_COUNT> was_read_{};
  std::vector<GpuProcess> processes_;
  GpmPair gpm_;
  bool is_gpm_settled_ = false;
};

/** Codes that mean the device as a whole, not one question to it. */
bool means_device_is_gone(Return result);

double monotonic_ms();

}  // namespace dyno::nvml
