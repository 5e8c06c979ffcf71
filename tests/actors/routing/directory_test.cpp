#include "actors/routing/directory.hpp"
#include "actors/services/hop.hpp"
#include "fixtures/virtual_node.hpp"

#include <caf/event_based_actor.hpp>
#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

struct one_directory : simulation {
  one_directory() : home(make_reactor()), workers(*home) {}
  ~one_directory() { end(*home); }

  std::pair<caf::actor, probe*> start_probe(std::string_view address) {
    const auto actor = home->spawn<probe>();
    REQUIRE(workers.add(local(address), actor, "probe", transports::reach::everybody()));
    settle();
    return {actor, dynamic_cast<probe*>(caf::actor_cast<caf::abstract_actor*>(actor))};
  }
  void route(const wire::route& onward) {
    workers.route({onward, {}, {}, 0, {}});
    settle();
  }
  std::vector<std::string> addresses() const {
    std::vector<std::string> out;
    for (const auto& [address, kind, reach] : workers.list()) out.push_back(address + ' ' + kind);
    return out;
  }

  std::shared_ptr<transports::reactor> home;
  actors::directory workers;
};

void end_actor(const caf::actor& a) { caf::anon_send_exit(a, caf::exit_reason::user_shutdown); }

} // namespace

TEST_CASE_FIXTURE(one_directory, "a message goes to the first address of its route") {
  const auto [x, at_x] = start_probe("x");
  const auto [y, at_y] = start_probe("y");
  route({local("y"), local("x")});
  REQUIRE(at_y->all.size() == 1);
  CHECK(at_y->all[0].onward == "0#y => 0#x");
  CHECK(at_x->all.empty());
  CHECK(addresses() == std::vector<std::string>{"x probe", "y probe"});
}

TEST_CASE_FIXTURE(one_directory, "a message to nobody is dropped and counted") {
  const auto [x, at_x] = start_probe("x");
  route({local("nobody"), local("x")});
  route({{wire::tcp_type, "x"}});
  route({{7, "x"}});
  route({local("")});
  CHECK(workers.dropped() == 4);
  route({}); // it has arrived
  CHECK(workers.dropped() == 4);
  CHECK(at_x->all.empty());
}

TEST_CASE_FIXTURE(one_directory,
                  "an address leads to one worker, and only local ones lead anywhere") {
  const auto [x, at_x] = start_probe("x");
  CHECK_FALSE(
      workers.add(local("x"), home->spawn<probe>(), "probe", transports::reach::everybody()));
  CHECK_FALSE(workers.add({wire::tcp_type, "t"}, home->spawn<probe>(), "probe",
                          transports::reach::everybody()));
  CHECK_FALSE(
      workers.add(local(""), home->spawn<probe>(), "probe", transports::reach::everybody()));
  CHECK_FALSE(workers.add(local("z"), caf::actor{}, "probe", transports::reach::everybody()));
  CHECK(workers.find(local("x")).actor() == x);
  CHECK_FALSE(workers.find({wire::tcp_type, "x"}).open());
}

TEST_CASE_FIXTURE(one_directory, "a worker can have several addresses") {
  const auto [x, at_x] = start_probe("x");
  REQUIRE(workers.add(local("also x"), x, "probe", transports::reach::everybody()));
  route({local("also x")});
  CHECK(at_x->all.size() == 1);
  end_actor(x);
  settle();
  CHECK(addresses().empty());
}

TEST_CASE_FIXTURE(one_directory, "an address is free once its worker has ended") {
  const auto x = start_probe("x").first;
  const auto port = workers.find(local("x"));
  end_actor(x);
  settle();
  CHECK(addresses().empty());
  CHECK_FALSE(port.open());
  const auto [newer, at_newer] = start_probe("x");
  route({local("x")});
  CHECK(at_newer->all.size() == 1);
}

TEST_CASE_FIXTURE(one_directory,
                  "the late end of a worker does not touch who has its address now") {
  const auto old = start_probe("x").first;
  workers.remove(local("x"));
  workers.remove(local("x"));
  const auto [newer, at_newer] = start_probe("x");
  end_actor(old);
  settle();
  route({local("x")});
  CHECK(at_newer->all.size() == 1);
}

TEST_CASE_FIXTURE(one_directory,
                  "an actor on the scheduler gets messages and gives its address back") {
  std::vector<std::string> seen;
  const auto worker = system.spawn([&seen](caf::event_based_actor* self) -> caf::behavior {
    return {[&seen, self](transports::message& m) {
      seen.push_back(to_string(m.onward));
      if (m.onward.size() > 1) self->quit();
    }};
  });
  REQUIRE(workers.add(local("w"), worker, "worker", transports::reach::everybody()));
  route({local("w")});
  route({local("w"), local("end")});
  CHECK(seen == std::vector<std::string>{"0#w", "0#w => 0#end"});
  CHECK(addresses().empty());
  CHECK_FALSE(workers.add(local("w"), caf::actor{}, "worker", transports::reach::everybody()));
}

TEST_CASE_FIXTURE(one_directory, "what does not fit into a mailbox is dropped") {
  const auto worker = system.spawn(
      [](caf::event_based_actor*) -> caf::behavior { return {[](transports::message&) {}}; });
  REQUIRE(workers.add(local("w"), worker, "worker", transports::reach::everybody()));
  for (std::size_t i = 0; i < config::mailbox_messages_max + 5; ++i)
    workers.route({{local("w")}, {}, {}, 0, {}});
  CHECK(workers.dropped() == 5);
  settle();
  route({local("w")});
  CHECK(workers.dropped() == 5);
}

TEST_CASE_FIXTURE(one_directory, "a loop within a node ends") {
  transports::link_table links;
  transports::context node{*home, net.host("a"), random, workers, links};
  const auto hop = home->spawn<actors::hop>(node, "hop");
  REQUIRE(workers.add(local("hop"), hop, "hop", transports::reach::everybody()));
  const auto [x, at_x] = start_probe("x");
  const auto route_of = [](std::size_t hops) {
    wire::route out;
    for (std::size_t i = 0; i < hops; ++i) out.push_back(local("hop"));
    out.push_back(local("x"));
    return out;
  };
  route(route_of(config::local_hops_max - 1));
  CHECK(at_x->all.size() == 1);
  CHECK(workers.dropped() == 0);
  route(route_of(config::local_hops_max));
  CHECK(at_x->all.size() == 1);
  CHECK(workers.dropped() == 1);
}

TEST_CASE("ports lead nowhere once their directory is gone") {
  simulation world;
  const auto home = world.make_reactor();
  transports::port port;
  {
    actors::directory workers{*home};
    REQUIRE(workers.add(local("x"), home->spawn<probe>(), "probe", transports::reach::everybody()));
    world.settle();
    port = workers.find(local("x"));
    CHECK(port.open());
  }
  CHECK_FALSE(port.open());
}
