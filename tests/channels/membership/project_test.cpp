#include "channels/identity/people.hpp"
#include "channels/membership/project.hpp"
#include "fixtures/authority.hpp"

using namespace ockam;
using namespace ockam::channels;
using namespace ockam::tests;

namespace {

const nlohmann::json& sample_project() { return authority_vectors().at("project"); }

nlohmann::json with(const char* key, const nlohmann::json& value) {
  auto out = sample_project();
  out[key] = value;
  return out;
}

} // namespace

TEST_CASE("a project of the reference is read, and written with all keys that it imports") {
  const auto p = parse_project(sample_project().dump());
  REQUIRE(p);
  CHECK(p->id == "proj1");
  CHECK(p->space_name == "s");
  CHECK(to_string(p->authority_route) == "/dnsaddr/127.0.0.1/tcp/14801/service/api");
  REQUIRE(p->node_history);
  CHECK(p->node_history->id() == p->node);
  const auto written = to_json(*p);
  for (const auto& [key, value] : written.items())
    CHECK_MESSAGE(sample_project().at(key) == value, key);
  for (const auto* key : {"id", "name", "space_name", "access_route", "users", "space_id",
                          "identity", "authority_access_route", "authority_identity", "version",
                          "running", "operation_id", "user_roles", "project_change_history"})
    CHECK_MESSAGE(written.contains(key), key);
}

TEST_CASE("what a project can do without may be missing") {
  auto old = sample_project();
  for (const auto* key : {"id", "space_id", "space_name", "project_change_history", "users"})
    old.erase(key);
  const auto p = parse_project(old.dump());
  REQUIRE(p);
  CHECK(p->id == "proj1"); // the first service of its route
  CHECK_FALSE(p->node_history);
  CHECK(parse_project(with("project_change_history", nullptr).dump()));
}

TEST_CASE("a bad project is refused by the key that is wrong") {
  const std::pair<nlohmann::json, const char*> all[] = {
      {with("name", nullptr), "name: is missing"},
      {with("name", 1), "name: is not a text"},
      {with("name", "a,b"), "name: is no name"},
      {with("name", std::string(65, 'a')), "name: is no name"},
      {with("id", "a/b"), "id: is no name"},
      {with("identity", nullptr), "identity: is missing"},
      {with("identity", "P12"), "identity: is no identifier"},
      {with("access_route", ""), "access_route: is missing"},
      {with("access_route", "x"), "access_route: is no route"},
      {with("authority_access_route", nullptr), "authority_access_route: is missing"},
      {with("authority_identity", "00"), "authority_identity: identity"},
      {with("project_change_history", person(1).who.to_hex()),
       "project_change_history: is that of"},
      {nlohmann::json::array(), "a project is a JSON object"},
  };
  for (const auto& [json, why] : all) {
    const auto p = parse_project(json.dump());
    REQUIRE_FALSE(p);
    CHECK_MESSAGE(p.error().message.starts_with(why), p.error().message);
  }
  CHECK(parse_project("").error().message == "a project is JSON, and this is not");
  CHECK(parse_project(std::string(1 << 20, ' ')).error().code == errc::limit);
  CHECK_FALSE(parse_project(std::string(100'000, '[')));
}
