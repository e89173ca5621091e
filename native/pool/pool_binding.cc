#include "pool_binding.h"

#include <chrono>
#include <cmath>
#include <string>
#include <utility>

#include "buffer_pool.h"
#include "byte_cache.h"
#include "coded_error.h"
#include "cuda/handles.h"
#include "cuda_allocators.h"

namespace dyno {
namespace {

using namespace pool;

[[noreturn]] void refuse(const std::string& what) { throw CodedError("POOL_ARGUMENT", what); }

double number_of(const Napi::Value& value, const char* what, double otherwise) {
  if (value.IsUndefined()) return otherwise;
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(number >= 0)) refuse(std::string(what) + " is not a number from 0 up.");
  return number;
}

size_t bytes_of(const Napi::Value& value, const char* what, size_t otherwise) {
  const double number = number_of(value, what, static_cast<double>(otherwise));
  if (!(number <= 9007199254740991.0)) refuse(std::string(what) + " is too large.");
  return static_cast<size_t>(number);
}

struct Bytes {
  unsigned char* data;
  size_t count;
};

Bytes view_of(const Napi::Value& value, const char* what) {
  if (!value.IsTypedArray()) refuse(std::string(what) + " is not a typed array.");
  const auto array = value.As<Napi::TypedArray>();
  return {static_cast<unsigned char*>(array.ArrayBuffer().Data()) + array.ByteOffset(), array.ByteLength()};
}

/** The time, from the clock that was given or the steady one. */
class Clock {
 public:
  void set(const Napi::Value& now) {
    if (now.IsUndefined()) return;
    if (!now.IsFunction()) refuse("The clock is not a function.");
    now_ = Napi::Persistent(now.As<Napi::Function>());
  }
  double now_ms() const {
    using namespace std::chrono;
    if (now_.IsEmpty()) return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
    return now_.Call({}).ToNumber().DoubleValue();
  }

 private:
  Napi::FunctionReference now_;
};

PoolLimits limits_of(const Napi::Object& options) {
  PoolLimits limits;
  limits.bytes = bytes_of(options.Get("limitBytes"), "The limit", limits.bytes);
  limits.keep_ms = number_of(options.Get("keepMs"), "The time to live", limits.keep_ms);
  return limits;
}

std::unique_ptr<Allocator> allocator_of(const Napi::Object& options) {
  const Napi::Value place = options.Get("place");
  if (place.IsUndefined() || (place.IsString() && place.ToString().Utf8Value() == "host")) return host_allocator();
  if (cuda::is_wrapped<cuda::Context>(place)) {
    const auto context = cuda::unwrap<cuda::Context>(place);
    return options.Get("pinned").ToBoolean() ? pinned_allocator(context) : device_allocator(context);
  }
  refuse("There is no memory at the place that is named.");
}

Napi::Object options_of(const Napi::CallbackInfo& info) {
  return info[0].IsObject() ? info[0].As<Napi::Object>() : Napi::Object::New(info.Env());
}

size_t element_bytes(const std::string& type) {
  static const std::pair<const char*, size_t> known[] = {
      {"float32", 4}, {"float16", 2}, {"bfloat16", 2}, {"float64", 8}, {"int8", 1},  {"uint8", 1}, {"bool", 1},
      {"int16", 2},   {"uint16", 2},  {"int32", 4},    {"uint32", 4},  {"int64", 8}, {"uint64", 8}};
  for (const auto& [name, bytes] : known)
    if (type == name) return bytes;
  refuse("There is no buffer for values of type " + type + ".");
}

size_t tensor_bytes(const Napi::Value& shape, const std::string& type) {
  if (!shape.IsArray()) refuse("The shape is not an array.");
  const auto sizes = shape.As<Napi::Array>();
  double bytes = static_cast<double>(element_bytes(type));
  for (uint32_t axis = 0; axis < sizes.Length(); ++axis) {
    const Napi::Value given = sizes.Get(axis);
    const double size = given.IsNumber() ? given.As<Napi::Number>().DoubleValue() : -1;
    if (!(size >= 0) || size != std::floor(size)) refuse("A size in the shape is not a whole number.");
    bytes *= size;
  }
  if (!(bytes <= 9007199254740991.0)) throw CodedError("POOL_TOO_LARGE", "No pool holds a buffer of that shape.");
  return static_cast<size_t>(bytes);
}

Napi::Value rate_of(Napi::Env env, uint64_t hits, uint64_t misses) {
  if (hits + misses == 0) return env.Null();
  return Napi::Number::New(env, static_cast<double>(hits) / static_cast<double>(hits + misses));
}

void set(Napi::Object& to, const char* name, uint64_t value) { to.Set(name, static_cast<double>(value)); }

struct Lent {
  std::unique_ptr<Lease> lease;
  std::shared_ptr<Clock> clock;
};

Napi::Object js_buffer(Napi::Env env, std::unique_ptr<Lease> lease, std::shared_ptr<Clock> clock) {
  const auto lent = std::make_shared<Lent>(Lent{std::move(lease), std::move(clock)});
  Napi::Object buffer = Napi::Object::New(env);
  buffer.Set("bytes", static_cast<double>(lent->lease->bytes()));
  buffer.Set("write", Napi::Function::New(env, [lent](const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] {
      const Bytes from = view_of(info[0], "What is to be written");
      lent->lease->write(from.data, from.count, bytes_of(info[1], "The offset", 0));
    });
  }));
  buffer.Set("read", Napi::Function::New(env, [lent](const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] {
      const Bytes to = view_of(info[0], "What is to be read into");
      lent->lease->read(to.data, to.count, bytes_of(info[1], "The offset", 0));
    });
  }));
  buffer.Set("release", Napi::Function::New(env, [lent](const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] { lent->lease->release(lent->clock->now_ms()); });
  }));
  return buffer;
}

