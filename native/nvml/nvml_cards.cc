#include "nvml/nvml_cards.h"

#include <cmath>

namespace dyno::nvml {

namespace {

/** Wide enough for every text of NVML; those of old drivers are shorter. */
constexpr unsigned TEXT_ROOM = 96;

template <typename Question>
std::string text_of(Question&& question) {
  char text[TEXT_ROOM] = {};
  if (question(text, TEXT_ROOM) != SUCCESS) return "";
  text[TEXT_ROOM - 1] = '\0';
  return text;
}

Identity identify(const Library& library, Device device) {
  Identity identity{};
  identity.uuid = text_of([&](char* text, unsigned room) { return library.uuid(device, text, room); });
  identity.name = text_of([&](char* text, unsigned room) { return library.name(device, text, room); });
  PciInfo pci{};
  if (library.pci(device, &pci) == SUCCESS) {
    pci.bus_id[sizeof(pci.bus_id) - 1] = '\0';
    identity.pci_bus = pci.bus_id;
  }
  int major = 0;
  int minor = 0;
  if (library.compute_capability(device, &major, &minor) == SUCCESS) {
    identity.compute_capability = std::to_string(major) + "." + std::to_string(minor);
  }
  Memory memory{};
  identity.memory_bytes =
      library.memory(device, &memory) == SUCCESS ? static_cast<double>(memory.total) : std::nan("");
  unsigned mode = 0;
  unsigned pending = 0;
  identity.has_mig_enabled = library.mig_mode(device, &mode, &pending) == SUCCESS && mode == MIG_ENABLED;
  return identity;
}

template <typename Visit>
void each_instance(const Library& library, Device card, Visit&& visit) {
  unsigned room = 0;
  if (library.mig_count(card, &room) != SUCCESS) return;
  for (unsigned index = 0; index < room; ++index) {
    Device instance = nullptr;
    if (library.mig_by_index(card, index, &instance) == SUCCESS && instance != nullptr) visit(instance, index);
  }
}

}  // namespace

CardList list_cards(const Library& library) {
  unsigned count = 0;
  const Return counted = library.count(&count);
  if (counted != SUCCESS) throw error_for(counted, "NVIDIA’s driver does not count its cards", "NVML");
  CardList list;
  for (unsigned index = 0; index < count; ++index) {
    Device device = nullptr;
    const Return found = library.by_index(index, &device);
    if (found != SUCCESS) {
      list.problems.push_back("GPU " + std::to_string(index) + " can’t be opened: " + words_for(found));
      continue;
    }
    Identity identity = identify(library, device);
    // Without a name of its own a card is known by its place.
    if (identity.uuid.empty()) identity.uuid = identity.pci_bus.empty() ? std::to_string(index) : identity.pci_bus;
    if (identity.name.empty()) identity.name = "NVIDIA GPU " + std::to_string(index);
    const Identity card = identity;
    list.cards.push_back(std::make_shared<Card>(library, device, std::move(identity), device));
    if (!card.has_mig_enabled) continue;
    each_instance(library, device, [&](Device instance, unsigned place) {
      Identity part = identify(library, instance);
      part.has_mig_enabled = false;
      part.parent_uuid = card.uuid;
      if (part.uuid.empty()) part.uuid = card.uuid + "/mig" + std::to_string(place);
      if (part.name.empty()) part.name = card.name + " MIG " + std::to_string(place);
      if (part.compute_capability.empty()) part.compute_capability = card.compute_capability;
      list.cards.push_back(std::make_shared<Card>(library, instance, std::move(part), device));
    });
  }
  return list;
}

std::string names_of_instances(const Library& library) {
  std::string names;
  unsigned count = 0;
  if (library.count(&count) != SUCCESS) return names;
  for (unsigned index = 0; index < count; ++index) {
    Device device = nullptr;
    unsigned mode = 0;
    unsigned pending = 0;
    names += '|';
    if (library.by_index(index, &device) != SUCCESS) continue;
    if (library.mig_mode(device, &mode, &pending) != SUCCESS || mode != MIG_ENABLED) continue;
    each_instance(library, device, [&](Device instance, unsigned) {
      names += text_of([&](char* text, unsigned room) { return library.uuid(instance, text, room); }) + ',';
    });
  }
  return names;
}

}  // namespace dyno::nvml
