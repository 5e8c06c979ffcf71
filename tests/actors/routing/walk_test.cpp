// A walk to every address of nodes of every role, from outside. Each kind of worker has a row that
// says who reaches it; a kind without a row fails the test. What was seen is printed as a table.
#include "actors/projects/project_world.hpp"
#include "actors/routing/directory.hpp"

#include <doctest/doctest.h>

#include <array>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace walk_of_addresses {
namespace {

enum walker : std::size_t {
  stranger,
  same_machine,
  channel,
  member,
  relay_client,
  removed,
  walkers
};
constexpr const char* walker_names[walkers] = {"stranger", "loopback", "channel",
                                               "member",   "relay",    "removed"};

struct walk_row {
  std::string_view kind, reach;
  std::array<bool, walkers> reaches;
};

constexpr std::array<bool, walkers> all{true, true, true, true, true, true},
    near_ones{false, true, false, false, false, false}, nobody{};
constexpr walk_row walk_rows[] = {
    {"echo", "everybody", all},
    {"uppercase", "everybody", all},
    {"worker", "everybody", all},
    {"secure channel listener", "everybody", all},
    {"secure channel", "everybody", all}, // of a responder: what does not open is dropped
    {"relay", "everybody", all},
    {"authority service", "everybody", all},
    {"project gateway", "everybody", all},
    {"hop", "ruled", near_ones},
    {"relay service", "ruled", near_ones},
    {"outlet", "ruled", near_ones},
    {"link", "ruled", near_ones}, // declared: transit
    {"link", "learnt", nobody},
    {"secure channel", "learnt", nobody}, // of an initiator
    {"encryptor", "learnt", nobody},
    {"stream", "learnt", nobody},
    {"inlet", "learnt", nobody},
    {"path watch", "learnt", nobody},
    {"connection", "learnt", nobody},
    {"channel session", "learnt", nobody},
    // Its host confirms by the way that the relay's messages come by, and alone sees the address.
    {"relay registration", "learnt", {false, false, false, false, true, false}},
    {"question to a relay's owner", "learnt", nobody},
    {"authority client", "learnt", nobody},
    {"message", "learnt", nobody},
    {"route ping", "learnt", nobody},
};

const walk_row* walk_row_of(const actors::directory::row& one) {
  for (const auto& each : walk_rows)
    if (each.kind == one.kind && each.reach == one.reach) return &each;
  return nullptr;
}

struct walked : project_world {
  using way = std::function<wire::route(const std::string& address)>;

