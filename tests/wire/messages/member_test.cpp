#include "fixtures/authority.hpp"
#include "wire/damage.hpp"
#include "wire/messages/api.hpp"
#include "wire/messages/member.hpp"

using namespace ockam;
using namespace ockam::wire;
using namespace ockam::tests;

namespace {

const identifier second{[] {
  std::array<std::uint8_t, 32> out;
  out.fill(0x22);
  return out;
}()};

identifier fixed(const char* name) {
  return *identifier::parse(authority_vectors().at(name).get<std::string>());
}

bytes body_of(const char* name) {
  const auto answer = decode_api_response(authority_answer(name));
  REQUIRE(answer);
  CHECK(answer->re == 0x01020304);
  REQUIRE(answer->body);
  return *answer->body;
}

/// Decodes and encodes again.
template <class Decode>
recode_function recoded(Decode decode) {
  return [decode](bytes_view body) -> std::optional<bytes> {
    const auto out = decode(body);
    if (!out) return {};
    return encode(*out);
  };
}

} // namespace

TEST_CASE("what the reference says of its members is read, and written the same") {
  const member enroller{{{"ockam-role", "enroller"}}, 0x6b02b7ba, {}, fixed("authority")},
      relay{{{"ockam-relay", "x"}}, 0x6b02b7bd, {}, fixed("enroller")};
  CHECK(*decode_member(body_of("enroller")) == enroller);
  CHECK(*decode_member(body_of("member")) == relay);
  CHECK(encode(relay) == body_of("member"));
  const member_list both{{fixed("enroller"), enroller}, {second, relay}};
  CHECK(*decode_members(body_of("members")) == both);
  CHECK(decode_members(encode(both))->size() == 2);
  CHECK(*decode_member_ids(body_of("member_ids")) == std::vector{fixed("enroller"), second});
  CHECK(encode(std::vector{fixed("enroller"), second}) == body_of("member_ids"));
}

TEST_CASE("a member may expire, and is as the reference writes it then") {
  const member x{{{"role", "x"}}, 5, 6, {}};
  CHECK(to_hex(encode(x)) == "a301a1841872186f186c186581187802050306");
  CHECK(*decode_member(encode(x)) == x);
  CHECK(*decode_member(hex("a401a0020103f604f6")) == member{{}, 1, {}, {}});
}

TEST_CASE("a one-time code is 32 bytes") {
  const auto vector =
      hex_of(vectors().at("simple").at("authority_bodies_redeclared").at("one_time_code(11*32)"));
  const auto code = decode_one_time_code(vector);
  REQUIRE(code);
  CHECK(bytes(code->begin(), code->end()) == bytes(32, 0x11));
  CHECK(encode(*code) == vector);
  CHECK(decode_one_time_code(body_of("one_time_code")));
  for (const auto* bad : {"a0", "a1014111", "a101f6", "a2011a", "80", ""})
    CHECK(decode_one_time_code(hex(bad)).error().code == errc::protocol);
}

TEST_CASE("attributes of a member may be any bytes") {
  const member odd{{{"", std::string("\0\xff", 2)}, {"\xc3", ""}}, 1, 2, second};
  CHECK(*decode_member(encode(odd)) == odd);
}

TEST_CASE("members that lack a field or have one of another type are refused") {
  for (const auto* bad : {"", "a0", "a101a0", "a10201", "a201a0 0261 78", "a201a1 6178 6179 0201",
                          "a201a1 81190100 80 0201", "a301a0 0201 03 4101", "a301a0 0201 04 4101",
                          "a201 80 0201", "80"}) {
    CAPTURE(bad);
    CHECK(decode_member(hex(bad)).error().code == errc::protocol);
  }
  CHECK(decode_member(hex("a101a0")).error().message == "member: a mandatory field is missing");
  CHECK_FALSE(decode_members(hex("a1 4101 a201a00201")));
  CHECK_FALSE(decode_member_ids(hex("81 4101")));
}

TEST_CASE("every truncation and every flipped bit of a member list is refused or means something") {
  check_damage(body_of("members"), recoded(decode_members));
  check_damage(body_of("member_ids"), recoded(decode_member_ids));
  check_damage(encode(member{{{"a", "b"}}, 5, 6, second}), recoded(decode_member));
  check_damage(body_of("one_time_code"), recoded(decode_one_time_code));
}
