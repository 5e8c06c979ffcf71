#include "wire/bytes.hpp"

#include <doctest/doctest.h>

using namespace ockam::wire;

TEST_CASE("hex is written in lower case and read in both") {
  const bytes all{0x00, 0x09, 0xaf, 0xff};
  CHECK(to_hex(all) == "0009afff");
  bytes out;
  CHECK(from_hex("0009AFff", out));
  CHECK(out == all);
  CHECK(from_hex("", out));
  CHECK(out.empty());
}

TEST_CASE("what is not hex leaves nothing behind") {
  for (const auto* text : {"0", "000", "0g", "g0", "0x", " 00", "00 "}) {
    CAPTURE(text);
    bytes out{1, 2, 3};
    CHECK_FALSE(from_hex(text, out));
    CHECK(out.empty());
  }
}

TEST_CASE("text of every length is UTF-8") {
  for (const auto* text :
       {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "gr\xc3\xbc\xc3\x9f dich"}) {
    CAPTURE(text);
    CHECK(is_utf8(view_of(text)));
  }
}

TEST_CASE("cut, overlong, surrogate and too large characters are not UTF-8") {
  for (const auto* text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2 ", "\xe0\x9f\xbf", "\xe1\x80",
        "\xe1\x80 ", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf1\x80\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "ab\xff"}) {
    CAPTURE(text);
    CHECK_FALSE(is_utf8(view_of(text)));
  }
}
