// How a reactor ends, what it does in a round, and who gets a turn.
#include "fixtures/deterministic.hpp"
#include "fixtures/reactor_thread.hpp"
#include "fixtures/spawn_on.hpp"
#include "transports/reactor/reactor.hpp"

#include <doctest/doctest.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>

using namespace ockam::tests;
using namespace ockam::transports;

namespace {

struct tick {};
/// Counts its living copies, so that a lost one is seen.
struct parcel {
  static inline std::atomic<int> alive = 0;
  parcel() { ++alive; }
  parcel(const parcel&) { ++alive; }
  parcel(parcel&&) noexcept { ++alive; }
  ~parcel() { --alive; }
};

caf::behavior does_nothing(pinned_actor*) {
  return {[](tick) {}};
}

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(parcel)

TEST_CASE("a reactor that stops leaves nothing behind, whatever its actors are at") {
  for (int i = 0; i < 200; ++i) {
    threaded_settings config;
    caf::actor_system system{config};
    std::atomic<bool> enough = false;
    std::thread sender;
    {
      reactor_thread io{system};
      std::vector<caf::actor> busy;
      for (int k = 0; k < 5; ++k)
        busy.push_back(spawn_on(*io.loop, [](pinned_actor* s) -> caf::behavior {
          s->delayed_send(s, 60s, parcel{});          // outlives us in CAF's clock
          return {[s](parcel& p) { s->send(s, p); }}; // always has a message
        }));
      auto mute = system.spawn([](caf::event_based_actor* s) -> caf::behavior {
        return {[s](tick) { return s->make_response_promise<bool>(); }};
      });
      auto waiting = spawn_on(*io.loop, [=](pinned_actor* s) -> caf::behavior {
        s->request(mute, caf::infinite, tick{}).await([](bool) {}); // never answered
        return {[](tick) {}};
      });
      caf::anon_send_exit(waiting, caf::exit_reason::kill); // and skipped
      sender = std::thread{[&, busy] {
        for (int n = 0; n < 200 && !enough; ++n)
          for (auto& a : busy) caf::anon_send(a, parcel{});
      }};
      if (i % 2) std::this_thread::sleep_for(std::chrono::microseconds{i * 5});
      caf::anon_send_exit(mute, caf::exit_reason::user_shutdown);
    }
    enough = true; // it sent to dead actors for a while
    sender.join();
  }
  CHECK(parcel::alive == 0);
}

TEST_CASE("spawning and posting may race with the end of a reactor") {
  for (int i = 0; i < 200; ++i) {
    threaded_settings config;
    caf::actor_system system{config};
    std::thread spawner;
    {
      reactor_thread io{system};
      spawner = std::thread{[loop = io.loop] {
        for (int k = 0; k < 50; ++k) {
          spawn_on(*loop, does_nothing);
          loop->post([] {});
        }
      }};
      if (i % 2) std::this_thread::sleep_for(std::chrono::microseconds{i});
    }
    spawner.join();
  }
}

TEST_CASE("a spawn after the end makes a dead actor, which says so") {
  threaded_settings config;
  caf::actor_system system{config};
  auto io = std::make_unique<reactor_thread>(system);
  auto loop = io->loop;
  loop->stop();
  io->thread.join();
  io->thread = std::thread{[] {}};
  caf::scoped_actor self{system};
  caf::error outcome;
  self->request(spawn_on(*loop, does_nothing), 5s, tick{})
      .receive([] {}, [&](caf::error& e) { outcome = e; });
  CHECK(outcome == caf::sec::request_receiver_down);
}

TEST_CASE_FIXTURE(simulation, "functions posted from other threads run on the reactor, in order") {
  auto home = make_reactor();
  std::vector<int> order;
  std::thread{[&] {
    for (int i = 0; i < 100; ++i)
      home->post([&, i] {
        CHECK(home->here());
        order.push_back(i);
      });
  }}.join();
  CHECK(order.empty());
  settle();
  CHECK(order.size() == 100);
  CHECK(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE_FIXTURE(simulation, "sockets get their turn while actors keep each other busy") {
  auto home = make_reactor();
  struct bell : pinned_actor, reactor::event_source {
    bell(caf::actor_config& c, int f, int* n) : pinned_actor(c), fd(f), rung(n) {}
    caf::behavior make_behavior() override {
      home().control(EPOLL_CTL_ADD, fd, this, EPOLLIN);
      return {[](tick) {}};
    }
    void on_ready(std::uint32_t) override { ++*rung; }
    int fd, *rung;
  };
  descriptor ring{::eventfd(1, EFD_NONBLOCK)};
  int rung = 0, sent = 0;
  home->spawn<bell>(ring.get(), &rung);
  spawn_on(*home, [&](pinned_actor* s) -> caf::behavior {
    s->send(s, tick{});
    return {[&, s](tick) {
      ++sent;
      s->send(s, tick{}); // never idle
    }};
  });
  for (int i = 0; i < 10; ++i) home->round(0);
  CHECK(rung >= 9);
  CHECK(sent >= 9);
  CHECK(sent <= 11 * static_cast<int>(reactor::jobs_per_round * reactor::messages_per_job));
  end(*home); // while what its actors refer to is there
}

TEST_CASE_FIXTURE(simulation,
                  "a writer flushes once a round, after the actors, and may be forgotten") {
  auto home = make_reactor();
  struct counting final : reactor::writer {
    void flush() override { ++flushed; }
    int flushed = 0;
  };
  counting one, other;
  spawn_on(*home, [&](pinned_actor* s) -> caf::behavior {
    s->home().flush_later(one);
    s->home().flush_later(other);
    s->home().forget(other);
    CHECK(one.flushed == 0);
    return {[](tick) {}};
  });
  home->round(0);
  CHECK(one.flushed == 1);
  home->round(0);
  CHECK(one.flushed == 1);
  CHECK(other.flushed == 0);
}
