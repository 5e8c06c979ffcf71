// Where routes enter a project's node: a worker that is named like the project, because the first
// service of a project's route is its name. It passes messages on like a hop, but stays off the way
// back: the end of a link shall end what came by it. Source: spec wire §7.7, §10.2.
#pragma once
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

class project_gateway final : public transports::named_worker {
public:
  using named_worker::named_worker;
  void deliver(transports::message&& m) override {
    m.onward.pop_front();
    node_.workers.route(std::move(m));
  }
};

} // namespace ockam::actors
