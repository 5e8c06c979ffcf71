#include "cli/diagnosis/doctor_nodes.hpp"

#include <doctest/doctest.h>

using namespace ockam::cli;
using nlohmann::json;

namespace {

const std::string office = "/dnsaddr/hub/tcp/7000/service/forward_to_office/secure/api/service/web";

json an_inlet(int detached, int for_ms) {
  return {{"alias", "web"},
          {"to", office},
          {"status", "up"},
          {"proven_ms_ago", 1000},
          {"resume_for_ms", 60000},
          {"streams", 7},
          {"streams_detached", detached},
          {"detached_for_ms", for_ms}};
}

/// What is found of a node with that inlet, but for what is as it should be.
std::vector<diagnostic> faults_of(const json& inlet) {
  examined_node laptop{{.name = "laptop"}, {{"tcp_inlets", json::array({inlet})}}};
  diagnostics out;
  examine_ways({{"laptop", laptop}}, laptop, out);
  std::vector<diagnostic> wrong;
  for (const auto& one : out.all())
    if (!one.ok) wrong.push_back(one);
  return wrong;
}

} // namespace

TEST_CASE("streams that have long waited for another way are told of, with the route to trace") {
  const auto wrong = faults_of(an_inlet(3, 28400));
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].check == "inlet");
  CHECK(wrong[0].subject == "web");
  CHECK(wrong[0].sentence
        == "3 of its streams at node laptop wait for another way, the oldest one for 28 s of 60 s; "
           "none carries, or nobody answers for them at the end of "
               + office);
  CHECK(wrong[0].hint == "ockam route trace " + office + " --from laptop");
}

TEST_CASE("of an inlet with several routes the one that is not up is to be traced") {
  auto inlet = an_inlet(1, 26000);
  inlet["to"] = json::array({"/service/first", "/service/second"});
  inlet["routes"] = json::array({{{"to", "/service/first"}, {"status", "up"}},
                                 {{"to", "/service/second"}, {"status", "connecting"}}});
  const auto wrong = faults_of(inlet);
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].hint == "ockam route trace /service/second --from laptop");
}

TEST_CASE("streams that may still find another way by themselves are no fault") {
  CHECK(faults_of(an_inlet(3, 25000)).empty());
  CHECK(faults_of(an_inlet(0, 0)).empty());
}

TEST_CASE("a node that does not know of streams without a way has none") {
  auto inlet = an_inlet(0, 0);
  for (const auto* const key : {"streams_detached", "detached_for_ms", "resume_for_ms"})
    inlet.erase(key);
  CHECK(faults_of(inlet).empty());
}
