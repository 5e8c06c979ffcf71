// What an authority's node knows of its members, from changes of the store.
#include "actors/projects/member_roll.hpp"
#include "actors/test_identities.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using ockam::tests::id_of;

namespace {

config::member_changes changes(std::int64_t version, std::vector<config::member_record> changed,
                               std::vector<wire::identifier> gone = {}) {
  return {version, std::move(changed), std::move(gone)};
}

config::member_record member_of(std::uint8_t person, std::int64_t version,
                                wire::attribute_map attributes) {
  config::member_record out;
  out.who = id_of(person);
  out.attributes = std::move(attributes);
  out.version = version;
  return out;
}

} // namespace

TEST_CASE("a roll that has read nothing knows nobody") {
  const actors::member_roll roll;
  CHECK(roll.version() == -1);
  CHECK(roll.find(id_of(4)) == nullptr);
  CHECK(roll.versions_of({id_of(4)}).empty());
}

TEST_CASE("a roll follows the store: who comes, who changes, who goes") {
  actors::member_roll roll;
  roll.apply(changes(
      2, {member_of(4, 1, {{"role", "client"}}), member_of(5, 2, {{"ockam-role", "enroller"}})}));
  CHECK(roll.version() == 2);
  REQUIRE(roll.find(id_of(4)));
  CHECK(roll.find(id_of(4))->attributes.at("role") == "client");
  CHECK_FALSE(roll.find(id_of(4))->enroller);
  REQUIRE(roll.find(id_of(5)));
  CHECK(roll.find(id_of(5))->enroller);

  roll.apply(changes(3, {member_of(4, 3, {{"role", "server"}})}));
  CHECK(roll.find(id_of(4))->attributes.at("role") == "server");
  CHECK(roll.find(id_of(5)));

  roll.apply(changes(4, {}, {id_of(5)}));
  CHECK(roll.find(id_of(5)) == nullptr);
  CHECK(roll.versions_of({id_of(4), id_of(5), id_of(6)}) == wire::member_versions{{id_of(4), 3}});
}

TEST_CASE("of changes that overtook each other the later ones count") {
  actors::member_roll roll;
  roll.apply(changes(5, {}, {id_of(4)}));
  roll.apply(changes(3, {member_of(4, 3, {{"role", "client"}})})); // removed meanwhile
  CHECK(roll.find(id_of(4)) == nullptr);
  CHECK(roll.version() == 5);
}

TEST_CASE("who is removed and added again at once is a member") {
  actors::member_roll roll;
  roll.apply(changes(1, {member_of(4, 1, {{"role", "client"}})}));
  roll.apply(changes(3, {member_of(4, 3, {{"role", "guest"}})}, {id_of(4)}));
  REQUIRE(roll.find(id_of(4)));
  CHECK(roll.find(id_of(4))->version == 3);
  CHECK(roll.find(id_of(4))->attributes.at("role") == "guest");
}

TEST_CASE("a roll knows whose membership ends first, and whose is over") {
  actors::member_roll roll;
  CHECK_FALSE(roll.first_end());
  roll.apply(changes(3, {member_of(4, 1, {{"ockam-until", "200"}}),
                         member_of(5, 2, {{"ockam-until", "100"}}), member_of(6, 3, {})}));
  CHECK(roll.first_end() == 100);
  CHECK(roll.over_at(99).empty());
  CHECK(roll.over_at(100) == std::vector{id_of(5)});
  CHECK(roll.over_at(200) == std::vector{id_of(5), id_of(4)});
  roll.apply(changes(5, {member_of(5, 4, {{"ockam-until", "300"}})}, {id_of(4)}));
  CHECK(roll.first_end() == 300);
  roll.apply(changes(6, {member_of(5, 6, {})}));
  CHECK_FALSE(roll.first_end());
}
