#include "channels/handshake/credential_refresh.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::channels;

namespace {

presented_credential of_size(std::size_t size) {
  presented_credential out;
  out.credential.envelope.resize(size / 2), out.issuer_key.envelope.resize(size - size / 2);
  return out;
}

} // namespace

TEST_CASE("what was shown already is not shown again") {
  credential_refresh r;
  CHECK_FALSE(r.show(0)); // it never had any
  CHECK(r.show(1));
  CHECK_FALSE(r.show(1));
  CHECK(r.show(3));
}

TEST_CASE("of several that come before one is read the newest counts, and is read once") {
  credential_refresh r;
  CHECK_FALSE(r.next());
  r.take({{1}, {}}), r.take({{2}, {of_size(4)}});
  const auto next = r.next();
  REQUIRE(next);
  CHECK(next->history == bytes{2});
  CHECK(next->credentials.size() == 1);
  CHECK_FALSE(r.next());
}

TEST_CASE("what a peer has shown is kept for later, unless it is too much") {
  credential_refresh r;
  r.keep({of_size(config::credentials_kept_max)});
  CHECK(r.take_kept().size() == 1);
  CHECK(r.take_kept().empty());
  r.keep({of_size(config::credentials_kept_max), of_size(2)});
  CHECK(r.take_kept().empty());
}
