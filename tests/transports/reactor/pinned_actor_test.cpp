// What an actor of CAF can do, an actor that is pinned to a reactor can do as well, and it does it
// on that reactor's thread. Threads are real here; see timer_test and port_test for virtual time.
#include "fixtures/reactor_thread.hpp"
#include "fixtures/spawn_on.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/response_promise.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_response_promise.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <stdexcept>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace ockam::tests;
using ockam::transports::pinned_actor;
using ockam::transports::reactor;

namespace {

struct where {};    ///< "do you run on this reactor?" -> bool
struct later {};    ///< the same, answered after 5 ms
struct refuse {};   ///< -> an error
struct silence {};  ///< never answered
struct throwing {}; ///< throws
struct ask { ///< asks `whom` where it is; answers 10 if its own handler ran here, +1 if whom did
  caf::actor whom;
  bool await;
};
struct count {}; ///< -> how often it was asked
struct breed {}; ///< -> a child

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(where)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(later)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(refuse)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(silence)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(throwing)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(ask)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(count)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(breed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(caf::typed_response_promise<bool>)

namespace {

/// Answers in every way an actor can; runs pinned and scheduled alike.
template <class Self>
caf::behavior oracle(Self* self, reactor* r) {
  self->set_exception_handler([](caf::scheduled_actor*, std::exception_ptr&) -> caf::error {
    return caf::sec::runtime_error;
  });
  return {
      [=](where) { return r->here(); },
      [=](later) {
        auto promise = self->template make_response_promise<bool>();
        self->delayed_send(self, 5ms, promise);
        return promise;
      },
      [=](caf::typed_response_promise<bool>& p) { p.deliver(r->here()); },
      [=](refuse) -> caf::result<bool> { return caf::sec::bad_function_call; },
      [=](silence) { return self->template make_response_promise<bool>(); },
      [=](throwing) -> bool { throw std::runtime_error{"on purpose"}; },
      [=](ask& a) {
        auto promise = self->template make_response_promise<int>();
        auto good = [=](bool there) mutable {
          promise.deliver((r->here() ? 10 : 0) + (there ? 1 : 0));
        };
        auto bad = [=](caf::error& e) mutable { promise.deliver(std::move(e)); };
        if (a.await)
          self->request(a.whom, 5s, where{}).await(good, bad);
        else
          self->request(a.whom, 5s, where{}).then(good, bad);
        return promise;
      },
  };
}

struct pinned_oracles : threaded {
  caf::actor pinned = spawn_on(loop, oracle<pinned_actor>, &loop);
  caf::actor scheduled = system.spawn(oracle<caf::event_based_actor>, &loop);
  ~pinned_oracles() { caf::anon_send_exit(scheduled, caf::exit_reason::kill); }

  template <class T, class X>
  caf::expected<T> query(const caf::actor& whom, X what, std::chrono::milliseconds limit = 10s) {
    caf::expected<T> outcome{caf::error{}};
    self->request(whom, limit, std::move(what))
        .receive([&](T& x) { outcome = x; }, [&](caf::error& e) { outcome = e; });
    return outcome;
  }
  void end(const caf::actor& a) {
    caf::anon_send_exit(a, caf::exit_reason::user_shutdown);
    self->wait_for(a);
  }
};

} // namespace

TEST_CASE_FIXTURE(pinned_oracles, "requests work in both directions, with answers and errors") {
  CHECK(query<bool>(pinned, where{}) == true);
  CHECK(query<bool>(scheduled, where{}) == false);
  CHECK(query<bool>(pinned, later{}) == true);
  for (bool await : {false, true}) {
    CHECK(query<int>(pinned, ask{scheduled, await}) == 10);
    CHECK(query<int>(scheduled, ask{pinned, await}) == 1);
    CHECK(query<int>(pinned, ask{spawn_on(loop, oracle<pinned_actor>, &loop), await}) == 11);
  }
  CHECK(query<bool>(pinned, refuse{}).error() == caf::sec::bad_function_call);
  CHECK(query<bool>(pinned, silence{}, 10ms).error() == caf::sec::request_timeout);
  CHECK(query<bool>(pinned, throwing{}).error() == caf::sec::runtime_error);
  CHECK(query<bool>(pinned, where{}).error() == caf::sec::request_receiver_down);
  auto asker = spawn_on(loop, oracle<pinned_actor>, &loop);
  CHECK(query<int>(asker, ask{pinned, false}).error() == caf::sec::request_receiver_down);
}

TEST_CASE_FIXTURE(pinned_oracles, "monitors cross threads, and the watcher hears at home") {
  using news = std::promise<std::pair<caf::error, bool>>;
  auto watch = [this](auto* watcher, const caf::actor& whom, news* heard) -> caf::behavior {
    watcher->monitor(whom);
    watcher->set_down_handler([=, this](caf::down_msg& m) {
      heard->set_value({m.reason, loop.here()});
      watcher->quit();
    });
    return {[](where) {}};
  };
  auto at_home = [=](pinned_actor* s, caf::actor a, news* n) { return watch(s, a, n); };
  auto elsewhere = [=](caf::event_based_actor* s, caf::actor a, news* n) { return watch(s, a, n); };
  {
    news heard;
    auto keep = system.spawn(elsewhere, pinned, &heard);
    caf::anon_send_exit(pinned, caf::exit_reason::user_shutdown);
    CHECK(heard.get_future().get()
          == std::pair{caf::error{caf::exit_reason::user_shutdown}, false});
  }
  {
    news heard;
    spawn_on(loop, at_home, scheduled, &heard);
    caf::anon_send_exit(scheduled, caf::exit_reason::kill);
    CHECK(heard.get_future().get() == std::pair{caf::error{caf::exit_reason::kill}, true});
  }
  { // what is dead already is reported, too
    news heard;
    spawn_on(loop, at_home, pinned, &heard);
    CHECK(heard.get_future().get() == std::pair{caf::error{caf::exit_reason::user_shutdown}, true});
  }
}

TEST_CASE_FIXTURE(pinned_oracles, "a failure takes linked actors along, in both directions") {
  caf::actor_cast<caf::event_based_actor*>(pinned)->link_to(scheduled);
  caf::anon_send_exit(pinned, caf::exit_reason::user_shutdown);
  self->wait_for(pinned, scheduled);
  pinned = spawn_on(loop, oracle<pinned_actor>, &loop);
  scheduled = system.spawn(oracle<caf::event_based_actor>, &loop);
  caf::actor_cast<caf::event_based_actor*>(pinned)->link_to(scheduled);
  caf::anon_send(scheduled, throwing{});
  self->wait_for(pinned, scheduled);
}

TEST_CASE_FIXTURE(pinned_oracles, "an actor may trap exit messages, but not a kill") {
  std::promise<bool> trapped;
  auto stubborn = spawn_on(loop, [&, this](pinned_actor* s) -> caf::behavior {
    s->set_exit_handler([&, this](caf::exit_msg&) { trapped.set_value(loop.here()); });
    return {[](where) { return true; }};
  });
  caf::anon_send_exit(stubborn, caf::exit_reason::user_shutdown);
  CHECK(trapped.get_future().get());
  CHECK(query<bool>(stubborn, where{}) == true);
  caf::anon_send_exit(stubborn, caf::exit_reason::kill);
  self->wait_for(stubborn);
}

TEST_CASE_FIXTURE(pinned_oracles, "CAF's clock wakes a sleeping reactor, which otherwise sleeps") {
  for (int i = 0; i < 3; ++i) CHECK(query<bool>(pinned, later{}) == true);
  auto cpu_us = [] {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000L + used.ru_utime.tv_usec
           + used.ru_stime.tv_usec;
  };
  auto before = cpu_us();
  CHECK(query<bool>(pinned, silence{}, 100ms).error() == caf::sec::request_timeout);
  CHECK(cpu_us() - before < 20000);
}

namespace {

/// How often CAF's clock has gone to sleep again.
long clock_naps() {
  for (const auto& thread : std::filesystem::directory_iterator{"/proc/self/task"}) {
    std::string name, word;
    std::getline(std::ifstream{thread.path() / "comm"}, name);
    if (name != "caf.clock") continue;
    std::ifstream status{thread.path() / "status"};
    while (status >> word && word != "voluntary_ctxt_switches:") {
    }
    long naps = -1;
    status >> naps;
    return naps;
  }
  return -1;
}

} // namespace

TEST_CASE_FIXTURE(pinned_oracles, "the end of an actor without time-outs wakes no other thread") {
  CHECK_FALSE(query<bool>(pinned, silence{}, 1ms)); // the clock is awake
  const auto before = clock_naps();
  REQUIRE(before >= 0);
  for (int i = 0; i < 100; ++i) end(spawn_on(loop, oracle<pinned_actor>, &loop));
  CHECK(clock_naps() - before <= 1); // it may just have begun to sleep
}

TEST_CASE_FIXTURE(pinned_oracles, "CAF's clock forgets an actor that ends before an answer") {
  const auto witness = std::make_shared<int>();
  auto asker = spawn_on(loop, [this, witness](pinned_actor* s) -> caf::behavior {
    s->request(pinned, 60s, silence{}).then([witness](bool) {}, [](caf::error&) {});
    return {[witness](where) {}};
  });
  CHECK(query<bool>(asker, refuse{}, 10s).error()); // it has begun
  end(std::exchange(asker, nullptr));
  for (int i = 0; i < 5000 && witness.use_count() > 1; ++i) std::this_thread::sleep_for(1ms);
  CHECK(witness.use_count() == 1);
}

namespace {

struct child_state {
  static inline const char* name = "child";
  static inline std::atomic<int> alive = 0;
  static inline std::atomic<bool> died_at_home = false;
  static inline reactor* home = nullptr;
  int asked = 0;
  child_state() { ++alive; }
  ~child_state() {
    --alive;
    died_at_home = home && home->here();
  }
};

struct parent : pinned_actor {
  using pinned_actor::pinned_actor;
  caf::behavior make_behavior() override {
    auto child = [](caf::stateful_actor<child_state, pinned_actor>* s) -> caf::behavior {
      return {[=](count) { return ++s->state.asked; }, [=](where) { return s->home().here(); }};
    };
    return {
        [=, this](breed) { return spawn(child); },
        [=, this](where) { return spawn(oracle<caf::event_based_actor>, &home()); },
        [=, this](count) { return caf::actor{spawn<parent, caf::linked>()}; },
    };
  }
};

} // namespace

TEST_CASE_FIXTURE(pinned_oracles, "children of a pinned actor know where they belong") {
  child_state::home = &loop;
  auto mother = loop.spawn<parent>();
  auto child = query<caf::actor>(mother, breed{});
  REQUIRE(child);
  CHECK(query<int>(*child, count{}) == 1);
  CHECK(query<int>(*child, count{}) == 2);
  CHECK(query<bool>(*child, where{}) == true);
  auto other = query<caf::actor>(mother, where{});
  CHECK(query<bool>(*other, where{}) == false); // an actor of the scheduler stays one
  end(*child);
  CHECK(child_state::alive == 0);
  CHECK(child_state::died_at_home);
  auto linked = query<caf::actor>(mother, count{});
  caf::anon_send_exit(*linked, caf::exit_reason::kill);
  self->wait_for(*linked, mother);
  end(*other);
  CHECK_THROWS_AS(system.spawn<parent>(), std::bad_cast); // not by a reactor
}

TEST_CASE_FIXTURE(pinned_oracles, "any thread may spawn on a reactor") {
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      caf::scoped_actor me{system};
      for (int i = 0; i < 100; ++i) {
        auto made = spawn_on(loop, oracle<pinned_actor>, &loop);
        me->request(made, 10s, where{})
            .receive([&](bool here) { right += here; }, [](caf::error&) {});
        caf::anon_send_exit(made, caf::exit_reason::user_shutdown);
      }
    });
  for (auto& t : threads) t.join();
  CHECK(right == 400);
}

