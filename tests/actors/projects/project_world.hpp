// A project's node that is its authority, too, and nodes that are members there or not. Its members
// are on a PostgreSQL server if OCKAM_TEST_STORE is set.
#pragma once
#include "actors/projects/authority_world.hpp"
#include "actors/simulated_node.hpp"
#include "channels/workers/channel_table.hpp"
#include "channels/workers/credential_table.hpp"

namespace ockam::tests {

struct chosen_place : members_place {
  chosen_place() {
    if (std::getenv("OCKAM_TEST_STORE"))
      where = fixtures::postgresql_server::running().new_database();
  }
};

//   a(4) ---- p(1):7000 ---- b(5)      the enroller is person 2
struct project_world : simulation {
  project_world() { p.listen(7000); }

  actors::node_options options_of_project() {
    auto out = options_of("p", 1);
    out.members = here.make_authority(random);
    out.hosts = actors::hosted_project{"p1", out.members->who()};
    return out;
  }

  /// The answer of a service, through a channel or in clear.
  std::optional<wire::api_response> ask(simulated_node& from, const wire::authority_request& what,
                                        const std::string& by = "/secure/api") {
    const auto service = wire::service_of(what);
    return ask(from, service, wire::encode(wire::encode(what, 7)), by);
  }
  std::optional<wire::api_response> ask(simulated_node& from, wire::authority_service service,
                                        const wire::bytes& request,
                                        const std::string& by = "/secure/api") {
    const auto r = from.ask(
        "POST", "/v1/messages",
        {{"to", "/dnsaddr/p/tcp/7000" + by + "/service/" + std::string(wire::name_of(service))},
         {"payload_hex", wire::to_hex(request)}});
    if (r.status != 201) return {};
    wire::bytes payload;
    wire::from_hex(r.body["payload_hex"].get<std::string>(), payload);
    auto out = wire::decode_api_response(payload);
    REQUIRE(out);
    return *out;
  }
  /// An answer in words: `forbidden: Already a member`.
  std::string words(const std::optional<wire::api_response>& answer) const {
    if (!answer) return "no answer";
    CHECK(answer->re == 7);
    CHECK(answer->id > 0);
    if (answer->status == wire::api_status::ok) return "ok";
    return std::to_string(int(*answer->status)) + ": "
           + wire::decode_api_error(*answer->body)->message.value();
  }
  /// Makes a node a member; from now on it shows its credential.
  void enroll(simulated_node& node, std::uint8_t person, const wire::attribute_map& attributes) {
    REQUIRE(here.open().put_member({id_of(person), attributes, std::int64_t(now), id_of(2)}));
    renew(node);
  }
  void renew(simulated_node& node) {
    const auto answer = ask(node, wire::issue_credential{});
    REQUIRE(words(answer) == "ok");
    wire::cbor_reader in{*answer->body};
    node.node.parts().credentials.present({channels::take_presented_credential(in)});
    settle();
  }
  simulated_node::reply register_at_p(simulated_node& owner, const std::string& name) {
    auto out = owner.ask("POST", "/v1/relays",
                         {{"name", name}, {"at", "/dnsaddr/p/tcp/7000/service/p1/secure/api"}});
    settle();
    return out;
  }
  std::vector<std::string> hosted() {
    std::vector<std::string> out;
    for (const auto& r : p.ask("GET", "/v1/relays").body) out.push_back(r["remote_address"]);
    return out;
  }

  chosen_place here;
  simulated_node p{*this, "p", options_of_project()}, e{*this, "e", 2}, a{*this, "a", 4},
      b{*this, "b", 5}, c{*this, "c", 6};
};

} // namespace ockam::tests
