// Who may have a relay's name that somebody has.
#include "actors/relays/name_owner.hpp"
#include "actors/relays/reserved_names.hpp"
#include "channels/handshake/channel_world.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using actors::name_owner;
using enum actors::name_ruling;

namespace {

name_owner real(std::optional<wire::identifier> peer, const std::string& worker = "r") {
  return {peer, worker, "10.0.0.1:1", {}};
}
/// One of ours; `home`: the mark of its key.
name_owner ours(std::optional<wire::identifier> peer, const std::string& worker,
                std::uint8_t home = 0, bool again = false) {
  wire::relay_request_tail tail{again, false, {}};
  tail.owner[0] = home;
  return {peer, worker, "10.0.0.1:2", tail};
}
wire::identifier one() { return id_of(1); } // once tests run: it has checks of its own
wire::identifier two() { return id_of(2); }

} // namespace

TEST_CASE("the same identity takes its name, and nobody else takes a name that was proven") {
  CHECK(rule_on(real(one()), real(one(), "other")) == takes);
  CHECK(rule_on(ours(one(), "a"), ours(one(), "b")) == takes);
  CHECK(rule_on(ours(one(), "a"), ours(two(), "b")) == asks);
  CHECK(rule_on(ours(one(), "a", 7), ours({}, "a", 7)) == asks); // in clear nothing is proven
  CHECK(rule_on(real(one()), real({})) == asks);
}

TEST_CASE("in clear a name is its registration's, and its home's") {
  CHECK(rule_on(ours({}, "a"), ours({}, "a")) == takes);
  CHECK(rule_on(ours({}, "a"), ours({}, "b")) == asks);
  CHECK(rule_on(ours({}, "a", 7), ours({}, "b", 7)) == takes);
  CHECK(rule_on(ours({}, "a", 7), ours({}, "b", 8)) == asks);
  CHECK(rule_on(ours({}, "a", 7), ours(one(), "b", 7)) == takes);
  CHECK(rule_on(real({}), real({})) == asks); // the worker of a real one says nothing
  CHECK(rule_on(ours({}, "a", 7), real({}, "a")) == asks);
}

TEST_CASE("who has lost its name does not take it back from its own kind") {
  constexpr auto again = true;
  CHECK(rule_on(ours(one(), "b"), ours(one(), "a", 0, again)) == asks);
  CHECK(rule_on(ours({}, "b", 7), ours({}, "a", 7, again)) == asks);
  CHECK(rule_on(ours({}, "a", 7), ours({}, "a", 7, again)) == takes); // it has it still
}

TEST_CASE("a proven owner's name is reserved for it for ten minutes after its end") {
  actors::reserved_names names;
  const transports::time_point began{1h};
  names.hold("forward_to_x", one());
  REQUIRE(names.find("forward_to_x", began));
  CHECK_FALSE(names.find("forward_to_x", began)->until);
  CHECK(names.take_changed(9) == std::vector<std::string>{"forward_to_x"});
  names.hold("forward_to_x", one()); // again: nothing new to write down
  CHECK_FALSE(names.changed());
  names.ended("forward_to_x", began);
  CHECK(names.find("forward_to_x", began + config::name_reserved - 1s)->owner == one());
  CHECK_FALSE(names.find("forward_to_x", began + config::name_reserved));
  names.expire(began + config::name_reserved - 1s);
  CHECK_FALSE(names.changed());
  names.expire(began + config::name_reserved);
  CHECK(names.take_changed(9) == std::vector<std::string>{"forward_to_x"});
  CHECK(names.all().empty());
}

TEST_CASE("reserved names are restored from the start on, change hands, and are bounded") {
  actors::reserved_names names;
  const transports::time_point began{1h};
  names.restore("forward_to_x", one(), began);
  CHECK(names.find("forward_to_x", began + 9min)->owner == one());
  names.hold("forward_to_x", two());
  CHECK(names.find("forward_to_x", began + 1h)->owner == two());
  names.release("forward_to_x");
  CHECK_FALSE(names.find("forward_to_x", began));
  for (std::size_t i = 0; i <= config::names_reserved_max; ++i)
    names.hold(std::to_string(i), one());
  CHECK(names.all().size() == config::names_reserved_max);
  CHECK(names.take_changed(16).size() == 16);
}
