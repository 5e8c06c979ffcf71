#include "cli/fixtures/home_world.hpp"
#include "cli/shell/commands.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

namespace {

struct watched_home : test::home_world {
  std::vector<noun> nouns{status_of_nodes()};
  watched_home() { say("up"); }
  void say(const std::string& state) {
    nodes.nodes["n1"].replies.insert_or_assign(
        "GET /v1/node",
        json{{"name", "n1"},
             {"tcp_inlets", json::array({{{"alias", "web"}, {"status", state}, {"reason", ""}}})},
             {"relays", json::array({{{"name", "b"}, {"role", "hosted"}, {"status", "up"}}})}});
  }
  static std::ptrdiff_t count(const std::string& text, const std::string& part) {
    std::ptrdiff_t out = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != text.npos; at += part.size()) ++out;
    return out;
  }
};

} // namespace

TEST_CASE_FIXTURE(watched_home, "in a pipe what is watched is said again when it has changed") {
  pauses = 5;
  meanwhile = [this] {
    if (pauses == 1) say("connecting");
  };
  CHECK(run(nouns, "status --watch") == 0);
  CHECK(count(out.str(), "-- ") == 2);
  CHECK(count(out.str(), "n1: inlet web is up\n") == 1);
  CHECK(count(out.str(), "n1: inlet web is connecting\n") == 1);
  CHECK(out.str().find("relay b") == std::string::npos);
  CHECK(out.str().find('\033') == std::string::npos);
}

TEST_CASE_FIXTURE(watched_home,
                  "on a terminal what is watched is drawn anew and stays at the end") {
  out_is_terminal = true;
  no_color = true;
  pauses = 3;
  CHECK(run(nouns, "status --watch") == 0);
  const auto text = out.str();
  CHECK(text.starts_with("\033[?1049h\033[?25l"));
  CHECK(count(text, "\033[H\033[2J") == 3);
  const auto end = text.find("\033[?25h\033[?1049l");
  REQUIRE(end != text.npos);
  CHECK(text.substr(end).find("n1: inlet web is up") != text.npos);
}

TEST_CASE_FIXTURE(watched_home, "json that is watched has a line for each change") {
  pauses = 3;
  CHECK(run(nouns, "status --watch --output json") == 0);
  CHECK(count(out.str(), "\n") == 1);
  CHECK(json::parse(out.str())["nodes"][0]["name"] == "n1");
}
