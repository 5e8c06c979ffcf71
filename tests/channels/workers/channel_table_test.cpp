#include "channels/workers/channel_table.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::channel_info;
using channels::channel_role;
using channels::channel_table;

namespace {

channel_info channel(const std::string& name, const std::string& link,
                     channel_role role = channel_role::responder) {
  return {name, "d" + name, role, {}, {}, {wire::local(link), wire::local("peer")}, {}};
}

} // namespace

TEST_CASE("channels are found by either address, in the order in which they opened") {
  channel_table all;
  all.add(channel("b", "x"));
  all.add(channel("a", "x"));
  CHECK(all.list()[0].encryptor == "b");
  CHECK(all.find("a")->decryptor == "da");
  CHECK(all.find("da")->encryptor == "a");
  all.remove("a");
  all.remove("a");
  CHECK_FALSE(all.find("da"));
  CHECK(all.size() == 1);
}

TEST_CASE("when a link has too many channels the one that was silent for longest gives way") {
  channel_table all;
  all.add(channel("ours", "busy", channel_role::initiator));
  auto& first = all.add(channel("first", "busy"));
  all.add(channel("second", "busy"));
  for (std::size_t i = 2; i < config::channels_per_link_max; ++i) {
    CHECK_FALSE(all.gives_way("busy"));
    all.add(channel(std::to_string(i), "busy"));
  }
  CHECK_FALSE(all.gives_way("other"));
  first.sign = all.sign_of_life();
  CHECK(all.gives_way("busy")->encryptor == "second");
  CHECK(all.gives_way("busy")->encryptor == "2"); // the second one is ending
  all.move("second", {wire::local("other"), wire::local("peer")});
  CHECK_FALSE(all.gives_way("busy"));
}

TEST_CASE("when all links together have too many channels it is the most silent of all") {
  channel_table all;
  for (std::size_t i = 0; i < config::channels_max; ++i) {
    CHECK_FALSE(all.gives_way("new"));
    all.add(channel(std::to_string(i), std::to_string(i % 100)));
  }
  CHECK(all.gives_way("new")->encryptor == "0");
}
