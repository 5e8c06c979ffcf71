// The reader and the writer alone.
#include "fixtures/vectors.hpp"
#include "wire/encoding/cbor.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

namespace {

/// Whether exactly all of the input is one item.
bool skips(std::string_view input) {
  const auto data = hex(input);
  cbor_reader in{data};
  in.skip();
  return in.ok() && in.rest().empty();
}

std::string repeat(std::string_view part, std::size_t times) {
  std::string out;
  while (times-- > 0) out += part;
  return out;
}

} // namespace

TEST_CASE("numbers are written in the shortest form") {
  const std::pair<std::uint64_t, const char*> cases[] = {
      {0, "00"},
      {23, "17"},
      {24, "1818"},
      {255, "18ff"},
      {256, "190100"},
      {65535, "19ffff"},
      {65536, "1a00010000"},
      {0xffffffff, "1affffffff"},
      {0x100000000, "1b0000000100000000"},
      {std::numeric_limits<std::uint64_t>::max(), "1bffffffffffffffff"}};
  for (const auto& [number, text] : cases) {
    bytes out;
    cbor_writer{out}.uint(number);
    CHECK(to_hex(out) == text);
    CHECK(out.size() == cbor_head_size(number));
    CHECK(cbor_reader{out}.uint() == number);
  }
}

TEST_CASE("items of every kind are written and read") {
  bytes out;
  const bytes data{1, 2};
  cbor_writer{out}
      .array(6)
      .byte_string(data)
      .text("ab")
      .boolean(true)
      .boolean(false)
      .null()
      .map(1)
      .uint(1)
      .array(0);
  CHECK(out == hex("86 420102 626162 f5 f4 f6 a1 01 80"));
  cbor_reader in{out};
  auto fields = in.array();
  CHECK(fields.left == 6);
  in.require(fields);
  CHECK(to_hex(in.byte_string()) == "0102");
  in.require(fields);
  CHECK(in.text() == "ab");
  in.require(fields);
  CHECK(in.boolean());
  in.require(fields);
  CHECK_FALSE(in.boolean());
  CHECK_FALSE(in.optional(fields));
  in.require(fields);
  auto pairs = in.map();
  CHECK(in.next(pairs));
  CHECK(in.uint() == 1);
  CHECK(in.array().left == 0);
  CHECK_FALSE(in.next(pairs));
  CHECK_FALSE(in.optional(fields));
  in.finish(fields);
  CHECK(in.ok());
  CHECK(in.rest().empty());
}

TEST_CASE("longer forms of a number than necessary are read") {
  for (const auto* text : {"05", "1805", "190005", "1a00000005", "1b0000000000000005"}) {
    const auto data = hex(text);
    cbor_reader in{data};
    CHECK(in.uint(255) == 5);
    CHECK(in.ok());
  }
}

TEST_CASE("an array without a length ends with a break") {
  const auto data = hex("9f0102ff03");
  cbor_reader in{data};
  auto elements = in.array();
  std::uint64_t sum = 0;
  while (in.next(elements)) sum = sum * 10 + in.uint();
  CHECK(sum == 12);
  CHECK_FALSE(in.next(elements));
  CHECK(in.uint() == 3);
  CHECK(in.ok());
}

