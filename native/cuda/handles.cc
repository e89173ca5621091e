#include "cuda/handles.h"

#include "cuda/from_js.h"
#include "cuda/timing.h"

namespace dyno::cuda {

namespace {

using Info = Napi::CallbackInfo;

/** Where a copy starts or ends on the host. */
struct HostSide {
  void* data;
  size_t bytes;
  bool is_pinned;
};

HostSide host_side(const Napi::Value& value) {
  if (is_wrapped<PinnedMemory>(value)) {
    const auto pinned = unwrap<PinnedMemory>(value);
    return {pinned->data(), pinned->bytes(), true};
  }
  const Bytes view = view_of(value);
  return {view.data, view.length, false};
}

size_t offset_of(const Napi::Value& value) {
  return value.IsUndefined() ? 0 : static_cast<size_t>(integer_of(value, "an offset", 0, 1ll << 50));
}

template <typename T>
void add_close(Napi::Object object, const std::shared_ptr<Held<T>>& held) {
  method(object, "close", [held](const Info& info) {
    held->value.reset();
    return info.Env().Undefined();
  });
}

}  // namespace

Napi::Object js_of(Napi::Env env, std::shared_ptr<DeviceMemory> memory) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("bytes", static_cast<double>(memory->bytes()));
  const auto held = wrap(object, std::move(memory));
  method(object, "write", [held](const Info& info) {
    const Bytes from = view_of(info[0]);
    of(held)->write(from.data, from.length, offset_of(info[1]));
    return info.Env().Undefined();
  });
  method(object, "read", [held](const Info& info) {
    const Bytes into = view_of(info[0]);
    of(held)->read(into.data, into.length, offset_of(info[1]));
    return info.Env().Undefined();
  });
  method(object, "fill", [held](const Info& info) {
    of(held)->fill(static_cast<unsigned char>(integer_of(info[0], "a byte", 0, 255)));
    return info.Env().Undefined();
  });
  method(object, "timeUpload", [held](const Info& info) {
    const HostSide from = host_side(info[0]);
    const auto stream = unwrap<Stream>(info[1]);
    return numbers(info.Env(),
                   time_upload(*of(held), from.data, from.bytes, from.is_pinned, *stream, repeats_of(info[2])));
  });
  method(object, "timeDownload", [held](const Info& info) {
    const HostSide into = host_side(info[0]);
    const auto stream = unwrap<Stream>(info[1]);
    return numbers(info.Env(),
                   time_download(*of(held), into.data, into.bytes, into.is_pinned, *stream, repeats_of(info[2])));
  });
  add_close(object, held);
  return object;
}

Napi::Object js_of(Napi::Env env, std::shared_ptr<PinnedMemory> memory) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("bytes", static_cast<double>(memory->bytes()));
  const auto held = wrap(object, std::move(memory));
  const auto within = [held](const Info& info) {
    const auto pinned = of(held);
    const Bytes view = view_of(info[0]);
    const size_t offset = offset_of(info[1]);
    if (offset > pinned->bytes() || view.length > pinned->bytes() - offset)
      throw CodedError("CUDA_OUT_OF_RANGE", "These bytes do not lie within the pinned memory.");
    return std::pair<Bytes, unsigned char*>{view, static_cast<unsigned char*>(pinned->data()) + offset};
  };
  method(object, "write", [within](const Info& info) {
    const auto [view, at] = within(info);
    std::copy_n(view.data, view.length, at);
    return info.Env().Undefined();
  });
  method(object, "read", [within](const Info& info) {
    const auto [view, at] = within(info);
    std::copy_n(at, view.length, view.data);
    return info.Env().Undefined();
  });
  add_close(object, held);
  return object;
}

Napi::Object js_of(Napi::Env env, std::shared_ptr<Stream> stream) {
  Napi::Object object = Napi::Object::New(env);
  const auto held = wrap(object, std::move(stream));
  method(object, "synchronize", [held](const Info& info) {
    of(held)->synchronize();
    return info.Env().Undefined();
  });
  add_close(object, held);
  return object;
}

Napi::Object js_of(Napi::Env env, std::shared_ptr<Event> event) {
  Napi::Object object = Napi::Object::New(env);
  const auto held = wrap(object, std::move(event));
  method(object, "record", [held](const Info& info) {
    of(held)->record(*unwrap<Stream>(info[0]));
    return info.Env().Undefined();
  });
  method(object, "isDone", [held](const Info& info) { return Napi::Boolean::New(info.Env(), of(held)->is_done()); });
  method(object, "wait", [held](const Info& info) {
    of(held)->wait();
    return info.Env().Undefined();
  });
  method(object, "msSince", [held](const Info& info) {
    return Napi::Number::New(info.Env(), of(held)->ms_since(*unwrap<Event>(info[0])));
  });
  add_close(object, held);
  return object;
}

Napi::Object js_of(Napi::Env env, std::shared_ptr<Module> module) {
  Napi::Object object = Napi::Object::New(env);
  const auto held = wrap(object, std::move(module));
  method(object, "kernel", [held](const Info& info) {
    return js_of(info.Env(), std::make_shared<Function>(of(held), text_of(info[0], "a kernel’s name")));
  });
  add_close(object, held);
  return object;
}

