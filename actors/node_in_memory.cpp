#include "actors/node_in_memory.hpp"

#include "actors/routing/directory.hpp"
#include "actors/system_config.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/channel_table.hpp"
#include "transports/links/link_table.hpp"
#include "transports/reactor/tcp_network.hpp"

namespace ockam::actors {

void node_in_memory::run(const work& what) const {
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
  credentials.ask_nobody(); // a command asks others, and lets nobody in
  channels::access_rules access{credentials};
  channels::context node{
      {*home, net, random, workers, links}, time, open_channels, credentials, access, self};
  project_table in{node, projects};
  node.projects = &in;

  what(node, [&] {
    in.leave_all();
    const auto left = links.list(); // each one ends behind the last goodbye
    const auto open = std::make_shared<std::size_t>(left.size());
    if (left.empty()) return home->stop();
    for (const auto& link : left)
      link.actor->attach_functor([&home, open] {
        if (--*open == 0) home->stop();
      });
  });
  home->run(); // this thread is the node, as long as it takes
}

} // namespace ockam::actors
