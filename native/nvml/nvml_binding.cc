#include "nvml/nvml_binding.h"

#include <cmath>

#include "coded_error.h"
#include "nvml/nvml_session.h"

namespace dyno {

namespace {

using nvml::FIELD_COUNT;
using nvml::Session;

/** What the stand-in of the tests says of itself, so that nobody takes its figures for a card's. */
constexpr const char* STAND_IN = "stand-in";
/** A thread that the driver holds is left behind after this. */
constexpr double PATIENCE_AT_END_MS = 100;

Napi::Array strings(Napi::Env env, const std::vector<std::string>& texts) {
  Napi::Array array = Napi::Array::New(env, texts.size());
  for (std::size_t index = 0; index < texts.size(); ++index) array.Set(static_cast<std::uint32_t>(index), texts[index]);
  return array;
}

Napi::Value text_or_null(Napi::Env env, const std::string& text) {
  return text.empty() ? env.Null() : Napi::String::New(env, text).As<Napi::Value>();
}

const char* word_for(nvml::Phase phase) {
  switch (phase) {
    case nvml::Phase::opening:
      return "opening";
    case nvml::Phase::reading:
      return "reading";
    case nvml::Phase::failed:
      return "failed";
    default:
      return "closed";
  }
}

class NvmlSession : public Napi::ObjectWrap<NvmlSession> {
 public:
  static Napi::FunctionReference define(Napi::Env env);

  explicit NvmlSession(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NvmlSession>(info) {
    session_ = guarded(info.Env(), [] { return Session::start(); });
    // Before the environment goes: drivers do not like to be left in the middle of a call.
    hook_->session = session_;
    napi_add_env_cleanup_hook(info.Env(), close_at_end, hook_.get());
  }

  ~NvmlSession() override { release(0); }

 private:
  struct Hook {
    std::shared_ptr<Session> session;
    bool has_run = false;
  };

  static void close_at_end(void* data) {
    auto* hook = static_cast<Hook*>(data);
    hook->has_run = true;
    hook->session->close(PATIENCE_AT_END_MS);
  }

  void release(double patience_ms) {
    session_->close(patience_ms);
    if (hook_->has_run) return;
    hook_->has_run = true;
    napi_remove_env_cleanup_hook(Env(), close_at_end, hook_.get());
  }

  double number(const Napi::CallbackInfo& info, std::size_t index, const char* what) const {
    if (info.Length() <= index || !info[index].IsNumber()) {
      throw CodedError("NVML_BAD_ARGUMENT", std::string(what) + " must be a number.", what);
    }
    return info[index].As<Napi::Number>().DoubleValue();
  }

  std::size_t place(const Napi::CallbackInfo& info, std::size_t index, const char* what) const {
    const double value = number(info, index, what);
    if (!(value >= 0 && value <= 1e6)) throw CodedError("NVML_BAD_ARGUMENT", std::string(what) + " is out of range.", what);
    return static_cast<std::size_t>(value);
  }

  Napi::Float64Array numbers(const Napi::CallbackInfo& info, std::size_t index) const {
    if (info.Length() > index && info[index].IsTypedArray()) {
      const auto array = info[index].As<Napi::TypedArray>();
      if (array.TypedArrayType() == napi_float64_array) return array.As<Napi::Float64Array>();
    }
    throw CodedError("NVML_BAD_ARGUMENT", "out must be a Float64Array.", "out");
  }

  Napi::Value state(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    Napi::Object out = Napi::Object::New(env);
    out.Set("phase", word_for(session_->phase()));
    out.Set("code", session_->failure_code());
    out.Set("reason", session_->failure_words());
    return out;
  }

  Napi::Value phase(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), word_for(session_->phase())); }

  Napi::Value describe(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const nvml::Description description = session_->description();
    if (description.path.empty()) return env.Null();
    Napi::Object out = Napi::Object::New(env);
    out.Set("path", description.path);
    out.Set("driver", text_or_null(env, description.driver));
    out.Set("nvml", text_or_null(env, description.nvml));
    out.Set("cuda", text_or_null(env, description.cuda));
    out.Set("isStandIn", description.driver.rfind(STAND_IN, 0) == 0);
    out.Set("missingFunctions", strings(env, description.missing));
    out.Set("problems", strings(env, description.problems));
    return out;
  }

  Napi::Value devices(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const std::vector<nvml::Published> published = session_->published();
    Napi::Array out = Napi::Array::New(env, published.size());
    for (std::size_t index = 0; index < published.size(); ++index) {
      out.Set(static_cast<std::uint32_t>(index), device(env, published[index]));
    }
    return out;
  }

