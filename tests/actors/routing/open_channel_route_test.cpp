// Routes with secure channels and projects on them.
#include "actors/routing/route_ends.hpp"

using namespace ockam;
using namespace ockam::tests;
using wire::local;

// -- channels -----------------------------------------------------------------------

namespace {

//   a(1) ---- n(2):7000, which listens for channels at api
struct two_persons : route_ends {
  two_persons() { n.listen_for_channels(); }
  result<actors::route_handle> open(actors::route_request wanted) {
    std::optional<result<actors::route_handle>> out;
    const auto opening =
        actors::open_route(a.with, std::move(wanted), [&](auto way) { out = std::move(way); });
    advance_until([&] { return out.has_value(); }, 20s);
    return out ? std::move(*out) : fail(errc::internal, "no answer");
  }
  error refused(const std::string& address, channels::allow_list authorized = {}) {
    auto way = open({*wire::multiaddr::parse(address), 2s, std::move(authorized)});
    settle();
    CHECK(a.links.size() == 0);
    CHECK(a.channels.size() == 0);
    CHECK(n.channels.size() == 0);
    return way ? fail(errc::internal, "it opened") : way.error();
  }
  static wire::identifier id_of(std::uint8_t number) { return person(number).who.id(); }
  static channels::allow_list only(std::uint8_t number) {
    return channels::allow_list{{id_of(number)}};
  }
};

const std::string api = "/dnsaddr/n/tcp/7000/secure/api";

} // namespace

TEST_CASE_FIXTURE(two_persons,
                  "without an identity a channel is refused before anything is dialed") {
  a.with.self = nullptr;
  const auto why = refused("/dnsaddr/nowhere/tcp/1/secure/api/service/x");
  CHECK(why.code == errc::config);
  CHECK(why.message
        == "/dnsaddr/nowhere/tcp/1/secure/api/service/x: segment 3, /secure/api: a secure channel "
           "needs an identity, and this node has none");
  CHECK(why.hint == "ockam identity create");
}

TEST_CASE_FIXTURE(two_persons, "a listener that does not answer is named, or the hop before it") {
  const auto none = refused("/dnsaddr/n/tcp/7000/secure/none");
  CHECK(none.code == errc::timed_out);
  CHECK(none.message
        == "/dnsaddr/n/tcp/7000/secure/none: segment 3, /secure/none: no answer to the handshake "
           "within 2 s; the link to n:7000 is up, so the next hop, none, may not exist there");
  CHECK(
      refused("/dnsaddr/n/tcp/7000/service/forward_to_b/secure/api").message
      == "/dnsaddr/n/tcp/7000/service/forward_to_b/secure/api: segment 4, /secure/api: no answer "
         "to the handshake within 2 s; the link to n:7000 is up, so nobody has registered relay b "
         "there, or who has does not answer");
  CHECK(refused(api + "/secure/none").message
        == api
               + "/secure/none: segment 4, /secure/none: no answer to the handshake within 2 s; "
                 "the channel with "
               + to_string(id_of(2))
               + " was opened, so its listener may not "
                 "authorize "
               + to_string(id_of(1)) + ", or the next hop, none, may not exist there");
  CHECK(refused("/secure/none").message == "worker none not found on this node");
  CHECK(refused("/service/none/secure/api").code == errc::not_found);
}

TEST_CASE_FIXTURE(two_persons, "a peer that is not wanted is named, and so are those who are") {
  CHECK(open({*wire::multiaddr::parse(api), 2s, only(2)}));
  settle();
  const auto why = refused(api, only(3));
  CHECK(why.code == errc::denied);
  CHECK(why.message
        == api + ": segment 3, /secure/api: the peer is " + to_string(id_of(2))
               + ", which is not authorized here; authorized: " + to_string(id_of(3)));
}

TEST_CASE_FIXTURE(two_persons, "who is wanted is asked of the last channel only") {
  n.listen_for_channels({}, "other");
  const auto other = self_of(3);
  n.start<channels::channel_listener>("three", std::ref(n.with), "three", other,
                                      channels::allow_list{});
  const auto nested = *wire::multiaddr::parse(api + "/secure/three");
  const auto way = open({nested, 2s, only(3)});
  REQUIRE(way);
  CHECK(way->peer() == id_of(3));
  const auto wrong = open({nested, 2s, only(2)});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == errc::denied);
}

TEST_CASE_FIXTURE(two_persons, "a restriction is never met without a channel") {
  const auto clear = refused("/dnsaddr/n/tcp/7000/service/echo", only(2));
  CHECK(clear.code == errc::denied);
  CHECK(clear.message
        == "/dnsaddr/n/tcp/7000/service/echo has no secure channel that proves who is there; "
           "authorized: "
               + to_string(id_of(2)));
  CHECK(refused("/service/w", only(2)).code == errc::denied);
  CHECK(refused("/service/w", channels::allow_list{{}}).message
        == "/service/w has no secure channel that proves who is there; authorized: nobody");
}

TEST_CASE_FIXTURE(two_persons, "a channel that is there already must lead to who is wanted") {
  const auto channel = open({*wire::multiaddr::parse(api), 2s});
  REQUIRE(channel);
  const auto address = "/service/" + channel->channel()->encryptor + "/service/echo";
  CHECK(open({*wire::multiaddr::parse(address), 2s, only(2)}));
  const auto wrong = open({*wire::multiaddr::parse(address), 2s, only(3)});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == errc::denied);
  CHECK(wrong.error().message
        == address + " leads to " + to_string(id_of(2))
               + ", which is not authorized; authorized: " + to_string(id_of(3)));
}

