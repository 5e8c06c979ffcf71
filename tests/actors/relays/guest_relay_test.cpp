// What a guest (config/members/guests.hpp) reaches in a project: the relay that its credential names,
// and behind that only channels.
#include "actors/projects/project_world.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

//   a, a guest ---- q(7):7000 ---- b; p is the authority
struct guest_world : project_world {
  guest_world() {
    q.listen(7000);
    enroll(b, 5, {{"ockam-relay", "*"}});
    for (const auto* name : {"b", "other"})
      REQUIRE(b.ask("POST", "/v1/relays", {{"name", name}, {"at", at_q}}).status == 201);
    enroll(a, 4, {{"ockam-share", "I5/web"}, {"ockam-reach", "b"}});
  }
  actors::node_options options_of_q() {
    auto out = options_of("q", 7);
    out.hosts = actors::hosted_project{"p1", p.node.parts().self->who(), false};
    return out;
  }
  std::string said_to(const std::string& way) {
    return a.send_text(at_q + "/service/" + way, "hello");
  }

  const std::string at_q = "/dnsaddr/q/tcp/7000/service/p1/secure/api";
  simulated_node q{*this, "q", options_of_q()};
};

} // namespace

TEST_CASE_FIXTURE(guest_world, "a guest reaches one relay, and behind it what is in a channel") {
  CHECK(said_to("forward_to_b/secure/api/service/uppercase") == "HELLO");
  CHECK(said_to("forward_to_b/service/uppercase").starts_with("error: "));
  CHECK(said_to("forward_to_other/secure/api/service/uppercase").starts_with("error: "));
}
