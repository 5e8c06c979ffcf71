#include "actors/loopback_node.hpp"
#include "actors/node.hpp"
#include "actors/send_once.hpp"
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

struct fresh_node : simulation {
  std::shared_ptr<transports::reactor> home = make_reactor();
  actors::node node{home, net.host("n"), random, {"n"}};
  ~fresh_node() { end(*home); }
};

} // namespace

TEST_CASE_FIXTURE(fresh_node, "a node listens and tells on which port") {
  const auto bound = node.listen({"127.0.0.1", 0});
  REQUIRE(bound);
  CHECK(bound->port != 0);
  const auto taken = node.listen(*bound);
  REQUIRE_FALSE(taken);
  CHECK(taken.error().code == errc::in_use);
}

TEST_CASE_FIXTURE(fresh_node, "a worker that was there first keeps its address") {
  const auto mine = home->spawn<probe>();
  REQUIRE(node.start_worker("echo", mine));
  node.start();
  settle();
  CHECK(node.parts().workers.find(local("echo")).actor() == mine);
  CHECK(node.parts().workers.find(local("hop")).open());
  const auto second = node.start_worker("echo", home->spawn<probe>());
  REQUIRE_FALSE(second);
  CHECK(second.error().code == errc::already_exists);
}

TEST_CASE_FIXTURE(fresh_node, "a worker on the scheduler sends by the router") {
  const auto answers =
      system.spawn([router = node.router()](caf::event_based_actor* self) -> caf::behavior {
        return {[=](transports::message& m) {
          auto reply = transports::reply_to(m, std::move(m.payload));
          reply.return_route.push_back(local("mine"));
          self->send(router, std::move(reply));
        }};
      });
  REQUIRE(node.start_worker("mine", answers));
  const auto client = home->spawn<probe>();
  REQUIRE(node.start_worker("client", client));
  settle();
  node.parts().workers.route({{local("mine")},
                              {local("client")},
                              transports::slice::copy_of(wire::view_of("hello")),
                              0,
                              {}});
  settle();
  const auto& seen = dynamic_cast<probe&>(*caf::actor_cast<caf::abstract_actor*>(client)).all;
  REQUIRE(seen.size() == 1);
  CHECK(seen[0] == probe::seen{"0#client", "0#mine", "hello"});
}

TEST_CASE("a real node stops when it is told to, and frees its port") {
  std::optional<loopback_node> n{std::in_place};
  const auto where = n->at;
  const auto to = n->route("/service/echo");
  REQUIRE(actors::send_once(to, wire::encode_text("hello"), 5s));
  n->stop_and_wait();
  n.reset();
  CHECK_FALSE(actors::send_once(to, wire::encode_text("hello"), 5s));
  transports::tcp_network network;
  CHECK(network.listen(where));
}
