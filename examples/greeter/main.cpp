// A worker of your own that routes lead to.
//   $ greeter   # prints 127.0.0.1:40123
//   $ ockam message send World --to /dnsaddr/localhost/tcp/40123/service/greeter
//   Hello, World!
#include <iostream>
#include <ockam/node.hpp>

int main() {
  ockam::node node{"greeter"};
  node.worker("greeter",
              [](ockam::request& r) { r.reply("Hello, " + std::string(r.text()) + '!'); });
  std::cout << node.listen() << std::endl;
  node.run();
}
