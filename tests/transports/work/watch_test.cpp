// What is left of a watcher once it has ended.
#include "fixtures/deterministic.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <doctest/doctest.h>

using namespace ockam::tests;
using ockam::transports::pinned_actor;

namespace {

struct sleeper : pinned_actor {
  using pinned_actor::pinned_actor;
  caf::behavior make_behavior() override {
    return {[](const caf::unit_t&) {}};
  }
};

/// Watches, and counts what it hears.
struct watcher : sleeper {
  watcher(caf::actor_config& cfg, const caf::actor& whom, int* heard) : sleeper(cfg) {
    set_down_handler([heard](const caf::down_msg&) { ++*heard; });
    watch(whom);
  }
};

struct watched_world : simulation {
  std::shared_ptr<ockam::transports::reactor> home = make_reactor();
  int heard = 0;
  caf::actor whom = home->spawn<sleeper>();
  caf::actor start() { return home->spawn<watcher>(whom, &heard); }
  watcher& at(const caf::actor& a) {
    return dynamic_cast<watcher&>(*caf::actor_cast<caf::abstract_actor*>(a));
  }
  void end_actor(const caf::actor& a) {
    caf::anon_send_exit(a, caf::exit_reason::user_shutdown);
    settle();
  }
};

/// Whether anybody still keeps the memory of an actor whose handles are gone.
bool freed(const caf::weak_actor_ptr& last) { return last.get()->weak_refs == 1; }

} // namespace

TEST_CASE_FIXTURE(watched_world, "a watcher hears of the end, once") {
  const auto one = start();
  settle();
  end_actor(whom);
  CHECK(heard == 1);
}

TEST_CASE_FIXTURE(watched_world, "a watcher that has ended leaves nothing with whom it watched") {
  auto one = start();
  settle();
  const auto last = caf::actor_cast<caf::weak_actor_ptr>(one);
  end_actor(one);
  one = nullptr;
  settle();
  CHECK(freed(last));
  end_actor(whom);
  CHECK(heard == 0);
}

TEST_CASE_FIXTURE(watched_world, "what is not watched any more is not heard of") {
  const auto one = start();
  settle();
  at(one).unwatch(whom);
  end_actor(whom);
  CHECK(heard == 0);
}
