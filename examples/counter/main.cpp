// A worker with state that answers only whom a secure channel has proven: it counts what each of
// them has sent. It is the identity NAME of the home, or the default one.
//   $ counter [NAME]   # prints 127.0.0.1:40123
//   $ ockam message send hi --to /dnsaddr/localhost/tcp/40123/secure/api/service/counter
//   1
#include <csignal>
#include <iostream>
#include <map>
#include <ockam/node.hpp>

class counter final : public ockam::worker {
  void deliver(ockam::request& r) override {
    const auto who = r.peer();
    if (!who) return; // in clear: nobody knows who that is
    r.reply(std::to_string(++seen_[*who]));
  }
  std::map<std::string, int> seen_;
};

int main(int count, char** arguments) try {
  ockam::runtime runtime{{.stop_on = {SIGTERM, SIGINT}}};
  const auto home = ockam::home::open();
  ockam::node node{runtime,
                   {.name = "counter", .identity = home.identity(count > 1 ? arguments[1] : "")}};
  node.add("counter", std::make_unique<counter>());
  std::cout << node.listen() << std::endl;
  runtime.run();
} catch (const ockam::failure& wrong) {
  std::cerr << "counter: " << wrong.what() << '\n';
  return 1;
}
