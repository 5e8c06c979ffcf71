// Attributes of members that change at a project's node: what they do not give any more ends, and
// what others have goes on.
#include "actors/projects/project_world.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

//   a, c ---- q(7):7000, which keeps members apart ---- b; p is the authority
struct isolated_world : project_world {
  isolated_world() { q.listen(7000); }

  actors::node_options options_of_q(bool isolated) {
    auto out = options_of("q", 7);
    out.hosts = actors::hosted_project{"p1", p.node.parts().self->who(), isolated};
    return out;
  }
  void change(simulated_node& node, std::uint8_t person, const wire::attribute_map& attributes) {
    advance(2s); // a credential of the same second is no newer one
    enroll(node, person, attributes);
    advance(1s);
  }
  std::size_t relays_at_q() { return q.ask("GET", "/v1/relays").body.size(); }
  void register_b() {
    const auto made = b.ask("POST", "/v1/relays",
                            {{"name", "b"}, {"at", "/dnsaddr/q/tcp/7000/service/p1/secure/api"}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
  }
  /// A channel from end to end: it keeps to the way by which b has answered.
  std::string channel_to_b(simulated_node& from) {
    const auto made = from.ask(
        "POST", "/v1/secure-channels",
        {{"to", "/dnsaddr/q/tcp/7000/service/p1/secure/api/service/forward_to_b/service/api"}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
    return "/service/" + made.body["address"].get<std::string>();
  }

  simulated_node q{*this, "q", options_of_q(true)};
};

} // namespace

TEST_CASE_FIXTURE(isolated_world, "who leaves a team loses the ways that it has learnt there") {
  enroll(a, 4, {{"ockam-team", "red"}});
  enroll(b, 5, {{"ockam-relay", "b"}, {"ockam-team", "red"}});
  enroll(c, 6, {{"ockam-team", "red"}});
  register_b();
  const auto of_a = channel_to_b(a) + "/service/uppercase",
             of_c = channel_to_b(c) + "/service/uppercase";
  REQUIRE(a.send_text(of_a, "hello") == "HELLO");
  REQUIRE(c.send_text(of_c, "hello") == "HELLO");

  change(a, 4, {{"ockam-team", "blue"}});
  CHECK(a.send_text(of_a, "hello").starts_with("error: "));
  CHECK(c.send_text(of_c, "hello") == "HELLO");

  change(b, 5, {{"ockam-relay", "b"}, {"ockam-team", "green"}});
  CHECK(c.send_text(of_c, "hello").starts_with("error: "));
  change(c, 6, {{"ockam-reach", "b"}});
  CHECK(c.send_text(channel_to_b(c) + "/service/uppercase", "hello") == "HELLO");
}

TEST_CASE_FIXTURE(isolated_world, "attributes that change and leave one in the team end nothing") {
  enroll(a, 4, {{"ockam-team", "red"}});
  enroll(b, 5, {{"ockam-relay", "b"}, {"ockam-team", "red"}});
  register_b();
  const auto of_a = channel_to_b(a) + "/service/uppercase";
  REQUIRE(a.send_text(of_a, "hello") == "HELLO");
  change(a, 4, {{"ockam-team", "blue,red"}});
  CHECK(a.send_text(of_a, "hello") == "HELLO");
  change(b, 5, {{"ockam-relay", "*"}, {"ockam-team", "blue"}});
  CHECK(a.send_text(of_a, "hello") == "HELLO");
}

TEST_CASE_FIXTURE(isolated_world, "a relay ends with the attribute that allowed it") {
  enroll(b, 5, {{"ockam-relay", "*"}});
  register_b();
  REQUIRE(relays_at_q() == 1);
  change(b, 5, {{"ockam-relay", "b"}});
  CHECK(relays_at_q() == 1);
  change(b, 5, {{"ockam-relay", "other"}});
  CHECK(relays_at_q() == 0);
  change(b, 5, {{"ockam-relay", "b"}});
  advance(60s); // its node tries again by itself
  CHECK(relays_at_q() == 1);
  change(b, 5, {{"role", "guest"}});
  CHECK(relays_at_q() == 0);
}