Napi::Object js_of(Napi::Env env, std::shared_ptr<Function> function) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", function->name());
  object.Set("registers", function->attribute(abi::FUNCTION_NUM_REGS));
  object.Set("localBytes", function->attribute(abi::FUNCTION_LOCAL_SIZE_BYTES));
  object.Set("sharedBytes", function->attribute(abi::FUNCTION_SHARED_SIZE_BYTES));
  object.Set("maxThreads", function->attribute(abi::FUNCTION_MAX_THREADS_PER_BLOCK));
  const auto held = wrap(object, std::move(function));
  method(object, "blocksPerMultiprocessor", [held](const Info& info) {
    const int threads = static_cast<int>(integer_of(info[0], "a count of threads", 1, 1024));
    return Napi::Number::New(info.Env(), of(held)->blocks_per_multiprocessor(threads));
  });
  method(object, "launch", [held](const Info& info) {
    Arguments arguments = arguments_of(info[1]);
    of(held)->launch(shape_of(info[0]), arguments.pointers().data(), *unwrap<Stream>(info[2]));
    return info.Env().Undefined();
  });
  method(object, "time", [held](const Info& info) {
    Arguments arguments = arguments_of(info[1]);
    const auto stream = unwrap<Stream>(info[2]);
    return numbers(info.Env(), time_launches(*of(held), shape_of(info[0]), arguments.pointers().data(), *stream,
                                             repeats_of(info[3]), repeats_of(info[4])));
  });
  method(object, "timePipeline", [held](const Info& info) {
    const auto function = of(held);
    Arguments arguments = arguments_of(info[1]);
    const auto pointers = arguments.pointers();
    const Napi::Object options = info[2].ToObject();
    const auto memory = unwrap<DeviceMemory>(options.Get("memory"));
    const auto source = unwrap<PinnedMemory>(options.Get("source"));
    std::vector<std::shared_ptr<Stream>> streams;
    const Napi::Array list = options.Get("streams").As<Napi::Array>();
    for (uint32_t i = 0; i < list.Length(); i++) streams.push_back(unwrap<Stream>(list.Get(i)));
    if (streams.empty()) throw CodedError("CUDA_WRONG_ARGUMENT", "At least one stream was expected.");
    std::vector<Stream*> in_turn;
    for (const auto& stream : streams) in_turn.push_back(stream.get());
    const Pipeline pipeline{*memory,
                            *source,
                            *function,
                            shape_of(info[0]),
                            const_cast<void**>(pointers.data()),
                            repeats_of(options.Get("parts"))};
    return numbers(info.Env(), time_pipeline(pipeline, in_turn, repeats_of(options.Get("repeats"))));
  });
  add_close(object, held);
  return object;
}

Napi::Object js_of(Napi::Env env, std::shared_ptr<Graph> graph) {
  Napi::Object object = Napi::Object::New(env);
  const auto held = wrap(object, std::move(graph));
  method(object, "launch", [held](const Info& info) {
    of(held)->launch(*unwrap<Stream>(info[0]));
    return info.Env().Undefined();
  });
  method(object, "time", [held](const Info& info) {
    const auto stream = unwrap<Stream>(info[0]);
    return numbers(info.Env(), time_graph(*of(held), *stream, repeats_of(info[1]), repeats_of(info[2])));
  });
  add_close(object, held);
  return object;
}

Napi::Object js_of(Napi::Env env, std::shared_ptr<Context> context) {
  Napi::Object object = Napi::Object::New(env);
  const auto held = wrap(object, std::move(context));
  method(object, "fault", [held](const Info& info) -> Napi::Value {
    const std::string& fault = of(held)->fault();
    if (fault.empty()) return info.Env().Null();
    return Napi::String::New(info.Env(), fault);
  });
  method(object, "memory", [held](const Info& info) {
    const auto context = of(held);
    size_t free = 0, total = 0;
    context->call(context->driver().memory_info, &free, &total);
    Napi::Object out = Napi::Object::New(info.Env());
    out.Set("freeBytes", static_cast<double>(free));
    out.Set("totalBytes", static_cast<double>(total));
    return out;
  });
  method(object, "loadModule", [held](const Info& info) {
    return js_of(info.Env(), std::make_shared<Module>(of(held), text_of(info[0], "a module")));
  });
  method(object, "allocate", [held](const Info& info) {
    return js_of(info.Env(), std::make_shared<DeviceMemory>(of(held), bytes_of(info[0])));
  });
  method(object, "allocatePinned", [held](const Info& info) {
    return js_of(info.Env(), std::make_shared<PinnedMemory>(of(held), bytes_of(info[0])));
  });
  method(object, "createStream",
         [held](const Info& info) { return js_of(info.Env(), std::make_shared<Stream>(of(held))); });
  method(object, "createEvent",
         [held](const Info& info) { return js_of(info.Env(), std::make_shared<Event>(of(held))); });
  method(object, "capture", [held](const Info& info) {
    const auto stream = unwrap<Stream>(info[0]);
    if (!info[1].IsFunction()) throw CodedError("CUDA_WRONG_ARGUMENT", "A function that launches was expected.");
    const Napi::Function record = info[1].As<Napi::Function>();
    return js_of(info.Env(), std::make_shared<Graph>(*stream, of(held), [&] { record.Call({}); }));
  });
  method(object, "synchronize", [held](const Info& info) {
    const auto context = of(held);
    context->call(context->driver().context_synchronize);
    return info.Env().Undefined();
  });
  add_close(object, held);
  return object;
}

}  // namespace dyno::cuda
