#include "cli/support/redaction.hpp"
#include "wire/messages/identifier.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using cli::without_secrets;

TEST_CASE("what is no long word stays as it is") {
  const auto who = to_string(wire::identifier{});
  for (const auto& text :
       {std::string(), std::string("node n1 listens on 127.0.0.1:4000\n"), "peer " + who + ", up",
        std::string("/dnsaddr/hub.example.net/tcp/4000/service/forward_to_office/secure/api"),
        std::string("0#61a764e295d3e7b428c60b954ceaff89 https://example.net/a@b"),
        std::string("b74d1115-7773-4cb3-b341-8a294871a3c0")})
    CHECK(without_secrets(text) == text);
}

TEST_CASE("words that may be keys, tickets, links or credentials are left out, wherever they are") {
  const std::string key(64, 'a'), base64 = "uOVdGIkyK6aJqe3gRuV0sj-kjlF01CKa0i1zm_mN8T3=";
  const std::string gone = "[64 characters left out]";
  CHECK(without_secrets(key) == gone);
  CHECK(without_secrets("x " + key + "\ny") == "x " + gone + "\ny");
  CHECK(without_secrets("ockam://h:1/" + base64) == "ockam://h:1/[44 characters left out]");
  CHECK(without_secrets("I" + key + key).find("aaaa") == std::string::npos);
  CHECK(without_secrets("secret," + key + "," + key) == "secret," + gone + "," + gone);
}

TEST_CASE("the password of a URL is left out, and nothing else of it") {
  CHECK(without_secrets("at postgresql://me:pa:ss@db.example.net/ockam and more")
        == "at postgresql://me:[left out]@db.example.net/ockam and more");
  CHECK(without_secrets("a://u:p@h b://u:q@h") == "a://u:[left out]@h b://u:[left out]@h");
  CHECK(without_secrets("http://127.0.0.1:80/@") == "http://127.0.0.1:80/@");
  CHECK(without_secrets("cut ://") == "cut ://");
}
