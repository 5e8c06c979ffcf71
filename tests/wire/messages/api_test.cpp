#include "fixtures/vectors.hpp"
#include "wire/messages/api.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::wire;
using ockam::tests::hex;

TEST_CASE("a request carries a path, a method and perhaps a body") {
  const api_request get{1, "/a", api_method::get, {}}, post{1, "/a", api_method::post, hex("80")};
  CHECK(encode(get) == hex("0b a4 0101 02622f61 0300 04f4"));
  CHECK(encode(post) == hex("0c a4 0101 02622f61 0301 04f5 80"));
}

TEST_CASE("requests and responses survive the way there and back") {
  for (const auto& body : {std::optional<bytes>{}, std::optional<bytes>{bytes{}},
                           std::optional<bytes>{bytes(300, 0xf6)}}) {
    for (const auto method :
         {api_method::get, api_method::put, api_method::remove, api_method::patch}) {
      const api_request request{7, "/members/I0", method, body};
      CHECK(*decode_api_request(encode(request)) == request);
    }
    for (const auto status :
         {api_status::ok, api_status::forbidden, static_cast<api_status>(299)}) {
      const api_response response{1, 0xffffffff, status, body};
      CHECK(*decode_api_response(encode(response)) == response);
    }
    CHECK(*decode_api_request(encode(api_request{7, "", {}, body}))
          == api_request{7, "", {}, body});
    CHECK(*decode_api_response(encode(api_response{7, 8, {}, body}))
          == api_response{7, 8, {}, body});
  }
}

TEST_CASE("an error body carries what is known") {
  const api_error all{"/a", api_method::post, "am"}, none{};
  CHECK(to_hex(encode(all)) == "a301622f6102010362616d");
  CHECK(*decode_api_error(encode(all)) == all);
  CHECK(to_hex(encode(none)) == "a0");
  CHECK(*decode_api_error(encode(none)) == none);
  // A cause is an error within the error.
  CHECK(decode_api_error(hex("a203616d04a1036178"))->message == "m");
}

TEST_CASE("unknown methods, nulls, unknown fields and bytes behind the body are tolerated") {
  CHECK_FALSE(decode_api_request(hex("0aa4010102612f030904f4"))->method);
  CHECK_FALSE(decode_api_request(hex("0aa4010102612f03f604f4"))->method);
  CHECK(decode_api_request(hex("0da4010102612f186382010204f4 ff"))->path == "/");
  CHECK_FALSE(decode_api_response(hex("09a40101020203f604f4"))->status);
  CHECK_FALSE(decode_api_error(hex("a201f603f6"))->message);
}

TEST_CASE("a header that lacks a mandatory field is refused") {
  for (const auto* text :
       {"", "00", "01a0", "08a302612f030104f4", "06a20101 04f4", "07a2010102612f"}) {
    CAPTURE(text);
    const auto request = decode_api_request(hex(text));
    REQUIRE_FALSE(request);
    CHECK(request.error().code == errc::protocol);
  }
  for (const auto* text : {"", "00", "01a0", "06a20101 04f4", "06a20202 04f4", "05a201010202"}) {
    CAPTURE(text);
    const auto response = decode_api_response(hex(text));
    REQUIRE_FALSE(response);
    CHECK(response.error().code == errc::protocol);
  }
  CHECK(decode_api_request(hex("05a2010104f4")).error().message
        == "request: a mandatory field is missing");
}
