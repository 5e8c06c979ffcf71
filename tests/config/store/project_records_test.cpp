#include "config/store/state_store.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;

namespace {

struct home_with_projects {
  status put(const std::string& name, const std::string& node, const std::string& text = "{}") {
    return projects.put({name, node, text});
  }
  fixtures::temporary_directory home;
  config::state_store state = std::move(*config::state_store::open(home.path()));
  config::project_records projects = state.projects();
};

} // namespace

TEST_CASE_FIXTURE(home_with_projects, "a project is found by its name, the first one by default") {
  CHECK(projects.chosen().error().code == errc::not_found);
  REQUIRE(put("p1", "I1", "{\"a\":1}"));
  REQUIRE(put("p2", "I2"));
  const auto found = projects.find("p1");
  REQUIRE(found);
  CHECK(found->node == "I1");
  CHECK(found->description == "{\"a\":1}");
  CHECK(found->created_at.size() == 20);
  CHECK(projects.chosen()->name == "p1");
  CHECK(projects.find("p3").error().message == "project not found: p3");
  REQUIRE(projects.remove("p1"));
  CHECK(projects.chosen()->name == "p2");
  CHECK(projects.remove("p1").error().code == errc::not_found);
  CHECK(projects.all()->size() == 1);
}

TEST_CASE_FIXTURE(home_with_projects,
                  "a project that moved is noted, another one of its name not") {
  REQUIRE(put("p1", "I1", "here"));
  REQUIRE(put("p1", "I1", "there"));
  CHECK(projects.find("p1")->description == "there");
  const auto other = put("p1", "I2", "elsewhere");
  CHECK(other.error().code == errc::already_exists);
  CHECK(other.error().message == "another project is called p1, that of node I1");
  CHECK(projects.find("p1")->description == "there");
}

TEST_CASE_FIXTURE(home_with_projects, "a credential is kept per project and identity") {
  REQUIRE(put("p1", "I1"));
  REQUIRE(put("p2", "I2"));
  CHECK_FALSE(projects.kept("p1", "Ia")->has_value());
  REQUIRE(projects.keep("p1", "Ia", {"82", 4'000'000'000}));
  REQUIRE(projects.keep("p1", "Ib", {"83", 1}));
  REQUIRE(projects.keep("p1", "Ib", {"84", 2}));
  CHECK((*projects.kept("p1", "Ia"))->credential == "82");
  CHECK((*projects.kept("p1", "Ia"))->expires_at == 4'000'000'000);
  CHECK((*projects.kept("p1", "Ib"))->credential == "84");
  CHECK((*projects.kept("p1", "Ib"))->expires_at == 2);
  CHECK_FALSE(projects.kept("p2", "Ia")->has_value());
  CHECK(projects.keep("p3", "Ia", {"82", 1}).error().code == errc::not_found);
}

TEST_CASE_FIXTURE(home_with_projects, "the credentials of a project go with it") {
  REQUIRE(put("p1", "I1"));
  REQUIRE(projects.keep("p1", "Ia", {"82", 1}));
  REQUIRE(projects.remove("p1"));
  REQUIRE(put("p1", "I1"));
  CHECK_FALSE(projects.kept("p1", "Ia")->has_value());
}

TEST_CASE_FIXTURE(home_with_projects, "a node stays in its project, which cannot go meanwhile") {
  CHECK(state.put_node("n1", "127.0.0.1:1", {}, 0, "p1").error().message
        == "project not found: p1");
  REQUIRE(put("p1", "I1"));
  REQUIRE(state.put_node("n1", "127.0.0.1:1", {}, 0, "p1"));
  REQUIRE(state.put_node("n1", "127.0.0.1:2"));
  CHECK(state.node("n1")->project == "p1");
  const auto busy = projects.remove("p1");
  CHECK(busy.error().code == errc::in_use);
  CHECK(busy.error().message == "project p1 is in use by node n1");
  REQUIRE(state.remove_node("n1"));
  CHECK(projects.remove("p1"));
}
