#include "config/base/printable.hpp"

#include <doctest/doctest.h>

#include <utility>

using ockam::config::is_printable;
using ockam::config::printable;

TEST_CASE("names cannot move a cursor, change colours or turn a line round") {
  const std::pair<std::string, std::string> all[] = {
      {"office", "office"},
      {"Büro 東京 😀", "Büro 東京 😀"},
      {"a\x1b[2Jb", "a\\x1b[2Jb"},
      {"a\nb\tc\r", "a\\x0ab\\x09c\\x0d"},
      {std::string("a\0b", 3), "a\\x00b"},
      {"\x7f", "\\x7f"},
      {"\xc2\x9b"
       "31m",
       "\\x9b31m"}, // CSI in one character
      {"\xc2\x80\xc2\x9f", "\\x80\\x9f"},
      {"\xc2\xa0", "\xc2\xa0"}, // a blank that does not break
      {"\xe2\x80\xae"
       "cba",
       "\\u202ecba"},
      {"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "\\u200e\\u200f\\u061c"},
      {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069"},
      {"\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029"},
      {"\x9b"
       "31m",
       "\\x9b31m"},                        // no UTF-8
      {"\xc0\x8a", "\\xc0\\x8a"},          // a line break, too long
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"}, // half a pair
      {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
      {"ab\xe2\x80", "ab\\xe2\\x80"}, // cut off
      {"", ""},
  };
  for (const auto& [text, shown] : all) {
    CAPTURE(shown);
    CHECK(printable(text) == shown);
    CHECK(is_printable(text) == (text == shown));
    CHECK(is_printable(printable(text)));
  }
}

TEST_CASE("who prints several lines keeps their breaks") {
  CHECK(printable("a\nb\x1b", "\n") == "a\nb\\x1b");
  CHECK(is_printable("a\nb", "\n"));
  CHECK_FALSE(is_printable("a\nb"));
}

TEST_CASE("no byte gets through that a terminal obeys") {
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second)};
      for (const auto c : printable(text)) CHECK_FALSE((c >= 0 && c < 0x20));
      CHECK(printable(printable(text)) == printable(text));
    }
}
