#include "cli/fixtures/fake_world.hpp"
#include "cli/resources/selection.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

namespace {

status tell(invocation& call) {
  auto node = select_node(call, "at");
  if (!node) return node.error();
  const auto timeout = timeout_of(call, std::chrono::milliseconds(7));
  if (!timeout) return timeout.error();
  std::string text = node->name + " " + std::to_string(timeout->count());
  if (call.args.text("to")) {
    const auto to = route_of(call, "to");
    if (!to) return to.error();
    text += " " + to_string(*to);
  }
  call.out.answer({}, text);
  return done{};
}

const std::vector<noun> selecting_nouns{
    {"tell",
     "",
     {{"",
       "",
       {},
       {node_option("at,node,n"), timeout_option("7ms"), {"to", "ROUTE", "", option::route}},
       {"ockam tell"},
       tell}}}};

struct selection_line : test::fake_world {
  selection_line() { nodes.nodes["n1"].port = 4001; }
  std::string operator()(const std::string& line) {
    return run(selecting_nouns, "tell " + line) == 0 ? out.str() : err.str();
  }
};

} // namespace

TEST_CASE("a node is chosen by any name of the option, else the default is") {
  selection_line type;
  for (auto line : {"--at n1", "--node /node/n1", "-n n1"}) CHECK(type(line) == "n1 7\n");
  CHECK(type("") == "ockam tell: default node not found (try: ockam node create)\n");
  type.nodes.chosen = "n1";
  CHECK(type("") == "n1 7\n");
  CHECK(type("--at n2") == "ockam tell: node n2 not found (try: ockam node list)\n");
  CHECK(type("--at n!").starts_with("ockam tell: invalid node name"));
}

TEST_CASE("routes are resolved and times parsed") {
  selection_line type;
  type.nodes.chosen = "n1";
  CHECK(type("--to /node/n1/service/x --timeout 2s")
        == "n1 2000 /ip4/127.0.0.1/tcp/4001/service/x\n");
  CHECK(type("--timeout x").find("is not a time") != std::string::npos);
}
