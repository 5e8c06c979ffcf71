#include "fixtures/vectors.hpp"
#include "wire/encoding/bare.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

TEST_CASE("uvarints hold every power of two and its neighbours") {
  for (auto bit = 0; bit < 64; ++bit) {
    for (const auto offset : {-1, 0, 1}) {
      const auto value = (std::uint64_t{1} << bit) + static_cast<std::uint64_t>(offset);
      CAPTURE(value);
      bytes out;
      bare_writer{out}.uvarint(value);
      for (std::size_t cut = 0; cut < out.size(); ++cut) {
        const bytes part(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(cut));
        bare_reader in{part};
        in.uvarint();
        CHECK_FALSE(in.ok());
        CHECK(in.rest().size() == cut); // nothing consumed
      }
      bare_reader in{out};
      CHECK(in.uvarint() == value);
      CHECK(in.ok());
      CHECK(in.rest().empty());
    }
  }
}

TEST_CASE("uvarints have one to ten bytes and at most 64 bits") {
  bytes out;
  bare_writer{out}.uvarint(0).uvarint(127).uvarint(128).uvarint(
      std::numeric_limits<std::uint64_t>::max());
  CHECK(out == hex("00 7f 8001 ffffffffffffffffff01"));
  for (const auto* text :
       {"ffffffffffffffffff02", "80808080808080808080", "8080808080808080808001"}) {
    const auto data = hex(text);
    bare_reader in{data};
    in.uvarint();
    CHECK_FALSE(in.ok());
  }
}

TEST_CASE("longer forms of a length than necessary are read") {
  CHECK(*decode_text(hex("8500 68656c6c6f")) == "hello");
  CHECK(*decode_text(hex("85808080808080808000 68656c6c6f")) == "hello");
}

TEST_CASE("values are written and read in order") {
  bytes out;
  const bytes data{9, 8};
  bare_writer{out}
      .u8(1)
      .u16(0x0203)
      .u32(0x04050607)
      .data(data)
      .text("ab")
      .present(true)
      .present(false);
  CHECK(out == hex("01 0302 07060504 020908 026162 01 00"));
  bare_reader in{out};
  CHECK(in.u8() == 1);
  CHECK(in.u16() == 0x0203);
  CHECK(in.u32() == 0x04050607);
  CHECK(to_hex(in.data()) == "0908");
  CHECK(in.text() == "ab");
  CHECK(in.present());
  CHECK_FALSE(in.present());
  CHECK(in.ok());
  CHECK(in.rest().empty());
}

TEST_CASE("what is cut or wrong is refused with its place, once") {
  const std::tuple<const char*, void (*)(bare_reader&), const char*> cases[] = {
      {"", [](bare_reader& in) { in.u8(); }, "expected a byte at byte 0"},
      {"01", [](bare_reader& in) { in.u16(); }, "expected two bytes at byte 0"},
      {"010203", [](bare_reader& in) { in.u32(); }, "expected four bytes at byte 0"},
      {"0105", [](bare_reader& in) { in.u8(), in.data(); },
       "expected all bytes that the length announces at byte 1"},
      {"ffffffffffffffffff01", [](bare_reader& in) { in.data(); },
       "expected all bytes that the length announces at byte 0"},
      {"01ff", [](bare_reader& in) { in.text(); }, "expected a text in UTF-8 at byte 0"},
      {"02", [](bare_reader& in) { in.present(); }, "expected 00 or 01 at byte 0"}};
  for (const auto& [text, read, message] : cases) {
    CAPTURE(text);
    const auto data = hex(text);
    bare_reader in{data};
    read(in);
    REQUIRE_FALSE(in.ok());
    const auto left = in.rest().size();
    in.u8(), in.u16(), in.u32(), in.uvarint(), in.data(), in.text(), in.present();
    CHECK(in.rest().size() == left);
    CHECK(in.failure().code == errc::protocol);
    CHECK(in.failure().message == message);
  }
}

TEST_CASE("a text payload may be followed by other bytes") {
  CHECK(*decode_text(hex("026869 ffff")) == "hi");
  CHECK_FALSE(decode_text(hex("036869")));
  CHECK_FALSE(decode_text({}));
}
