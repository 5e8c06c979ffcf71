#include "actors/projects/memberships.hpp"
#include "actors/projects/played_authority.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ockam;
using namespace ockam::tests;
using wire::authority_service;

namespace {

constexpr channels::timestamp day = 24 * 60 * 60;

//   a ---- auth:1      a asks, the test answers
struct member_world : simulation {
  member_world() {
    auth.serve(authority_service::credential_issuer,
               [this](const wire::identifier& who, const wire::api_request&) {
                 ++asked;
                 if (!member) return auth.refusal("unauthorized member");
                 return auth.ok(encoded(auth.credential_of(subject.value_or(who), until)));
               });
  }
  void serve_status() {
    auth.version = 7;
    auth.serve(authority_service::member_status,
               [this](const wire::identifier&, const wire::api_request& request) {
                 polled.push_back(*wire::decode_member_ids(*request.body));
                 if (!member) return auth.refusal("unauthorized member");
                 wire::member_versions said;
                 for (const auto& who : polled.back())
                   if (std::ranges::find(gone, who) == gone.end()) said.emplace(who, *auth.version);
                 return auth.ok(wire::encode(said));
               });
  }
  /// What came of entering, if it came within that time.
  std::string enter(duration limit = 10s) {
    std::optional<result<channels::project>> out;
    table.enter("p", a.with.self, limit, [&](auto what) { out = std::move(what); });
    advance_until([&] { return out.has_value(); }, limit + 1s);
    if (!out) return "nothing";
    return *out ? "entered" : out->error().message;
  }
  std::size_t shown() const { return a.credentials.presented().size(); }
  /// The clocks on the wall go along.
  void pass(std::chrono::seconds time) {
    for (; time > 0s; time -= 1s) {
      advance(1s);
      ++a.wall.time, ++auth.wall.time;
    }
  }

  played_authority auth{*this};
  channel_node a{*this, "a", 1};
  bool member = true;
  channels::timestamp until = now + 30 * day;
  std::optional<wire::identifier> subject; ///< of what is issued; none: who asks
  std::size_t asked = 0;
  std::vector<std::vector<wire::identifier>> polled;
  std::vector<wire::identifier> gone;
  std::optional<channels::presented_credential> kept;
  std::size_t times_kept = 0;
  actors::project_table table{
      a.with,
      {[this](const std::string& name) -> result<channels::project> {
         if (name == "p") return auth.project();
         return fail(errc::not_found, "project not found: " + name);
       },
       [this](const channels::project&, const wire::identifier&) { return kept; },
       [this](const channels::project&, const wire::identifier&,
              const channels::presented_credential& what, channels::timestamp expires_at) {
         CHECK(expires_at == until);
         kept = what;
         ++times_kept;
       }}};
};

} // namespace

TEST_CASE_FIXTURE(member_world, "a project is entered with a credential, which is shown and kept") {
  CHECK(enter() == "entered");
  CHECK(shown() == 1);
  CHECK(times_kept == 1);
  CHECK(a.credentials.trusts_any());
  CHECK(enter() == "entered");
  CHECK(asked == 1);
}

TEST_CASE_FIXTURE(member_world,
                  "whoever is no member learns so at once, and later that it is one") {
  member = false;
  const auto why = enter();
  CHECK(why
        == to_string(person(1).who.id())
               + " is no member of project p; the authority of project p says: "
                 "unauthorized member");
  CHECK(shown() == 0);
  member = true; // enrolled in the meantime
  const auto before = clock.time;
  CHECK(enter() == "entered");
  CHECK(clock.time - before <= config::credential_hurry);
}

TEST_CASE_FIXTURE(member_world, "a credential is replaced at half of its life") {
  until = now + 10 * 60;
  CHECK(enter() == "entered");
  pass(4min);
  CHECK(asked == 1);
  until = now + day;
  pass(1min + 6s);
  CHECK(asked == 2);
  CHECK(times_kept == 2);
  pass(5min);
  CHECK(asked == 2);
  CHECK(shown() == 1);
}

TEST_CASE_FIXTURE(member_world,
                  "an authority that is away is asked every 10 s and not more often") {
  until = now + 10 * 60;
  CHECK(enter() == "entered");
  member = false; // and says nothing else than that
  pass(8min);
  asked = 0;
  pass(1min);
  CHECK(asked >= 3);
  CHECK(asked <= 6);
  CHECK(shown() == 0);
}

TEST_CASE_FIXTURE(member_world, "what was kept is shown while the authority can not be reached") {
  kept = auth.credential_of(person(1).who.id(), until);
  net.black_hole("auth");
  CHECK(enter() == "entered");
  CHECK(shown() == 1);
  CHECK(asked == 0);
}

TEST_CASE_FIXTURE(member_world, "what was kept of somebody else, or too long, is not shown") {
  const auto other = auth.credential_of(person(2).who.id(), until);
  const auto old = auth.credential_of(person(1).who.id(), now + 1);
  const auto which = {other, old};
  for (const auto& each : which) {
    kept = each;
    a.wall.time = now + 2;
    table.leave_all();
    settle();
    CHECK(enter() == "entered");
    CHECK(shown() == 1);
  }
  CHECK(asked == 2);
}

TEST_CASE_FIXTURE(member_world, "a credential of somebody else is not taken") {
  subject = person(2).who.id();
  CHECK(enter()
        == "the authority of project p sent what does not hold: credential: of somebody else");
  CHECK(shown() == 0);
  CHECK(times_kept == 0);
}

TEST_CASE_FIXTURE(member_world, "a jump of the clock past the end of a credential ends it") {
  until = now + 10 * 60;
  CHECK(enter() == "entered");
  a.wall.time += 3600;
  member = false;
  advance(20s);
  CHECK(shown() == 0);
  CHECK(enter().find("no member") != std::string::npos);
}

