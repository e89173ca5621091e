#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dyno {

/**
 * A vendor's library, opened at run time. It is never closed again: drivers start threads of their own and register
 * handlers that must outlive us, and a thread of ours may still be held up in it when the process ends.
 */
class DynamicLibrary {
 public:
  /** The first of these names or paths that opens; nothing where none does, with the loader's words in `why`. */
  static std::optional<DynamicLibrary> open_first(const std::vector<std::string>& names, std::string& why);

  /** Null where this library, say of an older driver, has no such function. */
  template <typename Function>
  Function symbol(const char* name) const {
    return reinterpret_cast<Function>(address(name));
  }

  /** Where the system found it; the name by which it was opened where the system does not tell. */
  const std::string& path() const { return path_; }

 private:
  DynamicLibrary(void* handle, std::string name) : handle_(handle), path_(std::move(name)) {}
  void* address(const char* name) const;

  void* handle_;
  std::string path_;
};

}  // namespace dyno
