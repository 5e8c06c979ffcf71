#include "actors/portals/portal_stream.hpp"
#include "actors/portals/portal_world.hpp"
#include "actors/portals/stream_table.hpp"

using namespace ockam;
using namespace ockam::tests;
using actors::stream_group;
using actors::stream_table;

namespace {

struct streams {
  virtual_world world;
  node_under_test<virtual_world> node{world, "a"};
  far_end& outlet = far_end::start(node, "outlet");
  std::shared_ptr<stream_table> all = std::make_shared<stream_table>(*node.home, 3);
  std::shared_ptr<stream_group> one = std::make_shared<stream_group>(all),
                                other = std::make_shared<stream_group>(all);

  /// A stream whose client waits for a Pong.
  hand start(const std::shared_ptr<stream_group>& group) {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    node.home->spawn<actors::portal_stream>(
        std::ref(node.inner.parts()), group,
        actors::portal_stream::from_client{transports::descriptor{ends[0]},
                                           wire::route{wire::local("outlet")}});
    return hand{transports::descriptor{ends[1]}};
  }
  /// One of an outlet, that somebody from `source` began.
  void start_for(const std::string& source, const std::shared_ptr<stream_group>& group,
                 const stream_table::peer& who = {}) {
    REQUIRE(group->admit(source, who));
    node.home->spawn<actors::portal_stream>(
        std::ref(node.inner.parts()), group,
        actors::portal_stream::to_target{{"nowhere", 1},
                                         1min,
                                         wire::route{wire::local("outlet")},
                                         0,
                                         who,
                                         {},
                                         nullptr,
                                         std::make_shared<const std::string>(source)});
    world.settle();
  }
  bool closed(hand& h) {
    h.hear();
    return h.ended || h.broken;
  }
};

} // namespace

TEST_CASE_FIXTURE(streams, "streams are counted together, and each with its group") {
  auto a = start(one), b = start(one), c = start(other);
  CHECK(all->admit());
  world.settle();
  CHECK(one->size() == 2);
  CHECK(other->size() == 1);
  CHECK(all->size() == 3);
  const auto full = one->admit();
  REQUIRE_FALSE(full);
  CHECK(full.error().code == errc::limit);
}

TEST_CASE_FIXTURE(streams, "closing a group closes its streams, also those that just start") {
  auto a = start(one), b = start(other);
  world.settle();
  auto c = start(one);
  one->close();
  world.settle();
  CHECK(closed(a));
  CHECK_FALSE(closed(b));
  CHECK(closed(c));
  CHECK(other->size() == 1);
}

TEST_CASE_FIXTURE(streams, "the end of a hop reaches all streams that lean on it") {
  auto a = start(one), b = start(other);
  auto& another = far_end::start(node, "another");
  world.settle();
  caf::anon_send_exit(caf::actor_cast<caf::actor>(&another), caf::exit_reason::kill);
  world.settle();
  CHECK(all->size() == 2);
  caf::anon_send_exit(caf::actor_cast<caf::actor>(&outlet), caf::exit_reason::kill);
  world.settle();
  CHECK(closed(a));
  CHECK(closed(b));
  CHECK(all->size() == 0);
}

TEST_CASE_FIXTURE(streams, "draining refuses streams and ends with the last one") {
  int drained = 0;
  auto a = start(one), b = start(one);
  world.settle();
  all->drain([&] { ++drained; });
  const auto refused = other->admit();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::unavailable);
  CHECK(drained == 0);
  one->close(); // between Ping and Pong they wait for the Pong, to answer it
  world.advance(2 * config::pong_timeout);
  CHECK(drained == 1);
  all->drain([&] { ++drained; });
  CHECK(drained == 2);
}

TEST_CASE_FIXTURE(streams, "when there are too many, the source with the most gives way") {
  world.net.host("nowhere");
  world.net.black_hole("nowhere");
  const auto many = std::make_shared<stream_table>(*node.home, 100);
  const auto busy = std::make_shared<stream_group>(many),
             quiet = std::make_shared<stream_group>(many);
  while (many->size() < 70) start_for("busy", busy);
  while (many->size() < 100) start_for("another", quiet);
  CHECK_FALSE(many->admit("busy"));
  for (int i = 0; i < 10; ++i) start_for("quiet", quiet);
  CHECK(quiet->size() == 40);
  CHECK(busy->size() == 60);
  CHECK(node.inner.parts().counted.streams_made_way == 10);
}

