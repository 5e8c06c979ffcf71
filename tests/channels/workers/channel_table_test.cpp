#include "channels/workers/channel_table.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::channel_info;
using channels::channel_role;
using channels::channel_table;
using keep = channel_table::keep;

namespace {

wire::identifier numbered(std::size_t n) {
  wire::identifier out;
  for (std::size_t at = 0; at < 8; ++at) out.hash[at] = static_cast<std::uint8_t>(n >> 8 * at);
  return out;
}

channel_info channel(const std::string& name, std::size_t peer = 0,
                     channel_role role = channel_role::responder) {
  return {name, "d" + name, role, {}, numbered(peer), {wire::local("link"), wire::local("peer")},
          {}};
}

keep nothing(const channel_info&) { return keep::nothing; }

std::string goes(channel_table& all, const std::string& source, std::size_t peer,
                 const channel_table::keeps& kept = nothing) {
  const auto place = all.make_place(source, numbered(peer), kept);
  if (!place.free) return "refused";
  return place.goes ? place.goes->encryptor : "";
}

} // namespace

TEST_CASE("channels are found by either address, in the order in which they opened") {
  channel_table all;
  all.add(channel("b"), "x");
  all.add(channel("a"), "x");
  CHECK(all.list()[0].encryptor == "b");
  CHECK(all.find("a")->decryptor == "da");
  CHECK(all.find("da")->encryptor == "a");
  all.remove("a");
  all.remove("a");
  CHECK_FALSE(all.find("da"));
  CHECK(all.size() == 1);
}

TEST_CASE("when a source has too many channels one that was silent for longest gives way") {
  channel_table all;
  all.add(channel("ours", 0, channel_role::initiator), "busy");
  auto& first = all.add(channel("first", 1), "busy");
  all.add(channel("second", 2), "busy");
  for (std::size_t i = 2; i < config::channels_per_source_max; ++i) {
    CHECK(goes(all, "busy", i).empty());
    all.add(channel(std::to_string(i), i), "busy");
  }
  CHECK(goes(all, "other", 0).empty());
  first.sign = all.sign_of_life();
  CHECK(goes(all, "busy", 0) == "second");
  CHECK(goes(all, "busy", 0) == "2"); // the second one is ending
  all.move("second", {wire::local("other"), wire::local("peer")}, "other");
  CHECK(goes(all, "busy", 0).empty());
}

TEST_CASE("an identity has so many channels, wherever they come from") {
  channel_table all;
  for (std::size_t i = 0; i < config::channels_per_identity_max; ++i)
    all.add(channel(std::to_string(i), 7), std::to_string(i));
  CHECK(goes(all, "new", 8).empty());
  CHECK(goes(all, "new", 7) == "0");
  all.remove("1");
  CHECK(goes(all, "new", 7).empty());
}

TEST_CASE("strangers that keep talking do not push out one that is in use, or has a standing") {
  channel_table all;
  all.add(channel("relay"), "honest");
  all.add(channel("member"), "busy");
  std::vector<channels::pulse*> talk;
  for (std::size_t i = 2; i < config::channels_max; ++i)
    talk.push_back(&all.add(channel(std::to_string(i), i), "busy" + std::to_string(i % 5)));
  const auto kept = [](const channel_info& one) {
    if (one.encryptor == "member") return keep::standing;
    return one.encryptor == "relay" ? keep::use : keep::nothing;
  };
  for (std::size_t times = 0; times < 200; ++times) {
    for (auto* const each : talk) each->sign = all.sign_of_life();
    const auto out = goes(all, "busy1", 1'000'000 + times, kept);
    CHECK(out != "relay");
    CHECK(out != "member");
    CHECK(out != "refused");
  }
}

TEST_CASE("where all are in use only a source with far more gives way, and none with a standing") {
  channel_table all;
  for (std::size_t i = 0; i < config::channels_max; ++i)
    all.add(channel(std::to_string(i), i), std::to_string(i % 5));
  const auto used = [](const channel_info&) { return keep::use; };
  const auto members = [](const channel_info&) { return keep::standing; };
  CHECK(goes(all, "new", 1'000'000, used) != "refused");
  CHECK(goes(all, "1", 1'000'000, used) == "refused");
  CHECK(goes(all, "new", 1'000'000, members) == "refused");
}

TEST_CASE("what a choice costs does not grow with the channels there are") {
  std::uint64_t most = 0;
  for (const std::size_t size : {100U, 1'000U, 10'000U}) {
    channel_table all;
    std::vector<channels::pulse*> talk;
    for (std::size_t i = 0; i < size; ++i) // the identity has too many
      talk.push_back(
          &all.add(channel(std::to_string(i), i < config::channels_per_identity_max ? 7 : i), "s"));
    for (std::size_t i = size; i < config::channels_per_identity_max; ++i)
      talk.push_back(&all.add(channel(std::to_string(i), 7), "s"));
    for (auto* const each : talk) each->sign = all.sign_of_life();
    const auto before = all.looks();
    CHECK_FALSE(goes(all, "new", 7).empty());
    most = std::max(most, all.looks() - before);
  }
  CHECK(most <= config::channels_looked_at_max);
}
