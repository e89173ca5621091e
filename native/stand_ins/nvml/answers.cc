#include "nvml/answers.h"

#include <chrono>
#include <cstring>

namespace stand_in {

using namespace dyno::nvml;

namespace {

/** Counts, like a card, from when the script was read, and moves only every so often. */
struct Energy {
  double start_mj = 0;
  double watts = 0;
  double refresh_ms = 1;
};

struct State {
  std::mutex lock;
  Script script;
  int users = 0;
  std::map<const Section*, int> rounds;
  std::chrono::steady_clock::time_point began;
};

State& state() {
  // Never destroyed: threads may still be in here when the process ends.
  static State* const the_state = new State;
  return *the_state;
}

Section* library_section() {
  for (Section& section : state().script.sections) {
    if (section.kind == "library") return &section;
  }
  return nullptr;
}

Section* section_of(Device device) { return reinterpret_cast<Section*>(device); }
Device device_of(Section& section) { return reinterpret_cast<Device>(&section); }

Answer next_of(Section& section, const std::string& key) {
  const auto found = section.series.find(key);
  if (found == section.series.end()) return Answer{0, ERROR_NOT_SUPPORTED, 0};
  return found->second.next();
}

/** "lost-after N [back-after M]": counted in questions for the use, of which there is one a round. */
bool is_lost(Section& section, const std::string& key) {
  const auto after = section.series.find("lost-after");
  if (after == section.series.end()) return false;
  if (key == "utilization.gpu") ++state().rounds[&section];
  const int count = state().rounds[&section];
  const auto back = section.series.find("back-after");
  if (back != section.series.end() && count > back->second.next().value) return false;
  return count > after->second.next().value;
}

double energy_of(const std::vector<std::string>& words) {
  const Energy energy{std::stod(words[1]), std::stod(words[2]), words.size() > 3 ? std::stod(words[3]) : 1};
  const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - state().began;
  const double steps = static_cast<double>(static_cast<long long>(passed.count() / energy.refresh_ms));
  return energy.start_mj + energy.watts * steps * energy.refresh_ms;
}

}  // namespace

Return begin() {
  State& all = state();
  Answer answer;
  {
    const std::lock_guard<std::mutex> guard(all.lock);
    if (all.users == 0) {
      all.script = Script::from_file_in("DYNO_STAND_IN_NVML");
      all.rounds.clear();
      all.began = std::chrono::steady_clock::now();
    }
    if (Section* library = library_section(); library != nullptr && library->series.count("init") > 0) {
      answer = library->series["init"].next();
    }
    if (answer.error == SUCCESS) ++all.users;
  }
  hang(answer);
  return answer.error;
}

Return finish() {
  const std::lock_guard<std::mutex> guard(state().lock);
  if (state().users == 0) return ERROR_UNINITIALIZED;
  --state().users;
  return SUCCESS;
}

unsigned count_cards() {
  const std::lock_guard<std::mutex> guard(state().lock);
  unsigned count = 0;
  for (const Section& section : state().script.sections) count += section.kind == "card" ? 1 : 0;
  return count;
}

Device card_at(unsigned index, Return& error) {
  const std::lock_guard<std::mutex> guard(state().lock);
  error = ERROR_INVALID_ARGUMENT;
  for (Section& section : state().script.sections) {
    if (section.kind != "card" || index-- != 0) continue;
    error = section.series.count("open") > 0 ? next_of(section, "open").error : SUCCESS;
    return device_of(section);
  }
  return nullptr;
}

unsigned count_instances(Device card) {
  unsigned count = 0;
  while (instance_at(card, count) != nullptr) ++count;
  return count;
}

Device instance_at(Device card, unsigned index) {
  const std::lock_guard<std::mutex> guard(state().lock);
  bool is_below = false;
  for (Section& section : state().script.sections) {
    if (section.kind == "card") is_below = device_of(section) == card;
    if (section.kind == "mig" && is_below && index-- == 0) return device_of(section);
  }
  return nullptr;
}

std::string uuid_of(Device device) { return section_of(device)->id; }
std::string name_of(Device device) { return section_of(device)->title; }

std::string driver_version() {
  const std::lock_guard<std::mutex> guard(state().lock);
  const Section* library = library_section();
  return std::string(DRIVER) + (library == nullptr ? "" : " " + library->id);
}

std::string setting_of(Device device, const std::string& key) {
  for (const auto& [name, words] : section_of(device)->lines) {
    if (name == key) return words.empty() ? "yes" : words[0];
  }
  return "";
}

Return answer(Device device, const std::string& key, double& value) {
  if (device == nullptr) return ERROR_INVALID_ARGUMENT;
  Answer answer;
  {
    const std::lock_guard<std::mutex> guard(state().lock);
    if (state().users == 0) return ERROR_UNINITIALIZED;
    Section& section = *section_of(device);
    if (is_lost(section, key)) return ERROR_GPU_IS_LOST;
    answer = next_of(section, key);
    for (const auto& [name, words] : section.lines) {
      if (name == key && words.size() > 2 && words[0] == "counts") answer = Answer{energy_of(words), SUCCESS, 0};
    }
  }
  hang(answer);
  value = answer.value;
  return answer.error;
}

Return answer_text(const std::string& text, char* out, unsigned room) {
  if (out == nullptr || text.size() + 1 > room) return ERROR_INSUFFICIENT_SIZE;
  std::memcpy(out, text.c_str(), text.size() + 1);
  return SUCCESS;
}

Return list_processes(Device device, const char* kind, unsigned* count, void* out, std::size_t stride) {
  if (device == nullptr || count == nullptr) return ERROR_INVALID_ARGUMENT;
  double error = 0;
  const Return result = setting_of(device, "processes").empty() ? SUCCESS : answer(device, "processes", error);
  if (result != SUCCESS) return result;
  const unsigned room = *count;
  *count = 0;
  for (const auto& [name, words] : section_of(device)->lines) {
    if (name != "process" || words.size() < 3 || words[2] != kind) continue;
    if (*count < room) {
      ProcessInfoWide entry{};
      entry.pid = static_cast<unsigned>(std::stoul(words[0]));
      entry.used_bytes = words[1] == "unknown" ? BYTES_NOT_AVAILABLE : std::stoull(words[1]);
      entry.gpu_instance = entry.compute_instance = ~0U;
      std::memcpy(static_cast<char*>(out) + *count * stride, &entry, stride);
    }
    ++*count;
  }
  return *count > room ? ERROR_INSUFFICIENT_SIZE : SUCCESS;
}

}  // namespace stand_in
