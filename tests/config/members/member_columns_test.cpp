#include "config/defaults.hpp"
#include "config/members/member_columns.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::config;

TEST_CASE("attributes are read as they were written, and what is none is left out") {
  const wire::attribute_map all{{"role", "x"}, {"é", "\"'\n"}, {"", ""}};
  const auto text = text_of_attributes(all);
  REQUIRE(text);
  CHECK(attributes_of(*text) == all);
  CHECK(attributes_of(R"({"a":"b","c":1,"d":{"e":"f"}})") == wire::attribute_map{{"a", "b"}});
  CHECK(attributes_of("not JSON").empty());
}

TEST_CASE("attributes have a size") {
  const std::string::size_type around = std::string(R"({"a":""})").size();
  CHECK(text_of_attributes({{"a", std::string(attributes_size_max - around, 'x')}}));
  const auto more = text_of_attributes({{"a", std::string(attributes_size_max - around + 1, 'x')}});
  REQUIRE_FALSE(more);
  CHECK(more.error().code == errc::limit);
}

TEST_CASE("a code is known by its hash, and the hash names the ticket") {
  std::array<std::uint8_t, 32> code{};
  const auto hash = hash_of(code);
  CHECK(hash == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
  const auto id = ticket_id_of(hash);
  REQUIRE(id);
  CHECK(wire::to_hex(*id) == hash);
  CHECK_FALSE(ticket_id_of(hash.substr(2)));
  CHECK_FALSE(ticket_id_of("x"));
}

TEST_CASE("an identifier that cannot be read is none") {
  CHECK_FALSE(optional_identifier_of(""));
  CHECK(identifier_of("x") == wire::identifier{});
  wire::identifier who;
  who.hash.fill(7);
  CHECK(identifier_of(to_string(who)) == who);
  CHECK(optional_identifier_of(to_string(who)) == who);
}

TEST_CASE("what a stranger sent is text of some size in the audit log") {
  CHECK(text_for_audit("a\nb\x7f") == "a?b?");
  CHECK(text_for_audit("é") == "é");
  CHECK(text_for_audit("é\xff") == "???");
  CHECK(text_for_audit(std::string(audit_text_max - 1, 'a') + "é") // not half a character
        == std::string(audit_text_max - 1, 'a'));
}

TEST_CASE("enrollers are those whose role says so") {
  CHECK(makes_enroller({{"ockam-role", "enroller"}}));
  CHECK_FALSE(makes_enroller({{"ockam-role", "member"}}));
  CHECK_FALSE(makes_enroller({{"role", "enroller"}}));
}
