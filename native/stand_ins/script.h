#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace stand_in {

/** One answer of a series: a value or an error, perhaps after a while in which the caller hangs. */
struct Answer {
  double value = 0;
  int error = 0;
  double hang_seconds = 0;
};

/** "250000 251000 !15 ~3:252000": given one a call, the last one for ever. */
class Series {
 public:
  Series() = default;
  explicit Series(const std::string& words);
  Answer next();

 private:
  std::vector<Answer> answers_;
  std::size_t at_ = 0;
};

/**
 * What a library that stands in for a driver's is to answer, from a text file: sections that begin with a word at the
 * left edge, with indented settings below. A library reads it when it is initialised.
 */
struct Section {
  std::string kind;
  std::string id;
  std::string title;
  std::map<std::string, Series> series;
  /** Settings whose words are not a series, in order: the first word, and the rest. */
  std::vector<std::pair<std::string, std::vector<std::string>>> lines;
};

struct Script {
  std::vector<Section> sections;
  static Script from_file_in(const char* variable);
};

/** Sleeps if the answer says so: outside of any lock. */
void hang(const Answer& answer);

}  // namespace stand_in
