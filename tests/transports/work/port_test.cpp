// A data port calls its worker directly when that is as good as a message, and sends otherwise.
#include "fixtures/reactor_thread.hpp"
#include "fixtures/spawn_on.hpp"
#include "fixtures/virtual_node.hpp"
#include "transports/work/port.hpp"

#include <doctest/doctest.h>

#include <future>
#include <stdexcept>

using namespace ockam;
using namespace ockam::tests;
using namespace ockam::transports;
using wire::local;

namespace {

struct control {
  int number;
};
struct await_answer {
  caf::actor of;
};
struct ping {};

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(control)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(await_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ping)

namespace {

message numbered(std::size_t n) {
  return {{local("x")}, {}, slice::copy_of(wire::view_of(std::to_string(n))), 0, {}};
}
int number_of(const message& m) { return std::stoi(std::string{wire::text_of(m.payload)}); }

using numbers = std::vector<int>;

/// Notes what comes: payload as its number, control as the negative number, an answer as 0.
class notes : public worker {
public:
  notes(caf::actor_config& c, numbers* l) : worker(c), log(l) {}
  void deliver(message&& m) override {
    CHECK(home().here());
    CHECK(current_sender() == nullptr); // no sender, by either way
    auto n = number_of(m);
    log->push_back(n);
    if (n == 66) quit();
    if (n == 77) throw std::runtime_error{"on purpose"};
    if (back.open() && n < 300) back.pass(numbered(static_cast<std::size_t>(n) + 100));
  }
  caf::message_handler control() override {
    return {[this](struct control c) { log->push_back(-c.number); },
            [this](await_answer& a) {
              request(a.of, 10s, ping{}).await([this](bool) { log->push_back(0); });
            }};
  }
  void on_exit() override { back = {}; }
  numbers* log;
  port back; ///< to itself
};

struct on_a_port : simulation {
  virtual_node node{*this, "a"}, other{*this, "b"};
  numbers log;
  caf::actor target = node.home->spawn<notes>(&log);
  port way{caf::make_counted<port_entry>(target, "w", "notes", reach::everybody())};
};

} // namespace

TEST_CASE_FIXTURE(on_a_port, "an idle worker is called directly, one that has not begun is not") {
  node.home->round(0);
  auto fresh = node.home->spawn<notes>(&log);
  port to_fresh{caf::make_counted<port_entry>(fresh, "w", "notes", reach::everybody())};
  CHECK(to_fresh.pass(numbered(1)));
  CHECK(log.empty());
  settle();
  CHECK(log == numbers{1});
  CHECK(to_fresh.pass(numbered(2)));
  CHECK(log == numbers{1, 2});
}

TEST_CASE_FIXTURE(on_a_port, "a call never overtakes an earlier message") {
  settle();
  caf::anon_send(target, control{1});
  way.pass(numbered(2));
  CHECK(log.empty());
  settle();
  CHECK(log == numbers{-1, 2});
}

TEST_CASE_FIXTURE(on_a_port, "payload waits while a worker awaits an answer") {
  auto slow = spawn_on(*other.home,
                       [](pinned_actor*) -> caf::behavior { return {[](ping) { return true; }}; });
  settle();
  caf::anon_send(target, await_answer{slow});
  node.home->round(0); // the other reactor does not run yet
  way.pass(numbered(5));
  CHECK(log.empty());
  settle();
  CHECK(log == numbers{0, 5});
}

TEST_CASE_FIXTURE(on_a_port, "a worker is never re-entered") {
  settle();
  dynamic_cast<notes&>(*way.here()).back = way;
  way.pass(numbered(1));
  CHECK(log == numbers{1});
  settle();
  CHECK(log == numbers{1, 101, 201, 301});
}

TEST_CASE_FIXTURE(on_a_port, "quitting and throwing inside a call hit the worker, not the caller") {
  settle();
  SUBCASE("quit") { CHECK(way.pass(numbered(66))); }
  SUBCASE("throw") { CHECK(way.pass(numbered(77))); }
  CHECK(dynamic_cast<notes&>(*caf::actor_cast<caf::abstract_actor*>(target)).ended());
  auto before = log.size();
  way.pass(numbered(1)); // dropped like any message to the dead
  settle();
  CHECK(log.size() == before);
}

TEST_CASE_FIXTURE(on_a_port, "a closed port leads nowhere, for all its copies") {
  auto entry = caf::make_counted<port_entry>(target, "w", "notes", reach::everybody());
  port first{entry}, second = first;
  settle();
  CHECK(first == second);
  CHECK(first.open());
  CHECK(first.here());
  CHECK(first.actor() == target);
  entry->close();
  for (auto& p : {first, second, port{}}) {
    CHECK_FALSE(p.open());
    CHECK_FALSE(p.here());
    CHECK_FALSE(p.actor());
    CHECK_FALSE(p.egress());
    CHECK_FALSE(p.pass(numbered(1)));
  }
}

TEST_CASE_FIXTURE(simulation,
                  "the mailbox of a worker elsewhere is bounded in messages and bytes") {
  virtual_node node{*this, "a"};
  std::size_t handled = 0;
  auto elsewhere = system.spawn(
      [&](caf::event_based_actor*) -> caf::behavior { return {[&](message&) { ++handled; }}; });
  port way{caf::make_counted<port_entry>(elsewhere, "w", "custom", reach::everybody())};
  CHECK_FALSE(way.here());
  CHECK_FALSE(way.egress());
  std::size_t taken = 0;
  while (taken < 2 * config::mailbox_messages_max && way.pass(numbered(taken))) ++taken;
  CHECK(taken == config::mailbox_messages_max);
  settle();
  CHECK(handled == taken);
  const std::string large(1 * config::mib, 'l');
  auto send_large = [&] {
    return way.pass({{local("x")}, {}, slice::copy_of(wire::view_of(large)), 0, {}});
  };
  for (taken = 0; taken < 100 && send_large(); ++taken) {
  }
  CHECK(taken == config::mailbox_bytes_max / large.size());
  settle(); // what was handled makes place
  CHECK(send_large());
  settle();
}

TEST_CASE_FIXTURE(simulation, "a message for a worker elsewhere does not keep a socket's block") {
  virtual_node node{*this, "a"};
  std::vector<message> kept;
  auto elsewhere = system.spawn([&](caf::event_based_actor*) -> caf::behavior {
    return {[&](message& m) { kept.push_back(std::move(m)); }};
  });
  port way{caf::make_counted<port_entry>(elsewhere, "w", "custom", reach::everybody())};
  way.pass(numbered(12345));
  const std::string large(100000, 'l');
  way.pass({{local("x")}, {}, slice::copy_of(wire::view_of(large)), 0, {}});
  settle();
  REQUIRE(kept.size() == 2);
  CHECK(number_of(kept[0]) == 12345);
  CHECK(kept[0].payload.held() < 512);
  CHECK(kept[0].payload.headroom() == config::headroom);
  CHECK(wire::text_of(kept[1].payload) == large);
  kept.clear();
}

// -- order across threads: source > worker > sink, where the worker is anything -------------------

namespace {

struct counting_sink : worker {
  counting_sink(caf::actor_config& c, int n, std::promise<int>* p)
      : worker(c), last(n), outcome(p) {}
  void deliver(message&& m) override {
    auto n = number_of(m);
    if (n != expected++) ++disorder;
    if (n == last) outcome->set_value(disorder);
  }
  int expected = 0, disorder = 0, last;
  std::promise<int>* outcome;
};

port port_to(const caf::actor& a) {
  return port{caf::make_counted<port_entry>(a, "w", "test", reach::everybody())};
}

struct passing : worker {
  passing(caf::actor_config& c, const caf::actor& to) : worker(c), next(port_to(to)) {}
  void deliver(message&& m) override { next.pass(std::move(m)); }
  port next;
};

/// Passes numbers on, some a turn, as a socket would.
struct numbering : pinned_actor {
  numbering(caf::actor_config& c, const caf::actor& to, int n)
      : pinned_actor(c), next(port_to(to)), last(n) {}
  caf::behavior make_behavior() override {
    send(this, ping{});
    return {[this](ping) {
      for (int i = 0; i < 32 && sent <= last; ++i) {
        if (!next.pass(numbered(static_cast<std::size_t>(sent)))) break; // full: goes on later
        ++sent;
      }
      if (sent <= last) send(this, ping{});
    }};
  }
  port next;
  int sent = 0, last;
};

} // namespace

TEST_CASE_FIXTURE(threaded, "a worker of the scheduler in the middle of a route keeps the order") {
  std::promise<int> outcome;
  auto sink = loop.spawn<counting_sink>(20000, &outcome);
  auto middle = system.spawn([sink](caf::event_based_actor*) -> caf::behavior {
    return {[sink](message& m) { caf::anon_send(sink, std::move(m)); }};
  });
  loop.spawn<numbering>(middle, 20000);
  CHECK(outcome.get_future().get() == 0);
}

TEST_CASE_FIXTURE(threaded,
                  "a worker of another reactor in the middle of a route keeps the order") {
  reactor_thread second{system};
  std::promise<int> outcome;
  auto sink = loop.spawn<counting_sink>(20000, &outcome);
  auto middle = second.loop->spawn<passing>(sink);
  loop.spawn<numbering>(loop.spawn<passing>(middle), 20000);
  CHECK(outcome.get_future().get() == 0);
}
