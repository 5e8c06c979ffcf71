#include "channels/membership/held_credential.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::held_credential;
using channels::timestamp;

namespace {

constexpr timestamp issued = 1'700'000'000;

held_credential holding_for(timestamp seconds, std::map<std::string, std::string> attributes = {}) {
  channels::credential said;
  said.attributes = std::move(attributes);
  said.valid = {issued, issued + seconds};
  return {{}, std::move(said)};
}

} // namespace

TEST_CASE("a credential holds until its last second, and is due from half of its life on") {
  const auto c = holding_for(100);
  CHECK_FALSE(c.is_due(issued));
  CHECK_FALSE(c.is_due(issued + 49));
  CHECK(c.is_due(issued + 50));
  CHECK(c.holds(issued + 100));
  CHECK_FALSE(c.holds(issued + 101));
}

TEST_CASE("a credential of a clock that was ahead is due, but not if the clocks hardly differ") {
  const auto c = holding_for(1000);
  CHECK_FALSE(c.is_due(issued - 1));
  CHECK(c.is_due(issued - 1'000'000));
}

TEST_CASE("the version of a credential is no attribute of its member") {
  const auto c = holding_for(100, {{"role", "x"}, {std::string(channels::version_attribute), "7"}});
  CHECK(c.version() == 7);
  CHECK(c.attributes() == std::map<std::string, std::string>{{"role", "x"}});
  CHECK_FALSE(holding_for(100).version());
}
