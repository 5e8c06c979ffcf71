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

enum walker : std::size_t { stranger, same_machine, channel, relay_client, removed, walkers };
constexpr const char* walker_names[walkers] = {"stranger", "loopback", "channel", "relay",
                                               "removed"};

struct walk_row {
  std::string_view kind, reach;
  std::array<bool, walkers> reaches;
};

using reached_by = std::array<bool, walkers>;
constexpr reached_by all{true, true, true, true, true}, near_ones{false, true, false, false, false},
    nobody{};
constexpr walk_row walk_rows[] = {
    {"echo", "everybody", all},
    {"uppercase", "everybody", all},
    {"worker", "everybody", all},
    {"secure channel listener", "everybody", all},
    {"secure channel", "everybody", all}, // of a responder: what does not open is dropped
    {"relay", "everybody", all},
    {"authority service", "everybody", all},
    {"entrance", "everybody", all},
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
    {"relay registration", "learnt", {false, false, false, true, false}},
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

  /// Walks, prints and checks; returns which kinds there were.
  std::set<std::string> walk(const char* role, simulated_node& at,
                             const std::map<walker, std::pair<simulated_node*, way>>& ways,
                             const std::set<std::string>& own = {}) {
    std::set<std::string> kinds;
    std::ostringstream table;
    table << role << '\n' << std::left;
    std::size_t hidden = 0, reached_hidden = 0;
    for (const auto& one : directory_of(at).list()) {
      const auto* const expected = walk_row_of(one);
      CHECK_MESSAGE(expected, "no row for ", one.kind, " (", one.reach, ") ", one.address);
      if (!expected || own.contains(one.address)) continue;
      kinds.insert(one.kind + " " + one.reach);
      std::ostringstream line;
      line << "  " << std::left << std::setw(26) << one.kind << std::setw(10) << one.reach;
      for (const auto& [who, how] : ways) {
        if (!directory_of(at).find(local(one.address)).open()) break;
        const auto reached = reaches(*this, *how.first, how.second(one.address), at);
        line << ' ' << walker_names[who] << '=' << (reached ? "yes" : "-");
        CHECK_MESSAGE(reached == expected->reaches[who], role, ": ", walker_names[who], " to ",
                      one.kind, " (", one.reach, ") ", one.address);
        if (one.reach == "learnt" && !expected->reaches[who]) ++hidden, reached_hidden += reached;
      }
      table << line.str() << '\n';
    }
    table << "  private addresses asked for: " << hidden << ", reached: " << reached_hidden;
    MESSAGE(table.str());
    CHECK(reached_hidden == 0);
    return kinds;
  }

  /// The ways to a node that listens on 7000: on loopback, and from other machines.
  std::map<walker, std::pair<simulated_node*, way>> ways_to(simulated_node& at,
                                                            const std::string& host) {
    const auto by = [](std::string first) {
      return [first](const std::string& address) {
        return wire::route{local(first), local(address)};
      };
    };
    std::map<walker, std::pair<simulated_node*, way>> out;
    net.on_loopback(true);
    out[same_machine] = {&near, by(near.connect(host + ":7000"))};
    net.on_loopback(false);
    out[stranger] = {&far, by(far.connect(host + ":7000"))};
    out[channel] = {&a, by(channel_to(a, "/dnsaddr/" + host + "/tcp/7000/service/api"))};
    const auto link = gone.connect(host + ":7000");
    channel_to(gone, "/service/" + link + "/service/api");
    const auto its = newest(at, "secure-channels", "address");
    REQUIRE(at.ask("DELETE", "/v1/secure-channels/" + its).status == 200); // as a revocation does
    settle();
    out[removed] = {&gone, by(link)};
    return out;
  }

  simulated_node near{*this, "near", 7}, far{*this, "far", 8}, gone{*this, "gone", 9};
};

} // namespace
} // namespace walk_of_addresses

TEST_CASE_FIXTURE(walk_of_addresses::walked,
                  "nobody reaches what is private, on nodes of every role") {
  using namespace walk_of_addresses;
  auto of_hub = options_of("h", 3);
  of_hub.offered.relays = true;
  simulated_node h{*this, "h", std::move(of_hub)}, n{*this, "n", 6};
  h.listen(7000), n.listen(7000);

  // What n has: a hosted relay, a portal with a stream, all kinds of sessions, and what waits.
  REQUIRE(b.ask("POST", "/v1/relays", {{"name", "b"}, {"at", "/dnsaddr/n/tcp/7000"}}).status
          == 201);
  net.on_loopback(false);
  REQUIRE(n.ask("POST", "/v1/relays", {{"name", "n"}, {"at", "/dnsaddr/h/tcp/7000"}}).status
          == 201);
  REQUIRE(n.ask("POST", "/v1/tcp-outlets", {{"address", "outlet"}, {"to", "h:7000"}}).status
          == 201);
  REQUIRE(n.ask("POST", "/v1/tcp-inlets",
                {{"alias", "in"},
                 {"from", "127.0.0.1:5000"},
                 {"to", "/dnsaddr/n/tcp/7000/secure/api/service/outlet"}})
              .status
          == 201);
  std::optional<result<transports::connection>> client;
  const auto dial = net.host("n").dial(*n.home, {"127.0.0.1", 5000}, 5s,
                                       [&](auto made) { client = std::move(made); });
  settle();
  REQUIRE(client);
  n.connect("h:7000");
  channel_to(n, "/dnsaddr/h/tcp/7000/service/api");
  n.start_probe("mine");
  auto ways = ways_to(n, "n");
  const auto link = far.connect("h:7000");
  ways[relay_client] = {&far, [link](const std::string& address) {
                          return wire::route{local(link), local("forward_to_n"), local(address)};
                        }};
  const auto message =
      n.begin("POST", "/v1/messages", {{"to", "/service/mine"}, {"payload_hex", "00"}});
  const auto pings = n.begin("POST", "/v1/route-pings",
                             {{"to", "/dnsaddr/h/tcp/7000"}, {"count", 5}, {"interval_ms", 1000}});
  auto kinds = walk("a node with everything", n, ways);
  // The hub takes relays of everybody; the project's node, its authority, too, decides itself.
  const std::set<std::string> own_rules{"forwarding_service", "static_forwarding_service"};
  kinds.merge(walk("the hub", h, ways_to(h, "h"), own_rules));
  kinds.merge(walk("a project's node and authority", p, ways_to(p, "p"), own_rules));
  for (const auto& each : walk_rows)
    if (each.kind != "authority client") // lives as long as one request
      CHECK_MESSAGE(kinds.contains(std::string(each.kind) + " " + std::string(each.reach)),
                    "nobody walked to ", each.kind, " ", each.reach);
}
