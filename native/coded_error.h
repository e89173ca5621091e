#pragma once

#include <napi.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace dyno {

/** A failure with a code that callers can tell apart; becomes a JS Error with `code` and `subject`. */
class CodedError : public std::runtime_error {
 public:
  CodedError(std::string code, const std::string& message, std::string subject = "");

  const std::string& code() const { return code_; }
  const std::string& subject() const { return subject_; }

 private:
  std::string code_;
  std::string subject_;
};

/** The JS error for it, not thrown yet. */
Napi::Error js_error(Napi::Env env, const CodedError& error);

/** Runs the body of a function that JS calls: whatever C++ throws in it arrives as a coded JS error. */
template <typename Body>
auto guarded(Napi::Env env, Body&& body) -> decltype(body()) {
  try {
    return std::forward<Body>(body)();
  } catch (const Napi::Error&) {
    throw;
  } catch (const CodedError& error) {
    throw js_error(env, error);
  } catch (const std::bad_alloc&) {
    throw js_error(env, CodedError("NATIVE_OUT_OF_MEMORY", "There is not enough memory for this."));
  } catch (const std::exception& error) {
    throw js_error(env, CodedError("NATIVE_FAILED", error.what()));
  }
}

}  // namespace dyno
