// A worker of your own: an actor on the CAF scheduler that routes lead to.
//   $ greeter   # prints 127.0.0.1:40123
//   $ ockam message send World --to /dnsaddr/localhost/tcp/40123/service/greeter
//   Hello, World!
#include "actors/node.hpp"
#include "actors/system_config.hpp"
#include "transports/reactor/tcp_network.hpp"
#include "wire/encoding/bare.hpp"

#include <caf/all.hpp>

#include <iostream>

using namespace ockam;

caf::behavior greeter(caf::event_based_actor* self, const caf::actor& router) {
  return {[=](transports::message& m) {
    const auto name = wire::decode_text(m.payload);
    if (!name) return;
    const auto greeting = wire::encode_text("Hello, " + std::string(*name) + '!');
    auto reply = transports::reply_to(m, transports::slice::copy_of(greeting));
    reply.return_route.push_back(wire::local("greeter"));
    self->send(router, std::move(reply));
  }};
}

int main() {
  actors::system_config settings;
  caf::actor_system system{settings};
  transports::tcp_network network;
  transports::system_randomness randomness;
  transports::steady_clock clock;
  auto loop = std::make_shared<transports::reactor>(system, clock);
  actors::node node{loop, network, randomness, {"greeter"}};
  const auto started = node.start_worker("greeter", system.spawn(greeter, node.router()));
  const auto bound = node.listen({"127.0.0.1", 0});
  if (!started || !bound) return 1;
  std::cout << transports::to_string(*bound) << std::endl;
  loop->run();
}
