#pragma once

#include <napi.h>

#include <vector>

#include "cuda/resources.h"

namespace dyno::cuda {

/** What JS passes, checked; each throws CUDA_WRONG_ARGUMENT and says what was expected. */
int64_t integer_of(const Napi::Value& value, const char* what, int64_t least, int64_t most);
size_t bytes_of(const Napi::Value& value);
int repeats_of(const Napi::Value& value);
std::string text_of(const Napi::Value& value, const char* what);
Shape shape_of(const Napi::Value& value);
/** Kernel arguments: memory on the card, null, or {i32|u32|i64|f32: number}. */
Arguments arguments_of(const Napi::Value& value);

struct Bytes {
  unsigned char* data;
  size_t length;
};
/** Any typed array, Buffer or DataView. */
Bytes view_of(const Napi::Value& value);

Napi::Value numbers(Napi::Env env, const std::vector<double>& values);

}  // namespace dyno::cuda
