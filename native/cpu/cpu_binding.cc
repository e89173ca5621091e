#include "cpu_binding.h"

#include <limits>
#include <memory>
#include <string>

#include "cache_flush.h"
#include "call.h"
#include "ceilings.h"
#include "cosine.h"
#include "difference.h"

namespace dyno {
namespace {

using namespace cpu;

[[noreturn]] void refuse(const std::string& what) { throw CodedError("CPU_ARGUMENT", what); }

template <class T>
struct Span {
  T* data = nullptr;
  size_t count = 0;
};

template <class T>
constexpr napi_typedarray_type js_type();
template <>
constexpr napi_typedarray_type js_type<float>() { return napi_float32_array; }
template <>
constexpr napi_typedarray_type js_type<Half>() { return napi_uint16_array; }
template <>
constexpr napi_typedarray_type js_type<double>() { return napi_float64_array; }
template <>
constexpr napi_typedarray_type js_type<int8_t>() { return napi_int8_array; }

Napi::TypedArray array_of(const Napi::Value& value, const char* what) {
  if (!value.IsTypedArray()) refuse(std::string(what) + " is not a typed array.");
  return value.As<Napi::TypedArray>();
}

template <class T>
Span<T> span_of(const Napi::Value& value, const char* what) {
  const Napi::TypedArray array = array_of(value, what);
  if (array.TypedArrayType() != js_type<T>()) refuse(std::string(what) + " is of another type than the others.");
  auto* bytes = static_cast<uint8_t*>(array.ArrayBuffer().Data());
  return {reinterpret_cast<T*>(bytes + array.ByteOffset()), array.ElementLength()};
}

/** Calls make(T*) with the type of this array's elements. */
template <class Make>
Call by_type(const Napi::Value& value, const char* what, const Make& make) {
  switch (array_of(value, what).TypedArrayType()) {
    case napi_float32_array: return make(static_cast<float*>(nullptr));
    case napi_uint16_array: return make(static_cast<Half*>(nullptr));
    case napi_int8_array: return make(static_cast<int8_t*>(nullptr));
    default:
      refuse(std::string(what) + " is neither a Float32Array, a Uint16Array (half precision) nor an Int8Array.");
  }
}

double number_of(const Napi::Object& from, const char* name, double otherwise, double least, double most) {
  const Napi::Value value = from.Get(name);
  if (value.IsUndefined()) return otherwise;
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : std::nan("");
  if (!(number >= least && number <= most)) refuse(std::string(name) + " is not a number in its range.");
  return number;
}

Napi::Object object_of(const Napi::CallbackInfo& info, size_t place) {
  return info[place].IsObject() ? info[place].As<Napi::Object>() : Napi::Object::New(info.Env());
}

const Kernels& kernels_by(const Napi::Object& options) {
  const Napi::Value level = options.Get("simd");
  if (level.IsUndefined()) return chosen_kernels();
  const std::string name = level.ToString();
  for (const SimdLevel known : available_levels())
    if (name == name_of(known)) return kernels_of(known);
  throw CodedError("CPU_SIMD_UNAVAILABLE", "This processor does not run " + name + ".", name);
}

How how_of(const Napi::CallbackInfo& info, size_t place) {
  const Napi::Object options = object_of(info, place);
  return {kernels_by(options), static_cast<unsigned>(number_of(options, "threads", 0, 0, 4096))};
}

size_t dim_of(const Napi::CallbackInfo& info, size_t place) {
  const double dim = info[place].IsNumber() ? info[place].As<Napi::Number>().DoubleValue() : -1;
  if (!(dim >= 1 && dim <= 4294967295.0 && dim == std::floor(dim))) refuse("The length of a row is not a whole number above 0.");
  return static_cast<size_t>(dim);
}

size_t rows_of(size_t count, size_t dim, const char* what) {
  if (count % dim != 0) refuse(std::string(what) + " does not hold whole rows.");
  return count / dim;
}

Call cosine_call(const Napi::CallbackInfo& info) {
  return by_type(info[0], "The query", [&](auto* type) -> Call {
    using T = std::remove_pointer_t<decltype(type)>;
    const auto query = span_of<T>(info[0], "The query"), rows = span_of<T>(info[1], "The rows");
    const auto out = span_of<float>(info[2], "The result");
    if (query.count == 0) refuse("The query is empty.");
    const size_t count = rows_of(rows.count, query.count, "The array of rows");
    if (out.count != count) refuse("The result has not one place for each row.");
    const How how = how_of(info, 3);
    return {[=] { cosine_one<T>(how, query.data, rows.data, count, query.count, out.data); },
            [](Napi::Env env) { return env.Undefined(); }};
  });
}

Call pairs_call(const Napi::CallbackInfo& info) {
  return by_type(info[0], "A", [&](auto* type) -> Call {
    using T = std::remove_pointer_t<decltype(type)>;
    const auto a = span_of<T>(info[0], "A"), b = span_of<T>(info[1], "B");
    const size_t dim = dim_of(info, 2);
    const auto out = span_of<float>(info[3], "The result");
    const size_t count_a = rows_of(a.count, dim, "A"), count_b = rows_of(b.count, dim, "B");
    if (out.count != count_a * count_b) refuse("The result has not one place for each pair.");
    const How how = how_of(info, 4);
    return {[=] { cosine_pairs<T>(how, a.data, count_a, b.data, count_b, dim, out.data); },
            [](Napi::Env env) { return env.Undefined(); }};
  });
}

Call top_call(const Napi::CallbackInfo& info) {
  return by_type(info[0], "The query", [&](auto* type) -> Call {
    using T = std::remove_pointer_t<decltype(type)>;
    const auto query = span_of<T>(info[0], "The query"), rows = span_of<T>(info[1], "The rows");
    if (query.count == 0) refuse("The query is empty.");
    const size_t count = rows_of(rows.count, query.count, "The array of rows");
    if (count > std::numeric_limits<uint32_t>::max()) refuse("There are more rows than an index of 32 bits tells apart.");
    const double k = info[2].IsNumber() ? info[2].As<Napi::Number>().DoubleValue() : -1;
    if (!(k >= 0 && k == std::floor(k))) refuse("The number of rows wanted is not a whole number.");
    const size_t wanted = static_cast<size_t>(std::min(k, static_cast<double>(count)));
    const How how = how_of(info, 3);
    const auto found = std::make_shared<std::vector<Scored>>();
    return {[=] { *found = cosine_top<T>(how, query.data, rows.data, count, query.count, wanted); },
            [=](Napi::Env env) -> Napi::Value {
              Napi::Uint32Array indices = Napi::Uint32Array::New(env, found->size());
              Napi::Float32Array cosines = Napi::Float32Array::New(env, found->size());
              for (size_t i = 0; i < found->size(); ++i) {
                indices.Data()[i] = (*found)[i].second;
                cosines.Data()[i] = (*found)[i].first;
              }
              Napi::Object result = Napi::Object::New(env);
              result.Set("indices", indices);
              result.Set("cosines", cosines);
              return result;
            }};
  });
}

Napi::Value js_difference(Napi::Env env, size_t count, const DifferenceSums& sums) {
  const size_t compared = count - sums.not_finite;
  const double mean_of = compared > 0 ? static_cast<double>(compared) : 1;
  const double cosine = sums.product / (std::sqrt(sums.squares_a) * std::sqrt(sums.squares_b));
  Napi::Object result = Napi::Object::New(env);
  result.Set("compared", static_cast<double>(compared));
  result.Set("notFinite", static_cast<double>(sums.not_finite));
  result.Set("maxError", sums.max_error);
  result.Set("meanError", sums.sum_of_errors / mean_of);
  result.Set("rmsError", std::sqrt(sums.squared_errors / mean_of));
  result.Set("cosine", std::isnan(cosine) ? cosine : std::min(1.0, std::max(-1.0, cosine)));
  return result;
}

Call compare_call(const Napi::CallbackInfo& info) {
  return by_type(info[0], "A", [&](auto* type) -> Call {
    using T = std::remove_pointer_t<decltype(type)>;
    const auto a = span_of<T>(info[0], "A"), b = span_of<T>(info[1], "B");
    if (a.count != b.count) refuse("A and B are not of one length.");
    const How how = how_of(info, 2);
    const auto sums = std::make_shared<DifferenceSums>();
    return {[=] { *sums = compare_outputs<T>(how, a.data, b.data, a.count); },
            [=](Napi::Env env) { return js_difference(env, a.count, *sums); }};
  });
}

Call flush_call(const Napi::CallbackInfo& info) {
  const Napi::TypedArray array = array_of(info[0], "What is to be flushed");
  const auto* memory = static_cast<const uint8_t*>(array.ArrayBuffer().Data()) + array.ByteOffset();
  const size_t bytes = array.ByteLength();
  const auto done = std::make_shared<bool>(false);
  return {[=] { *done = flush_lines(memory, bytes); },
          [=](Napi::Env env) -> Napi::Value { return Napi::Boolean::New(env, *done); }};
}

void check_lengths(size_t a, size_t b) {
  if (a != b) refuse("The arrays are not of one length.");
}

Call read_call(const Napi::CallbackInfo& info) {
  const auto from = span_of<double>(info[0], "The array");
  const How how = how_of(info, 1);
  const auto sum = std::make_shared<double>(0);
  return {[=] { *sum = how.kernels.read(from.data, from.count); },
          [=](Napi::Env env) -> Napi::Value { return Napi::Number::New(env, *sum); }};
}

Call write_call(const Napi::CallbackInfo& info) {
  const auto to = span_of<double>(info[0], "The array");
  const double value = info[1].ToNumber().DoubleValue();
  const How how = how_of(info, 2);
  return {[=] { how.kernels.write(to.data, to.count, value); },
          [](Napi::Env env) { return env.Undefined(); }};
}

Call copy_call(const Napi::CallbackInfo& info) {
  const auto to = span_of<double>(info[0], "The result"), from = span_of<double>(info[1], "The array");
  check_lengths(to.count, from.count);
  const How how = how_of(info, 2);
  return {[=] { how.kernels.copy(to.data, from.data, to.count); },
          [](Napi::Env env) { return env.Undefined(); }};
}

Call triad_call(const Napi::CallbackInfo& info) {
  const auto to = span_of<double>(info[0], "The result");
  const auto b = span_of<double>(info[1], "B"), c = span_of<double>(info[2], "C");
  check_lengths(to.count, b.count);
  check_lengths(to.count, c.count);
  const double factor = info[3].ToNumber().DoubleValue();
  const How how = how_of(info, 4);
  return {[=] { how.kernels.triad(to.data, b.data, c.data, factor, to.count); },
          [](Napi::Env env) { return env.Undefined(); }};
}

/** Each sample, in units of 10⁹ a second. */
Call samples_call(std::function<std::vector<double>()> measure) {
  const auto rates = std::make_shared<std::vector<double>>();
  return {[=] { *rates = measure(); },
          [=](Napi::Env env) -> Napi::Value {
            Napi::Float64Array result = Napi::Float64Array::New(env, rates->size());
            for (size_t i = 0; i < rates->size(); ++i) result.Data()[i] = (*rates)[i] / 1e9;
            return result;
          }};
}

Call bandwidth_call(const Napi::CallbackInfo& info) {
  const Napi::Object wish = object_of(info, 0);
  const Kernels* kernels = &kernels_by(wish);
  BandwidthWish known;
  const std::string traffic = wish.Get("traffic").ToString();
  if (traffic == "read") known.traffic = Traffic::read;
  else if (traffic == "write") known.traffic = Traffic::write;
  else if (traffic == "copy") known.traffic = Traffic::copy;
  else if (traffic == "triad") known.traffic = Traffic::triad;
  else refuse("\"" + traffic + "\" is none of read, write, copy, triad.");
  known.bytes = static_cast<size_t>(number_of(wish, "bytes", 1 << 20, 1, 1e15));
  known.threads = static_cast<unsigned>(number_of(wish, "threads", usable_threads(), 1, 4096));
  known.sample_seconds = number_of(wish, "sampleSeconds", 0.02, 0, 60);
  known.samples = static_cast<unsigned>(number_of(wish, "samples", 5, 1, 1e6));
  return samples_call([=] { return measure_bandwidth(*kernels, known); });
}

Call peak_call(const Napi::CallbackInfo& info) {
  const Napi::Object wish = object_of(info, 0);
  const Kernels& kernels = kernels_by(wish);
  PeakWish known;
  const std::string type = wish.Get("type").ToString();
  if (type == "fp32") known.kernel = kernels.fp32_peak;
  else if (type == "fp64") known.kernel = kernels.fp64_peak;
  else if (type == "int8") known.kernel = kernels.int8_peak;
  else refuse("\"" + type + "\" is none of fp32, fp64, int8.");
  if (known.kernel == nullptr)
    throw CodedError("CPU_SIMD_UNAVAILABLE", "This processor has no instruction that multiplies and adds bytes.", type);
  known.threads = static_cast<unsigned>(number_of(wish, "threads", usable_threads(), 1, 4096));
  known.sample_seconds = number_of(wish, "sampleSeconds", 0.02, 0, 60);
  known.samples = static_cast<unsigned>(number_of(wish, "samples", 5, 1, 1e6));
  return samples_call([=] { return measure_peak(known); });
}

Napi::Value describe(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&] {
    Napi::Array levels = Napi::Array::New(env);
    for (const SimdLevel level : available_levels()) levels.Set(levels.Length(), name_of(level));
    Napi::Object result = Napi::Object::New(env);
    result.Set("levels", levels);
    result.Set("simd", name_of(chosen_level()));
    result.Set("hasByteDotProduct", chosen_kernels().int8_peak != nullptr);
    result.Set("threads", usable_threads());
    result.Set("availableBytes", static_cast<double>(available_bytes()));
    return result;
  });
}

