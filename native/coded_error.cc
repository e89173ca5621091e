#include "coded_error.h"

namespace dyno {

CodedError::CodedError(std::string code, const std::string& message, std::string subject)
    : std::runtime_error(message), code_(std::move(code)), subject_(std::move(subject)) {}

Napi::Error js_error(Napi::Env env, const CodedError& error) {
  Napi::Error thrown = Napi::Error::New(env, error.what());
  thrown.Set("code", Napi::String::New(env, error.code()));
  thrown.Set("subject", Napi::String::New(env, error.subject()));
  return thrown;
}

}  // namespace dyno
