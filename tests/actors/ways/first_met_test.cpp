#include "actors/ways/first_met.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::first_met;
using verdict = first_met::verdict;

namespace {

wire::identifier peer_numbered(std::uint8_t n) {
  wire::identifier out;
  out.hash.fill(n);
  return out;
}
bool yes() { return true; }
bool no() { return false; }

} // namespace

TEST_CASE("the first that is found is kept to, and everybody else is a stranger until trusted") {
  first_met met{true, {}};
  CHECK(met.suits(peer_numbered(2)));
  CHECK(met.look(peer_numbered(1), yes) == verdict::met);
  CHECK(met.look(peer_numbered(1), no) == verdict::suits); // it is known
  CHECK_FALSE(met.suits(peer_numbered(2)));
  CHECK(met.look(peer_numbered(2), yes) == verdict::stranger);
  CHECK(met.stranger() == peer_numbered(2));
  CHECK(met.trusted() == peer_numbered(1));
  CHECK(met.trust(peer_numbered(2)));
  CHECK_FALSE(met.stranger());
  CHECK_FALSE(met.trust(peer_numbered(2)));
  CHECK(met.look(peer_numbered(1), yes) == verdict::stranger);
  CHECK(met.look(peer_numbered(2), yes) == verdict::suits);
  CHECK_FALSE(met.stranger()); // it is gone
}

TEST_CASE("who is not admitted is not met, and a route in clear leads to nobody") {
  first_met met{true, {}};
  CHECK(met.look(peer_numbered(1), no) == verdict::suits);
  CHECK(met.look({}, yes) == verdict::suits);
  CHECK_FALSE(met.trusted());
}

TEST_CASE("an inlet that is told who may be there keeps to nobody") {
  first_met met{false, peer_numbered(1)};
  CHECK_FALSE(met.keeps());
  CHECK_FALSE(met.trusted());
  CHECK(met.look(peer_numbered(2), yes) == verdict::suits);
  CHECK(met.suits(peer_numbered(3)));
}

TEST_CASE("whom an earlier run has met is kept to") {
  first_met met{true, peer_numbered(1)};
  CHECK(met.look(peer_numbered(2), yes) == verdict::stranger);
  CHECK(met.look(peer_numbered(1), no) == verdict::suits);
}