TEST_CASE_FIXTURE(pinned_oracles,
                  "an actor that awaits an answer skips even a kill until it comes") {
  auto waiting = spawn_on(loop, [this](pinned_actor* s) -> caf::behavior {
    s->request(scheduled, 50ms, silence{}).await([](bool) {}, [](caf::error&) {});
    return {[](where) {}};
  });
  auto before = io.clock.now();
  caf::anon_send_exit(waiting, caf::exit_reason::kill);
  self->wait_for(waiting);
  CHECK(io.clock.now() - before >= 40ms);
}

TEST_CASE_FIXTURE(pinned_oracles, "a pinned actor owns a descriptor and hears of it at home") {
  struct echo_socket : pinned_actor, reactor::event_source {
    echo_socket(caf::actor_config& c, int socket) : pinned_actor(c), fd(socket) {}
    caf::behavior make_behavior() override {
      home().control(EPOLL_CTL_ADD, fd, this, EPOLLIN);
      return {[](where) {}};
    }
    void on_ready(std::uint32_t) override {
      char text[64];
      auto size = ::recv(fd, text, sizeof text, 0);
      if (size > 0)
        CHECK(::send(fd, text, static_cast<std::size_t>(size), 0) == size);
      else
        run([this] { quit(); });
    }
    void on_exit() override {
      home().control(EPOLL_CTL_DEL, fd, nullptr, 0);
      ::close(fd);
    }
    int fd;
  };
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  loop.spawn<echo_socket>(ends[1]); // no handle is kept: it lives until it quits
  char text[3] = {};
  CHECK(::send(ends[0], "hi", 2, 0) == 2);
  CHECK(::recv(ends[0], text, 2, MSG_WAITALL) == 2);
  CHECK(std::string{text} == "hi");
  ::shutdown(ends[0], SHUT_WR);
  CHECK(::recv(ends[0], text, 2, 0) == 0); // its on_exit() closed the other end
  ::close(ends[0]);
}