TEST_CASE_FIXTURE(two_persons, "channels are opened as whom the request says") {
  const auto as_three = open({*wire::multiaddr::parse(api), 2s, {}, self_of(3)});
  REQUIRE(as_three);
  settle();
  REQUIRE(n.channels.size() == 1);
  CHECK(n.channels.list()[0].peer == id_of(3));
}

TEST_CASE_FIXTURE(two_persons, "a way that ends during the handshake is no way") {
  net.delay("a", "n", 500ms);
  std::optional<result<actors::route_handle>> out;
  const auto opening = actors::open_route(a.with, {*wire::multiaddr::parse(api), 10s},
                                          [&](auto way) { out = std::move(way); });
  advance(1700ms); // the peer has said that it is a node
  REQUIRE(a.links.size() == 1);
  net.cut("a", "n");
  settle();
  REQUIRE(out);
  REQUIRE_FALSE(*out);
  CHECK(out->error().code == errc::unavailable);
  CHECK(out->error().message == api + ": segment 3, /secure/api: the way to the peer has ended");
}

TEST_CASE_FIXTURE(two_persons, "one time-out holds for the dial and all handshakes") {
  net.delay("a", "n", 400ms);
  const auto began = clock.now();
  const auto way = open({*wire::multiaddr::parse(api + "/secure/api/secure/none"), 3s});
  REQUIRE_FALSE(way);
  CHECK(way.error().code == errc::timed_out);
  CHECK(clock.now() - began == 3s);
}

TEST_CASE_FIXTURE(two_persons, "an opening that is given up in the middle leaves nothing open") {
  net.delay("a", "n", 300ms);
  auto answered = false;
  for (const auto after : {100ms, 500ms, 900ms, 1300ms, 1700ms, 2100ms}) {
    auto opening =
        actors::open_route(a.with, {*wire::multiaddr::parse(api + "/secure/api/service/x"), 10s},
                           [&](const auto& way) { answered = answered || !way; });
    advance(after);
    opening.reset();
    advance(3s);
    CHECK(a.links.size() == 0);
    CHECK(a.channels.size() == 0);
    CHECK(n.channels.size() == 0);
  }
  CHECK_FALSE(answered);
}

// -- projects -----------------------------------------------------------------------

namespace {

//   a(1) ---- n(2):7000, the node of project p, by way of the worker p1
struct project_route : two_persons, channels::project_directory {
  project_route() {
    a.with.projects = this;
    n.start<actors::hop>("p1", std::ref(n.parts), "p1");
  }
  void enter(const std::string& name, std::shared_ptr<const channels::own_identity> self,
             transports::duration, answer to) override {
    CHECK(self == a.with.self);
    if (name != "p") return to(fail(errc::not_found, "project not found: " + name));
    to(channels::project{"p1",
                         "p",
                         "",
                         "",
                         *wire::multiaddr::parse(route),
                         id_of(node),
                         {},
                         *wire::multiaddr::parse("/service/x"),
                         person(8).who});
  }
  const char* route = "/dnsaddr/n/tcp/7000/service/p1/service/api";
  std::uint8_t node = 2;
};

} // namespace

TEST_CASE_FIXTURE(project_route, "a project is a channel with its node, and what follows") {
  const auto way = open({*wire::multiaddr::parse("/project/p/service/x"), 2s});
  REQUIRE(way);
  REQUIRE(way->channel());
  CHECK(way->onward() == wire::route{local(way->channel()->encryptor), local("x")});
  CHECK(way->peer() == id_of(2));
  CHECK(a.channels.size() == 1);
  CHECK(open({*wire::multiaddr::parse("/project/p/secure/api"), 2s, only(2)}));
}

TEST_CASE_FIXTURE(project_route, "what goes wrong on the way into a project names its segment") {
  const std::string address = "/project/p/service/x";
  const auto where = address + ": segment 1, /project/p: ";
  CHECK(refused("/project/q").message == "/project/q: segment 1, /project/q: project not found: q");
  node = 3;
  const auto other = refused(address);
  CHECK(other.code == errc::denied);
  CHECK(other.message
        == where + "the peer is " + to_string(id_of(2))
               + ", which is not authorized here; the project's node is " + to_string(id_of(3)));
  route = "/dnsaddr/n/tcp/1/service/api";
  CHECK(refused(address).message.starts_with(where));
  route = "/dnsaddr/n/tcp/7000/service/nobody/service/api";
  CHECK(
      refused(address).message
      == where
             + "no answer to the handshake within 2 s; the link to n:7000 is up, so the next hop, "
               "nobody, may not exist there");
  route = "/service/p1/service/api";
  CHECK(refused(address).message
        == where + "project p: its route /service/p1/service/api names no host");
  route = "/dnsaddr/n/tcp/7000";
  CHECK(refused(address).message.starts_with(where));
}

TEST_CASE_FIXTURE(project_route, "whom a route may lead to holds for a project's node, too") {
  const auto why = refused("/project/p/service/x", only(3));
  CHECK(why.code == errc::denied);
  CHECK(why.message.find("which is not authorized; authorized: " + to_string(id_of(3)))
        != std::string::npos);
}
