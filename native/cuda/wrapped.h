#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "coded_error.h"

namespace dyno::cuda {

/** Marks the JS objects that stand for a T, so that no other object is taken for one. */
template <typename T>
struct Tag;

/** What a JS object holds: given back when it is closed, or else when the object is collected. */
template <typename T>
struct Held {
  std::shared_ptr<T> value;
};

/** A JS object that stands for `value`. Its functions get the same Held, so that closing it reaches them. */
template <typename T>
std::shared_ptr<Held<T>> wrap(Napi::Object object, std::shared_ptr<T> value) {
  auto held = std::make_shared<Held<T>>(Held<T>{std::move(value)});
  object.TypeTag(&Tag<T>::tag);
  using Kept = std::shared_ptr<Held<T>>;
  auto* kept = new Kept(held);
  const napi_status status = napi_wrap(
      object.Env(), object, kept, [](napi_env, void* data, void*) { delete static_cast<Kept*>(data); }, nullptr, nullptr);
  if (status != napi_ok) {
    delete kept;
    throw CodedError("NATIVE_FAILED", "A handle could not be made.");
  }
  return held;
}

template <typename T>
std::shared_ptr<T> of(const std::shared_ptr<Held<T>>& held) {
  if (!held->value) throw CodedError("CUDA_CLOSED", std::string("This ") + Tag<T>::name + " was closed before.");
  return held->value;
}

template <typename T>
bool is_wrapped(const Napi::Value& value) {
  return value.IsObject() && value.As<Napi::Object>().CheckTypeTag(&Tag<T>::tag);
}

template <typename T>
std::shared_ptr<T> unwrap(const Napi::Value& value) {
  void* data = nullptr;
  if (!is_wrapped<T>(value) || napi_unwrap(value.Env(), value, &data) != napi_ok)
    throw CodedError("CUDA_WRONG_ARGUMENT", std::string("A ") + Tag<T>::name + " was expected.");
  return of(*static_cast<std::shared_ptr<Held<T>>*>(data));
}

/** Adds a method; whatever it throws arrives as a coded JS error. */
template <typename Body>
void method(Napi::Object object, const char* name, Body body) {
  object.Set(name, Napi::Function::New(
                       object.Env(),
                       [body](const Napi::CallbackInfo& info) -> Napi::Value {
                         return guarded(info.Env(), [&] { return body(info); });
                       },
                       name));
}

}  // namespace dyno::cuda
