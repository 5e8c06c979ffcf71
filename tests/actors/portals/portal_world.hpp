// What portal tests share: worlds to put nodes in (virtual: a clock and a network of their own;
// real: TCP over loopback, where kernels matter), sockets that the test holds in its hand, nodes
// that are told by control requests, and a far end whose part the test plays.
#pragma once
#include "actors/control/control_requests.hpp"
#include "actors/node.hpp"
#include "actors/routing/directory.hpp"
#include "actors/streams/portal_state.hpp"
#include "actors/test_identities.hpp"
#include "actors/worker_check.hpp"
#include "fixtures/deterministic.hpp"
#include "transports/reactor/tcp_network.hpp"
#include "wire/messages/portal.hpp"

#include <caf/actor_cast.hpp>
#include <doctest/doctest.h>

#include <deque>
#include <string>

namespace ockam::tests {

/// Real time and sockets with the interface of `simulation`, as far as these tests need it.
class real_world {
  struct settings : caf::actor_system_config {
    settings() { set("scheduler.policy", caf::atom("testing")); }
  };
  slab_check slabs_;
  settings config_;

public:
  caf::actor_system system{config_};
  transports::steady_clock clock;
  transports::tcp_network net;
  seeded_randomness random;

  ~real_world() {
    for (auto& r : reactors_) end(*r);
    scheduler().run();
    for (auto& r : reactors_) check_no_timers(*r);
  }
  transports::network& host(const std::string&) { return net; }
  std::string name(const std::string&) const { return "127.0.0.1"; }
  std::shared_ptr<transports::reactor> make_reactor() {
    return reactors_.emplace_back(std::make_shared<transports::reactor>(system, clock));
  }
  void end(transports::reactor& r) {
    r.stop();
    r.run();
  }
  /// Runs until all is quiet for a moment; loopback delivers what is sent at once.
  void settle() {
    for (int quiet = 0; quiet < 3;) quiet = step() > 0 ? 0 : quiet + 1;
  }
  template <class F>
  bool advance_until(F&& done, duration limit) {
    for (const auto end = clock.now() + limit; !done() && clock.now() < end;) step();
    return done();
  }

private:
  caf::scheduler::test_coordinator& scheduler() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
  }
  std::size_t step() {
    std::size_t progress = 0;
    for (auto& r : reactors_) progress += r->round(1);
    while (scheduler().try_run_once()) ++progress;
    return progress;
  }
  std::vector<std::shared_ptr<transports::reactor>> reactors_;
};

class virtual_world : public simulation {
public:
  transports::network& host(const std::string& host_name) { return net.host(host_name); }
  std::string name(const std::string& host_name) const { return host_name; }
};

/// A socket in the test's hand.
class hand {
public:
  hand() = default;
  /// The other end of a node's stream is a program that ends its connections in order.
  explicit hand(transports::descriptor s) : socket_(std::move(s)) {
    transports::break_at_close(socket_.get(), false);
  }
  explicit operator bool() const { return static_cast<bool>(socket_); }

  /// Sends what the socket takes; returns how much that was.
  std::size_t pour(std::string_view text);
  void say(std::string_view text);
  /// Reads what is there, at most `max` bytes, and notes how it ends.
  std::string hear(std::size_t max = SIZE_MAX);
  void finish() { ::shutdown(socket_.get(), SHUT_WR); }
  void reset();
  void close() { socket_.reset(); }
  /// Little room in the kernel, so that a reader who stops is soon felt.
  void shrink();

  bool ended = false, broken = false;

private:
  transports::descriptor socket_;
};

/// Whether the connection has ended, in whatever way: a virtual network shows a reset as an end.
inline bool over(hand& h) {
  h.hear();
  return h.ended || h.broken;
}

/// Reads until nothing more comes, and lets the world bring it.
template <class World>
std::string hear_all(World& world, hand& from) {
  std::string all;
  for (;;) {
    const auto part = from.hear();
    world.settle();
    if (part.empty()) return all;
    all += part;
  }
}

std::size_t open_descriptors();

template <class World>
class node_under_test {
public:
  node_under_test(World& world, const std::string& host) : node_under_test(world, host, {host}) {}
  /// A node that has channels.
  node_under_test(World& world, const std::string& host, std::uint8_t person)
      : node_under_test(world, host, options_of(host, person)) {}
  node_under_test(World& world, std::string host, actors::node_options options)
      : world_(world),
        host_(std::move(host)),
        home(world.make_reactor()),
        inner(home, world.host(host_), world.random, std::move(options)) {
    inner.start();
    world.settle();
  }
  ~node_under_test() {
    world_.end(*home);
    check_no_workers(inner);
  }

