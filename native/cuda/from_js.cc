#include "cuda/from_js.h"

#include <cmath>
#include <cstring>

#include "cuda/handles.h"

namespace dyno::cuda {

namespace {

CodedError wrong(const std::string& expected) {
  return CodedError("CUDA_WRONG_ARGUMENT", expected + " was expected.");
}

double number_of(const Napi::Value& value, const char* what) {
  if (!value.IsNumber()) throw wrong(std::string("A number as ") + what);
  return value.As<Napi::Number>().DoubleValue();
}

/** One, two or three numbers, as {256} or [256, 4]. */
void dimensions_of(const Napi::Value& value, const char* what, unsigned (&out)[3]) {
  if (value.IsNumber()) {
    out[0] = static_cast<unsigned>(integer_of(value, what, 1, 0x7fffffff));
    return;
  }
  if (!value.IsArray()) throw wrong(std::string("A number or a list of three as ") + what);
  const Napi::Array list = value.As<Napi::Array>();
  if (list.Length() < 1 || list.Length() > 3) throw wrong(std::string("One to three numbers as ") + what);
  for (uint32_t i = 0; i < list.Length(); i++) {
    out[i] = static_cast<unsigned>(integer_of(list.Get(i), what, 1, 0x7fffffff));
  }
}

template <typename Number>
void add_number(Arguments& out, const Napi::Value& value, const char* what, int64_t least, int64_t most) {
  const Number number = static_cast<Number>(integer_of(value, what, least, most));
  out.add(&number, sizeof number);
}

void add_argument(Arguments& out, const Napi::Value& value) {
  if (value.IsNull()) {
    const abi::DevicePointer none = 0;
    out.add(&none, sizeof none);
  } else if (is_wrapped<DeviceMemory>(value)) {
    const abi::DevicePointer address = unwrap<DeviceMemory>(value)->address();
    out.add(&address, sizeof address);
  } else if (value.IsObject()) {
    const Napi::Object object = value.As<Napi::Object>();
    if (object.Has("i32")) return add_number<int32_t>(out, object.Get("i32"), "i32", INT32_MIN, INT32_MAX);
    if (object.Has("u32")) return add_number<uint32_t>(out, object.Get("u32"), "u32", 0, UINT32_MAX);
    if (object.Has("i64")) return add_number<int64_t>(out, object.Get("i64"), "i64", -(1ll << 53), 1ll << 53);
    if (!object.Has("f32")) throw wrong("Memory, null or one of i32, u32, i64 and f32");
    const float number = static_cast<float>(number_of(object.Get("f32"), "f32"));
    out.add(&number, sizeof number);
  } else {
    throw wrong("Memory, null or a typed number as a kernel’s argument");
  }
}

}  // namespace

int64_t integer_of(const Napi::Value& value, const char* what, int64_t least, int64_t most) {
  const double number = number_of(value, what);
  if (!(number >= static_cast<double>(least) && number <= static_cast<double>(most)) || number != std::floor(number))
    throw wrong(std::string("A whole number from ") + std::to_string(least) + " to " + std::to_string(most) + " as " +
                what);
  return static_cast<int64_t>(number);
}

size_t bytes_of(const Napi::Value& value) {
  return static_cast<size_t>(integer_of(value, "a count of bytes", 1, 1ll << 50));
}

int repeats_of(const Napi::Value& value) {
  return static_cast<int>(integer_of(value, "a count of repeats", 1, 1000000));
}

std::string text_of(const Napi::Value& value, const char* what) {
  if (!value.IsString()) throw wrong(std::string("A text as ") + what);
  return value.As<Napi::String>().Utf8Value();
}

Shape shape_of(const Napi::Value& value) {
  if (!value.IsObject()) throw wrong("A shape with grid and block");
  const Napi::Object object = value.As<Napi::Object>();
  Shape shape;
  dimensions_of(object.Get("grid"), "grid", shape.grid);
  dimensions_of(object.Get("block"), "block", shape.block);
  const Napi::Value shared = object.Get("sharedBytes");
  if (!shared.IsUndefined())
    shape.shared_bytes = static_cast<unsigned>(integer_of(shared, "sharedBytes", 0, 1 << 20));
  return shape;
}

Arguments arguments_of(const Napi::Value& value) {
  if (!value.IsArray()) throw wrong("A list of arguments");
  const Napi::Array list = value.As<Napi::Array>();
  Arguments out;
  for (uint32_t i = 0; i < list.Length(); i++) add_argument(out, list.Get(i));
  return out;
}

Bytes view_of(const Napi::Value& value) {
  if (value.IsTypedArray()) {
    const Napi::TypedArray array = value.As<Napi::TypedArray>();
    return {static_cast<unsigned char*>(array.ArrayBuffer().Data()) + array.ByteOffset(), array.ByteLength()};
  }
  if (value.IsDataView()) {
    const Napi::DataView view = value.As<Napi::DataView>();
    return {static_cast<unsigned char*>(view.ArrayBuffer().Data()) + view.ByteOffset(), view.ByteLength()};
  }
  throw wrong("A typed array");
}

Napi::Value numbers(Napi::Env env, const std::vector<double>& values) {
  Napi::Float64Array out = Napi::Float64Array::New(env, values.size());
  if (!values.empty()) std::memcpy(out.Data(), values.data(), values.size() * sizeof(double));
  return out;
}

}  // namespace dyno::cuda
