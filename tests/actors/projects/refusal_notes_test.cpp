#include "actors/projects/refusal_notes.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using actors::refusal_notes;

namespace {

config::audit_entry refusal_at(std::int64_t at, const std::string& why = "refused: no") {
  return {at, "I1", "list members", "", why};
}

} // namespace

TEST_CASE("the first few refusals of a kind are written, the rest is counted") {
  refusal_notes notes;
  CHECK(notes.empty());
  for (int i = 0; i < 100; ++i) notes.add(refusal_at(1000));
  CHECK(notes.take(1001).size() == config::refusals_of_kind_max);
  CHECK(notes.take(1002).empty());
  for (int i = 0; i < 5; ++i) notes.add(refusal_at(1003));
  const auto rest = notes.take(1010);
  REQUIRE(rest.size() == 1);
  CHECK(rest[0].what == "list members");
  CHECK(rest[0].outcome == "refused: no (and 101 more)");
  CHECK(rest[0].at == 1010);
  CHECK(notes.empty());
  notes.add(refusal_at(1011));
  CHECK(notes.take(1011).size() == 1); // a new period
}

TEST_CASE("of too many kinds the rest is told apart by what was asked for alone") {
  refusal_notes notes;
  for (std::size_t i = 0; i < 2 * config::refusal_kinds_max; ++i)
    notes.add(refusal_at(1000, "refused: " + std::to_string(i)));
  const auto all = notes.take_all(1000);
  CHECK(all.size() == config::refusal_kinds_max + config::refusals_of_kind_max + 1);
  CHECK(all.back().outcome == "refused (and 60 more)");
}

TEST_CASE("a clock that is set back does not keep what was counted") {
  refusal_notes notes;
  for (int i = 0; i < 10; ++i) notes.add(refusal_at(1000));
  CHECK(notes.take(10).size() == config::refusals_of_kind_max + 1);
}
