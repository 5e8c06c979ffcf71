// Sends every payload back unchanged. Sessions ping it to prove a path (spec wire §3, §4.3). A ping
// of ours may ask behind its token for an outlet of this node, and gets the answer in that place
// (§11).
#pragma once
#include "transports/work/named_worker.hpp"
#include "wire/messages/outlet_question.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ockam::actors {

class echo final : public transports::named_worker {
public:
  static constexpr std::string_view standard_address = "echo"; ///< what every node has

  /// Says what whoever sent the message may know of the outlet with that name, and of the process if
  /// the message asks for that; none: nothing.
  using knower = std::function<std::optional<wire::outlet_answer>(const transports::message&,
                                                                  std::string_view outlet)>;
  echo(caf::actor_config& cfg, transports::context& node, std::string address, knower knows)
      : named_worker(cfg, node, std::move(address)), knows_(std::move(knows)) {}

  void deliver(transports::message&& m) override {
    auto said = answer_to(m);
    reply(m, said ? std::move(*said) : std::move(m.payload));
  }

private:
  std::optional<transports::slice> answer_to(const transports::message& m) const {
    const auto payload = m.payload.view();
    const auto name = wire::decode_outlet_question(payload);
    const auto said = name && knows_ ? knows_(m, *name) : std::nullopt;
    if (!said) return {};
    const auto token = payload.first(wire::ping_token_size);
    wire::bytes out(token.begin(), token.end());
    const auto tail = wire::encode_outlet_answer(*said);
    out.insert(out.end(), tail.begin(), tail.end());
    return transports::slice::copy_of(out);
  }

  const knower knows_;
};

} // namespace ockam::actors
