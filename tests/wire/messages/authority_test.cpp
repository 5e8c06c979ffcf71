#include "fixtures/authority.hpp"
#include "wire/damage.hpp"
#include "wire/messages/authority.hpp"

using namespace ockam;
using namespace ockam::wire;
using namespace ockam::tests;

namespace {

constexpr auto issuer = authority_service::credential_issuer,
               ticket_issuer = authority_service::enrollment_token_issuer,
               acceptor = authority_service::enrollment_token_acceptor,
               authenticator = authority_service::direct_authenticator,
               member_status = authority_service::member_status;
constexpr auto get = api_method::get, post = api_method::post, put = api_method::put,
               erase = api_method::remove, patch = api_method::patch;

const bytes code(32, 0x11);
const identifier who = *identifier::parse("I" + std::string(64, '2'));

bytes body(const char* name) {
  return hex_of(vectors().at("simple").at("authority_bodies_redeclared").at(name));
}

result<authority_request> decoded(authority_service service, api_method method, std::string path,
                                  std::optional<bytes> content = {}) {
  static std::optional<api_request> kept; // what is decoded refers to it
  kept = api_request{7, std::move(path), method, std::move(content)};
  return decode_authority_request(service, *kept);
}

template <class Request>
bool is(const result<authority_request>& request) {
  return request && std::holds_alternative<Request>(*request);
}

/// Of a body posted to `/`.
recode_function recoded(authority_service service) {
  return [service](bytes_view content) -> std::optional<bytes> {
    const auto out = decoded(service, post, "/", bytes(content.begin(), content.end()));
    if (!out) return {};
    return encode(*out, 7).body;
  };
}

} // namespace

TEST_CASE("requests with a body are written as by the reference") {
  CHECK(*encode(accept_ticket{one_time_code(code)}, 1).body == body("one_time_code(11*32)"));
  CHECK(*encode(create_ticket{{{"ockam-relay", "x"}}, 600, 1}, 1).body
        == body("create_token_full"));
  CHECK(*encode(create_ticket{}, 1).body == body("create_token_none"));
  CHECK(*encode(add_member{who, {{"ockam-relay", "x"}}}, 1).body == body("add_member"));
}

TEST_CASE("every request goes to its service and is understood there") {
  const auto text = to_string(who);
  const std::tuple<authority_request, authority_service, api_method, std::string> all[] = {
      {issue_credential{}, issuer, post, "/"},
      {create_ticket{}, ticket_issuer, post, "/"},
      {accept_ticket{one_time_code(code)}, acceptor, post, "/"},
      {add_member{who, {}}, authenticator, post, "/"},
      {list_members{}, authenticator, get, "/members"},
      {list_member_ids{}, authenticator, get, "/member_ids"},
      {show_member{who}, authenticator, get, "/" + text},
      {delete_member{who}, authenticator, erase, "/" + text},
      {delete_members{}, authenticator, erase, "/members"},
      {check_members{{who, who}}, member_status, post, "/"},
      {list_tickets{}, ticket_issuer, get, "/tickets"},
      {delete_ticket{{0xab}}, ticket_issuer, erase, "/tickets/ab" + std::string(62, '0')},
      {show_authority{}, acceptor, get, "/authority"},
  };
  for (const auto& [request, service, method, path] : all) {
    const auto encoded = encode(request, 7);
    CHECK(service_of(request) == service);
    CHECK(encoded.id == 7);
    CHECK(encoded.method == method);
    CHECK(encoded.path == path);
    const auto again = decode_authority_request(service, encoded);
    REQUIRE(again);
    CHECK(again->index() == request.index());
    CHECK(encode(*again, 7) == encoded);
  }
  CHECK(name_of(issuer) == "credential_issuer");
  CHECK(name_of(ticket_issuer) == "enrollment_token_issuer");
  CHECK(name_of(acceptor) == "enrollment_token_acceptor");
  CHECK(name_of(authenticator) == "direct_authenticator");
  CHECK(name_of(member_status) == "member_status");
}