class JsPool : public Napi::ObjectWrap<JsPool> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "BufferPool",
                       {InstanceMethod<&JsPool::acquire>("acquire"), InstanceMethod<&JsPool::expire>("expire"),
                        InstanceMethod<&JsPool::clear>("clear"), InstanceMethod<&JsPool::statistics>("statistics")});
  }
  explicit JsPool(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsPool>(info) {
    guarded(info.Env(), [&] {
      const Napi::Object options = options_of(info);
      clock_->set(options.Get("now"));
      pool_ = std::make_shared<BufferPool>(allocator_of(options), limits_of(options));
    });
  }

 private:
  Napi::Value acquire(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const size_t bytes = tensor_bytes(info[0], info[1].ToString().Utf8Value());
      return js_buffer(info.Env(), pool_->acquire(bytes, clock_->now_ms()), clock_);
    });
  }
  void expire(const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] { pool_->expire(clock_->now_ms()); });
  }
  void clear(const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] { pool_->clear(); });
  }
  Napi::Value statistics(const Napi::CallbackInfo& info) {
    const PoolStatistics known = pool_->statistics();
    Napi::Object result = Napi::Object::New(info.Env());
    set(result, "limitBytes", known.limit_bytes);
    set(result, "inUseBytes", known.in_use_bytes);
    set(result, "pooledBytes", known.pooled_bytes);
    set(result, "inUse", known.in_use);
    set(result, "pooled", known.pooled);
    set(result, "hits", known.hits);
    set(result, "misses", known.misses);
    set(result, "evictions", known.evictions);
    set(result, "expired", known.expired);
    set(result, "refusals", known.refusals);
    result.Set("hitRate", rate_of(info.Env(), known.hits, known.misses));
    return result;
  }

  std::shared_ptr<Clock> clock_ = std::make_shared<Clock>();
  std::shared_ptr<BufferPool> pool_;
};

class JsCache : public Napi::ObjectWrap<JsCache> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "ByteCache",
                       {InstanceMethod<&JsCache::put>("put"), InstanceMethod<&JsCache::get>("get"),
                        InstanceMethod<&JsCache::remove>("delete"), InstanceMethod<&JsCache::clear>("clear"),
                        InstanceMethod<&JsCache::statistics>("statistics")});
  }
  explicit JsCache(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsCache>(info) {
    guarded(info.Env(), [&] {
      const Napi::Object options = options_of(info);
      clock_.set(options.Get("now"));
      cache_ = std::make_unique<ByteCache>(allocator_of(options), limits_of(options));
    });
  }

 private:
  static std::string key_of(const Napi::CallbackInfo& info) {
    if (!info[0].IsString()) refuse("The key is not a text.");
    return info[0].ToString().Utf8Value();
  }
  Napi::Value put(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const Bytes bytes = view_of(info[1], "What is to be kept");
      const bool kept = cache_->put(key_of(info), bytes.data, bytes.count, clock_.now_ms());
      return Napi::Boolean::New(info.Env(), kept);
    });
  }
  Napi::Value get(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const auto bytes = cache_->get(key_of(info), clock_.now_ms());
      if (!bytes) return info.Env().Null();
      Napi::Uint8Array result = Napi::Uint8Array::New(info.Env(), bytes->size());
      std::copy(bytes->begin(), bytes->end(), result.Data());
      return result;
    });
  }
  Napi::Value remove(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      return Napi::Boolean::New(info.Env(), cache_->remove(key_of(info), clock_.now_ms()));
    });
  }
  void clear(const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] { cache_->clear(); });
  }
  Napi::Value statistics(const Napi::CallbackInfo& info) {
    const CacheStatistics known = cache_->statistics();
    Napi::Object result = Napi::Object::New(info.Env());
    set(result, "limitBytes", known.limit_bytes);
    set(result, "entries", known.entries);
    set(result, "bytes", known.bytes);
    set(result, "hits", known.hits);
    set(result, "misses", known.misses);
    set(result, "evictions", known.evictions);
    set(result, "expired", known.expired);
    set(result, "refusals", known.refusals);
    result.Set("hitRate", rate_of(info.Env(), known.hits, known.misses));
    return result;
  }

  Clock clock_;
  std::unique_ptr<ByteCache> cache_;
};

}  // namespace

void init_pool(Napi::Env env, Napi::Object exports) {
  Napi::Object pool = Napi::Object::New(env);
  pool.Set("BufferPool", JsPool::define(env));
  pool.Set("ByteCache", JsCache::define(env));
  exports.Set("pool", pool);
}

}  // namespace dyno
