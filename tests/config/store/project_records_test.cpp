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
  CHECK(projects.find("p3").error().message.starts_with("project not found: p3 in "));
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

TEST_CASE_FIXTURE(home_with_projects, "a project that made itself gives way to the next one") {
  REQUIRE(projects.put({"default", "I1", "{}", true}));
  CHECK(projects.chosen()->made_by_itself);
  REQUIRE(put("office", "I2"));
  CHECK(projects.chosen()->name == "office");
  REQUIRE(put("hub", "I3"));
  REQUIRE(projects.put({"default", "I1", "{\"b\":2}", true})); // its node starts again
  CHECK(projects.chosen()->name == "office");
}

TEST_CASE_FIXTURE(home_with_projects, "a project that was chosen stays the default one") {
  REQUIRE(projects.put({"default", "I1", "{}", true}));
  REQUIRE(projects.choose("default"));
  REQUIRE(put("office", "I2"));
  CHECK(projects.chosen()->name == "default");
  CHECK(projects.choose("p3").error().code == errc::not_found);
  CHECK(projects.chosen()->name == "default");
}

TEST_CASE_FIXTURE(home_with_projects, "a node that hosts a project is never the default node") {
  REQUIRE(state.put_node("project-default", "127.0.0.1:1", {}, 0, {}, true));
  CHECK(state.default_node().error().code == errc::not_found);
  REQUIRE(state.put_node("n1", "127.0.0.1:2"));
  CHECK(state.default_node()->name == "n1");
  CHECK(state.set_default("project-default").error().code == errc::invalid);
  REQUIRE(state.remove_node("n1"));
  CHECK(state.default_node().error().code == errc::not_found);
  REQUIRE(state.put_node("n2", "127.0.0.1:3"));
  REQUIRE(
      state.put_node("n2", "127.0.0.1:3", {}, 0, {}, true)); // it was made before this was known
  CHECK(state.default_node().error().code == errc::not_found);
}

TEST_CASE_FIXTURE(home_with_projects,
                  "a project is in use by whoever entered it or has a route there") {
  REQUIRE(put("p1", "I1"));
  REQUIRE(put("p2", "I2"));
  REQUIRE(state.put_node("n1", "127.0.0.1:1", {}, 0, "p1"));
  REQUIRE(state.trusted().enter("n2", {"p1", "I1"}));
  const auto declare = [&](const char* node, const char* name, const char* body) {
    REQUIRE(state.declarations().put({node, "relays", name, body, ""}));
  };
  declare("n3", "db", R"({"at":"/project/p1","name":"db"})");
  declare("n4", "web", R"({"to":["/project/default/service/x"]})"); // p1 is the default
  declare("n5", "other", R"({"at":"/project/p2","also":"/project/p10/service/y"})");
  const auto users = projects.users("p1");
  REQUIRE(users);
  REQUIRE(users->size() == 4);
  CHECK((*users)[2].node == "n3");
  CHECK((*users)[2].how == "relays db");
  CHECK(projects.remove("p1").error().message
        == "project p1 is in use by nodes n1, n2, n3 (relays db), n4 (relays web)");
  REQUIRE(projects.remove("p1", true));
  CHECK(state.node("n1")->project.empty());
  for (const auto* const node : {"n1", "n2", "n3", "n4"}) {
    const auto entered = state.trusted().entered_by(node);
    REQUIRE(entered);
    REQUIRE(entered->size() == 1); // and so they stay closed
    CHECK(entered->front().host == "I1");
  }
  CHECK(state.trusted().entered_by("n5")->empty());
  CHECK(projects.users("p1").error().code == errc::not_found);
}
