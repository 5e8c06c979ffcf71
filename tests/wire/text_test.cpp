#include "wire/text.hpp"

#include <doctest/doctest.h>

#include <cstdint>

using namespace ockam::wire;

TEST_CASE("blanks around a text are no part of it, those within are") {
  CHECK(trimmed(" \t\r\n") == "");
  CHECK(trimmed("") == "");
  CHECK(trimmed("a b") == "a b");
  CHECK(trimmed("\r\n a\tb \n") == "a\tb");
}

TEST_CASE("a whole number is digits from end to end, and fits") {
  CHECK(whole_number<std::uint8_t>("0") == 0);
  CHECK(whole_number<std::uint8_t>("255") == 255);
  CHECK(whole_number<std::uint16_t>("007") == 7);
  for (const auto* text : {"", "256", "-1", "+1", " 1", "1 ", "1a", "0x1", "1.0"})
    CHECK_FALSE(whole_number<std::uint8_t>(text));
}
