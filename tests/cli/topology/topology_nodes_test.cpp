#include "cli/topology/topology_nodes.hpp"
#include "fixtures/vectors.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

namespace {

config::node hub_wanted() {
  config::node hub;
  hub.name = "hub";
  return hub;
}

node_standing hub_there() {
  config::node_record record;
  record.name = "hub";
  record.listener_address = "127.0.0.1:4100";
  record.identity = "alice";
  return {record, true, "work", {}};
}

std::string change_from(const config::node& wanted, const std::optional<node_standing>& there) {
  const auto change = change_of(wanted, there);
  return change.what == node_change::verb::none ? "" : to_string(change);
}

} // namespace

TEST_CASE("a node of a file is made, started or left alone") {
  CHECK(change_from(hub_wanted(), {}) == "+ create node hub");
  CHECK(change_from(hub_wanted(), hub_there()).empty());
  auto ended = hub_there();
  ended.runs = false;
  CHECK(change_from(hub_wanted(), ended) == "> start node hub");
}

TEST_CASE("a node starts again for what its file says otherwise, and for nothing else") {
  auto same = hub_wanted();
  same.tcp_listener_address = "127.0.0.1:0";
  same.identity = "alice";
  same.vault = "work";
  CHECK(change_from(same, hub_there()).empty());

  auto other = hub_wanted();
  other.tcp_listener_address = "127.0.0.1:4200";
  other.identity = "bob";
  other.status_port = "127.0.0.1:9000";
  other.threads = "2";
  CHECK(change_from(other, hub_there())
        == "~ restart node hub (tcp-listener-address, identity, status-port, threads)");

  auto in_other_vault = hub_wanted();
  in_other_vault.vault = "home";
  CHECK(change_from(in_other_vault, hub_there()) == "~ restart node hub (vault)");
}

TEST_CASE("a node starts again for an authority that it does not trust yet") {
  const auto& authority = tests::vectors()["identity"]["ed25519_identity"];
  auto wanted = hub_wanted();
  wanted.authorities = {authority["change_history_cbor"]};
  CHECK(change_from(wanted, hub_there()) == "~ restart node hub (authority-identity)");
  auto there = hub_there();
  there.trusted = {authority["identifier"]};
  CHECK(change_from(wanted, there).empty());
  wanted.authorities.push_back("00");
  CHECK(change_from(wanted, there) == "~ restart node hub (authority-identity)");
}
