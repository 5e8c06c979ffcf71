#include "actors/send_once.hpp"

#include "actors/directory.hpp"
#include "actors/exchange.hpp"
#include "actors/system_config.hpp"
#include "transports/link_table.hpp"
#include "transports/tcp_network.hpp"

namespace ockam::actors {

result<wire::bytes> send_once(const wire::multiaddr& to, wire::bytes payload,
                              std::chrono::milliseconds timeout) {
  system_config settings;
  caf::actor_system system{settings};
  const transports::steady_clock clock;
  const auto home = std::make_shared<transports::reactor>(system, clock);
  transports::tcp_network net;
  transports::system_randomness random;
  directory workers{*home};
  transports::link_table links;
  transports::context node{*home, net, random, workers, links};

  result<wire::bytes> out = fail(errc::internal, "the message was not sent");
  exchange::start(node, to, std::move(payload), timeout, [&](result<wire::bytes> reply) {
    out = std::move(reply);
    home->stop();
  });
  home->run(); // this thread is the node, as long as it takes
  return out;
}

} // namespace ockam::actors
