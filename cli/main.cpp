#include "actors/send_once.hpp"
#include "cli/commands.hpp"
#include "cli/frame.hpp"
#include "cli/home.hpp"
#include "cli/surroundings.hpp"
#include "config/environment.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <unistd.h>

namespace {

using namespace ockam;

/// A home without nodes.
class empty_home : public cli::home {
public:
  result<std::string> default_node() override { return none("default node"); }
  result<std::vector<std::string>> node_names() override { return std::vector<std::string>{}; }
  result<std::uint16_t> port_of(const std::string& name) override { return none("node " + name); }
  result<std::unique_ptr<cli::node_client>> open(const std::string& name) override {
    return none("node " + name);
  }

private:
  static error none(const std::string& what) {
    return fail(errc::not_found, what + " not found", "ockam node create");
  }
};

} // namespace

int main(int argc, char** argv) {
  empty_home nodes;
  ockam::cli::surroundings world{std::cin,
                                 std::cout,
                                 std::cerr,
                                 isatty(STDIN_FILENO) == 1,
                                 isatty(STDOUT_FILENO) == 1,
                                 ockam::config::no_color(),
                                 ockam::config::quiet(),
                                 nodes,
                                 ockam::actors::send_once};
  const std::vector<std::string> words(argv + 1, argv + argc);
  return ockam::cli::run(ockam::cli::all_nouns(), words, world);
}
