#include "actors/services/uppercase.hpp"
#include "wire/bytes.hpp"

#include <doctest/doctest.h>

using ockam::actors::upper_case;

TEST_CASE("upper case leaves alone what is no lower-case letter") {
  CHECK(upper_case("") == "");
  CHECK(upper_case("Hello, World 123 {}~`") == "HELLO, WORLD 123 {}~`");
  CHECK(upper_case("日本語 🙂") == "日本語 🙂");
}

TEST_CASE("upper case knows the letters of other alphabets") {
  CHECK(upper_case("àéîõü") == "ÀÉÎÕÜ");
  CHECK(upper_case("ÿ") == "Ÿ");
  CHECK(upper_case("αβγω") == "ΑΒΓΩ");
  CHECK(upper_case("привет") == "ПРИВЕТ");
  CHECK(upper_case("𐐨") == "𐐀"); // four bytes each
}

TEST_CASE("upper case has one letter for one letter") { CHECK(upper_case("straße") == "STRAßE"); }

TEST_CASE("upper case of every character is valid text") {
  for (char32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 101) {
    if (c >= 0xd800 && c < 0xe000) continue;
    std::string one;
    if (c < 0x80)
      one = {static_cast<char>(c)};
    else if (c < 0x800)
      one = {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 0x3f))};
    else if (c < 0x10000)
      one = {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3f)),
             static_cast<char>(0x80 | (c & 0x3f))};
    else
      one = {static_cast<char>(0xf0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 0x3f)),
             static_cast<char>(0x80 | (c >> 6 & 0x3f)), static_cast<char>(0x80 | (c & 0x3f))};
    REQUIRE(ockam::wire::is_utf8(ockam::wire::view_of(upper_case(one))));
  }
}
