#include "cli/fixtures/home_world.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/hosted_project.hpp"
#include "fixtures/authority.hpp"
#include "fixtures/file_mode.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace ockam;
using cli::test::contains;

namespace {

cli::hosted_project office() {
  return {"project-office", "me", "p7", "office", "postgresql://u:secret@h/d", "hub.example.net",
          {"0.0.0.0", 4000}};
}

channels::identity some_identity() {
  auto who = channels::identity::import(
      tests::authority_vectors().at("project").at("authority_identity").get<std::string>());
  REQUIRE(who);
  return *who;
}

} // namespace

TEST_CASE("what a home hosts is written down for its owner alone, and read again") {
  const fixtures::temporary_directory home;
  REQUIRE(cli::save(home.path(), office()));
  const auto file = home.path() / "projects" / "project-office" / "description.json";
  CHECK(fixtures::mode_of(file) == 0600);
  const auto read = cli::hosted_by(home.path(), "project-office");
  REQUIRE(read);
  REQUIRE(*read);
  CHECK((*read)->database == office().database);
  CHECK((*read)->listener == office().listener);
  CHECK((*read)->access == "hub.example.net");
  CHECK((*read)->name == "office");
  CHECK_FALSE(*cli::hosted_by(home.path(), "n1"));
}

TEST_CASE("a damaged description is an error, and not a node like others") {
  const fixtures::temporary_directory home;
  REQUIRE(cli::save(home.path(), office()));
  const auto file = home.path() / "projects" / "project-office" / "description.json";
  for (const auto* text : {"", "{", "[]", "{}", R"({"node": "other"})", R"({"node": 7})"}) {
    std::ofstream{file} << text;
    const auto read = cli::hosted_by(home.path(), "project-office");
    REQUIRE_FALSE(read);
    CHECK(read.error().code == errc::config);
    CHECK(contains(read.error().message, "description.json is damaged"));
  }
}

TEST_CASE("a project is reached by the name that its node was given") {
  const auto who = some_identity();
  auto what = office();
  const auto named = cli::project_of(what, who);
  REQUIRE(named);
  CHECK(to_string(named->route) == "/dnsaddr/hub.example.net/tcp/4000/service/p7/service/api");
  CHECK(to_string(named->authority_route) == "/dnsaddr/hub.example.net/tcp/4000/service/api");
  CHECK(named->node == who.id());
  what.access.clear();
  what.listener.host = "10.0.0.1";
  CHECK(to_string(cli::project_of(what, who)->route).starts_with("/dnsaddr/10.0.0.1/tcp/4000/"));
}

TEST_CASE("ids of projects are random UUIDs") {
  const auto id = cli::new_project_id();
  CHECK(id.size() == 36);
  CHECK(id[14] == '4');
  CHECK(contains("89ab", std::string(1, id[19])));
  CHECK(id != cli::new_project_id());
  CHECK(cli::node_of_project("default") == "project-default");
}

TEST_CASE_FIXTURE(cli::test::home_world,
                  "who makes a project or an authority is told what is wrong") {
  CHECK(contains(complaint(65, "project create office --tcp-listener-address 0.0.0.0:1"),
                 "add --access-host"));
  CHECK(contains(complaint(65, "project create a/b"), "a/b"));
  const std::string authority = "authority create --project-identifier p --trusted-identities ";
  CHECK(contains(complaint(65, authority + "x"), "is no JSON object"));
  CHECK(contains(complaint(65, authority + R"({"me":{}})"), "me is no identifier"));
  const auto who = "I" + std::string(64, '1');
  CHECK(
      contains(complaint(65, authority + "{\"" + who + "\":1}"), "attributes that are no object"));
  CHECK(contains(complaint(65, authority + "{\"" + who + "\":{\"a\":1}}"), "that is no text"));
  CHECK(contains(complaint(2, "authority create --project-identifier p"), "trusted-identities"));
  CHECK_FALSE(std::filesystem::exists(directory.path() / "projects" / "project-a"));
}

TEST_CASE("a node that a service manager ran last is started by nobody else") {
  auto what = office();
  CHECK(cli::not_running(what).hint == "ockam node start project-office");
  what.run_by = "ockam@project-office.service";
  CHECK(cli::not_running(what).hint == "systemctl start ockam@project-office.service");
  CHECK(contains(cli::not_running(what).message,
                 "node project-office of project office is not running; "
                 "ockam@project-office.service ran it last"));
  const fixtures::temporary_directory home;
  what.made_by_itself = true;
  REQUIRE(cli::save(home.path(), what));
  const auto read = cli::hosted_by(home.path(), "project-office");
  REQUIRE(read);
  CHECK((*read)->run_by == what.run_by);
  CHECK((*read)->made_by_itself);
}