  using reply = control_answer;
  /// Sends a request; the reply is there once the world has gone on far enough.
  std::shared_ptr<reply> begin(std::string method, std::string path, const json& body = {}) {
    auto out =
        begin_request(world_.system, inner.control(), std::move(method), std::move(path), body);
    world_.settle();
    return out;
  }
  reply ask(std::string method, std::string path, const json& body = {}) {
    const auto out = begin(std::move(method), std::move(path), body);
    world_.advance_until([&] { return out->status != 0; }, 20s);
    REQUIRE(out->status != 0);
    return *out;
  }
  json make(const std::string& noun, const json& body) {
    auto made = ask("POST", "/v1/" + noun, body);
    REQUIRE_MESSAGE(made.status == 201, made.body.dump());
    return made.body;
  }
  std::uint16_t listen() { return inner.listen({"127.0.0.1", 0})->port; }
  actors::directory& workers() { return dynamic_cast<actors::directory&>(inner.parts().workers); }
  std::size_t count(std::string_view kind) {
    const auto all = workers().list();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](auto& row) { return row.kind == kind; }));
  }

  /// Dials from this node's host.
  hand dial(std::uint16_t port) {
    hand out;
    bool answered = false;
    auto attempt = world_.host(host_).dial(*home, {"127.0.0.1", port}, 5s, [&](auto made) {
      answered = true;
      if (made) out = hand{std::move(made->socket)};
    });
    world_.advance_until([&] { return answered; }, 6s);
    return out;
  }
  static std::uint16_t port_of(const json& inlet) {
    return transports::endpoint::parse(inlet.at("from").get<std::string>())->port;
  }

private:
  World& world_;
  const std::string host_;

public:
  std::shared_ptr<transports::reactor> home;
  actors::node inner;
};

/// A server that the test plays.
template <class World>
struct target {
  target(World& w, const std::string& host)
      : world(w), source(std::move(*w.host(host).listen({"127.0.0.1", 0}))) {}
  std::string address() const { return transports::to_string(source->bound()); }
  /// The next client, which must be there.
  hand accept() {
    hand out;
    world.advance_until([&] { return out || (out = take()); }, 2s);
    REQUIRE(out);
    return out;
  }
  hand take() {
    auto next = source->accept();
    return next && next->socket ? hand{std::move(next->socket)} : hand{};
  }
  World& world;
  std::unique_ptr<transports::acceptor> source;
};

/// A worker whose part the test plays: it keeps what comes and says what it is told to say.
class far_end : public transports::worker {
public:
  using worker::worker;
  void deliver(transports::message&& m) override { got.push_back(std::move(m)); }
  void pause_reading() override { ++pauses; }
  void resume_reading() override { ++resumes; }
  std::deque<transports::message> got;
  int pauses = 0, resumes = 0;

  template <class World>
  static far_end& start(node_under_test<World>& at, std::string_view address) {
    auto actor = at.home->template spawn<far_end>();
    at.inner.parts().workers.add(wire::local(address), actor, "test",
                                 transports::reach::everybody());
    return dynamic_cast<far_end&>(*caf::actor_cast<caf::abstract_actor*>(actor));
  }

  /// The oldest message that came, taken apart.
  wire::portal_message next();
  bool next_is(wire::portal_kind kind) { return !got.empty() && next().kind == kind; }
  /// The payload of all Payload messages that came; stops at another message.
  std::string payload();
  transports::message current; ///< what next() returned points into it
};

wire::bytes encode_payload(std::string_view text, std::optional<std::uint16_t> counter = {});

inline constexpr std::uint16_t our_capabilities = actors::portal_capabilities;

// Compiled once, in portal_world.cpp: they cost seconds a file.
extern template class node_under_test<virtual_world>;
extern template class node_under_test<real_world>;

/// A whole portal through a relay.
///   client -- inlet (a) == link == relay (r) == link == (b) outlet -- server
template <class World>
struct portal_way {
  World world;
  node_under_test<World> relay{world, "r"}, a{world, "a"}, b{world, "b"};
  target<World> server{world, "b"};
  std::uint16_t port = relay.listen();
  std::string at = "/dnsaddr/" + world.name("r") + "/tcp/" + std::to_string(port);
  json outlet = b.make("tcp-outlets", {{"address", "outlet"}, {"to", server.address()}});
  json forwarder = b.make("relays", {{"name", "b"}, {"at", at}});
  json inlet = a.make("tcp-inlets", {{"alias", "web"},
                                     {"from", "127.0.0.1:0"},
                                     {"to", at + "/service/forward_to_b/service/outlet"}});

  struct stream {
    hand client, server;
  };
  stream open() {
    stream s{a.dial(a.port_of(inlet)), {}};
    REQUIRE(s.client);
    s.server = server.accept();
    world.settle();
    return s;
  }
  std::size_t streams() { return a.count("stream") + b.count("stream"); }
};

} // namespace ockam::tests