TEST_CASE_FIXTURE(member_world, "an authority that can not be reached is named, in time") {
  net.black_hole("auth");
  const auto before = clock.time;
  CHECK(enter(4s).find("no credential of project p in time") != std::string::npos);
  CHECK(clock.time - before <= 4s);
  CHECK(enter(10s).find("the authority of project p: ") == 0);
}

TEST_CASE_FIXTURE(member_world, "somebody else in the authority's place is not asked") {
  played_authority real{*this, "elsewhere"};
  channel_node impostor{*this, "other", 9};
  auto where = auth.project();
  where.authority_route = *wire::multiaddr::parse("/dnsaddr/other/tcp/1/service/api");
  impostor.listen(1);
  impostor.listen_for_channels();
  actors::project_table misled{a.with, {[&](const auto&) { return where; }, {}, {}}};
  std::optional<result<channels::project>> out;
  misled.enter("p", a.with.self, 10s, [&](auto what) { out = std::move(what); });
  advance_until([&] { return out.has_value(); }, 11s);
  REQUIRE(out);
  REQUIRE_FALSE(*out);
  CHECK(out->error().code == errc::unavailable);
  CHECK(out->error().message.find("not authorized") != std::string::npos);
  misled.leave_all();
  settle();
}

TEST_CASE_FIXTURE(member_world, "projects are entered by the node itself, if they are known") {
  std::optional<result<channels::project>> out;
  table.enter("p", self_of(3), 5s, [&](auto what) { out = std::move(what); });
  REQUIRE(out);
  CHECK(out->error().code == errc::invalid);
  out.reset();
  table.enter("q", a.with.self, 5s, [&](auto what) { out = std::move(what); });
  settle();
  REQUIRE(out);
  CHECK(out->error().message == "project not found: q");
}

// -- who is no member any more ------------------------------------------------------

TEST_CASE_FIXTURE(member_world, "a peer that is no member any more loses its channel within 5 s") {
  serve_status();
  channel_node b{*this, "b", 2};
  a.listen(1);
  a.listen_for_channels();
  b.credentials.present({auth.credential_of(person(2).who.id(), until)});
  CHECK(enter() == "entered");
  REQUIRE(b.open_channel(b.to("a", {"api"})));
  settle();
  REQUIRE(a.credentials.find(person(2).who.id()));
  pass(3s);
  CHECK(polled.back() == std::vector{person(2).who.id(), person(1).who.id()});
  CHECK(b.channels.size() == 1);
  gone = {person(2).who.id()};
  pass(4s);
  CHECK(b.channels.size() == 0);
  CHECK(a.credentials.peers().empty());
  const auto so_far = polled.size();
  pass(10s);
  CHECK(polled.size() <= so_far + 3); // nobody is left to ask about but itself
  CHECK(polled.back() == std::vector{person(1).who.id()});
}

TEST_CASE_FIXTURE(member_world, "an authority that does not tell who left is hardly asked") {
  channel_node b{*this, "b", 2};
  a.listen(1);
  a.listen_for_channels();
  b.credentials.present({auth.credential_of(person(2).who.id(), until)});
  CHECK(enter() == "entered");
  REQUIRE(b.open_channel(b.to("a", {"api"})));
  pass(1min);
  CHECK(b.channels.size() == 1);
  serve_status();
  pass(61s);
  CHECK(polled.size() >= 1);
}

TEST_CASE_FIXTURE(member_world, "a node whose attributes change gets the new ones by itself") {
  serve_status();
  CHECK(enter() == "entered");
  pass(10s);
  CHECK(asked == 1);
  auth.version = 8;
  pass(6s);
  CHECK(asked == 2);
  pass(10s);
  CHECK(asked == 2);
}

TEST_CASE_FIXTURE(member_world,
                  "a node that is removed shows nothing, and is a member again by itself") {
  serve_status();
  CHECK(enter() == "entered");
  member = false;
  pass(6s);
  CHECK(shown() == 0);
  CHECK(actors::memberships(table, a.access).show("p")->at("status") == "no member");
  pass(20s);
  member = true;
  auth.version = 9;
  pass(7s);
  CHECK(shown() == 1);
  CHECK(actors::memberships(table, a.access).show("p")->at("status") == "member");
}

TEST_CASE_FIXTURE(member_world, "until the authority confirms them peers do not count") {
  serve_status();
  channel_node b{*this, "b", 2};
  a.listen(1);
  a.listen_for_channels();
  b.credentials.present({auth.credential_of(person(2).who.id(), until)});
  CHECK(enter() == "entered");
  net.black_hole("auth");
  REQUIRE(b.open_channel(b.to("a", {"api"})));
  advance(config::standing_timeout + 1s);
  CHECK_FALSE(a.credentials.find(person(2).who.id()));
}

TEST_CASE_FIXTURE(member_world, "a node shows what it is in, and why it is no member") {
  const actors::memberships shown{table, a.access};
  CHECK(shown.list()->empty());
  member = false;
  const auto why = enter();
  auto p = *shown.show("p");
  CHECK(p["status"] == "no member");
  CHECK(p["reason"] == why);
  pass(2s);
  member = true;
  enter();
  p = *shown.show("p");
  CHECK(p["status"] == "member");
  CHECK(p["reason"] == "");
  CHECK(p["credential_expires_at"] == until);
  CHECK(p["authority"] == to_string(auth.self.who.id()));
  CHECK(shown.list()->size() == 1);
  CHECK(shown.show("q").error().code == errc::not_found);
}
