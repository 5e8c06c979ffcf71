#include "cli/text/jq_filter.hpp"

#include <nlohmann/json.hpp>

#include <dlfcn.h>
#include <optional>
#include <type_traits>

extern "C" {
#include <jq.h>
#include <jv.h>
}

namespace ockam::cli {

namespace {

using nlohmann::json;

/// What is used of libjq. A jv is given away by whoever hands it to one of these.
struct jq_library {
  decltype(&::jq_init) init = nullptr;
  decltype(&::jq_teardown) teardown = nullptr;
  decltype(&::jq_set_error_cb) set_error_cb = nullptr;
  decltype(&::jq_set_attr) set_attr = nullptr;
  decltype(&::jq_compile) compile = nullptr;
  decltype(&::jq_start) start = nullptr;
  decltype(&::jq_next) next = nullptr;
  decltype(&::jv_parse) parse = nullptr;
  decltype(&::jv_dump_string) dump_string = nullptr;
  decltype(&::jv_string) string = nullptr;
  decltype(&::jv_array) array = nullptr;
  decltype(&::jv_string_value) string_value = nullptr;
  decltype(&::jv_get_kind) get_kind = nullptr;
  decltype(&::jv_invalid_get_msg) invalid_get_msg = nullptr;
  decltype(&::jv_copy) copy = nullptr;
  decltype(&::jv_free) free = nullptr;

  bool load() {
    auto* const from = ::dlopen("libjq.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!from) return false;
    const auto find = [from](auto& function, const char* name) {
      function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(from, name));
      return function != nullptr;
    };
    return find(init, "jq_init") && find(teardown, "jq_teardown")
           && find(set_error_cb, "jq_set_error_cb") && find(set_attr, "jq_set_attr")
           && find(compile, "jq_compile") && find(start, "jq_start") && find(next, "jq_next")
           && find(parse, "jv_parse") && find(dump_string, "jv_dump_string")
           && find(string, "jv_string") && find(array, "jv_array")
           && find(string_value, "jv_string_value") && find(get_kind, "jv_get_kind")
           && find(invalid_get_msg, "jv_invalid_get_msg") && find(copy, "jv_copy")
           && find(free, "jv_free");
  }

  /// The text of a message, or the value as JSON. Takes the value.
  std::string text_of(jv value) const {
    if (get_kind(value) != JV_KIND_STRING) value = dump_string(value, 0);
    std::string text = string_value(value);
    free(value);
    return text;
  }
};

const jq_library* loaded_jq() {
  static const auto loaded = [] {
    jq_library all;
    return all.load() ? std::optional(all) : std::nullopt;
  }();
  return loaded ? &*loaded : nullptr;
}

void keep_message(void* into, jv message) {
  auto& text = *static_cast<std::string*>(into);
  constexpr std::string_view start = "jq: error: ";
  auto more = loaded_jq()->text_of(message);
  if (more.starts_with(start)) more.erase(0, start.size());
  if (text.empty()) text = more.substr(0, more.find('\n')); // the first of several is the cause
}

} // namespace

result<jq_filter> jq_filter::compile(const std::string& program) {
  const auto* const jq = loaded_jq();
  if (!jq)
    return fail(errc::unavailable, "--jq needs libjq.so.1, which is not there",
                "apt install libjq1, or pipe the JSON into another program");
  std::shared_ptr<jq_state> state(jq->init(), [jq](jq_state* it) {
    if (it) jq->teardown(&it);
  });
  if (!state) return fail(errc::internal, "--jq: jq does not start");
  std::string message;
  jq->set_error_cb(state.get(), keep_message, &message);
  jq->set_attr(state.get(), jq->string("JQ_LIBRARY_PATH"), jq->array()); // programs have no modules
  const auto good = jq->compile(state.get(), program.c_str()) != 0;
  jq->set_error_cb(state.get(), nullptr, nullptr);
  if (!good) return fail(errc::invalid, "--jq: " + message);
  return jq_filter(std::move(state));
}

result<std::vector<json>> jq_filter::run(const json& value) const {
  const auto& jq = *loaded_jq();
  const auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  jq.start(state_.get(), jq.parse(text.c_str()), 0);
  std::vector<json> out;
  for (;;) {
    auto next = jq.next(state_.get());
    if (jq.get_kind(next) != JV_KIND_INVALID) {
      next = jq.dump_string(next, 0);
      out.push_back(json::parse(jq.string_value(next), nullptr, false));
      jq.free(next);
      continue;
    }
    const auto why = jq.invalid_get_msg(next);
    if (jq.get_kind(why) != JV_KIND_NULL) return fail(errc::invalid, "--jq: " + jq.text_of(why));
    jq.free(why);
    return out;
  }
}

} // namespace ockam::cli
