#include "trace_binding.h"

#include <memory>
#include <string>

#include "coded_error.h"
#include "event_scanner.h"

namespace dyno {
namespace {

using namespace trace;

[[noreturn]] void refuse(const std::string& what) { throw CodedError("TRACE_ARGUMENT", what); }

constexpr uint32_t MOST_DETAILS_KNOWN = ValueReader::USES - 8;
constexpr size_t RESULT_LENGTH = 7;

struct View {
  void* data;
  size_t length;
};

/** The elements of a typed array of that type, wherever its memory comes from. */
View view_of(const Napi::Value& value, napi_typedarray_type wanted, const char* what) {
  if (!value.IsTypedArray()) refuse(std::string(what) + " is no typed array.");
  napi_typedarray_type type;
  View view{};
  if (napi_get_typedarray_info(value.Env(), value, &type, &view.length, &view.data, nullptr, nullptr) != napi_ok ||
      type != wanted) {
    refuse(std::string(what) + " is an array of another type.");
  }
  return view;
}

template <typename Element>
constexpr napi_typedarray_type type_of() {
  if constexpr (std::is_same_v<Element, uint8_t>) return napi_uint8_array;
  else if constexpr (std::is_same_v<Element, uint32_t>) return napi_uint32_array;
  else return napi_float64_array;
}

/** Takes a column, and sees that it has as many places as the others of its kind. */
template <typename Element>
void lend(const Napi::Object& columns, const char* name, Element*& to, uint32_t& capacity) {
  const View view = view_of(columns.Get(name), type_of<Element>(), name);
  if (view.length == 0 || view.length > 0x7fffffff) refuse(std::string(name) + " has no usable length.");
  if (capacity != 0 && capacity != view.length) refuse(std::string(name) + " is not as long as the others.");
  capacity = static_cast<uint32_t>(view.length);
  to = static_cast<Element*>(view.data);
}

EventColumns columns_of(const Napi::Value& value) {
  if (!value.IsObject()) refuse("The columns are no object.");
  const auto given = value.As<Napi::Object>();
  EventColumns columns;
  lend(given, "phase", columns.phase, columns.capacity);
  lend(given, "name", columns.name, columns.capacity);
  lend(given, "category", columns.category, columns.capacity);
  lend(given, "process", columns.process, columns.capacity);
  lend(given, "thread", columns.thread, columns.capacity);
  lend(given, "id", columns.id, columns.capacity);
  lend(given, "bindPoint", columns.bind_point, columns.capacity);
  lend(given, "scope", columns.scope, columns.capacity);
  lend(given, "microseconds", columns.microseconds, columns.capacity);
  lend(given, "nanoseconds", columns.nanoseconds, columns.capacity);
  lend(given, "durationNs", columns.duration_ns, columns.capacity);
  lend(given, "offset", columns.offset, columns.capacity);
  lend(given, "length", columns.length, columns.capacity);
  lend(given, "isWhole", columns.is_whole, columns.capacity);
  lend(given, "detailEvent", columns.detail_event, columns.detail_capacity);
  lend(given, "detailKey", columns.detail_key, columns.detail_capacity);
  lend(given, "detailValue", columns.detail_value, columns.detail_capacity);
  return columns;
}

DetailForm form_of(const std::string& name) {
  if (name == "number") return DetailForm::number;
  if (name == "text") return DetailForm::text;
  if (name == "json") return DetailForm::json;
  if (name == "triple") return DetailForm::triple;
  refuse("There is no form \"" + name + "\" of a detail.");
}

uint32_t whole_of(const Napi::Value& value, uint32_t most, const char* what) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= most)) refuse(std::string(what) + " is out of range.");
  return static_cast<uint32_t>(number);
}

