#include "fixtures/real_reactor.hpp"
#include "fixtures/virtual_node.hpp"
#include "transports/links/tcp_listener.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <doctest/doctest.h>

#include <sys/eventfd.h>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

/// A network that is out of descriptors as long as the test wants.
struct exhausted_network : network {
  struct always_ready : acceptor {
    explicit always_ready(exhausted_network& n) : net(n), ready(::eventfd(1, EFD_NONBLOCK)) {}
    int fd() const override { return ready.get(); }
    endpoint bound() const override { return {"127.0.0.1", 1}; }
    result<connection> accept() override {
      ++net.tries;
      if (net.exhausted) return fail(errc::limit, "too many open files");
      eventfd_t count = 0;
      ::eventfd_read(ready.get(), &count);
      return connection{};
    }
    exhausted_network& net;
    descriptor ready;
  };
  result<std::unique_ptr<acceptor>> listen(const endpoint&) override {
    return std::unique_ptr<acceptor>{std::make_unique<always_ready>(*this)};
  }
  std::unique_ptr<dialing> dial(reactor&, const endpoint&, duration, answer) override { return {}; }
  bool exhausted = true;
  int tries = 0;
};

} // namespace

TEST_CASE_FIXTURE(simulation, "a listener accepts, and its end leaves its links alone") {
  virtual_node a{*this, "a"}, b{*this, "b"};
  auto at_b = b.listen(7000);
  CHECK(at_b.address.size() == 32);
  CHECK(at_b.bound.port == 7000);
  CHECK(listen(b.parts, {"127.0.0.1", 7000}).error().code == errc::in_use);
  REQUIRE(a.open({"b", 7000}));
  CHECK(b.links.size() == 1);
  caf::anon_send_exit(at_b.actor, caf::exit_reason::user_shutdown);
  settle();
  CHECK_FALSE(a.open({"b", 7000}));
  CHECK(b.links.size() == 1);
  CHECK(listen(b.parts, {"127.0.0.1", 7000}));
}

TEST_CASE_FIXTURE(simulation, "more connections than fit in a round are accepted in several") {
  virtual_node a{*this, "a"}, b{*this, "b"};
  b.listen(7000);
  std::size_t answers = 0;
  for (int i = 0; i < 60; ++i)
    a.links.open(a.parts, {"b", 7000}, 5s, [&](auto made) { answers += !!made; });
  for (int i = 0; i < 60; ++i)
    b.links.open(b.parts, {"127.0.0.1", 7000}, 5s, [&](auto made) { answers += !!made; });
  settle();
  CHECK(answers == 120);
  CHECK(b.links.size() == 180);
}

TEST_CASE_FIXTURE(simulation, "without descriptors a listener pauses and goes on later") {
  exhausted_network out;
  virtual_node node{*this, out};
  auto at = listen(node.parts, {"127.0.0.1", 1});
  REQUIRE(at);
  settle(); // it would never come to rest if the listener span
  CHECK(out.tries == 1);
  advance(10ms);
  CHECK(out.tries == 2);
  advance(20ms);
  CHECK(out.tries == 3);
  advance(10s);
  CHECK(out.tries > 12);
  CHECK(out.tries < 20);
  out.exhausted = false;
  advance(1s);
  auto before = out.tries;
  advance(10s);
  CHECK(out.tries == before);
}

TEST_CASE_FIXTURE(real_reactor, "two nodes talk over real sockets") {
  struct real_node {
    explicit real_node(real_reactor& r) : loop(r), parts{*r.home, net, random, workers, links} {}
    real_reactor& loop;
    tcp_network net;
    system_randomness random;
    plain_directory workers;
    link_table links;
    context parts;
  };
  real_node a{*this}, b{*this};
  b.workers.add(local("echo"), home->spawn<echo>(std::ref(b.workers)), "echo",
                transports::reach::everybody());
  auto client = home->spawn<probe>();
  auto& seen = dynamic_cast<probe&>(*caf::actor_cast<caf::abstract_actor*>(client));
  a.workers.add(local("client"), client, "probe", transports::reach::everybody());
  auto at_b = listen(b.parts, {"127.0.0.1", 0});
  REQUIRE(at_b);
  std::optional<link_info> made;
  a.links.open(a.parts, at_b->bound, 5s, [&](auto outcome) { made = *outcome; });
  REQUIRE(run_until([&] { return made.has_value(); }));
  CHECK(made->peer == at_b->bound);
  const std::string text(700000, 't');
  for (int i = 0; i < 5; ++i)
    a.workers.route({{local(made->address), local("echo")},
                     {local("client")},
                     slice::copy_of(wire::view_of(text)),
                     0,
                     {}});
  CHECK(run_until([&] { return seen.all.size() == 5; }));
  for (auto& m : seen.all) CHECK(m.payload == text);
  CHECK(b.links.list().front().peer.host == "127.0.0.1");
  home->stop();
  home->run(); // before the nodes go
}
