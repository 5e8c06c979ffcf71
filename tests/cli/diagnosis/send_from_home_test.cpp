// Whole nodes in this process, on the real network of the loopback device.
#include "cli/diagnosis/send_from_home.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/process/running_node.hpp"
#include "fixtures/environment_variable.hpp"
#include "fixtures/temporary_directory.hpp"
#include "wire/encoding/bare.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace std::chrono_literals;

namespace {

struct home_and_node {
  home_and_node() {
    const auto who = cli::default_identity(node_home.path());
    REQUIRE(who);
    auto own = cli::load(node_home.path(), *who);
    REQUIRE(own);
    node.emplace(actors::node_options{.name = "n1", .identity = std::move(*own)});
    const auto bound = node->start({"127.0.0.1", 0}, node_home.path() / "socket");
    REQUIRE(bound);
    to_node = "/ip4/127.0.0.1/tcp/" + std::to_string(bound->port);
  }
  result<wire::bytes> send(const std::string& route,
                           const std::optional<std::string>& identity = {}) {
    const auto to = wire::multiaddr::parse(to_node + route);
    REQUIRE(to);
    return cli::send_from_home(*to, wire::encode_text("hello"), 10s, identity);
  }

  fixtures::temporary_directory node_home, directory;
  fixtures::environment_variable variable{"OCKAM_HOME", directory.path().c_str()};
  std::optional<cli::running_node> node;
  std::string to_node;
};

} // namespace

TEST_CASE_FIXTURE(home_and_node, "a message in clear needs no identity, and none is made") {
  const auto reply = send("/service/uppercase");
  REQUIRE(reply);
  CHECK(*wire::decode_text(*reply) == "HELLO");
  CHECK(std::filesystem::is_empty(directory.path()));
}

TEST_CASE_FIXTURE(home_and_node, "a message through a channel makes the default identity") {
  const auto reply = send("/secure/api/service/uppercase");
  REQUIRE(reply);
  CHECK(*wire::decode_text(*reply) == "HELLO");
  CHECK(cli::known_identity(directory.path(), "default"));
}

TEST_CASE_FIXTURE(home_and_node, "a message of somebody unknown is not sent") {
  const auto reply = send("/secure/api/service/uppercase", "alice");
  REQUIRE_FALSE(reply);
  CHECK(reply.error().code == errc::not_found);
}
