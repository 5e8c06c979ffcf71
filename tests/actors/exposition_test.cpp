// What a node tells Prometheus, line by line against the exposition format.
#include "actors/exposition.hpp"
#include "actors/metrics.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

using namespace ockam;
using namespace ockam::tests;

namespace {

/// Every line is a comment or a sample, a family is told of once and before its samples, and no
/// sample is there twice. Returns the values by name and labels.
std::map<std::string, double> parsed(const std::string& text) {
  const std::regex help("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
  const std::regex type("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)");
  const std::regex sample(R"re(([a-zA-Z_:][a-zA-Z0-9_:]*))re"
                          R"re((\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*")re"
                          R"re((,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*")*\})? )re"
                          R"re((-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?))re");
  std::map<std::string, double> out;
  std::set<std::string> families;
  std::string family, kind;
  std::istringstream lines(text);
  CHECK(text.ends_with('\n'));
  for (std::string line; std::getline(lines, line);) {
    std::smatch m;
    if (std::regex_match(line, m, help)) {
      CHECK_MESSAGE(families.insert(m[1]).second, line);
      family = m[1];
      CHECK_MESSAGE(family.starts_with("ockam_"), line);
    } else if (std::regex_match(line, m, type)) {
      CHECK_MESSAGE(m[1] == family, line);
      kind = m[2];
      CHECK_MESSAGE((kind == "counter") == family.ends_with("_total"), line);
    } else {
      REQUIRE_MESSAGE(std::regex_match(line, m, sample), line);
      CHECK_MESSAGE(m[1] == family, line);
      CHECK_MESSAGE(out.emplace(m[1].str() + m[2].str(), std::stod(m[6])).second, line);
    }
  }
  return out;
}

} // namespace

TEST_CASE("texts of others can not break a line") {
  auto family = actors::metric_family("ockam_x", "gauge", "two\nlines \\ one");
  actors::add_sample(family, 1.5, {{"name", "a \"b\" \\ c\nd"}});
  const auto text = actors::exposition(json::array({family}));
  CHECK(text
        == "# HELP ockam_x two\\nlines \\\\ one\n# TYPE ockam_x gauge\n"
           "ockam_x{name=\"a \\\"b\\\" \\\\ c\\nd\"} 1.5\n");
  CHECK(parsed(text).size() == 1);
}

TEST_CASE("a family without samples is not told of") {
  CHECK(actors::exposition(json::array({actors::metric_family("ockam_x", "gauge", "x")})) == "");
}

TEST_CASE("a node counts what it does") {
  simulation world;
  simulated_node a{world, "a", 1}, n{world, "n", 2};
  n.listen(7000);
  CHECK(a.send_text("/dnsaddr/n/tcp/7000/secure/api/service/echo", "x") == "x");
  world.advance(1s);
  REQUIRE(a.ask("POST", "/v1/relays", {{"name", "a"}, {"at", "/dnsaddr/n/tcp/7000"}}).status
          == 201);
  n.route({wire::local("nobody")}, wire::encode_text("x"));
  const auto told_a = parsed(actors::exposition(a.ask("GET", "/v1/metrics").body));
  const auto told_n = parsed(actors::exposition(n.ask("GET", "/v1/metrics").body));
  CHECK(told_a.at("ockam_handshakes_total{outcome=\"done\"}") == 1);
  CHECK(told_n.at("ockam_handshakes_total{outcome=\"done\"}") == 1);
  CHECK(told_a.at("ockam_handshakes_total{outcome=\"failed\"}") == 0);
  CHECK(told_a.at("ockam_links{mode=\"dialed\"}") == 1);
  CHECK(told_n.at("ockam_links{mode=\"accepted\"}") == 1);
  CHECK(told_a.at("ockam_relays{role=\"registered\"}") == 1);
  CHECK(told_n.at("ockam_relays{role=\"hosted\"}") == 1);
  CHECK(told_n.at("ockam_messages_dropped_total{reason=\"no_way\"}") >= 1);
  // The first link is gone, and what passed it is not forgotten.
  CHECK(told_n.at("ockam_link_frames_total{direction=\"in\"}") >= 4);
  CHECK(told_n.at("ockam_link_bytes_total{direction=\"in\"}") > 100);
}

TEST_CASE("what a node keeps alive is counted by its state") {
  const json node{
      {"tcp_inlets",
       {{{"alias", "web"}, {"status", "up"}, {"proven_ms_ago", 1500}, {"round_trip_us", 12000}},
        {{"alias", "db"}, {"status", "connecting"}, {"proven_ms_ago", nullptr}}}},
      {"relays",
       {{{"name", "b"}, {"role", "registered"}, {"status", "down"}},
        {{"name", "c"}, {"role", "hosted"}, {"status", "up"}}}},
      {"tcp_connections", {{{"worker_address", "01"}}}}};
  const auto told = parsed(actors::exposition(actors::session_families(node)));
  CHECK(told.at("ockam_sessions{kind=\"inlet\",state=\"up\"}") == 1);
  CHECK(told.at("ockam_sessions{kind=\"inlet\",state=\"connecting\"}") == 1);
  CHECK(told.at("ockam_sessions{kind=\"relay\",state=\"down\"}") == 1);
  CHECK(told.at("ockam_sessions{kind=\"relay\",state=\"up\"}") == 0);
  CHECK(told.at("ockam_sessions{kind=\"connection\",state=\"up\"}") == 0);
  CHECK(told.at("ockam_session_up{kind=\"inlet\",name=\"web\"}") == 1);
  CHECK(told.at("ockam_session_up{kind=\"inlet\",name=\"db\"}") == 0);
  CHECK(told.at("ockam_session_proven_age_seconds{kind=\"inlet\",name=\"web\"}") == 1.5);
  CHECK(told.at("ockam_session_round_trip_seconds{kind=\"inlet\",name=\"web\"}") == 0.012);
}
