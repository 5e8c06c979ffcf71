#include "channels/membership/peer_standings.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::peer_standings;

namespace {

wire::identifier peer_called(char name) {
  wire::identifier out;
  out.hash.fill(static_cast<std::uint8_t>(name));
  return out;
}

peer_standings::saying until(channels::timestamp end) {
  peer_standings::saying out;
  out.held.until = end;
  return out;
}

void show(peer_standings& all, char peer, channels::timestamp end) {
  all.put(all.enter(peer_called(peer)).first, until(end));
}

} // namespace

TEST_CASE("standings end in the order of their last seconds, and not before these are over") {
  peer_standings all;
  CHECK(all.expired(100) == all.end());
  show(all, 'a', 30), show(all, 'b', 10), show(all, 'c', 20);
  CHECK(all.first_end() == 10);
  CHECK(all.expired(10) == all.end());
  std::string gone;
  for (auto at = all.expired(21); at != all.end(); at = all.expired(21)) {
    gone += static_cast<char>(at->first.hash[0]);
    all.erase(at);
  }
  CHECK(gone == "bc");
  CHECK(all.size() == 1);
  CHECK(all.first_end() == 30);
}

TEST_CASE("what a peer shows later moves its end, and takes the place of what waited") {
  peer_standings all;
  show(all, 'a', 10);
  CHECK_FALSE(all.enter(peer_called('a')).second);
  const auto at = all.find(peer_called('a'));
  at->second.newer = until(15);
  at->second.channels.insert("encryptor");
  show(all, 'a', 20);
  CHECK(all.first_end() == 20);
  CHECK_FALSE(at->second.newer);
  CHECK(at->second.channels.size() == 1);
  CHECK(all.expired(15) == all.end());
  all.erase(at);
  CHECK(all.empty());
  CHECK(all.expired(100) == all.end());
}

TEST_CASE("standings that end in the same second are told apart") {
  peer_standings all;
  show(all, 'a', 10), show(all, 'b', 10);
  all.erase(all.find(peer_called('a')));
  REQUIRE(all.expired(11) != all.end());
  CHECK(all.expired(11)->first == peer_called('b'));
}
