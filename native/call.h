#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <vector>

#include "coded_error.h"

namespace dyno {

/** A call from JS, read: what to do away from JS, and what to answer. Arguments are kept alive until it is over. */
struct Call {
  std::function<void()> work;
  std::function<Napi::Value(Napi::Env)> answer;
};

/** Does it here and now. */
inline Napi::Value answer_now(Napi::Env env, const Call& call) {
  return guarded(env, [&] {
    call.work();
    return call.answer(env);
  });
}

/** Does it in a thread of libuv's and answers with a promise. */
class LaterCall : public Napi::AsyncWorker {
 public:
  static Napi::Value start(const Napi::CallbackInfo& info, Call call) {
    auto* worker = new LaterCall(info, std::move(call));
    const Napi::Value promise = worker->deferred_.Promise();
    worker->Queue();
    return promise;
  }

 protected:
  void Execute() override {
    try {
      call_.work();
    } catch (const CodedError& error) {
      failure_ = std::make_unique<CodedError>(error);
      SetError(error.what());
    } catch (const std::bad_alloc&) {
      failure_ = std::make_unique<CodedError>("NATIVE_OUT_OF_MEMORY", "There is not enough memory for this.");
      SetError(failure_->what());
    }
  }

  void OnOK() override {
    Napi::HandleScope scope(Env());
    try {
      deferred_.Resolve(call_.answer(Env()));
    } catch (const Napi::Error& error) {
      deferred_.Reject(error.Value());
    }
  }

  void OnError(const Napi::Error& error) override {
    Napi::HandleScope scope(Env());
    deferred_.Reject(failure_ ? js_error(Env(), *failure_).Value() : error.Value());
  }

 private:
  LaterCall(const Napi::CallbackInfo& info, Call call)
      : Napi::AsyncWorker(info.Env(), "dyno"), deferred_(Napi::Promise::Deferred::New(info.Env())),
        call_(std::move(call)) {
    for (size_t i = 0; i < info.Length(); ++i)
      if (info[i].IsObject()) kept_.push_back(Napi::Persistent(info[i].As<Napi::Object>()));
  }

  Napi::Promise::Deferred deferred_;
  Call call_;
  std::vector<Napi::ObjectReference> kept_;
  std::unique_ptr<CodedError> failure_;
};

}  // namespace dyno