  static Napi::Object device(Napi::Env env, const nvml::Published& published) {
    const nvml::Identity& identity = published.identity;
    Napi::Object out = Napi::Object::New(env);
    out.Set("uuid", identity.uuid);
    out.Set("name", identity.name);
    out.Set("pciBus", text_or_null(env, identity.pci_bus));
    out.Set("computeCapability", text_or_null(env, identity.compute_capability));
    out.Set("memoryBytes", std::isnan(identity.memory_bytes) ? env.Null() : Napi::Number::New(env, identity.memory_bytes));
    out.Set("parent", text_or_null(env, identity.parent_uuid));
    out.Set("hasMigEnabled", identity.has_mig_enabled);
    out.Set("isLost", published.reading[nvml::isLost] != 0);
    Napi::Object refused = Napi::Object::New(env);
    for (std::size_t field = 0; field < FIELD_COUNT; ++field) {
      if (published.refusals[field] != nvml::SUCCESS) {
        refused.Set(nvml::FIELD_NAMES[field], nvml::words_for(published.refusals[field]));
      }
    }
    out.Set("refused", refused);
    return out;
  }

  Napi::Value revision(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), session_->revision()); }
  Napi::Value held_ms(const Napi::CallbackInfo& info) { return Napi::Number::New(info.Env(), session_->held_ms()); }

  void request(const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] { session_->request(static_cast<unsigned>(place(info, 0, "groups"))); });
  }

  Napi::Value wait(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&] {
      const double timeout_ms = number(info, 0, "timeoutMs");
      const std::size_t groups = info.Length() > 1 ? place(info, 1, "groups") : nvml::ALL_GROUPS;
      return Napi::Boolean::New(info.Env(), session_->wait(timeout_ms, static_cast<unsigned>(groups)));
    });
  }

  Napi::Value read(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&] {
      const std::size_t index = place(info, 0, "device");
      Napi::Float64Array out = numbers(info, 1);
      const std::size_t offset = place(info, 2, "offset");
      if (offset + FIELD_COUNT > out.ElementLength()) {
        throw CodedError("NVML_BUFFER_TOO_SMALL", "A reading does not fit there.", "out");
      }
      return Napi::Boolean::New(info.Env(), session_->copy_reading(index, out.Data() + offset));
    });
  }

  Napi::Value read_processes(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&] {
      const std::size_t index = place(info, 0, "device");
      Napi::Float64Array out = numbers(info, 1);
      std::size_t count = 0;
      session_->copy_processes(index, out.Data(), out.ElementLength() / 2, count);
      return Napi::Number::New(info.Env(), static_cast<double>(count));
    });
  }

  Napi::Value cost(const Napi::CallbackInfo& info) {
    const nvml::Cost cost = session_->cost();
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("fastRounds", cost.fast_rounds);
    out.Set("fastMs", cost.fast_ms);
    out.Set("slowRounds", cost.slow_rounds);
    out.Set("slowMs", cost.slow_ms);
    return out;
  }

  void close(const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] { release(info.Length() > 0 ? number(info, 0, "patienceMs") : 0); });
  }

  std::shared_ptr<Session> session_;
  std::unique_ptr<Hook> hook_ = std::make_unique<Hook>();
};

Napi::FunctionReference NvmlSession::define(Napi::Env env) {
  return Napi::Persistent(DefineClass(env, "NvmlSession",
                                      {
                                          InstanceMethod("state", &NvmlSession::state),
                                          InstanceMethod("phase", &NvmlSession::phase),
                                          InstanceMethod("describe", &NvmlSession::describe),
                                          InstanceMethod("devices", &NvmlSession::devices),
                                          InstanceMethod("revision", &NvmlSession::revision),
                                          InstanceMethod("heldMs", &NvmlSession::held_ms),
                                          InstanceMethod("request", &NvmlSession::request),
                                          InstanceMethod("wait", &NvmlSession::wait),
                                          InstanceMethod("read", &NvmlSession::read),
                                          InstanceMethod("readProcesses", &NvmlSession::read_processes),
                                          InstanceMethod("cost", &NvmlSession::cost),
                                          InstanceMethod("close", &NvmlSession::close),
                                      }));
}

Napi::Value find(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] { return Napi::String::New(info.Env(), nvml::Library().path()); });
}

}  // namespace

void init_nvml(Napi::Env env, Napi::Object exports) {
  Napi::Object out = Napi::Object::New(env);
  Napi::Array fields = Napi::Array::New(env, FIELD_COUNT);
  for (std::size_t field = 0; field < FIELD_COUNT; ++field) {
    fields.Set(static_cast<std::uint32_t>(field), nvml::FIELD_NAMES[field]);
  }
  out.Set("fields", fields);
  Napi::Object groups = Napi::Object::New(env);
  groups.Set("fast", static_cast<double>(nvml::FAST));
  groups.Set("slow", static_cast<double>(nvml::SLOW));
  groups.Set("pcie", static_cast<double>(nvml::PCIE));
  groups.Set("gpm", static_cast<double>(nvml::GPM));
  groups.Set("processes", static_cast<double>(nvml::PROCESSES));
  out.Set("groups", groups);
  out.Set("find", Napi::Function::New(env, find, "find"));
  Napi::FunctionReference session = NvmlSession::define(env);
  out.Set("Session", session.Value());
  exports.Set("nvml", out);
}

}  // namespace dyno
