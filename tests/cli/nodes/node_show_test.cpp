#include "cli/fixtures/fake_world.hpp"
#include "cli/nodes/node_commands.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using nlohmann::json;

namespace {

struct two_nodes : cli::test::fake_world {
  two_nodes() {
    nodes.chosen = "n1";
    nodes.nodes["n1"].port = 4000;
    nodes.nodes["n1"].replies.emplace("GET /v1/node", json::parse(R"({
      "name":"n1","version":"0.1.0","pid":7,"uptime_s":3,"identity":"I0123",
      "tcp_listeners":[{"id":"aa","transport":"TCP","mode":"Listening",
                        "address":"127.0.0.1:4000","worker_address":"bb"}],
      "threads":2,
      "sandbox":{"mode":"auto","system_calls":true,"files":false,"reason":"no Landlock","refused":[]},
      "tcp_connections":[],
      "secure_channel_listeners":[{"address":"api","identifier":"I0123","authorized":[]}],
      "tcp_inlets":[{"alias":"web","from":"127.0.0.1:6000","to":"/service/outlet"}],
      "tcp_outlets":[{"alias":"outlet","address":"outlet","to":"127.0.0.1:5000"}],
      "relays":[],
      "services":[{"type":"uppercase","address":"uppercase"}]})"));
    nodes.nodes["n2"].port = 4001;
    nodes.nodes["n2"].running = false;
  }
  int run_line(const std::string& line) {
    const std::vector<cli::noun> nouns{cli::node()};
    return run(nouns, line);
  }
};

constexpr auto block_of_n1 = R"(
Node:
  Name: n1 (Default)
  Status: UP
  Route To Node:
    Short: /node/n1
    Verbose: /dnsaddr/localhost/tcp/4000
  Identity: I0123
  Threads: 2
  Sandbox: system calls: no Landlock
  Transports:
    Transport:
      Type: TCP
      Mode: Listening
      Socket: 127.0.0.1:4000
      Worker: 0#bb
  Secure Channel Listeners:
    Listener:
      Address: /service/api
  Inlets:
    Inlet:
      Listen Address: 127.0.0.1:6000
      Route To Outlet: /service/outlet
  Outlets:
    Outlet:
      Forward Address: 127.0.0.1:5000
      Address: /service/outlet
  Relays:
  Services:
    Service:
      Type: uppercase
      Address: /service/uppercase
)";

constexpr auto block_of_n2 = R"(
Node:
  Name: n2
  Status: DOWN
  Route To Node:
    Short: /node/n2
    Verbose: /dnsaddr/localhost/tcp/4001
)";

} // namespace

TEST_CASE_FIXTURE(two_nodes, "a node that runs is shown with all that runs on it") {
  for (auto line : {"node show", "node show n1", "node show /node/n1"}) {
    CHECK(run_line(line) == 0);
    CHECK(out.str() == block_of_n1);
    CHECK(err.str().empty());
  }
}

TEST_CASE_FIXTURE(two_nodes, "a node that does not run is shown with what is known of it") {
  CHECK(run_line("node show n2") == 0);
  CHECK(out.str() == block_of_n2);
}

TEST_CASE_FIXTURE(two_nodes, "a node that does not answer is down, for a reason") {
  nodes.nodes["n1"].replies.insert_or_assign("GET /v1/node",
                                             fail(errc::timed_out, "node n1 did not answer"));
  CHECK(run_line("node show n1") == 0);
  CHECK(out.str().find("Status: DOWN (node n1 did not answer)\n") != std::string::npos);
}

TEST_CASE_FIXTURE(two_nodes, "a node is shown as an object") {
  CHECK(run_line("node show n1 --output json") == 0);
  auto shown = json::parse(out.str());
  CHECK(shown["status"] == "running");
  CHECK(shown["is_default"] == true);
  CHECK(shown["route"]["short"] == "/node/n1");
  CHECK(shown["pid"] == 7);
}

TEST_CASE_FIXTURE(two_nodes, "an unknown node is not found") {
  for (auto verb : {"show", "stop", "start", "delete", "logs", "default"}) {
    CAPTURE(verb);
    CHECK(run_line(std::string{"node "} + verb + " n3") == 70);
    CHECK(out.str().empty());
    CHECK(err.str().find("not found") != std::string::npos);
  }
}

TEST_CASE_FIXTURE(two_nodes, "a name that no node can have is refused before anything is done") {
  for (auto verb : {"create", "show", "delete"}) {
    CHECK(run_line(std::string{"node "} + verb + " n.1") == 65);
    CHECK(out.str().empty());
  }
  CHECK(nodes.log.empty());
}

TEST_CASE_FIXTURE(two_nodes, "every node is listed in two lines, whether it runs or not") {
  CHECK(run_line("node list") == 0);
  CHECK(out.str()
        == "n1 (Default): UP at 127.0.0.1:4000\n  1 inlet, 1 outlet\n"
           "n2: DOWN\n  ockam node start n2\n");
  CHECK(run_line("node list --output json") == 0);
  CHECK(json::parse(out.str()).size() == 2);
}

TEST_CASE("without nodes the list says so, and is no error") {
  cli::test::fake_world empty;
  const std::vector<cli::noun> nouns{cli::node()};
  CHECK(empty.run(nouns, "node list") == 0);
  CHECK(empty.out.str().empty());
  CHECK(empty.err.str().starts_with("No nodes registered on this system! Looked in "));
  CHECK(empty.run(nouns, "node list --output json") == 0);
  CHECK(empty.out.str() == "[]\n");
  CHECK(empty.run(nouns, "node show") == 70);
}

TEST_CASE_FIXTURE(two_nodes, "a node in projects is shown with them, and why it is no member") {
  const auto member_of = [](const char* name, const char* status, const char* reason) {
    return json{{"name", name}, {"status", status}, {"reason", reason}};
  };
  auto& told = nodes.nodes["n1"].replies.at("GET /v1/node");
  (*told)["projects"] = {member_of("p1", "member", ""),
                         member_of("p2", "no member", "unauthorized member")};
  (*told)["projects"][0]["attributes"] = {{"role", "dba"}, {"ockam-relay", "a\x1b"}};
  CHECK(run_line("node show n1") == 0);
  CHECK(out.str().find("  Projects:\n    Project:\n      Name: p1\n      Status: member\n"
                       "      Attributes: ockam-relay=a\\x1b, role=dba\n"
                       "    Project:\n      Name: p2\n"
                       "      Status: no member (unauthorized member)\n  Services:\n")
        != std::string::npos);
}
