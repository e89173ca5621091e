#include "dynamic_library.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif
#ifdef __linux__
#include <link.h>
#endif

namespace dyno {

#ifdef _WIN32

namespace {
std::wstring wide(const std::string& text) {
  const int length = MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, nullptr, 0);
  std::wstring out(length > 0 ? length - 1 : 0, L'\0');
  if (length > 1) MultiByteToWideChar(CP_UTF8, 0, text.c_str(), -1, out.data(), length);
  return out;
}
}  // namespace

std::optional<DynamicLibrary> DynamicLibrary::open_first(const std::vector<std::string>& names, std::string& why) {
  why.clear();
  for (const std::string& name : names) {
    // A bare name is looked for in the system's folder alone, never where a stranger may have left one.
    const bool is_path = name.find_first_of("/\\") != std::string::npos;
    const DWORD flags = is_path ? LOAD_WITH_ALTERED_SEARCH_PATH : LOAD_LIBRARY_SEARCH_SYSTEM32;
    if (HMODULE handle = LoadLibraryExW(wide(name).c_str(), nullptr, flags)) {
      return DynamicLibrary(reinterpret_cast<void*>(handle), name);
    }
    why += (why.empty() ? "" : "; ") + name + ": error " + std::to_string(GetLastError());
  }
  return std::nullopt;
}

void* DynamicLibrary::address(const char* name) const {
  return reinterpret_cast<void*>(GetProcAddress(reinterpret_cast<HMODULE>(handle_), name));
}

#else

namespace {
std::string path_of(void* handle, const std::string& name) {
#ifdef __linux__
  link_map* map = nullptr;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map != nullptr && map->l_name[0] != '\0') return map->l_name;
#else
  (void)handle;
#endif
  return name;
}
}  // namespace

std::optional<DynamicLibrary> DynamicLibrary::open_first(const std::vector<std::string>& names, std::string& why) {
  why.clear();
  for (const std::string& name : names) {
    if (void* handle = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL)) {
      DynamicLibrary library(handle, name);
      library.path_ = path_of(handle, name);
      return library;
    }
    const char* words = dlerror();
    why += (why.empty() ? "" : "; ") + (words != nullptr ? std::string(words) : name);
  }
  return std::nullopt;
}

void* DynamicLibrary::address(const char* name) const { return dlsym(handle_, name); }

#endif

}  // namespace dyno
