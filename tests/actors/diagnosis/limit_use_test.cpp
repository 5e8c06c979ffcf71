// Each limit of a node that can be set acts, and what it refuses is counted by its name.
#include "actors/simulated_node.hpp"
#include "channels/identity/people.hpp"
#include "config/base/limits.hpp"
#include "fixtures/many_files.hpp"
#include "transports/links/link_table.hpp"
#include "wire/messages/frame.hpp"

#include <doctest/doctest.h>

#include <sys/socket.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

/// The far end of a link of that node, as a stranger at `host` has it.
class stranger {
public:
  stranger(simulation& w, simulated_node& at, const std::string& host) : world_(w) {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    far_.reset(ends[1]);
    auto& parts = at.node.parts();
    parts.links.admit(parts, {transports::descriptor{ends[0]}, {host, 1}});
    send("\x01");
  }
  void send(std::string_view bytes) {
    static_cast<void>(::send(far_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL));
  }
  void send(const wire::route& onward, const wire::route& back, wire::bytes_view payload) {
    const auto frame = wire::encode_frame(onward, back, payload);
    send({reinterpret_cast<const char*>(frame.data()), frame.size()});
  }
  void ask_for_relay(const std::string& name) {
    send({local("forwarding_service")}, {local("me")}, wire::encode_text(name));
  }
  void begin_handshake() { send({local("api")}, {local("me")}, wire::bytes(32, std::uint8_t{7})); }
  /// How many bytes came since the last time; none also if the link ended.
  std::size_t take() {
    world_.settle();
    std::size_t out = 0;
    char block[4096];
    for (ssize_t n = 1; n > 0;) {
      n = ::recv(far_.get(), block, sizeof block, 0);
      if (n > 0) out += static_cast<std::size_t>(n);
      if (n == 0) ended_ = true;
    }
    return out;
  }
  bool ended() {
    take();
    return ended_;
  }

private:
  simulation& world_;
  transports::descriptor far_;
  bool ended_ = false;
};

/// Two descriptors a link, and both ends are in this process.
struct limited : fixtures::many_files, simulation {
  /// A node with these limits.
  simulated_node& with(const std::vector<std::string>& words) {
    auto options = options_of("n", 1);
    options.limits = *config::limits::read(words);
    options.offered.relays = true;
    n = std::make_unique<simulated_node>(*this, "n", std::move(options));
    return *n;
  }
  stranger& connect(const std::string& host) {
    return *peers.emplace_back(std::make_unique<stranger>(*this, *n, host));
  }
  json row(const std::string& name) {
    for (const auto& each : n->ask("GET", "/v1/limits").body)
      if (each["name"] == name) return each;
    return {};
  }
  std::uint64_t refused(const std::string& name) { return row(name)["refused"]; }

  std::unique_ptr<simulated_node> n;
  std::vector<std::unique_ptr<stranger>> peers;
};

} // namespace

TEST_CASE_FIXTURE(limited, "links are limited in all, unknown ones, by source and from loopback") {
  struct expected {
    std::vector<std::string> words;
    const char* name;
    std::string host; ///< of all of them; a source each if it is empty
    std::size_t stay;
  };
  for (const auto& [words, name, host, stay] :
       {expected{{"links=32"}, "links", "", 30},
        {{"unknown-links=16", "links-per-source=8"}, "unknown-links", "", 16},
        {{"links-per-source=3"}, "links-per-source", "192.0.2.1", 3},
        {{"links-per-source=3", "links-from-loopback=20"},
         "links-from-loopback",
         "127.0.0.1",
         20}}) {
    with(words);
    for (std::size_t i = 0; i < stay + 60; ++i) {
      connect(host.empty() ? "h" + std::to_string(i) : host).ask_for_relay("r" + std::to_string(i));
      settle();
    }
    INFO(name);
    CHECK(n->node.parts().links.size() == stay);
    CHECK(refused(name) >= 10);
    CHECK(row(name)["used"] == stay);
    peers.clear();
    settle();
  }
}

TEST_CASE_FIXTURE(limited, "relays are limited in all and by link") {
  with({"relays=5", "relays-per-link=3"});
  auto& one = connect("192.0.2.1");
  for (int i = 0; i < 4; ++i) one.ask_for_relay("r" + std::to_string(i));
  settle();
  CHECK(row("relays-per-link")["used"] == 3);
  CHECK(refused("relays-per-link") == 1);
  connect("192.0.2.2").ask_for_relay("s1"), connect("192.0.2.3").ask_for_relay("s2");
  settle();
  CHECK(row("relays")["used"] == 5);
  CHECK(refused("relays") == 0);
  auto& newcomer = connect("192.0.2.4");
  newcomer.take();
  newcomer.ask_for_relay("s3"); // in the place of the newest of the one with three
  CHECK(newcomer.take() > 0);
  CHECK(row("relays")["used"] == 5);
  CHECK(refused("relays") == 1);
  CHECK(row("relays")["limit"] == 5);
  CHECK(row("relays")["set"] == true);
}

TEST_CASE_FIXTURE(limited,
                  "registrations and handshakes of one source have a pace, others' do not suffer") {
  with({"registration-burst=10", "registration-rate=2", "handshake-burst=10", "handshake-rate=2"});
  auto& fast = connect("192.0.2.1");
  for (int i = 0; i < 30; ++i)
    fast.send({local("forwarding_service")}, {local("me")}, wire::bytes{1});
  for (int i = 0; i < 30; ++i) fast.begin_handshake();
  settle();
  CHECK(refused("registration-burst") == 20);
  CHECK(refused("handshake-burst") == 20);
  fast.take();
  fast.ask_for_relay("late");
  CHECK(fast.take() == 0);
  auto& polite = connect("192.0.2.2");
  polite.take();
  polite.ask_for_relay("polite");
  CHECK(polite.take() > 0);
  polite.begin_handshake();
  CHECK(polite.take() > 0);
  advance(1s);
  fast.take();
  fast.ask_for_relay("late"); // it was paused for a second
  CHECK(fast.take() > 0);
}