using Read = Call (*)(const Napi::CallbackInfo&);

template <Read read>
Napi::Value now(const Napi::CallbackInfo& info) {
  return answer_now(info.Env(), guarded(info.Env(), [&] { return read(info); }));
}

template <Read read>
Napi::Value later(const Napi::CallbackInfo& info) {
  try {
    return LaterCall::start(info, guarded(info.Env(), [&] { return read(info); }));
  } catch (const Napi::Error& error) {
    // Who is promised an answer hears of every failure in one way.
    const auto refused = Napi::Promise::Deferred::New(info.Env());
    refused.Reject(error.Value());
    return refused.Promise();
  }
}

template <Read read>
void add(Napi::Object& at_once, Napi::Object& in_time, const char* name) {
  at_once.Set(name, Napi::Function::New<now<read>>(at_once.Env(), name));
  in_time.Set(name, Napi::Function::New<later<read>>(in_time.Env(), name));
}

}  // namespace

void init_cpu(Napi::Env env, Napi::Object exports) {
  Napi::Object cpu = Napi::Object::New(env);
  Napi::Object in_time = Napi::Object::New(env);
  cpu.Set("describe", Napi::Function::New<describe>(env, "describe"));
  add<cosine_call>(cpu, in_time, "cosine");
  add<pairs_call>(cpu, in_time, "cosinePairs");
  add<top_call>(cpu, in_time, "cosineTop");
  add<compare_call>(cpu, in_time, "compare");
  add<read_call>(cpu, in_time, "read");
  add<write_call>(cpu, in_time, "write");
  add<copy_call>(cpu, in_time, "copy");
  add<triad_call>(cpu, in_time, "triad");
  add<flush_call>(cpu, in_time, "flush");
  cpu.Set("later", in_time);
  // These take their time: they have no other form.
  cpu.Set("measureBandwidth", Napi::Function::New<later<bandwidth_call>>(env, "measureBandwidth"));
  cpu.Set("measurePeak", Napi::Function::New<later<peak_call>>(env, "measurePeak"));
  exports.Set("cpu", cpu);
}

}  // namespace dyno
