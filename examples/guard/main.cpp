// An inlet that refuses one command of a line protocol: whoever writes FLUSHALL is told so, and the
// service never hears of it.
//   $ guard /dnsaddr/localhost/tcp/4000/service/redis   # prints where it listens
//   $ redis-cli -p 40123 flushall
//   (error) ERR not through here
#include <algorithm>
#include <csignal>
#include <iostream>
#include <ockam/node.hpp>

class no_flush final : public ockam::stream_filter {
  outcome on_client(std::string_view data, bool) override {
    for (const auto c : data) {
      if (c != '\n') {
        if (line_.size() < longest)
          line_ += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        continue;
      }
      if (line_.starts_with("FLUSHALL")) return reject("-ERR not through here\r\n");
      line_.clear();
    }
    return pass();
  }
  static constexpr std::size_t longest = 8; ///< of a line, as far as it is looked at
  std::string line_;
};

int main(int count, char** arguments) try {
  if (count != 2) throw std::runtime_error("usage: guard ROUTE");
  ockam::runtime runtime{{.stop_on = {SIGTERM, SIGINT}}};
  ockam::node node{runtime, {.name = "guard"}};
  const auto inlet = node.create(
      ockam::inlet{.to = arguments[1], .filter = [] { return std::make_unique<no_flush>(); }});
  std::cout << inlet.address() << std::endl;
  runtime.run();
} catch (const std::exception& wrong) {
  std::cerr << "guard: " << wrong.what() << '\n';
  return 1;
}
