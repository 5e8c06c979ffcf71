#include "channels/membership/authority_world.hpp"
#include "channels/workers/access_rules.hpp"

using namespace ockam;
using namespace ockam::tests;
using channels::access_guard;
using channels::policy;
using channels::policy_target;
using kind = channels::policy_target::kind;
namespace types = channels::resource_types;

namespace {

/// A node that knows who alice (1) and carol (3) are; bob (2) is a project's node.
struct rules_world {
  authority_world w;
  channels::access_rules& rules = w.bob.access;
  const wire::identifier alice = id_of(1), bob = id_of(2), carol = id_of(3), dave = id_of(4);

  void know_members() {
    w.bob.credentials.take(alice, "a", w.shown(w.alice_is("client")));
    channels::credential c{carol, {}, 1, {{"role", "server"}}, {start + 2, end - 2}};
    w.bob.credentials.take(carol, "c", w.shown(c));
    rules.add_project_node(bob);
  }
  static policy rule(std::string_view text) { return *policy::parse(text); }
  bool admits(const std::optional<wire::identifier>& who, std::optional<policy> own = {}) const {
    return bool(access_guard(rules, types::outlet, "db", std::move(own)).admits(who));
  }
};

} // namespace

TEST_CASE("without an authority and without a policy everybody may do everything") {
  simulation world;
  channel_node node{world, "alone", 5};
  const access_guard gate(node.access, types::inlet, "web");
  CHECK(gate.admits({}));
  CHECK(gate.admits(id_of(1)));
  CHECK(gate.rule().empty());
}

TEST_CASE_FIXTURE(rules_world, "with an authority a credential is needed, or to be the project") {
  know_members();
  CHECK(admits(alice));
  CHECK(admits(carol));
  CHECK(admits(bob));
  CHECK_FALSE(admits(dave));
  CHECK_FALSE(admits({}));
  const access_guard gate(rules, types::outlet, "db");
  CHECK(gate.rule() == "(= subject.has_credential true)");
  CHECK(gate.admits(dave).error().code == errc::denied);
  CHECK(gate.admits(dave).error().message.find(to_string(dave)) == 0);
  CHECK(gate.admits({}).error().message == "no secure channel proves who it is");
}

TEST_CASE_FIXTURE(rules_world, "a policy that somebody wrote never accepts the project's node") {
  know_members();
  for (const auto* const text :
       {"(= subject.has_credential true)", "role=\"client\"",
        "(or (= subject.role \"client\") (= subject.has_credential true))"}) {
    CAPTURE(text);
    CHECK(admits(alice, rule(text)));
    CHECK_FALSE(admits(bob, rule(text)));
  }
  const access_guard gate(rules, types::outlet, "db", rule("role=client"));
  CHECK(gate.admits(bob).error().message.find("it is the project's node") != std::string::npos);
  REQUIRE(rules.set({kind::type, "tcp-outlet"}, rule("(= subject.has_credential true)")));
  CHECK(admits(alice));
  CHECK_FALSE(admits(bob)); // the words of the default, but somebody wrote them
}

TEST_CASE_FIXTURE(rules_world, "its own policy comes first, then the name's, then the type's") {
  know_members();
  REQUIRE(rules.set({kind::type, "tcp-outlet"}, rule("role=server")));
  CHECK_FALSE(admits(alice));
  CHECK(admits(carol));
  REQUIRE(rules.set({kind::resource, "db"}, rule("role=client")));
  CHECK(admits(alice));
  CHECK_FALSE(admits(carol));
  CHECK(admits(carol, rule("role=server")));
  CHECK_FALSE(admits(alice, rule("role=server")));
  CHECK_FALSE(
      access_guard(rules, types::outlet, "web").admits(alice));  // of that type, another name
  CHECK(access_guard(rules, types::inlet, "web").admits(alice)); // of another type
  CHECK(rules.remove({kind::resource, "db"}));
  CHECK_FALSE(rules.remove({kind::resource, "db"}));
  CHECK_FALSE(admits(alice));
  CHECK(rules.policies().size() == 1);
}