  static actors::directory& directory_of(simulated_node& at) {
    return dynamic_cast<actors::directory&>(at.workers());
  }
  /// Whether a message to that address reaches a worker, as far as the node's counters say.
  static bool reaches(simulation& world, simulated_node& from, const wire::route& onward,
                      simulated_node& at) {
    const auto refused = directory_of(at).refused_reach(), lost = directory_of(at).dropped();
    from.route(onward, wire::view_of("x"), {local("me")});
    world.settle();
    return directory_of(at).refused_reach() == refused && directory_of(at).dropped() == lost;
  }
  std::string channel_to(simulated_node& from, const std::string& to) {
    const auto made = from.ask("POST", "/v1/secure-channels", {{"to", to}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
    return made.body["address"];
  }
  /// The link or channel that `from` opened last, as `at` has it.
  static std::string newest(simulated_node& at, const char* noun, const char* key) {
    const auto all = at.ask("GET", std::string("/v1/") + noun).body;
    return all.back()[key];
  }

  using walkers_there = std::map<walker, std::pair<simulated_node*, way>>;

  /// Walks to every address, prints a table of how many of each kind were reached, and checks it.
  void walk(const char* role, simulated_node& at, const walkers_there& ways,
            const std::set<std::string>& own_rules = {}) {
    struct seen {
      std::size_t addresses = 0;
      std::array<std::size_t, walkers> reached{};
    };
    std::map<std::pair<std::string, std::string>, seen> kinds;
    for (const auto& one : directory_of(at).list()) {
      const auto* const expected = walk_row_of(one);
      CHECK_MESSAGE(expected, "no row for ", one.kind, " (", one.reach, ") ", one.address);
      if (!expected || own_rules.contains(one.address)) continue;
      auto& here = kinds[{one.kind, one.reach}];
      ++here.addresses;
      walked_kinds_.insert(one.kind + " " + one.reach);
      for (const auto& [who, how] : ways) {
        if (!directory_of(at).find(local(one.address)).open()) break; // what waited was answered
        const auto reached = reaches(*this, *how.first, how.second(one.address), at);
        here.reached.at(who) += reached;
        CHECK_MESSAGE(reached == expected->reaches[who], role, ": ", walker_names[who], " to ",
                      one.kind, " (", one.reach, ") ", one.address);
        if (one.reach != "learnt") continue;
        ++asked_;
        if (!expected->reaches[who]) reached_private_.at(who) += reached;
      }
    }
    std::ostringstream table;
    table << std::left << std::setw(38) << role << "addresses";
    for (const auto& [who, how] : ways) table << ' ' << std::setw(8) << walker_names[who];
    for (const auto& [kind, here] : kinds) {
      table << "\n  " << std::setw(26) << kind.first << std::setw(10) << kind.second << std::setw(9)
            << here.addresses;
      for (const auto& [who, how] : ways)
        table << ' ' << std::setw(8)
              << (here.reached.at(who) == 0 ? "-" : std::to_string(here.reached.at(who)));
    }
    MESSAGE(table.str());
  }

  /// The ways to a node that listens on 7000: on loopback, from other machines in clear, through
  /// channels, by its relay at g, and of one whose membership and channel have ended.
  walkers_there ways_to(simulated_node& at, const std::string& host) {
    const auto by = [](std::vector<std::string> first) {
      return [first](const std::string& address) {
        wire::route out;
        for (const auto& each : first) out.push_back(local(each));
        out.push_back(local(address));
        return out;
      };
    };
    const auto api = "/dnsaddr/" + host + "/tcp/7000/service/api";
    walkers_there out;
    net.on_loopback(true);
    out[same_machine] = {&near, by({near.connect(host + ":7000")})};
    net.on_loopback(false);
    out[stranger] = {&far, by({far.connect(host + ":7000")})};
    out[channel] = {&c, by({channel_to(c, api)})};
    out[member] = {&a, by({channel_to(a, api)})};
    if (&at != &g) out[relay_client] = {&far, by({far.connect("g:7000"), "forward_to_" + host})};
    const auto link = gone.connect(host + ":7000");
    channel_to(gone, "/service/" + link + "/service/api");
    REQUIRE(gone.send_text("/service/" + link + "/service/echo", "x") == "x");
    const auto its = newest(at, "secure-channels", "address");
    if (at.node.parts().credentials.find(id_of(9)))
      leaving_.emplace_back(&at, its);
    else // a node that asks no authority ends it by a command
      REQUIRE(at.ask("DELETE", "/v1/secure-channels/" + its).status == 200);
    settle();
    out[removed] = {&gone, by({link})};
    return out;
  }
  /// The member `gone` is removed, and loses its channels where it was known as a member.
  void remove_it() {
    REQUIRE(here.open().remove_member(id_of(9), id_of(2), std::int64_t(tests::now)));
    advance(2 * config::member_look_period);
    for (const auto& [at, its] : leaving_) {
      if (at != &p) static_cast<void>(at->ask("DELETE", "/v1/secure-channels/" + its));
      CHECK(at->ask("GET", "/v1/secure-channels/" + its).status != 200);
    }
  }
  void relay_at_g(simulated_node& of, const std::string& name) {
    const auto made = of.ask("POST", "/v1/relays", {{"name", name}, {"at", "/dnsaddr/g/tcp/7000"}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
  }
  void inlet(simulated_node& at, const std::string& host, std::uint16_t port,
             const std::string& to) {
    const auto made = at.ask("POST", "/v1/tcp-inlets",
                             {{"alias", "in" + std::to_string(port)},
                              {"from", "127.0.0.1:" + std::to_string(port)},
                              {"to", to}});
    REQUIRE_MESSAGE(made.status == 201, made.error());
    const auto dial = net.host(host).dial(*at.home, {"127.0.0.1", port}, 5s, [this](auto client) {
      if (client) clients_.push_back(std::move(client->socket));
    });
    settle();
  }

  std::set<std::string> walked_kinds_;
  std::size_t asked_ = 0;
  std::array<std::size_t, walkers> reached_private_{};
  std::vector<std::pair<simulated_node*, std::string>> leaving_;
  std::vector<transports::descriptor> clients_;
  simulated_node g{*this, "g", of_hub()};
  simulated_node near{*this, "near", 7}, far{*this, "far", 8}, gone{*this, "gone", 9};

private:
  static actors::node_options of_hub() {
    auto out = options_of("g", 3);
    out.offered.relays = true;
    return out;
  }
};

} // namespace
} // namespace walk_of_addresses

//   o, i, r, n, p with relays at ---- g:7000, the hub
TEST_CASE_FIXTURE(walk_of_addresses::walked,
                  "nobody reaches what is private, on nodes of every role") {
  using namespace walk_of_addresses;
  auto of_q = options_of("q", 10);
  of_q.hosts = actors::hosted_project{"p1", p.node.parts().self->who()};
  const members_place elsewhere;
  auto of_y = options_of("y", 15);
  of_y.members = elsewhere.make_authority(random);
  simulated_node q{*this, "q", std::move(of_q)}, y{*this, "y", std::move(of_y)}, o{*this, "o", 11},
      i{*this, "i", 12}, r{*this, "r", 13}, n{*this, "n", 14}, server{*this, "server"};
  server.listen(9000);
  for (auto* const each : {&g, &q, &y, &o, &i, &r, &n}) each->listen(7000);
  enroll(a, 4, {{"ockam-relay", "*"}});
  enroll(gone, 9, {{"role", "guest"}});
  enroll(b, 5, {{"ockam-relay", "*"}});

  // A node of each role.
  net.on_loopback(false);
  const std::string at_q = "/dnsaddr/q/tcp/7000/service/p1/secure/api";
  REQUIRE(b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", at_q}}).status == 201);
  REQUIRE(register_at_p(b, "b2").status == 201);
  relay_at_g(p, "p"), relay_at_g(q, "q"), relay_at_g(y, "y"), relay_at_g(o, "o"),
      relay_at_g(i, "i"), relay_at_g(r, "r");
  for (auto* const each : {&o, &n})
    REQUIRE(
        each->ask("POST", "/v1/tcp-outlets", {{"address", "outlet"}, {"to", "server:9000"}}).status
        == 201);
  net.on_loopback(true);
  inlet(i, "i", 5000, "/dnsaddr/o/tcp/7000/service/outlet");
  net.on_loopback(false);
  channel_to(i, "/dnsaddr/r/tcp/7000/service/api"); // i begins it, r answers

  // One that has everything: a hosted relay, a portal with a stream, all kinds of sessions, and what
  // waits for an answer.
  net.on_loopback(true);
  REQUIRE(e.ask("POST", "/v1/relays", {{"name", "e"}, {"at", "/dnsaddr/n/tcp/7000"}}).status
          == 201);
  net.on_loopback(false);
  relay_at_g(n, "n");
  inlet(n, "n", 5000, "/dnsaddr/n/tcp/7000/secure/api/service/outlet");
  n.connect("g:7000");
  channel_to(n, "/dnsaddr/g/tcp/7000/service/api");
  n.start_probe("mine");

  std::vector<std::tuple<const char*, simulated_node*, walkers_there>> roles;
  for (const auto& [role, at, host] :
       std::initializer_list<std::tuple<const char*, simulated_node*, const char*>>{
           {"a hub, which hosts relays", &g, "g"},
           {"a project's node and authority", &p, "p"},
           {"a project's node", &q, "q"},
           {"an authority", &y, "y"},
           {"a node with an outlet", &o, "o"},
           {"a node with an inlet, initiator", &i, "i"},
           {"a channel's responder", &r, "r"},
           {"a node with everything", &n, "n"}})
    roles.emplace_back(role, at, ways_to(*at, host));
  remove_it();
  const auto message =
      n.begin("POST", "/v1/messages", {{"to", "/service/mine"}, {"payload_hex", "00"}});
  const auto pings = n.begin("POST", "/v1/route-pings",
                             {{"to", "/dnsaddr/g/tcp/7000"}, {"count", 5}, {"interval_ms", 1000}});
  // The hub takes relays of everybody; project's nodes decide themselves, as the authority does.
  const std::set<std::string> own_rules{"forwarding_service", "static_forwarding_service"};
  for (const auto& [role, at, ways] : roles)
    walk(role, *at, ways, at == &g || at == &p || at == &q ? own_rules : std::set<std::string>());

  std::ostringstream sum;
  sum << asked_ << " walks to private addresses; reached:";
  for (std::size_t who = 0; who < walkers; ++who) {
    sum << ' ' << walker_names[who] << ' ' << reached_private_.at(who);
    CHECK(reached_private_.at(who) == 0);
  }
  MESSAGE(sum.str());
  for (const auto& each : walk_rows)
    if (each.kind != "authority client" // these live as long as one request
        && each.kind != "question to a relay's owner")
      CHECK_MESSAGE(walked_kinds_.contains(std::string(each.kind) + " " + std::string(each.reach)),
                    "nobody walked to ", each.kind, " ", each.reach);
}
