#include "actors/control/values.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ockam;
using namespace std::chrono_literals;
using actors::json;

namespace {

const std::string one = "I" + std::string(64, 'a'), other = "I" + std::string(64, 'b');

} // namespace

TEST_CASE("everybody is allowed, or those who are named") {
  const auto everybody = actors::allow_list_of({});
  REQUIRE(everybody);
  CHECK(everybody->everybody());
  CHECK(actors::describe_allowed(*everybody) == json::array());
  const auto some = actors::allow_list_of({one, other});
  REQUIRE(some);
  CHECK(some->authorized().size() == 2);
  CHECK(actors::describe_allowed(*some) == json::array({one, other}));
  const auto nobody = actors::allow_list_of({one, "I00"});
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().message.starts_with("authorized: "));
}

TEST_CASE("no expression is no policy, and one that is wrong says so itself") {
  CHECK_FALSE(actors::policy_of("")->has_value());
  CHECK(actors::policy_of("role=client")->has_value());
  CHECK(actors::policy_of("(= subject.role").error().message
        == channels::policy::parse("(= subject.role").error().message);
}

TEST_CASE("a route comes with its time and with whom it may lead to") {
  const auto route = actors::route_of("/secure/api", 300ms, {one});
  REQUIRE(route);
  CHECK(wire::to_string(route->to) == "/secure/api");
  CHECK(route->timeout == 300ms);
  CHECK_FALSE(route->authorized.everybody());
  CHECK(route->self == nullptr);
  CHECK(actors::routes_of({"/secure/api", "/service/a"}, 1s, {})->size() == 2);
  CHECK_FALSE(actors::routes_of({"/secure/api", "no route"}, 1s, {}));
}

TEST_CASE("a time that nobody says is another one") {
  CHECK(actors::time_or({}, 7s) == 7s);
  CHECK(actors::time_or(1500ms, 7s) == 1500ms);
}
