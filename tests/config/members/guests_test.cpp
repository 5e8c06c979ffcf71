#include "config/members/guests.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::config;

namespace {

constexpr std::uint64_t day = 1'700'000'000, week = 7 * 24 * 3600;
const wire::attribute_map guest{
    {"ockam-share", "I1/web"}, {"ockam-until", std::to_string(day + 60)}, {"ockam-reach", "home"}},
    sharer{{"ockam-role", "sharer"}, {"ockam-relay", "home"}};

wire::attribute_map with(wire::attribute_map all, const std::string& key,
                         const std::string& value) {
  all.insert_or_assign(key, value);
  return all;
}

} // namespace

TEST_CASE("a membership ends with the second that ockam-until names") {
  CHECK(end_of(guest) == day + 60);
  CHECK_FALSE(is_over(guest, day + 59));
  CHECK(is_over(guest, day + 60));
  CHECK(end_within(guest, day + 3600) == day + 59);
  CHECK(end_within(guest, day + 5) == day + 5);
  CHECK(end_within({{"ockam-until", ""}}, day) == 0);
  CHECK(end_within(sharer, day) == day);
  CHECK_FALSE(end_of(sharer));
  CHECK_FALSE(is_over(sharer, day + 60));
  CHECK(is_over({{"ockam-until", "tomorrow"}}, 1));
  CHECK(is_over({{"ockam-until", ""}}, 1));
}

TEST_CASE("a sharer lets in guests of its own relay for a week at most, and nobody else") {
  CHECK(is_guest(guest));
  CHECK_FALSE(is_guest(sharer));
  CHECK(makes_sharer(sharer));
  CHECK_FALSE(makes_sharer(guest));
  CHECK(why_no_guest(guest, sharer, day).empty());
  CHECK(why_no_guest(with(guest, "ockam-until", std::to_string(day + week)), sharer, day).empty());
  CHECK(why_no_guest(guest, with(sharer, "ockam-relay", "*"), day).empty());

  for (const auto* missing : {"ockam-share", "ockam-until", "ockam-reach"}) {
    auto less = guest;
    less.erase(missing);
    CHECK(why_no_guest(less, sharer, day) == "a sharer lets in guests, and nobody else");
  }
  CHECK(why_no_guest(with(guest, "ockam-role", "enroller"), sharer, day)
        == "a sharer lets in guests, and nobody else");
  CHECK(why_no_guest(with(guest, "ockam-until", std::to_string(day + week + 1)), sharer, day)
        == "a sharer lets in guests for 7 days at most");
  CHECK(why_no_guest(with(guest, "ockam-reach", "lab"), sharer, day)
        == "a sharer lets guests reach its own relay, and no other");
  CHECK_FALSE(why_no_guest(guest, {{"ockam-role", "sharer"}}, day).empty());
}
