#pragma once

#include <memory>
#include <vector>

#include "nvml/nvml_session.h"

namespace dyno::nvml {

/** The two threads of a session, the only ones that ever call the driver. */
struct SessionThreads {
  static void start(const std::shared_ptr<Session>& session);

 private:
  static void run_fast(const std::shared_ptr<Session>& session);
  static void run_slow(const std::shared_ptr<Session>& session);

  static void open(Session& session);
  static void list(Session& session);
  static void read_fast(Session& session);
  static void read_slow(Session& session, unsigned groups, std::vector<Reading>& readings);
  static void fail(Session& session, const CodedError& error);
  static void end(Session& session);
};

}  // namespace dyno::nvml
