#include "actors/send_once.hpp"

#include "actors/directory.hpp"
#include "actors/exchange.hpp"
#include "actors/system_config.hpp"
#include "channels/workers/channel_table.hpp"
#include "channels/workers/credential_table.hpp"
#include "transports/link_table.hpp"
#include "transports/tcp_network.hpp"

namespace ockam::actors {

result<wire::bytes> send_once(const wire::multiaddr& to, wire::bytes payload,
                              std::chrono::milliseconds timeout,
                              std::shared_ptr<const channels::own_identity> self) {
  system_config settings;
  caf::actor_system system{settings};
  const transports::steady_clock clock;
  const auto home = std::make_shared<transports::reactor>(system, clock);
  transports::tcp_network net;
  transports::system_randomness random;
  directory workers{*home};
  transports::link_table links;
  const transports::system_wall_clock time;
  channels::channel_table open_channels;
  channels::credential_table credentials{*home, time, open_channels};
  channels::context node{
      {*home, net, random, workers, links}, time, open_channels, credentials, std::move(self)};

  result<wire::bytes> out = fail(errc::internal, "the message was not sent");
  exchange::start(node, {to, timeout}, std::move(payload), [&](result<wire::bytes> reply) {
    out = std::move(reply);
    const auto open = links.list(); // a route has one link; it ends behind the last goodbye
    if (open.empty()) return home->stop();
    open.front().actor->attach_functor([&home] { home->stop(); });
  });
  home->run(); // this thread is the node, as long as it takes
  return out;
}

} // namespace ockam::actors
