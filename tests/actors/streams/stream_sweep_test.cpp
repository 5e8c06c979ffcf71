// The one timer of all streams that owe an acknowledgement or wait for one.
#include "actors/streams/stream_sweep.hpp"
#include "config/defaults.hpp"
#include "fixtures/deterministic.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace ockam;
using namespace ockam::tests;
using actors::stream_sweep;

namespace {

struct swept_one final : stream_sweep::swept {
  void look() override {
    ++looks;
    if (at_look) at_look();
  }
  int looks = 0;
  std::function<void()> at_look;
};

struct sweep_world : simulation {
  std::shared_ptr<transports::reactor> home = make_reactor();
  caf::actor actor = home->spawn<stream_sweep>();
  stream_sweep& sweep = dynamic_cast<stream_sweep&>(*caf::actor_cast<caf::abstract_actor*>(actor));
  swept_one a, b, c;
  sweep_world() { settle(); }
  ~sweep_world() { end(*home); }
};

} // namespace

TEST_CASE_FIXTURE(sweep_world, "who is in it is looked at each time until it leaves") {
  sweep.enter(a);
  sweep.enter(a); // once is enough
  CHECK(sweep.size() == 1);
  advance(config::ack_delay);
  CHECK(a.looks == 1);
  advance(2 * config::ack_delay);
  CHECK(a.looks == 3);
  sweep.leave(a);
  sweep.leave(a);
  advance(2 * config::ack_delay);
  CHECK(a.looks == 3);
}

TEST_CASE_FIXTURE(sweep_world, "while nobody is in it no timer runs") {
  CHECK_FALSE(home->next_timer());
  sweep.enter(a);
  CHECK(home->next_timer());
  sweep.leave(a);
  advance(config::ack_delay);
  CHECK_FALSE(home->next_timer());
}

TEST_CASE_FIXTURE(sweep_world, "who leaves while it is looked at costs nobody else a look") {
  for (auto* each : {&a, &b, &c}) {
    each->at_look = [this, each] { sweep.leave(*each); };
    sweep.enter(*each);
  }
  advance(config::ack_delay);
  CHECK(sweep.size() == 0);
  CHECK(a.looks + b.looks + c.looks == 3);
}

TEST_CASE_FIXTURE(sweep_world, "who is taken out by another one is not looked at any more") {
  for (auto* each : {&a, &b, &c}) sweep.enter(*each);
  c.at_look = [this] { sweep.leave(a), sweep.leave(b); };
  advance(2 * config::ack_delay);
  CHECK(sweep.size() == 1);
  CHECK(c.looks >= 2);
  CHECK(a.looks + b.looks == 0);
}
