#include "cli/process/status_pages.hpp"
#include "config/defaults.hpp"
#include "transports/http/control_error.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

struct asked_node {
  json node{{"name", "n1"},
            {"identity", "I1"},
            {"uptime_s", 7},
            {"tcp_listeners", json::array({{{"address", "127.0.0.1:4000"}}})},
            {"tcp_inlets", json::array({{{"alias", "web"}, {"status", "up"}, {"reason", ""}}})},
            {"relays", json::array({{{"name", "x"}, {"role", "hosted"}, {"status", "up"}}})}};
  json families = json::array();
  bool answers = true;

  transports::status_page page(const std::string& path) {
    return status_page_at(
        path,
        [this](const transports::control_request& what) -> transports::control_reply {
          if (!answers)
            return transports::reply_with(fail(errc::timed_out, "the node did not answer in time"));
          return {200, (what.path == "/v1/metrics" ? families : node).dump()};
        },
        [] {
          return json{{"identity_name", "alice"}, {"is_default", true}};
        });
  }
};

} // namespace

TEST_CASE_FIXTURE(asked_node, "a node that answers is healthy, and one that does not is not") {
  CHECK(page("/healthz").status == 200);
  answers = false;
  for (const auto* const path : {"/healthz", "/readyz", "/metrics", "/show"}) {
    const auto told = page(path);
    CHECK(told.status == 503);
    CHECK(json::parse(told.body)["reason"] == "the node did not answer in time");
  }
}

TEST_CASE_FIXTURE(asked_node, "a node is ready when all that it keeps alive is up") {
  CHECK(page("/readyz").status == 200);
  for (const auto* const state : {"degraded", "connecting", "down"}) {
    node["tcp_inlets"][0]["status"] = state;
    node["tcp_inlets"][0]["reason"] = "connection refused";
    const auto told = page("/readyz");
    CHECK(told.status == 503);
    CHECK(json::parse(told.body)
          == json{{"ready", false},
                  {"not_ready", json::array({{{"kind", "tcp-inlets"},
                                              {"name", "web"},
                                              {"status", state},
                                              {"reason", "connection refused"}}})}});
  }
  node["tcp_inlets"][0]["status"] = "up";
  node["projects"] = json::array({{{"name", "default"}, {"status", "no member"}, {"reason", "?"}}});
  CHECK(page("/readyz").status == 503);
  node["projects"][0]["status"] = "member";
  CHECK(page("/readyz").status == 200);
}

TEST_CASE_FIXTURE(asked_node, "the pages say what the reference's say, and no others are there") {
  const auto told = json::parse(page("/show").body);
  CHECK(told["name"] == "n1");
  CHECK(told["identity_name"] == "alice");
  CHECK(told["status"] == "running");
  CHECK(told["is_default"] == true);
  CHECK(told["transports"][0]["socket_addr"] == "127.0.0.1:4000");
  CHECK(told["inlets"][0]["status"] == "Up");
  CHECK(told["tcp_inlets"][0]["status"] == "up");
  CHECK(told["route"]["verbose"] == "/dnsaddr/localhost/tcp/4000");
  CHECK(told["inlets"].size() == 1);
  CHECK(page("/").status == 200);
  CHECK(page("/nothing").status == 404);
  CHECK(page("/v1/node").status == 404);
  CHECK(page("/metrics/").status == 404);
}

TEST_CASE_FIXTURE(asked_node, "metrics have what the process knows of itself, too") {
  const auto told = page("/metrics");
  CHECK(told.type == "text/plain; version=0.0.4; charset=utf-8");
  for (const auto* const line :
       {"\nockam_uptime_seconds 7\n", "\nprocess_open_fds ", "\nockam_build_info{version=\"",
        "\nprocess_resident_memory_bytes ", "\nprocess_cpu_seconds_total ",
        "\nockam_sessions{kind=\"inlet\",state=\"up\"} 1\n"})
    CHECK_MESSAGE(told.body.find(line) != std::string::npos, line);
}

TEST_CASE_FIXTURE(asked_node, "/show has its lists in pages, each of which names the next one") {
  node["relays"] = json::array();
  for (std::size_t n = 0; n < 2 * config::status_page_entries + 5; ++n)
    node["relays"].push_back({{"name", std::to_string(n)}});
  std::size_t seen = 0;
  std::string next = "/show";
  for (int pages = 1; !next.empty(); ++pages) {
    const auto told = json::parse(page(next).body);
    CHECK(told["inlets"].size() == (pages == 1 ? 1 : 0));
    for (const auto& each : told["relays"]) CHECK(each["name"] == std::to_string(seen++));
    CHECK(told["relays"].size() <= config::status_page_entries);
    next = told.value("next", "");
    CHECK(next == (pages < 3 ? "/show?page=" + std::to_string(pages + 1) : ""));
  }
  CHECK(seen == node["relays"].size());
  CHECK(page("/show?page=0").status == 404);
  CHECK(page("/show?page=99999999999999999999").status == 404);
  CHECK(json::parse(page("/show?page=1000000").body)["relays"].empty());
  CHECK(page("/healthz?from=here").status == 200);
}
