#include "wire/messages/identifier.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;

TEST_CASE("an identifier is the letter I and 64 digits") {
  const std::string digits = "980783e607610b26200eb668969e41793381e71d47ad03f8f4824b49276e1735";
  const auto who = identifier::parse("I" + digits);
  REQUIRE(who);
  CHECK(to_string(*who) == "I" + digits);
  CHECK(*who
        == *identifier::parse("I980783E607610B26200EB668969E41793381E71D47AD03F8F4824B49276E1735"));
  for (const auto& text : {std::string(), digits, "I" + digits.substr(2), "I" + digits + "00",
                           "i" + digits, "I" + digits.substr(1) + "g", "I " + digits}) {
    const auto bad = identifier::parse(text);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == errc::invalid);
  }
}
