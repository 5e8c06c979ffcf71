#include "cli/completion_values.hpp"
#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

struct home_with_names : test::fake_world {
  home_with_names() {
    auto& n1 = nodes.nodes["n1"].replies;
    nodes.nodes["n2"].running = false;
    n1.emplace("GET /v1/relays",
               json::parse(R"x([{"name":"office"},{"name":"$(reboot)"},{"name":"-f"}])x"));
    n1.emplace("GET /v1/tcp-inlets", json::parse(R"([{"alias":"web"}])"));
    n1.emplace("GET /v1/tcp-outlets", json::parse(R"([{"alias":"db","address":"db"}])"));
  }
  /// What is offered; `none` where no value is expected.
  std::string offered(const std::string& words) {
    const auto code = run(all_nouns(), "complete " + words);
    return code == 0 ? out.str() : "none";
  }
};

} // namespace

TEST_CASE_FIXTURE(home_with_names, "a value may be what nodes have") {
  CHECK(offered("node show") == "n1\nn2\n");
  CHECK(offered("relay show") == "office\n");
  CHECK(offered("tcp-inlet delete") == "web\n");
  CHECK(offered("tcp-outlet show show") == "db\n");
  CHECK(offered("tcp-inlet create -- --via") == "office\n");
  CHECK(offered("tcp-inlet create -- --at") == "n1\nn2\n");
  CHECK(offered("policy create -- --resource") == "db\nweb\n");
  CHECK(offered("route trace").starts_with("/node/n1\n/node/n2\n"));
}

TEST_CASE_FIXTURE(home_with_names, "a value may be a word of a list") {
  CHECK(offered("node create -- --sandbox") == "auto\nrequired\noff\n");
  CHECK(offered("node list -- --output") == "plain\njson\n");
  CHECK(offered("policy create -- --resource-type") == "tcp-inlet\ntcp-outlet\nrelay\n");
  CHECK(offered("service start") == "hop\necho\nuppercase\n");
}

TEST_CASE_FIXTURE(home_with_names,
                  "where anything may stand nothing is offered, and no value without an argument") {
  CHECK(offered("project import") == "");
  CHECK(offered("node create -- --variable") == "");
  CHECK(offered("relay create") == "none");
  CHECK(offered("node list") == "none");
  CHECK(offered("node nothing") == "none");
}

TEST_CASE_FIXTURE(home_with_names,
                  "names that a shell would take for more than a word are left out") {
  CHECK(offered("relay delete").find('$') == std::string::npos);
  CHECK(offered("relay delete").find("-f") == std::string::npos);
}