TEST_CASE_FIXTURE(limited, "channels are limited in all, by source and by identity") {
  const json wanted{{"to", "/dnsaddr/n/tcp/7000/service/api"}};
  for (const std::string name : {"channels", "channels-per-source", "channels-per-identity"}) {
    with({name + "=2"});
    n->listen(7000);
    simulated_node a{*this, "a", 2}, b{*this, "b", 3}, c{*this, "c", 4};
    for (auto* const each : {&a, &b, &c})
      CHECK(each->ask("POST", "/v1/secure-channels", wanted).status == 201);
    if (name != "channels") {
      CHECK(row(name)["used"] == 1);
      CHECK(refused(name) == 0);
      for (int i = 0; i < 2; ++i) CHECK(a.ask("POST", "/v1/secure-channels", wanted).status == 201);
    }
    INFO(name);
    CHECK(row(name)["used"] == 2);
    CHECK(refused(name) >= 1); // whoever lost a channel opens it again
  }
}

TEST_CASE_FIXTURE(limited,
                  "streams are limited, in all, of an outlet, and those of strangers by a link") {
  for (const std::string name : {"streams", "streams-per-outlet", "streams-per-link"}) {
    with({name + "=4"});
    n->listen(7000);
    simulated_node server{*this, "server"}, a{*this, "a", 2};
    server.listen(9000);
    REQUIRE(n->ask("POST", "/v1/tcp-outlets", {{"address", "outlet"}, {"to", "server:9000"}}).status
            == 201);
    REQUIRE(a.ask("POST", "/v1/tcp-inlets",
                  {{"alias", "in"},
                   {"from", "127.0.0.1:5000"},
                   {"to", "/dnsaddr/n/tcp/7000/service/outlet"}})
                .status
            == 201);
    std::vector<std::unique_ptr<transports::dialing>> dials;
    std::vector<transports::descriptor> clients;
    for (int i = 0; i < 6; ++i) {
      dials.push_back(net.host("a").dial(*a.home, {"127.0.0.1", 5000}, 5s, [&](auto made) {
        if (made) clients.push_back(std::move(made->socket));
      }));
      settle();
    }
    INFO(name);
    CHECK(row(name)["limit"] == 4);
    CHECK(row("streams")["used"] > 0);
    CHECK(row("streams")["used"] <= 4);
    CHECK(row("streams-per-outlet")["used"] == row("streams")["used"]);
    CHECK(refused(name) >= 1);
  }
}

TEST_CASE_FIXTURE(limited, "metrics have each limit with its value, its use and what was refused") {
  with({"relays-per-link=1"});
  auto& one = connect("192.0.2.1");
  one.ask_for_relay("a"), one.ask_for_relay("b");
  settle();
  std::size_t found = 0;
  for (const auto& family : n->ask("GET", "/v1/metrics").body)
    for (const auto& sample : family["samples"])
      if (sample["labels"].value("limit", "") == "relays-per-link") {
        ++found;
        CHECK(sample["value"] == 1);
      }
  CHECK(found == 3);
}

TEST_CASE_FIXTURE(limited, "16 384 links with a registration each of one address keep nobody out") {
  with({});
  std::size_t answered = 0, honest = 0;
  for (std::size_t i = 0; i < 16'384; ++i) {
    connect("192.0.2.1").ask_for_relay("f" + std::to_string(i));
    if (i % 64 == 0) settle();
    if (i % 256 != 0) continue;
    auto newcomer = std::make_unique<stranger>(*this, *n, "198.51.100." + std::to_string(i / 256));
    newcomer->take();
    newcomer->ask_for_relay("honest" + std::to_string(honest++));
    answered += newcomer->take() > 0 ? 1 : 0;
    std::erase_if(peers, [](const auto& each) { return each->ended(); });
  }
  CHECK(honest == 64);
  CHECK(answered == honest);
  CHECK(n->node.parts().links.unknown() <= config::unknown_links_per_source_max + honest);
  CHECK(row("relays")["used"] <= config::unknown_links_per_source_max + honest);
}

TEST_CASE_FIXTURE(limited,
                  "4 096 links of 64 addresses that begin a handshake each keep nobody out") {
  REQUIRE(files_max() > 10'000);
  with({});
  n->listen(7000);
  const auto flood = [&](std::size_t i) {
    connect("192.0.2." + std::to_string(i % 64)).begin_handshake();
    if (i % 64 == 0) settle();
  };
  std::size_t i = 0, opened = 0, asked = 0;
  for (; i < 4096; ++i) flood(i);
  simulated_node a{*this, "a", 2};
  for (int round = 0; round < 5; ++round) {
    for (int k = 0; k < 100; ++k, ++i) flood(i);
    for (std::size_t k = 0; k < peers.size(); k += 3) peers[k]->begin_handshake();
    std::erase_if(peers, [](const auto& each) { return each->ended(); });
    ++asked;
    opened +=
        a.ask("POST", "/v1/secure-channels", {{"to", "/dnsaddr/n/tcp/7000/service/api"}}).status
        == 201;
  }
  CHECK(opened == asked);
}
