// Two programs that talk over the project that their home has enrolled with.
//   $ chat listen bob &              # bob: whose identity this is, and the name of its relay
//   $ chat say alice bob "Hello"     # alice says it to bob
//   bob heard: Hello
// What bob prints is who said it, by the project's proof: `Ie86be1... says Hello`.
#include <csignal>
#include <iostream>
#include <ockam/node.hpp>

using namespace std::chrono_literals;

int listen(ockam::node& node, ockam::runtime& runtime, const std::string& name) {
  node.worker("chat", [name](ockam::request& r) {
    std::cout << r.peer().value_or("somebody") << " says " << r.text() << std::endl;
    r.reply(name + " heard: " + std::string(r.text()));
  });
  const auto relay = node.create(ockam::relay{.name = name, .at = "/project/default"});
  if (auto up = relay.wait_up(20s); !up) throw ockam::failure(up.error());
  std::cout << "listening" << std::endl;
  runtime.run();
  return 0;
}

int say(ockam::node& node, const std::string& to, const std::string& text) {
  const auto relay = "/project/default/service/forward_to_" + to;
  std::cout << node.ask(relay + "/secure/api/service/chat", text, 20s) << std::endl;
  return 0;
}

int main(int count, char** arguments) try {
  const std::vector<std::string> all(arguments, arguments + count);
  if (!(count == 3 && all[1] == "listen") && !(count == 5 && all[1] == "say"))
    throw std::runtime_error("usage: chat listen NAME | chat say NAME TO TEXT");
  ockam::runtime runtime{{.stop_on = {SIGTERM, SIGINT}}};
  const auto home = ockam::home::open();
  ockam::node node{runtime,
                   {.name = all[2], .identity = home.identity(all[2]), .project = home.project()}};
  return count == 3 ? listen(node, runtime, all[2]) : say(node, all[3], all[4]);
} catch (const std::exception& wrong) {
  std::cerr << "chat: " << wrong.what() << '\n';
  return 1;
}
