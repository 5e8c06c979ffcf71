// Passes every message on to the next address and puts itself on the way back (spec wire §1.6).
#pragma once
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

class hop final : public transports::named_worker {
public:
  using named_worker::named_worker;
  void deliver(transports::message&& m) override {
    m.onward.pop_front();
    m.return_route.push_front(address());
    node_.workers.route(std::move(m));
  }
};

} // namespace ockam::actors
