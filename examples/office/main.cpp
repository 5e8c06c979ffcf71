// Opens a portal to a TCP service through a relay, encrypted from end to end, from one program: the
// hub, the service's side and the client's side are three nodes that share its threads.
//   $ office 127.0.0.1:5432   # prints where its inlet listens, once the way there is proven
#include <csignal>
#include <iostream>
#include <ockam/node.hpp>

using namespace std::chrono_literals;

int main(int count, char** arguments) try {
  if (count != 2) throw std::runtime_error("usage: office HOST:PORT");
  ockam::runtime runtime{{.stop_on = {SIGTERM, SIGINT}}};
  const auto self = ockam::home::open().identity();
  ockam::node hub{runtime, {.name = "hub", .allow_relays = true}};
  ockam::node server{runtime, {.name = "server", .identity = self}};
  ockam::node client{runtime, {.name = "client", .identity = self}};
  const auto bound = hub.listen();
  const auto at = "/dnsaddr/localhost/tcp/" + bound.substr(bound.rfind(':') + 1);

  server.create(ockam::outlet{.address = "db", .to = arguments[1]});
  const auto relay = server.create(ockam::relay{.name = "office", .at = at});
  if (auto up = relay.wait_up(10s); !up) throw ockam::failure(up.error());

  const auto inlet =
      client.create(ockam::inlet{.to = at + "/service/forward_to_office/secure/api/service/db",
                                 .authorized = {self.identifier()}});
  inlet.on_status([](const auto& now) { std::cerr << "inlet: " << now.text() << std::endl; });
  if (auto up = inlet.wait_up(10s); !up) throw ockam::failure(up.error());
  std::cout << inlet.address() << std::endl;
  runtime.run();
} catch (const std::exception& wrong) {
  std::cerr << "office: " << wrong.what() << '\n';
  return 1;
}
