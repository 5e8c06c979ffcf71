#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

const json for_db{
    {"resource", "db"}, {"resource_type", ""}, {"expression", R"((= subject.role "client"))"}};
const json for_outlets{{"target", "tcp-outlet"},
                       {"resource", ""},
                       {"resource_type", "tcp-outlet"},
                       {"expression", "true"}};

struct policy_line : test::fake_world {
  std::vector<noun> nouns{policy(), tcp_inlet(), tcp_outlet(), relay()};
  test::fake_node& n3 = nodes.nodes["n3"];
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("a policy is made for a resource or for a type, and the full expression printed") {
  policy_line type;
  type.n3.replies.emplace("POST /v1/policies", for_db);
  CHECK(type("policy create --at n3 --resource db --expression role=client") == 0);
  CHECK(type.out.str() == "(= subject.role \"client\")\n");
  CHECK(type.nodes.log.back()
        == R"(n3 POST /v1/policies {"expression":"role=client","resource":"db"})");
  CHECK(type("policy create --at n3 --resource-type relay --allow web") == 0);
  CHECK(type.nodes.log.back()
        == R"(n3 POST /v1/policies {"expression":"web","resource_type":"relay"})");
}

TEST_CASE("a policy for both or for nothing is refused") {
  policy_line type;
  for (const auto* const target : {"", "--resource a --resource-type relay"}) {
    CHECK(type("policy create --at n3 --allow web " + std::string(target)) != 0);
    CHECK(type.err.str().find("for a --resource or for a --resource-type") != std::string::npos);
  }
  CHECK(type.nodes.log.empty());
}

TEST_CASE("standard error points at what is wrong with an expression, before a node is asked") {
  policy_line type;
  for (const auto* const line : {"policy create --at n3 --resource db --allow a=",
                                 "tcp-outlet create --at n3 --to 1 --allow a=",
                                 "tcp-inlet create --at n3 --to /service/outlet --allow a=",
                                 "relay create r --to n3 --at /service/x --allow a="}) {
    CAPTURE(line);
    CHECK(type(line) == 65);
    CHECK(type.err.str().find("a=\n  ^\n") != std::string::npos);
    CHECK(type.err.str().find("create: --allow: policy, column 3") != std::string::npos);
  }
  CHECK(type.nodes.log.empty());
}

TEST_CASE("an inlet, an outlet and a relay take a policy of their own") {
  policy_line type;
  type.n3.replies.emplace("POST /v1/tcp-outlets", json{{"address", "outlet"}});
  type.n3.replies.emplace("POST /v1/tcp-inlets", json{{"from", "127.0.0.1:1"}});
  type.n3.replies.emplace("POST /v1/relays", json{{"remote_address", "forward_to_r"}});
  for (const auto* const line :
       {"tcp-outlet create --at n3 --to 1", "relay create r --to n3 --at /service/x",
        "tcp-inlet create --at n3 --to /service/outlet"}) {
    CHECK(type(line + std::string(" --allow role=client")) == 0);
    CHECK(type.nodes.log.back().find(R"("allow":"role=client")") != std::string::npos);
  }
}

TEST_CASE("policies are listed, shown and deleted by what they are for") {
  policy_line type;
  type.n3.replies.emplace("GET /v1/policies", json::array({for_db, for_outlets}));
  type.n3.replies.emplace("DELETE /v1/policies/tcp-outlet", for_outlets);
  CHECK(type("policy list --at n3") == 0);
  CHECK(type.out.str()
        == "Policy:\n  Resource: db\n  Expression: (= subject.role \"client\")\n"
           "Policy:\n  Resource: all of type tcp-outlet\n  Expression: true\n");
  CHECK(type("policy delete tcp-outlet --at n3") == 0);
  CHECK(type.nodes.log.back() == "n3 DELETE /v1/policies/tcp-outlet");
  CHECK(type.out.str() == "tcp-outlet\n");
}

TEST_CASE("who names what is not there yet is told so") {
  policy_line type;
  auto waiting = for_db;
  waiting["guards"] = json::array();
  type.n3.replies.emplace("POST /v1/policies", waiting);
  CHECK(type("policy create --at n3 --resource db --allow role=client") == 0);
  CHECK(type.out.str() == "(= subject.role \"client\")\n");
  CHECK(type.err.str().find("nothing on node n3 is called db now") == 0);
  waiting["guards"] = json::array({"tcp-outlet db"});
  type.n3.replies.at("POST /v1/policies") = waiting;
  CHECK(type("policy create --at n3 --resource db --allow role=client") == 0);
  CHECK(type.err.str().empty());
}
