// What is wrong before anybody is asked. What authorities answer is in tests/scenarios.
#include "channels/identity/people.hpp"
#include "channels/membership/ticket.hpp"
#include "cli/fixtures/home_world.hpp"
#include "fixtures/authority.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace ockam;
using cli::test::contains;
using cli::test::home_world;

TEST_CASE_FIXTURE(home_world, "an authority is asked once it is known which one") {
  const auto who = " I" + std::string(64, 'a');
  for (const auto& line : {"project-member list", "project-member list-ids", "project ticket",
                           "ticket", "project-member delete --all"})
    CHECK(contains(complaint(70, line), " knows none (try: ockam project enroll TICKET"));
  for (const auto* verb : {"add", "show", "delete"})
    CHECK(contains(complaint(70, "project-member " + std::string(verb) + who), "knows none"));
}

TEST_CASE_FIXTURE(home_world, "arguments that say nothing are refused") {
  const auto who = " I" + std::string(64, 'a');
  complaint(65, "project-member add Ix");
  CHECK(contains(complaint(65, "project-member add --attribute =role" + who), "not KEY=VALUE"));
  CHECK(contains(complaint(65, "project-member delete"), "either IDENTIFIER or --all"));
  CHECK(contains(complaint(65, "project-member delete --all" + who), "either"));
  CHECK(contains(complaint(65, "ticket --usage-count 0"), "not a number of uses"));
  CHECK(contains(complaint(65, "ticket --expires-in soon"), "not a time"));
}

TEST_CASE_FIXTURE(home_world, "a ticket that is none is refused, and its code not told") {
  CHECK(contains(complaint(65, "project enroll"), "TICKET is missing"));
  CHECK(contains(complaint(70, "project enroll /nowhere"), "no file /nowhere"));
  CHECK(contains(complaint(65, "project enroll nothing"), "and the text itself is no ticket"));
  const std::string code(64, '7');
  const auto wrong = complaint(65, "enroll a,b,c," + code + ",d,e,f");
  CHECK(contains(wrong, "ticket: "));
  CHECK_FALSE(contains(wrong, code));
  in.str("garbage");
  CHECK(contains(complaint(65, "project enroll -"),
                 "standard input holds no ticket: it has 7 fields"));
  complaint(65, "node create n1 --enrollment-ticket garbage");
}

TEST_CASE_FIXTURE(home_world, "a ticket of another project of a known name is not used") {
  nlohmann::json sample = tests::authority_vectors().at("project");
  const auto mine = channels::parse_project(sample.dump());
  REQUIRE(mine);
  sample["project_change_history"] = nullptr;
  sample["identity"] = "I" + std::string(64, 'a');
  std::ofstream{directory.path() / "other.json"} << sample.dump();
  answer("project import " + (directory.path() / "other.json").string());
  std::ofstream{directory.path() / "ticket"}
      << to_text(channels::ticket{*mine, channels::ticket_code{}});
  const auto why = complaint(73, "project enroll " + (directory.path() / "ticket").string());
  CHECK(contains(why, "another project is called " + mine->name));
}

TEST_CASE_FIXTURE(home_world, "a node is created in a project that is known, or in none") {
  CHECK(contains(complaint(70, "node create n1 --project nowhere.json"), "No such file"));
  std::ofstream{directory.path() / "p.json"} << "{}";
  CHECK(
      contains(complaint(65, "node create n1 --project " + (directory.path() / "p.json").string()),
               "name: is missing"));
}