ScannerSettings settings_of(const Napi::Value& value) {
  if (!value.IsObject()) refuse("The settings are no object.");
  const auto given = value.As<Napi::Object>();
  const Napi::Value details = given.Get("details");
  if (!details.IsArray() || details.As<Napi::Array>().Length() > MOST_DETAILS_KNOWN) {
    refuse("The details are no list, or too many.");
  }
  ScannerSettings settings;
  const auto list = details.As<Napi::Array>();
  for (uint32_t index = 0; index < list.Length(); ++index) {
    const Napi::Value item = list.Get(index);
    if (!item.IsObject()) refuse("A detail is no object.");
    const auto detail = item.As<Napi::Object>();
    std::string name = detail.Get("name").ToString().Utf8Value();
    if (name.empty()) refuse("A detail has no name.");
    settings.details.push_back({std::move(name), static_cast<uint8_t>(whole_of(detail.Get("code"), 255, "A code")),
                                form_of(detail.Get("form").ToString().Utf8Value())});
  }
  settings.most_event_details = whole_of(given.Get("mostEventDetails"), 1u << 16, "mostEventDetails");
  settings.slow_phases = given.Get("slowPhases").ToString().Utf8Value();
  return settings;
}

class EventScannerHandle : public Napi::ObjectWrap<EventScannerHandle> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "EventScanner",
                       {InstanceMethod<&EventScannerHandle::scan>("scan"),
                        InstanceMethod<&EventScannerHandle::take_strings>("takeStrings")});
  }

  explicit EventScannerHandle(const Napi::CallbackInfo& info) : Napi::ObjectWrap<EventScannerHandle>(info) {
    guarded(info.Env(), [&] {
      ScannerSettings settings = settings_of(info[0]);
      most_event_details_ = settings.most_event_details;
      scanner_ = std::make_unique<EventScanner>(std::move(settings));
    });
  }

 private:
  Napi::Value scan(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const View bytes = view_of(info[0], napi_uint8_array, "What is to be scanned");
      if (bytes.length > 0xffffffffu) refuse("More than 4 GB can’t be scanned at once.");
      const uint32_t from = whole_of(info[1], static_cast<uint32_t>(bytes.length), "The beginning");
      if (!info[3].IsNumber()) refuse("The place in the source is no number.");
      EventColumns columns = columns_of(info[4]);
      if (columns.detail_capacity < most_event_details_) refuse("There is too little room for details.");
      const View result = view_of(info[5], napi_float64_array, "The result");
      if (result.length < RESULT_LENGTH) refuse("The result is too short.");
      const Source source{static_cast<const Byte*>(bytes.data), static_cast<int64_t>(bytes.length)};
      const ScanResult scanned = scanner_->scan(source, from, info[2].ToBoolean(),
                                                info[3].As<Napi::Number>().DoubleValue(), columns);
      auto* told = static_cast<double*>(result.data);
      told[0] = static_cast<double>(scanned.used);
      told[1] = static_cast<double>(scanned.state);
      told[2] = columns.count;
      told[3] = columns.detail_count;
      told[4] = scanned.broken_count;
      told[5] = scanned.broken_at;
      told[6] = scanner_->strings().count();
      return info.Env().Undefined();
    });
  }

  Napi::Value take_strings(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
      const StringTable& strings = scanner_->strings();
      size_t bytes = 0;
      for (uint32_t number = taken_; number < strings.count(); ++number) bytes += strings.text(number).length;
      const uint32_t count = strings.count() - taken_;
      auto together = Napi::Uint8Array::New(info.Env(), bytes);
      auto lengths = Napi::Uint32Array::New(info.Env(), count);
      auto is_raw = Napi::Uint8Array::New(info.Env(), count);
      uint8_t* to = together.Data();
      for (uint32_t index = 0; index < count; ++index) {
        const StringTable::Text& text = strings.text(taken_ + index);
        if (text.length > 0) std::memcpy(to, text.bytes, text.length);
        to += text.length;
        lengths.Data()[index] = text.length;
        is_raw.Data()[index] = text.is_raw ? 1 : 0;
      }
      taken_ = strings.count();
      auto answer = Napi::Object::New(info.Env());
      answer.Set("bytes", together);
      answer.Set("lengths", lengths);
      answer.Set("isRaw", is_raw);
      return answer;
    });
  }

  std::unique_ptr<EventScanner> scanner_;
  uint32_t most_event_details_ = 0;
  uint32_t taken_ = 0;
};

}  // namespace

void init_trace(Napi::Env env, Napi::Object exports) {
  auto own = Napi::Object::New(env);
  own.Set("EventScanner", EventScannerHandle::define(env));
  exports.Set("trace", own);
}

}  // namespace dyno
