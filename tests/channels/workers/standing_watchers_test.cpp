#include "channels/workers/standing_watchers.hpp"
#include "fixtures/virtual_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::standing_watchers;

namespace {

wire::identifier watched_peer(char name) {
  wire::identifier out;
  out.hash.fill(static_cast<std::uint8_t>(name));
  return out;
}

struct watched : tests::simulation {
  tests::virtual_node node{*this, "a"};
  standing_watchers watchers{*node.home};
  std::string told;

  void hear_changes() {
    watchers.on_change(
        [this](const wire::identifier& who) { told += static_cast<char>(who.hash[0]); });
  }
};

} // namespace

TEST_CASE_FIXTURE(watched,
                  "changes are told once for each peer, and not from inside of what makes them") {
  hear_changes();
  for (const auto name : {'b', 'a', 'b'}) watchers.changed(watched_peer(name));
  CHECK(told.empty());
  settle();
  CHECK(told == "ab");
  watchers.changed(watched_peer('b'));
  settle();
  CHECK(told == "abb");
}

TEST_CASE_FIXTURE(watched, "a change that a watcher makes is told, too") {
  watchers.on_change([this](const wire::identifier& who) {
    if (who == watched_peer('a')) watchers.changed(watched_peer('c'));
  });
  hear_changes();
  watchers.changed(watched_peer('a'));
  settle();
  CHECK(told == "ac");
}

TEST_CASE_FIXTURE(watched, "an end is told at once, to whoever wants to hear of ends") {
  hear_changes();
  CHECK_FALSE(watchers.ends(watched_peer('a')));
  watchers.on_end([this](const wire::identifier&) { told += '!'; });
  CHECK(watchers.ends(watched_peer('a')));
  CHECK(told == "!");
}