TEST_CASE("what has another type, or is cut, is refused with its place") {
  const std::tuple<const char*, void (*)(cbor_reader&), const char*> cases[] = {
      {"", [](cbor_reader& in) { in.uint(); },
       "expected an unsigned integer at byte 0, found the end"},
      {"19ff", [](cbor_reader& in) { in.uint(); },
       "expected an unsigned integer at byte 0, found 0x19"},
      {"1c", [](cbor_reader& in) { in.uint(); },
       "expected an unsigned integer at byte 0, found 0x1c"},
      {"1f", [](cbor_reader& in) { in.uint(); },
       "expected an unsigned integer at byte 0, found 0x1f"},
      {"20", [](cbor_reader& in) { in.uint(); },
       "expected an unsigned integer at byte 0, found 0x20"},
      {"190100", [](cbor_reader& in) { in.uint(255); },
       "expected a smaller integer at byte 0, found 0x19"},
      {"6161", [](cbor_reader& in) { in.byte_string(); },
       "expected a byte string at byte 0, found 0x61"},
      {"5f4161ff", [](cbor_reader& in) { in.byte_string(); },
       "expected a byte string at byte 0, found 0x5f"},
      {"4261", [](cbor_reader& in) { in.byte_string(); },
       "expected all bytes of a string at byte 0, found 0x42"},
      {"5bffffffffffffffff", [](cbor_reader& in) { in.byte_string(); },
       "expected all bytes of a string at byte 0, found 0x5b"},
      {"4161", [](cbor_reader& in) { in.text(); }, "expected a text at byte 0, found 0x41"},
      {"61ff", [](cbor_reader& in) { in.text(); },
       "expected a text in UTF-8 at byte 0, found 0x61"},
      {"f6", [](cbor_reader& in) { in.boolean(); }, "expected a boolean at byte 0, found 0xf6"},
      {"", [](cbor_reader& in) { in.boolean(); }, "expected a boolean at byte 0, found the end"},
      {"a0", [](cbor_reader& in) { in.array(); }, "expected an array at byte 0, found 0xa0"},
      {"80", [](cbor_reader& in) { in.map(); }, "expected a map at byte 0, found 0x80"},
      {"8000",
       [](cbor_reader& in) {
         auto none = in.array();
         in.require(none);
       },
       "expected another element at byte 1, found 0x00"},
      {"9f",
       [](cbor_reader& in) {
         auto endless = in.array();
         in.next(endless);
       },
       "expected an item or a break at byte 1, found the end"}};
  for (const auto& [text, read, message] : cases) {
    CAPTURE(text);
    const auto data = hex(text);
    cbor_reader in{data};
    read(in);
    REQUIRE_FALSE(in.ok());
    CHECK(in.failure().code == errc::protocol);
    CHECK(in.failure().message == message);
  }
}

TEST_CASE("after a failure nothing more is read, and the first reason stays") {
  const auto data = hex("4161 05 f5 81 a1");
  cbor_reader in{data};
  in.text();
  in.refuse(errc::limit, "too much");
  cbor_reader::list endless{0, true};
  CHECK(in.uint() == 0);
  CHECK(in.byte_string().empty());
  CHECK_FALSE(in.boolean());
  CHECK_FALSE(in.take_null());
  CHECK(in.array().left == 0);
  CHECK(in.map().left == 0);
  CHECK_FALSE(in.next(endless));
  in.skip();
  CHECK(in.position() == 0);
  CHECK(in.failure().message == "expected a text at byte 0, found 0x41");
}

TEST_CASE("items of any kind are skipped with all that is in them") {
  for (const auto* text : {"00",
                           "3903e8",
                           "420102",
                           "5f41014102ff",
                           "7f61616162ff",
                           "5fff",
                           "83010203",
                           "9f01ff",
                           "a10102",
                           "bf0102ff",
                           "82820102a1018103",
                           "c06474616263",
                           "d818456162636465",
                           "f4",
                           "f6",
                           "f7",
                           "e0",
                           "f820",
                           "f93c00",
                           "fa3f800000",
                           "fb3ff0000000000000",
                           "9f9f9fffffff",
                           "c1c2c300"}) {
    CAPTURE(text);
    CHECK(skips(text));
  }
}

TEST_CASE("what is no item is not skipped") {
  for (const auto* text : {"",
                           "18",
                           "1c",
                           "1f",
                           "3f",
                           "41",
                           "5f",
                           "5f00ff",
                           "5f6161ff",
                           "5f5f4101ffff",
                           "61ff",
                           "7f61ffff",
                           "7f4161ff",
                           "81",
                           "9f",
                           "9f01",
                           "a1",
                           "a101",
                           "bf01",
                           "c0",
                           "df",
                           "fc",
                           "ff",
                           "9bffffffffffffffff",
                           "bbffffffffffffffff"}) {
    CAPTURE(text);
    CHECK_FALSE(skips(text));
  }
}

TEST_CASE("nesting is followed to a bound") {
  const auto deepest = cbor_reader::nesting_max;
  for (const auto* head : {"81", "9f", "c1"}) {
    const std::string end = std::string_view(head) == "9f" ? "ff" : "";
    CHECK(skips(repeat(head, deepest) + "00" + repeat(end, deepest)));
    CHECK_FALSE(skips(repeat(head, deepest + 1) + "00" + repeat(end, deepest + 1)));
    CHECK_FALSE(skips(repeat(head, 100000)));
  }
  CHECK(skips("9864" + repeat("8100", 100))); // width is no depth
}
