#include "script.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace stand_in {

namespace {

Answer answer_of(std::string word) {
  Answer answer;
  if (!word.empty() && word[0] == '~') {
    const std::size_t colon = word.find(':');
    answer.hang_seconds = std::atof(word.substr(1, colon - 1).c_str());
    word = colon == std::string::npos ? "0" : word.substr(colon + 1);
  }
  if (!word.empty() && word[0] == '!') {
    answer.error = std::atoi(word.c_str() + 1);
  } else {
    answer.value = std::atof(word.c_str());
  }
  return answer;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string rest_of(const std::vector<std::string>& words, std::size_t from) {
  std::string text;
  for (std::size_t index = from; index < words.size(); ++index) text += (text.empty() ? "" : " ") + words[index];
  return text;
}

}  // namespace

Series::Series(const std::string& words) {
  for (const std::string& word : words_of(words)) answers_.push_back(answer_of(word));
}

Answer Series::next() {
  if (answers_.empty()) return {};
  const Answer answer = answers_[at_];
  if (at_ + 1 < answers_.size()) ++at_;
  return answer;
}

Script Script::from_file_in(const char* variable) {
  Script script;
  const char* path = std::getenv(variable);
  std::ifstream file(path == nullptr ? "" : path);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> words = words_of(line);
    if (words.empty() || words[0][0] == '#') continue;
    const bool is_indented = line[0] == ' ' || line[0] == '\t';
    if (!is_indented) {
      script.sections.push_back({words[0], words.size() > 1 ? words[1] : "", rest_of(words, 2), {}, {}});
    } else if (!script.sections.empty()) {
      Section& section = script.sections.back();
      section.series[words[0]] = Series(rest_of(words, 1));
      section.lines.emplace_back(words[0], std::vector<std::string>(words.begin() + 1, words.end()));
    }
  }
  return script;
}

void hang(const Answer& answer) {
  if (answer.hang_seconds > 0) std::this_thread::sleep_for(std::chrono::duration<double>(answer.hang_seconds));
}

}  // namespace stand_in
