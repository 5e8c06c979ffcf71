#include "cli/fixtures/home_world.hpp"
#include "fixtures/authority.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace ockam;
using cli::test::contains;
using nlohmann::json;

namespace {

struct project_world : cli::test::home_world {
  project_world() {
    json sample = tests::authority_vectors().at("project");
    write(sample, "p1");
    sample["project_change_history"] = nullptr;
    sample["identity"] = "I" + std::string(64, 'a');
    write(sample, "other");
  }
  /// As a project of that name, or under the first one's name in a file of its own.
  void write(json project, const std::string& name) {
    project["name"] = name == "other" ? "p1" : name;
    std::ofstream{directory.path() / name} << project.dump();
  }
  std::string file(const std::string& name) const { return (directory.path() / name).string(); }
};

} // namespace

TEST_CASE_FIXTURE(project_world, "an imported project is shown, listed and forgotten") {
  CHECK(answer("project import " + file("p1")) == "p1");
  const auto shown = object("project information p1");
  CHECK(shown["id"] == "proj1");
  CHECK(shown["name"] == "p1");
  CHECK(object("project information") == shown);
  CHECK(object("project show default") == shown);
  auto listed = shown;
  listed["is_default"] = true;
  CHECK(object("project list") == json::array({listed}));
  CHECK(contains(answer("project list"), "| proj1 | p1   |       | s          | yes     |"));
  const auto block = answer("project information");
  CHECK(contains(block, "Project ID: proj1\nProject identity: I"));
  CHECK(contains(block, "\nAuthority address: /dnsaddr/127.0.0.1/tcp/14801/service/api\n"
                        "Authority identity: 8"));
  CHECK(contains(answer("space list"), "| s    |"));
  CHECK(contains(complaint(69, "project version p1"), "is not one of this home"));
  CHECK(answer("project delete p1 -y") == "p1");
  CHECK(contains(complaint(70, "project delete p1"), "project not found: p1"));
  CHECK(object("project list") == json::array());
}

TEST_CASE_FIXTURE(project_world, "what a project prints another home imports") {
  answer("project import --project-file " + file("p1"));
  const auto text = answer("project information --output json");
  answer("project delete p1");
  in.str(text);
  CHECK(answer("project import -") == "p1");
  CHECK(answer("project information --output json") == text);
}

TEST_CASE_FIXTURE(project_world, "looking for projects where there are none makes nothing") {
  CHECK(object("project list") == json::array());
  CHECK(object("space list") == json::array());
  for (const auto& each : std::filesystem::directory_iterator(directory.path()))
    CHECK(each.path().extension() != ".sqlite3");
}

TEST_CASE_FIXTURE(project_world, "what is no project is refused, with the reason") {
  CHECK(contains(complaint(70, "project import " + file("nothing")), "No such file"));
  CHECK(contains(complaint(65, "project import"), "FILE is missing"));
  CHECK(contains(complaint(65, "project import " + directory.path().string()), "is a directory"));
  std::ofstream{directory.path() / "bad"} << "{}";
  CHECK(contains(complaint(65, "project import " + file("bad")), "bad: name: is missing"));
  in_is_terminal = true;
  CHECK(contains(complaint(65, "project import -"), "nothing piped in"));
  CHECK(contains(complaint(70, "project information p9"), " knows none (try: ockam"));
}

TEST_CASE_FIXTURE(project_world, "another project does not take a known one's name") {
  answer("project import " + file("p1"));
  answer("project import " + file("p1"));
  CHECK(contains(complaint(73, "project import " + file("other")), "another project is called p1"));
  CHECK(object("project list").size() == 1);
}

TEST_CASE_FIXTURE(project_world,
                  "the default project is the first one, or the one that is chosen") {
  answer("project import " + file("p1"));
  auto second = json::parse(std::ifstream{file("p1")});
  second["name"] = "p2";
  second["identity"] = "I" + std::string(64, 'b');
  second["project_change_history"] = nullptr;
  std::ofstream{directory.path() / "p2"} << second.dump();
  answer("project import " + file("p2"));
  CHECK(answer("project default") == "p1");
  CHECK(answer("project default p2") == "p2");
  CHECK(object("project show")["name"] == "p2");
  CHECK(object("project list")[0]["is_default"] == false);
  CHECK(object("project list")[1]["is_default"] == true);
  CHECK(contains(complaint(70, "project default p3"), "project not found: p3 in "));
}
