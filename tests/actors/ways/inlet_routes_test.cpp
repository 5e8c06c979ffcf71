// Which of several routes carries, and what becomes of one that is lost. The routes are real; who
// owns them is the test.
//   a ---- r:7000, s:7000
#include "actors/portals/portal_world.hpp"
#include "actors/ways/inlet_routes.hpp"
#include "transports/work/pinned_ref.hpp"

using namespace ockam;
using namespace ockam::tests;

namespace {

class routes_owner final : public transports::named_worker, actors::managed_route::user {
public:
  routes_owner(caf::actor_config& cfg, channels::context& node, std::string address,
               const std::vector<actors::route_request>& to)
      : named_worker(cfg, node, std::move(address)),
        guard(node.access, channels::resource_types::inlet, "web"),
        routes(*this, node, to, 5s, *this, guard, met) {}
  void deliver(transports::message&& m) override { static_cast<void>(routes.take(m)); }

  channels::access_guard guard;
  actors::first_met met{false, {}};
  actors::inlet_routes routes;
  std::vector<const actors::far_outlet*> lost;

private:
  void on_start() override {
    set_down_handler([this](const caf::down_msg& gone) { routes.hop_ended(gone.source); });
    routes.start();
  }
  void on_exit() override { routes.end(); }
  void route_lost(actors::managed_route& kept, const error&) override {
    routes.lose(kept, [this](const actors::far_outlet& far) { lost.push_back(&far); });
  }
  void route_changed(actors::managed_route&) override {}
  std::uint64_t heard_on(const actors::managed_route& kept) const override {
    return routes.of(kept).far->heard;
  }
};

struct two_routes {
  virtual_world world;
  node_under_test<virtual_world> r{world, "r"}, s{world, "s"}, a{world, "a"};
  transports::pinned_ref<routes_owner> owner;

  two_routes() {
    std::vector<actors::route_request> to(2);
    to[0].to =
        *wire::multiaddr::parse("/dnsaddr/r/tcp/" + std::to_string(r.listen()) + "/service/outlet");
    to[1].to =
        *wire::multiaddr::parse("/dnsaddr/s/tcp/" + std::to_string(s.listen()) + "/service/outlet");
    auto& node = a.inner.parts();
    owner = transports::pinned_ref<routes_owner>(
        a.home->spawn<routes_owner>(std::ref(node), std::string("owner"), to));
    node.workers.add(wire::local("owner"), owner.actor, "test", transports::reach::who_learnt_it());
  }
  ~two_routes() { caf::anon_send_exit(owner.actor, caf::exit_reason::user_shutdown); }

  const actors::inlet_routes& routes() const { return owner.object->routes; }
  /// Number of the route that carries; 2 if none does.
  std::size_t carrying() const {
    std::size_t n = 0;
    while (n < 2 && &routes().all()[n] != routes().carrier()) ++n;
    return n;
  }
  bool comes_to(std::size_t n) {
    return world.advance_until([&] { return carrying() == n; }, 30s);
  }
};

} // namespace

TEST_CASE_FIXTURE(two_routes,
                  "the first route that is up carries, and another one while it is lost") {
  REQUIRE(comes_to(0));
  REQUIRE(world.advance_until([&] { return routes().tried_all(); }, 10s));
  const auto first = routes().all()[0].far;
  world.net.cut("a", "r");
  world.net.black_hole("r");
  REQUIRE(comes_to(1));
  REQUIRE(owner.object->lost.size() == 1);
  CHECK(owner.object->lost[0] == first.get());
  CHECK(routes().all()[0].far != first); // nothing of what was known holds for its next way
  CHECK_FALSE(first->suspect);
  world.net.black_hole("r", false);
  CHECK(comes_to(0));
}

TEST_CASE_FIXTURE(two_routes, "a stream finds a way that is none of those that it left") {
  REQUIRE(comes_to(0));
  REQUIRE(world.advance_until([&] { return routes().usable(routes().all()[1]); }, 10s));
  const auto& all = routes().all();
  CHECK(routes().find_way({}, {}, nullptr)->far == all[0].far);
  CHECK(routes().find_way({}, {all[0].far}, nullptr)->far == all[1].far);
  CHECK(routes().find_way({}, {}, all[0].far.get())->far == all[1].far);
  CHECK(routes().find_way({}, {all[1].far}, all[0].far.get())->far == all[0].far); // no other
  CHECK_FALSE(routes().find_way({}, {all[0].far, all[1].far}, nullptr));
  CHECK_FALSE(routes().find_way(id_of(1), {}, nullptr)); // nobody is proven to be there
}
