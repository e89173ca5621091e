#include "nvml/nvml_threads.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#ifndef _WIN32
#include <time.h>
#endif

namespace dyno::nvml {

namespace {

using Lock = std::unique_lock<std::mutex>;

/** A card that is slow to answer is asked less often, so that asking never costs more than this share of a core. */
constexpr double HIGHEST_SHARE = 0.01;
constexpr double LONGEST_PAUSE_MS = 1000;
constexpr double LOOK_FOR_INSTANCES_MS = 5000;
/** Between the first two samples of the GPU's counters. */
constexpr double FIRST_GPM_MS = 20;

std::chrono::duration<double, std::milli> milliseconds(double count) {
  return std::chrono::duration<double, std::milli>(count);
}

/** What this thread has cost so far: its own time on a core, waiting not counted, where the system tells. */
double spent_ms() {
#ifdef _WIN32
  return monotonic_ms();
#else
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
#endif
}

/** While it lives the thread counts as being in the driver. */
class InDriver {
 public:
  explicit InDriver(std::atomic<double>& since) : since_(since) { since_ = monotonic_ms(); }
  InDriver(const InDriver&) = delete;
  InDriver& operator=(const InDriver&) = delete;
  ~InDriver() { since_ = 0; }

 private:
  std::atomic<double>& since_;
};

bool is_fast(std::size_t field) {
  return field == fastAtMs || field == energyAtMs || field == isLost || (field >= gpuPercent && field <= throttleReasons);
}

Reading unread() {
  Reading reading;
  reading.fill(std::nan(""));
  reading[isLost] = 0;
  return reading;
}

void copy_slots(const Reading& from, Reading& to, bool fast) {
  for (std::size_t field = 0; field < FIELD_COUNT; ++field) {
    if (is_fast(field) == fast) to[field] = from[field];
  }
}

template <typename Question>
std::string text_of(Question&& question) {
  char text[96] = {};
  return question(text, 95U) == SUCCESS ? text : "";
}

}  // namespace

void SessionThreads::start(const std::shared_ptr<Session>& session) {
  session->running_ = 1;
  std::thread([session] { run_fast(session); }).detach();
}

void SessionThreads::run_fast(const std::shared_ptr<Session>& session) {
  try {
    open(*session);
    list(*session);
    {
      const Lock guard(session->lock_);
      ++session->running_;
    }
    try {
      std::thread([session] { run_slow(session); }).detach();
    } catch (const std::exception&) {
      const Lock guard(session->lock_);
      --session->running_;
      throw;
    }
    read_fast(*session);
  } catch (const CodedError& error) {
    fail(*session, error);
  } catch (const std::exception& error) {
    fail(*session, CodedError("NATIVE_FAILED", error.what()));
  }
  end(*session);
}

void SessionThreads::fail(Session& session, const CodedError& error) {
  const Lock guard(session.lock_);
  session.phase_ = Phase::failed;
  session.failure_code_ = error.code();
  session.failure_words_ = error.what();
  session.wants_end_ = true;
}

void SessionThreads::open(Session& session) {
  const InDriver in_driver(session.fast_since_ms_);
  auto library = std::make_unique<Library>();
  const Return begun = library->init();
  if (begun != SUCCESS) throw error_for(begun, "NVIDIA’s driver can’t be reached", library->path());
  Description description;
  description.path = library->path();
  description.driver = text_of([&](char* text, unsigned room) { return library->driver_version(text, room); });
  description.nvml = text_of([&](char* text, unsigned room) { return library->nvml_version(text, room); });
  int cuda = 0;
  if (library->cuda_version(&cuda) == SUCCESS) {
    description.cuda = std::to_string(cuda / 1000) + "." + std::to_string(cuda % 1000 / 10);
  }
  description.missing = library->missing();
  const Lock guard(session.lock_);
  session.library_ = std::move(library);
  session.description_ = std::move(description);
}

/** Finds the cards and asks each for everything once, so that it is known what there is to be read. */
void SessionThreads::list(Session& session) {
  CardList found;
  {
    const InDriver in_driver(session.fast_since_ms_);
    found = list_cards(*session.library_);
  }
  std::vector<Published> published;
  for (const auto& card : found.cards) {
    Published one{card->identity(), {}, unread(), {}};
    const InDriver in_driver(session.fast_since_ms_);
    Return failure = card->read(ALL_GROUPS, one.reading);
    if (failure == SUCCESS && card->refusal(smActivePercent) == SUCCESS) {
      std::this_thread::sleep_for(milliseconds(FIRST_GPM_MS));
      failure = card->read(GPM, one.reading);
    }
    one.reading[isLost] = failure == SUCCESS ? 0 : 1;
    for (std::size_t field = 0; field < FIELD_COUNT; ++field) {
      one.refusals[field] = card->refusal(static_cast<Field>(field));
    }
    one.processes = card->processes();
    published.push_back(std::move(one));
  }
  const Lock guard(session.lock_);
  session.cards_ = std::move(found.cards);
  session.published_ = std::move(published);
  session.description_.problems = std::move(found.problems);
  ++session.revision_;
  session.is_stale_ = false;
  if (!session.wants_end_) session.phase_ = Phase::reading;
  session.changed_.notify_all();
}

void SessionThreads::read_fast(Session& session) {
  std::vector<Reading> readings;
  unsigned revision = 0;
  double not_before = 0;
  for (;;) {
    Lock guard(session.lock_);
    session.changed_.wait(guard,
                          [&] { return session.wants_end_ || session.is_stale_ || (session.wanted_ & FAST) != 0; });
    session.changed_.wait_for(guard, milliseconds(std::max(0.0, not_before - monotonic_ms())),
                              [&] { return session.wants_end_; });
    if (session.wants_end_) return;
    if (session.is_stale_) {
      guard.unlock();
      list(session);
      continue;
    }
    session.wanted_ &= ~FAST;
    session.at_work_ |= FAST;
    const std::vector<std::shared_ptr<Card>> cards = session.cards_;
    if (revision != session.revision_) {
      revision = session.revision_;
      readings.clear();
      for (const Published& one : session.published_) readings.push_back(one.reading);
    }
    guard.unlock();

    const double began = monotonic_ms();
    const double spent = spent_ms();
    for (std::size_t index = 0; index < cards.size(); ++index) {
      const InDriver in_driver(session.fast_since_ms_);
      const Return failure = cards[index]->read(FAST, readings[index]);
      readings[index][isLost] = failure == SUCCESS ? 0 : 1;
    }
    const double cost = spent_ms() - spent;
    const double ended = monotonic_ms();
    not_before = ended + std::min(LONGEST_PAUSE_MS, cost / HIGHEST_SHARE - (ended - began));

    guard.lock();
    for (std::size_t index = 0; index < readings.size(); ++index) {
      copy_slots(readings[index], session.published_[index].reading, true);
    }
    session.cost_.fast_rounds += 1;
    session.cost_.fast_ms += ended - began;
    session.at_work_ &= ~static_cast<unsigned>(FAST);
    session.changed_.notify_all();
  }
}

void SessionThreads::run_slow(const std::shared_ptr<Session>& session) {
  std::vector<Reading> readings;
  std::string instances;
  double looked_at = -LOOK_FOR_INSTANCES_MS;
  for (;;) {
    Lock guard(session->lock_);
    session->changed_.wait(guard, [&] { return session->wants_end_ || (session->wanted_ & SLOW_GROUPS) != 0; });
    if (session->wants_end_) break;
    const unsigned groups = session->wanted_ & SLOW_GROUPS;
    session->wanted_ &= ~groups;
    session->at_work_ |= groups;
    guard.unlock();
    read_slow(*session, groups, readings);
    if (monotonic_ms() - looked_at >= LOOK_FOR_INSTANCES_MS) {
      const InDriver in_driver(session->slow_since_ms_);
      const std::string now = names_of_instances(*session->library_);
      const bool has_changed = looked_at >= 0 && now != instances;
      instances = now;
      looked_at = monotonic_ms();
      guard.lock();
      session->is_stale_ = session->is_stale_ || has_changed;
      guard.unlock();
    }
    guard.lock();
    session->at_work_ &= ~groups;
    session->changed_.notify_all();
  }
  const Lock guard(session->lock_);
  --session->running_;
  session->changed_.notify_all();
}

void SessionThreads::read_slow(Session& session, unsigned groups, std::vector<Reading>& readings) {
  Lock guard(session.lock_);
  const std::vector<std::shared_ptr<Card>> cards = session.cards_;
  const unsigned revision = session.revision_;
  readings.clear();
  for (const Published& one : session.published_) readings.push_back(one.reading);
  guard.unlock();

  const double began = monotonic_ms();
  for (std::size_t index = 0; index < cards.size(); ++index) {
    if (readings[index][isLost] != 0) {
      // What was known of it is not true any more.
      Reading& reading = readings[index];
      for (std::size_t field = FIRST_VALUE; field < FIELD_COUNT; ++field) reading[field] = std::nan("");
      cards[index]->processes().clear();
      continue;
    }
    const InDriver in_driver(session.slow_since_ms_);
    cards[index]->read(groups, readings[index]);
  }
  const double ended = monotonic_ms();

  guard.lock();
  if (revision != session.revision_) return;
  for (std::size_t index = 0; index < readings.size(); ++index) {
    Published& one = session.published_[index];
    copy_slots(readings[index], one.reading, false);
    if ((groups & PROCESSES) != 0) one.processes = cards[index]->processes();
  }
  session.cost_.slow_rounds += 1;
  session.cost_.slow_ms += ended - began;
}

/** The last to leave gives back what the driver lent: not before the other thread has come out of it. */
void SessionThreads::end(Session& session) {
  Lock guard(session.lock_);
  session.changed_.notify_all();
  session.changed_.wait(guard, [&] { return session.running_ == 1; });
  std::vector<std::shared_ptr<Card>> cards;
  cards.swap(session.cards_);
  guard.unlock();
  if (session.library_) {
    const InDriver in_driver(session.fast_since_ms_);
    cards.clear();
    session.library_->shutdown();
  }
  guard.lock();
  --session.running_;
  session.changed_.notify_all();
}

}  // namespace dyno::nvml