TEST_CASE_FIXTURE(rules_world, "what cannot be evaluated is denied") {
  know_members();
  CHECK_FALSE(admits(alice, rule("missing=x")));
  CHECK_FALSE(admits(alice, rule("(< subject.role 5)")));
  CHECK_FALSE(admits(alice, rule("(if (= subject.missing 1) true true)")));
  CHECK_FALSE(admits(dave, rule("(not (= subject.role \"client\"))")));
}

TEST_CASE_FIXTURE(rules_world, "a policy may name an identity that has no credential") {
  const auto only_dave = rule(to_string(dave));
  CHECK(admits(dave, only_dave));
  CHECK_FALSE(admits(alice, only_dave));
  CHECK_FALSE(admits({}, only_dave));
}

TEST_CASE_FIXTURE(rules_world, "a type that nothing asks for is refused, and the others are told") {
  CHECK_FALSE(rules.set({kind::type, "echoer"}, rule("a")));
  const auto wrong = rules.set({kind::type, "tcp-outlets"}, rule("a"));
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == errc::invalid);
  CHECK(wrong.error().hint.find("tcp-inlet, tcp-outlet, relay") != std::string::npos);
  CHECK(rules.policies().empty());
}

TEST_CASE_FIXTURE(rules_world, "whoever keeps something open hears of every change of the rules") {
  int changes = 0;
  rules.on_change([&] { ++changes; });
  REQUIRE(rules.set({kind::resource, "db"}, rule("a")));
  rules.remove({kind::resource, "db"});
  rules.remove({kind::resource, "db"});
  rules.add_project_node(bob);
  rules.add_project_node(bob);
  CHECK(changes == 3);
}

TEST_CASE("a node that lost its project admits nobody until it trusts an authority again") {
  simulation world;
  channel_node node{world, "alone", 5};
  int changes = 0;
  node.access.on_change([&] { ++changes; });
  node.access.lose_project("office");
  CHECK(changes == 1);
  const access_guard gate(node.access, types::outlet, "db");
  for (const auto& who : {std::optional<wire::identifier>{}, std::optional(id_of(1))}) {
    const auto refused = gate.admits(who);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::denied);
    CHECK(refused.error().message.find("this node was in project office") == 0);
  }
  CHECK(gate.rule() == "false");
  CHECK(gate.is_closed());
  CHECK(gate.needs_channel());
  const access_guard with_a_policy(node.access, types::outlet, "db",
                                   *policy::parse(to_string(id_of(1))));
  CHECK(with_a_policy.admits(id_of(1)));
  CHECK_FALSE(with_a_policy.is_closed());
  node.credentials.trust(authority_world{}.authority.who);
  CHECK(node.access.why_closed().empty());
  CHECK(gate.rule() == "(= subject.has_credential true)");
}

TEST_CASE_FIXTURE(rules_world, "a policy names a resource by its address, or else by its alias") {
  know_members();
  const access_guard gate(rules, types::outlet, "outlet", {}, "pg");
  REQUIRE(rules.set({kind::resource, "pg"}, rule("role=server")));
  CHECK(gate.admits(carol));
  CHECK_FALSE(gate.admits(alice));
  REQUIRE(rules.set({kind::resource, "outlet"}, rule("role=client")));
  CHECK(gate.admits(alice));
  CHECK_FALSE(gate.admits(carol));
}

TEST_CASE_FIXTURE(rules_world, "a refusal names the attributes that are missing") {
  know_members();
  const access_guard gate(rules, types::outlet, "db", rule("(pg=yes or role=dba) and team"));
  const auto text = gate.admits(alice).error().message;
  CHECK(text.ends_with("; it has no attribute pg; it has no attribute team"));
}

TEST_CASE_FIXTURE(rules_world, "a guest may use only what a policy says of guests") {
  know_members();
  channels::credential c{dave, {}, 1, {{"ockam-share", "I1/web"}}, {start + 2, end - 2}};
  w.bob.credentials.take(dave, "d", w.shown(c));
  CHECK_FALSE(admits(dave));
  CHECK(admits(dave, rule("ockam-share=\"I1/web\"")));
  CHECK_FALSE(admits(dave, rule("ockam-share=\"I1/other\"")));
  CHECK(admits(dave, rule("not role=admin")));
}
