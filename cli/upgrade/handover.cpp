#include "cli/upgrade/handover.hpp"

#include "config/base/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ockam::cli {

namespace {

using nlohmann::json;

constexpr std::array<std::pair<handover_word, std::string_view>, 7> handover_words{
    {{handover_word::sockets, "sockets"},
     {handover_word::offer, "offer"},
     {handover_word::ready, "ready"},
     {handover_word::go, "go"},
     {handover_word::serves, "serves"},
     {handover_word::over, "over"},
     {handover_word::failed, "failed"}}};

std::string text_of_json(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// A number of an object, of a kind that is not negative.
template <class Number>
Number number_in(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number_unsigned() ? at->get<Number>() : Number{};
}

} // namespace

std::string encode(const handover_message& what) {
  const auto* const word = std::find_if(handover_words.begin(), handover_words.end(),
                                        [&](const auto& each) { return each.first == what.word; });
  json out{{"word", std::string(word->second)}};
  for (const auto& each : what.bound) out["bound"].push_back(to_string(each));
  if (what.has_output) out["has_output"] = true;
  if (!what.notify.empty()) out["notify"] = what.notify;
  if (what.alive_period.count() > 0)
    out["alive_ms"] = static_cast<std::uint64_t>(what.alive_period.count());
  if (what.pid > 0) out["pid"] = static_cast<unsigned>(what.pid);
  if (!what.why.empty()) out["why"] = what.why;
  return text_of_json(out);
}

result<handover_message> decode_handover(std::string_view text) {
  const auto broken = [] {
    return fail(errc::protocol, "the other process of the node said what it must not");
  };
  const auto in = json::parse(text, nullptr, false);
  if (!in.is_object()) return broken();
  const auto said = config::text_in(in, "word");
  const auto* const word = std::find_if(handover_words.begin(), handover_words.end(),
                                        [&](const auto& each) { return each.second == said; });
  if (word == handover_words.end()) return broken();
  handover_message out;
  out.word = word->first;
  const auto bound = in.value("bound", json::array());
  if (!bound.is_array()) return broken();
  for (const auto& each : bound) {
    auto at = each.is_string() ? transports::endpoint::parse(each.get<std::string>())
                               : result<transports::endpoint>(broken());
    if (!at) return broken();
    out.bound.push_back(std::move(*at));
  }
  const auto has_output = in.find("has_output");
  out.has_output = has_output != in.end() && has_output->is_boolean() && has_output->get<bool>();
  out.notify = config::text_in(in, "notify");
  out.alive_period = std::chrono::milliseconds{number_in<std::uint32_t>(in, "alive_ms")};
  out.pid = static_cast<int>(number_in<std::uint32_t>(in, "pid"));
  out.why = config::text_in(in, "why");
  return out;
}

std::string encode_handover_request(const std::string& socket) {
  return text_of_json({{"protocol", handover_protocol}, {"socket", socket}});
}

result<std::string> decode_handover_request(std::string_view body) {
  const auto in = json::parse(body, nullptr, false);
  if (!in.is_object()) return fail(errc::invalid, "the request is no object");
  const auto spoken = in.find("protocol");
  if (spoken == in.end() || *spoken != handover_protocol)
    return fail(errc::unavailable, "the two versions hand nodes over in different ways",
                "ockam node stop and ockam node start");
  auto socket = config::text_in(in, "socket");
  if (socket.empty()) return fail(errc::invalid, "socket: is missing");
  return socket;
}

handover_state::order handover_state::take(std::optional<handover_word> said) noexcept {
  switch (now_) {
  case phase::offered:
    if (said == handover_word::ready) {
      now_ = phase::lets_go;
      return order::let_go;
    }
    now_ = phase::over;
    return order::give_up;
  case phase::lets_go:
    now_ = phase::over;
    return said == handover_word::serves ? order::leave : order::take_back;
  case phase::over: break;
  }
  return order::nothing;
}

} // namespace ockam::cli
