// Asks the owner of a relay whether it is there, by a ping to its `echo`. Answers once, within
// config::owner_answer_timeout, and ends.
#pragma once
#include "actors/sessions/path_proof.hpp"
#include "transports/work/named_worker.hpp"

#include <functional>

namespace ockam::actors {

class owner_question final : public transports::named_worker {
public:
  using answer = std::function<void(bool is_there)>;

  /// `way` leads to the owner's node; `owner` is who is proven to be there, if somebody is.
  owner_question(caf::actor_config&, transports::context&, std::string address, wire::route way,
                 std::optional<wire::identifier> owner, answer);

  void deliver(transports::message&&) override; ///< the answer to the ping

private:
  void on_start() override;
  void on_exit() override { answer_ = nullptr; }
  void say(bool is_there);

  wire::route way_;
  const std::optional<wire::identifier> owner_;
  answer answer_;
  ping_token token_{};
  transports::timer deadline_;
};

} // namespace ockam::actors
