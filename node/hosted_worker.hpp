// The actor around a program's worker, and the message that it hands to it.
#pragma once
#include "channels/workers/access_rules.hpp"
#include "transports/work/named_worker.hpp"

#include <memory>
#include <ockam/worker.hpp>
#include <string>

namespace ockam {

class hosted_worker final : public transports::named_worker {
public:
  hosted_worker(caf::actor_config&, transports::context&, std::string address,
                channels::access_guard, std::unique_ptr<ockam::worker>);

  void deliver(transports::message&&) override;
  /// Sends the answer to a message whose return route this is.
  void answer(wire::route to, wire::bytes_view payload);

private:
  const channels::access_guard guard_;
  const std::unique_ptr<ockam::worker> worker_;
};

struct request::state {
  hosted_worker& taker;
  transports::message what;
  bool answered = false;
};

} // namespace ockam
