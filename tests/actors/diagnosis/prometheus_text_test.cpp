// What a node tells Prometheus, line by line against the exposition format.
#include "actors/diagnosis/metrics.hpp"
#include "actors/diagnosis/prometheus_text.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <sstream>
#include <string_view>

using namespace ockam;
using namespace ockam::tests;

namespace {

/// Takes a name off the front: letters, digits and `_`, and no digit first.
std::string take_name(std::string_view& rest) {
  const auto end = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_");
  const auto name = rest.substr(0, end);
  CHECK_MESSAGE((!name.empty() && (name.front() < '0' || name.front() > '9')), std::string(rest));
  rest.remove_prefix(name.size());
  return std::string(name);
}

bool take(std::string_view& rest, std::string_view what) {
  if (!rest.starts_with(what)) return false;
  rest.remove_prefix(what.size());
  return true;
}

/// Takes `{a="x",b="y"}` off the front; in the quotes \ stands before \, " and n only.
void take_labels(std::string_view& rest) {
  if (!take(rest, "{")) return;
  do {
    take_name(rest);
    REQUIRE(take(rest, "=\""));
    while (!rest.empty() && rest.front() != '"') {
      const bool escape = rest.front() == '\\';
      rest.remove_prefix(1);
      if (!escape) continue;
      REQUIRE_FALSE(rest.empty());
      CHECK(std::string_view("\\\"n").find(rest.front()) != std::string_view::npos);
      rest.remove_prefix(1);
    }
    REQUIRE(take(rest, "\""));
  } while (take(rest, ","));
  REQUIRE(take(rest, "}"));
}

/// Every line is a comment or a sample, a family is told of once and before its samples, and no
/// sample is there twice. Returns the values by name and labels.
std::map<std::string, double> parsed(const std::string& text) {
  std::map<std::string, double> out;
  std::set<std::string> families;
  std::string family;
  std::istringstream lines(text);
  CHECK(text.ends_with('\n'));
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    std::string_view rest = line;
    if (take(rest, "# HELP ")) {
      family = take_name(rest);
      CHECK(families.insert(family).second);
      CHECK(family.starts_with("ockam_"));
      CHECK(rest.size() > 1);
    } else if (take(rest, "# TYPE ")) {
      CHECK(take_name(rest) == family);
      CHECK(rest == (family.ends_with("_total") ? " counter" : " gauge"));
    } else {
      CHECK(take_name(rest) == family);
      take_labels(rest);
      const auto key = line.substr(0, line.size() - rest.size());
      REQUIRE(take(rest, " "));
      char* end = nullptr;
      const std::string number(rest);
      const auto value = std::strtod(number.c_str(), &end);
      CHECK((!number.empty() && *end == '\0'));
      CHECK(out.emplace(key, value).second);
    }
  }
  return out;
}

} // namespace

TEST_CASE("texts of others can not break a line") {
  auto family = actors::metric_family("ockam_x", "gauge", "two\nlines \\ one");
  actors::add_sample(family, 1.5, {{"name", "a \"b\" \\ c\nd"}});
  const auto text = actors::prometheus_text(json::array({family}));
  CHECK(text
        == "# HELP ockam_x two\\nlines \\\\ one\n# TYPE ockam_x gauge\n"
           "ockam_x{name=\"a \\\"b\\\" \\\\ c\\nd\"} 1.5\n");
  CHECK(parsed(text).size() == 1);
}

TEST_CASE("a family without samples is not told of") {
  CHECK(actors::prometheus_text(json::array({actors::metric_family("ockam_x", "gauge", "x")}))
        == "");
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
  const auto told_a = parsed(actors::prometheus_text(a.ask("GET", "/v1/metrics").body));
  const auto told_n = parsed(actors::prometheus_text(n.ask("GET", "/v1/metrics").body));
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
  const auto told = parsed(actors::prometheus_text(actors::session_families(node)));
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