TEST_CASE_FIXTURE(streams, "no source, no identity and no outlet has all streams") {
  world.net.host("nowhere");
  world.net.black_hole("nowhere");
  const auto few = std::make_shared<stream_table>(*node.home, 16); // 12, 12 and 14 of them
  const auto first = std::make_shared<stream_group>(few),
             second = std::make_shared<stream_group>(few);
  const auto says = [](const status& refused) {
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::limit);
    return refused.error().message;
  };
  wire::identifier person;
  person.hash.fill(7);
  SUBCASE("a source") {
    while (few->size() < 12) start_for("busy", few->size() % 2 ? first : second);
    CHECK(says(first->admit("busy")) == "12 streams from busy are open, which is the limit");
    CHECK(first->admit("another"));
  }
  SUBCASE("an identity, from wherever it comes") {
    while (few->size() < 12) start_for("h" + std::to_string(few->size()), first, person);
    CHECK(says(second->admit("elsewhere", person)).starts_with("12 streams of I0707"));
    CHECK(second->admit("elsewhere"));
    first->close();
    world.settle();
    CHECK(second->admit("elsewhere", person));
  }
  SUBCASE("an outlet") {
    while (few->size() < 14) start_for("h" + std::to_string(few->size()), first);
    CHECK(says(first->admit("new")) == "14 streams of this outlet are open, which is the limit");
    CHECK(second->admit("new"));
  }
}

TEST_CASE_FIXTURE(streams,
                  "strangers of one source, or by one link, have a part of what there is") {
  world.net.host("nowhere");
  world.net.black_hole("nowhere");
  const auto all =
      std::make_shared<stream_table>(*node.home, 1000, stream_table::bounds{100, 20, 10});
  const auto group = std::make_shared<stream_group>(all);
  const auto link = node.inner.parts().workers.find(wire::local("outlet")).actor().id();
  auto why = config::limit::links;
  while (group->size() < 10) start_for("busy", group);
  CHECK_FALSE(group->admit("another", {}, link, &why)); // who leads away is the same for all here
  CHECK(why == config::limit::streams_per_link);
  CHECK(group->admit("another", {}, caf::actor_id{0}, &why));
  CHECK(group->admit("busy", {}, caf::actor_id{0}, &why));
  while (group->size() < 20) start_for("busy", group);
  CHECK_FALSE(group->admit("busy", {}, caf::actor_id{0}, &why));
  CHECK(why == config::limit::streams_per_source);
  CHECK(group->admit("another", {}, caf::actor_id{0}, &why));
  CHECK(group->admit("busy")); // it is no stranger
  while (group->size() < 100) start_for("h" + std::to_string(group->size()), group);
  CHECK_FALSE(group->admit("new", {}, caf::actor_id{0}, &why));
  CHECK(why == config::limit::streams_per_outlet);
}

TEST_CASE_FIXTURE(streams, "streams without a way end a few in a round") {
  std::vector<hand> clients;
  const auto many = std::make_shared<stream_table>(*node.home, 1000);
  const auto group = std::make_shared<stream_group>(many);
  while (clients.size() < 5 * config::stream_ends_per_turn) clients.push_back(start(group));
  world.settle();
  REQUIRE(group->size() == clients.size());
  caf::anon_send_exit(caf::actor_cast<caf::actor>(&outlet), caf::exit_reason::kill);
  auto before = group->size();
  int rounds = 0;
  for (; group->size() > 0; ++rounds) {
    REQUIRE(rounds < 100);
    node.home->round(0);
    CHECK(before - group->size() <= config::stream_ends_per_turn);
    before = group->size();
  }
  CHECK(rounds >= 5);
}

TEST_CASE_FIXTURE(streams, "strangers hold up the end of a node for a moment only") {
  world.net.host("nowhere");
  world.net.black_hole("nowhere");
  wire::identifier person;
  person.hash.fill(7);
  int drained = 0;
  start_for("far away", one);
  start_for("near", other, person);
  all->drain([&] { ++drained; });
  world.advance(config::drain_strangers_timeout - 1ms);
  CHECK(all->size() == 2);
  world.advance(1ms);
  CHECK(one->size() == 0);
  CHECK(other->size() == 1); // somebody proven has the whole time
  CHECK(drained == 0);
  other->close();
  world.settle();
  CHECK(drained == 1);
}