TEST_CASE("the second paths of the services lead to the same") {
  const auto text = to_string(who);
  CHECK(is<issue_credential>(decoded(issuer, post, "/credential")));
  CHECK(is<create_ticket>(decoded(ticket_issuer, post, "/tokens", body("create_token_none"))));
  CHECK(is<accept_ticket>(decoded(acceptor, post, "/credential", body("one_time_code(11*32)"))));
  CHECK(is<add_member>(decoded(authenticator, post, "/members", body("add_member"))));
  CHECK(is<list_members>(decoded(authenticator, get, "/")));
  CHECK(is<show_member>(decoded(authenticator, get, "/members/" + text)));
  CHECK(is<delete_member>(decoded(authenticator, erase, "/members/" + text)));
}

TEST_CASE("a path or a method that a service does not have is unknown") {
  for (auto service : authority_services) {
    for (const auto* path : {"", "/x", "//", "/I22", "/members/", "/members/x", "x/members"})
      for (auto method : {get, post, put, erase, patch})
        CHECK(decoded(service, method, path).error().code == errc::not_found);
    CHECK(decoded(service, patch, "/").error().message == "unknown path");
    CHECK(decode_authority_request(service, {1, "/", {}, {}}).error().code == errc::not_found);
  }
  CHECK(decoded(authenticator, erase, "/").error().code == errc::not_found);
  CHECK(decoded(issuer, get, "/").error().code == errc::not_found);
  CHECK(decoded(issuer, post, "/tokens").error().code == errc::not_found);
  CHECK(decoded(member_status, post, "/credential").error().code == errc::not_found);
}

TEST_CASE("a body that is none, or of other types, is refused") {
  for (auto service : {ticket_issuer, acceptor, authenticator})
    for (const auto* bad :
         {"", "f6", "80", "a0", "a101f6", "a1018141", "a10101", "a201a10102", "01",
          "a201a0 0261 78", "a201a0 03 20", "a2 01 4101 02a0", "a20220 01a0"}) {
      CAPTURE(bad);
      const auto request = decoded(service, post, "/", hex(bad));
      REQUIRE_FALSE(request);
      CHECK(request.error().code == errc::protocol);
    }
  CHECK(decoded(authenticator, post, "/").error().code == errc::protocol);
  for (const auto* bad : {"", "f6", "a0", "8101", "814122", "01"})
    CHECK(decoded(member_status, post, "/", hex(bad)).error().code == errc::protocol);
}

TEST_CASE(
    "of an attribute that is there twice the last one counts, and unknown fields are skipped") {
  const auto request =
      decoded(ticket_issuer, post, "/", hex("a4 01 a2 6161 6162 6161 6163 02f6 03f6 1863 8201 02"));
  REQUIRE(is<create_ticket>(request));
  CHECK(std::get<create_ticket>(*request) == create_ticket{{{"a", "c"}}, {}, {}});
}

TEST_CASE("every truncation and every flipped bit of a request is refused or means something") {
  check_damage(body("create_token_full"), recoded(ticket_issuer));
  check_damage(body("one_time_code(11*32)"), recoded(acceptor));
  check_damage(body("add_member"), recoded(authenticator));
  check_damage(encode(std::vector{who, who}), recoded(member_status));
}

TEST_CASE("the refusals of the reference are read") {
  const auto refusal = [](const char* name) {
    const auto answer = decode_api_response(authority_answer(name));
    REQUIRE(answer);
    return std::pair(*answer->status, decode_api_error(*answer->body)->message.value());
  };
  CHECK(refusal("already_a_member")
        == std::pair(api_status::forbidden, std::string("Already a member")));
  CHECK(refusal("unknown_path") == std::pair(api_status::bad_request, std::string("unknown path")));
  CHECK(refusal("member_not_found").second.ends_with(" not found"));
  CHECK_FALSE(decode_api_response(authority_answer("done"))->body);
}
