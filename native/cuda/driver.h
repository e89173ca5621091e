#pragma once

#include <string>
#include <vector>

#include "coded_error.h"
#include "cuda/driver_abi.h"
#include "dynamic_library.h"

namespace dyno::cuda {

/** One function of the driver, under the newest of its names that this one has; may be missing altogether. */
template <typename... Arguments>
struct Entry {
  const char* name = "";
  abi::Result(DYNO_CUDA_CALL* call)(Arguments...) = nullptr;

  explicit operator bool() const { return call != nullptr; }
};

/** libcuda, opened at run time and initialised. */
class Driver {
 public:
  /**
   * Opens the first of these libraries. Throws CUDA_LIBRARY_NOT_FOUND, CUDA_FUNCTION_MISSING where even the first
   * functions are, and what cuInit says.
   */
  explicit Driver(const std::vector<std::string>& libraries);

  const std::string& path() const { return library_.path(); }
  /** As the driver counts: 12040 is CUDA 12.4. */
  int version() const { return version_; }
  bool is_stand_in() const { return is_stand_in_; }
  /** What an older driver lacks; only what needs it fails. */
  const std::vector<std::string>& missing() const { return missing_; }

  /** As "CUDA_ERROR_OUT_OF_MEMORY". */
  std::string code_for(abi::Result result) const;
  CodedError error_for(abi::Result result, const std::string& what, const std::string& subject) const;

  /** Calls and throws on anything but success, and where this driver has no such function. */
  template <typename... Arguments, typename... Given>
  void call(const Entry<Arguments...>& entry, const std::string& subject, Given... given) const {
    const abi::Result result = try_call(entry, given...);
    if (result != abi::SUCCESS) throw error_for(result, entry.name, subject);
  }

  template <typename... Arguments, typename... Given>
  abi::Result try_call(const Entry<Arguments...>& entry, Given... given) const {
    if (!entry) throw missing_function(entry.name);
    return entry.call(given...);
  }

  Entry<unsigned> init;
  Entry<int*> driver_version;
  Entry<abi::Result, const char**> error_name;
  Entry<abi::Result, const char**> error_string;
  Entry<int*> device_count;
  Entry<abi::Device*, int> device_get;
  Entry<char*, int, abi::Device> device_name;
  Entry<abi::Uuid*, abi::Device> device_uuid;
  Entry<size_t*, abi::Device> device_memory;
  Entry<int*, int, abi::Device> device_attribute;
  Entry<abi::Context*, abi::Device> context_retain;
  Entry<abi::Device> context_release;
  Entry<abi::Context> context_set_current;
  Entry<> context_synchronize;
  Entry<size_t*, size_t*> memory_info;
  Entry<abi::Module*, const void*, unsigned, int*, void**> module_load;
  Entry<abi::Module> module_unload;
  Entry<abi::Function*, abi::Module, const char*> module_function;
  Entry<int*, int, abi::Function> function_attribute;
  Entry<int*, abi::Function, int, size_t> function_occupancy;
  Entry<abi::Function, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, abi::Stream, void**, void**>
      launch;
  Entry<abi::DevicePointer*, size_t> memory_allocate;
  Entry<abi::DevicePointer> memory_free;
  Entry<void**, size_t, unsigned> host_allocate;
  Entry<void*> host_free;
  Entry<abi::DevicePointer, const void*, size_t> copy_to_device;
  Entry<void*, abi::DevicePointer, size_t> copy_to_host;
  Entry<abi::DevicePointer, const void*, size_t, abi::Stream> copy_to_device_async;
  Entry<void*, abi::DevicePointer, size_t, abi::Stream> copy_to_host_async;
  Entry<abi::DevicePointer, unsigned char, size_t, abi::Stream> fill_async;
  Entry<abi::Stream*, unsigned> stream_create;
  Entry<abi::Stream> stream_destroy;
  Entry<abi::Stream> stream_synchronize;
  Entry<abi::Stream, int> stream_begin_capture;
  Entry<abi::Stream, abi::Graph*> stream_end_capture;
  Entry<abi::Event*, unsigned> event_create;
  Entry<abi::Event> event_destroy;
  Entry<abi::Event, abi::Stream> event_record;
  Entry<abi::Event> event_query;
  Entry<abi::Event> event_synchronize;
  Entry<float*, abi::Event, abi::Event> event_elapsed;
  Entry<abi::GraphExec*, abi::Graph, unsigned long long> graph_instantiate;
  Entry<abi::GraphExec*, abi::Graph, void**, char*, size_t> graph_instantiate_v2;
  Entry<abi::GraphExec, abi::Stream> graph_launch;
  Entry<abi::GraphExec> graph_exec_destroy;
  Entry<abi::Graph> graph_destroy;

 private:
  template <typename EntryType>
  void find(EntryType& entry, const char* name, const std::vector<const char*>& symbols);
  void find_all();
  CodedError missing_function(const char* name) const;

  DynamicLibrary library_;
  std::vector<std::string> missing_;
  int version_ = 0;
  bool is_stand_in_ = false;
};

}  // namespace dyno::cuda
