#include "config/text/name.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace ockam;
using config::check_name, config::named;

namespace {

std::string wrong(named what, std::string_view name) {
  const auto good = check_name(what, name);
  return good ? "" : good.error().message;
}

constexpr named in_routes[] = {named::relay, named::worker, named::alias};

} // namespace

TEST_CASE("what stands in a route has no blanks, slashes, control characters or unseen marks") {
  for (const auto what : in_routes) {
    for (const auto* good :
         {"office", "n.1", "a:b", "b\xc3\xbcro", "\xe4\xba\x8b", "forward_to_x", "a@b"}) {
      if (what == named::alias && std::string_view(good) == "a:b") continue;
      CHECK(check_name(what, good));
    }
    for (const auto* bad :
         {"", "my office", " a", "a\t", "a\nb", "a/b", "/", "a\x7f", "\x01", "a\xc2\x85",
          "a\xc2\x9b", "a\xc2\xa0", "a\xe2\x80\xae", "a\xe2\x80\x8b", "a\xe2\x81\xa6",
          "\xef\xbb\xbf"
          "a",
          "a\xe2\x80\xa8", "\xff", "a\xc3"})
      CHECK_FALSE(check_name(what, bad));
    CHECK(check_name(what, std::string(245, 'x')));
    CHECK_FALSE(check_name(what, std::string(257, 'x')));
  }
  CHECK_FALSE(check_name(named::relay, std::string(246, 'x'))); // forward_to_ comes in front
  CHECK(check_name(named::worker, std::string(256, 'x')));
}

TEST_CASE("a wrong name is told with the rule that it breaks, and can be seen") {
  CHECK(wrong(named::relay, "my office") == "relay name \"my office\": no blanks");
  CHECK(wrong(named::relay, "a/b") == "relay name \"a/b\": no '/'");
  CHECK(wrong(named::worker, "a\x1b[1m") == "worker name \"a\\x1b[1m\": no control characters");
  CHECK(wrong(named::worker, "") == "worker name: it is empty");
  CHECK(check_name(named::relay, "a b").error().code == errc::invalid);
  CHECK(check_name(named::relay, "a b").error().hint
        == "1 to 245 bytes without blanks, '/' and control characters");
}

TEST_CASE("an alias is no port and has no colon") {
  CHECK(wrong(named::alias, "6000") == "alias \"6000\": a number is a port");
  CHECK(check_name(named::alias, "6000").error().hint == "a port is said with --from");
  CHECK(wrong(named::alias, "a:b") == "alias \"a:b\": no ':'");
  CHECK(check_name(named::alias, "12345678")); // as a node makes them at random
  CHECK(check_name(named::worker, "6000"));
}

TEST_CASE("what becomes a file has letters, digits, '-' and '_'") {
  for (const auto what : {named::node, named::vault, named::identity}) {
    CHECK(check_name(what, "n_1-A"));
    for (const auto* bad : {"", "n!", "n.1", "a b", "..", "a/b", "b\xc3\xbcro"})
      CHECK_FALSE(check_name(what, bad));
    CHECK(check_name(what, std::string(64, 'x')));
    CHECK_FALSE(check_name(what, std::string(65, 'x')));
  }
  CHECK(wrong(named::node, "n!") == "invalid node name: n!");
}
