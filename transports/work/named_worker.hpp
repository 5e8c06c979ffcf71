// A worker that knows its address, because it writes return routes.
#pragma once
#include "transports/work/context.hpp"
#include "transports/work/worker.hpp"

#include <string>

namespace ockam::transports {

class named_worker : public worker {
public:
  named_worker(caf::actor_config& cfg, transports::context& node, std::string address)
      : worker(cfg), node_(node), address_(std::move(address)) {}

  /// Sends a message of this worker's own; the answer comes back to it.
  void write_to(wire::route onward, slice payload) {
    message m;
    m.onward = std::move(onward);
    m.return_route.push_back(address());
    m.payload = std::move(payload);
    node_.workers.route(std::move(m));
  }

protected:
  /// This worker's address. A message's route has it too, but a worker can have several.
  wire::address_view address() const noexcept { return wire::local(address_); }
  /// Answers a message; what answers that comes back to this worker.
  void reply(message& request, slice payload) {
    auto back = reply_to(request, std::move(payload));
    back.return_route.push_back(address());
    node_.workers.route(std::move(back));
  }

  transports::context& node_;

private:
  std::string address_;
};

} // namespace ockam::transports
