#pragma once

#include <memory>
#include <string>
#include <vector>

#include "nvml/nvml_card.h"

namespace dyno::nvml {

struct CardList {
  std::vector<std::shared_ptr<Card>> cards;
  /** Cards that are there but can't be spoken to: which, and why. */
  std::vector<std::string> problems;
};

/** Every card and MIG instance there is now. Throws where the driver does not even count them. */
CardList list_cards(const Library& library);

/** What would change if an instance came or went, cheap to compare. */
std::string names_of_instances(const Library& library);

}  // namespace dyno::nvml
