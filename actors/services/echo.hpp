// Sends every payload back unchanged. Sessions ping it to prove a path (spec wire §3, §4.3).
#pragma once
#include "transports/work/named_worker.hpp"

namespace ockam::actors {

class echo final : public transports::named_worker {
public:
  static constexpr std::string_view standard_address = "echo"; ///< what every node has

  using named_worker::named_worker;
  void deliver(transports::message&& m) override { reply(m, std::move(m.payload)); }
};

} // namespace ockam::actors
