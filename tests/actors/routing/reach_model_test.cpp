// Chance against a model: whatever clients with links and channels name, by way of hop or not, and
// whatever comes and goes in between, a private worker takes a message if and only if something of
// it has left by that flow before. Seeded: $OCKAM_TEST_SEED repeats a run.
#include "actors/simulated_node.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <random>
#include <set>
#include <vector>

using namespace ockam;
using namespace ockam::tests;
using wire::local;

namespace {

struct reach_model : simulation {
  struct entrance_of_client { // a flow
    simulated_node* client;
    std::string link, channel; ///< as the client names them; one of them is the flow's
    wire::route back;          ///< from n to the client
    std::set<std::size_t> learnt;
    const std::string& first() const { return channel.empty() ? link : channel; }
  };

  reach_model() {
    n.listen(7000);
    for (std::size_t i = 0; i < workers; ++i) private_[i] = start_private(i);
    for (auto* const client : {&a, &b, &c})
      for (const auto sealed : {false, true}) flows_.push_back(open(*client, sealed));
  }

  static std::string name_of_worker(std::size_t i) { return "private" + std::to_string(i); }

  caf::actor start_private(std::size_t i) {
    auto actor = n.home->spawn<probe>();
    REQUIRE(n.node.start_worker(name_of_worker(i), actor, transports::reach::who_learnt_it()));
    settle();
    return actor;
  }
  std::size_t taken(std::size_t i) const {
    return dynamic_cast<probe&>(*caf::actor_cast<caf::abstract_actor*>(private_[i])).all.size();
  }
  entrance_of_client open(simulated_node& client, bool sealed) {
    entrance_of_client made{&client, client.connect("n:7000"), {}, {}, {}};
    if (sealed) {
      const auto channel = client.ask("POST", "/v1/secure-channels",
                                      {{"to", "/service/" + made.link + "/service/api"}});
      REQUIRE(channel.status == 201);
      made.channel = channel.body["address"];
    }
    client.route({local(made.first()), local("public")}, {}, {local("client")});
    settle();
    made.back = public_.last;
    return made;
  }
  std::size_t dice(std::size_t sides) { return chance_() % sides; }

  void n_sends() {
    auto& to = flows_[dice(flows_.size())];
    const auto from = dice(workers);
    n.route(to.back, wire::view_of("y"), {local(name_of_worker(from))});
    to.learnt.insert(from);
    settle();
  }
  void client_sends() {
    auto& by = flows_[dice(flows_.size())];
    const auto to = dice(workers);
    wire::route onward{local(by.first())};
    for (auto hops = dice(3); hops > 0; --hops) onward.push_back(local("hop"));
    onward.push_back(local(name_of_worker(to)));
    const auto before = taken(to);
    by.client->route(onward, wire::view_of("x"), {local("client")});
    settle();
    CHECK_MESSAGE((taken(to) > before) == by.learnt.contains(to), "seed ", seed_);
  }
  void flow_ends() {
    auto& gone = flows_[dice(flows_.size())];
    const auto sealed = !gone.channel.empty();
    if (sealed) {
      REQUIRE(gone.client->ask("DELETE", "/v1/secure-channels/" + gone.channel).status == 200);
    }
    REQUIRE(gone.client->ask("DELETE", "/v1/tcp-connections/" + gone.link).status == 200);
    settle();
    gone = open(*gone.client, sealed);
  }
  void worker_ends() {
    const auto which = dice(workers);
    n.workers().remove(local(name_of_worker(which)));
    private_[which] = start_private(which);
    for (auto& each : flows_) each.learnt.erase(which);
  }
  void run(int steps) {
    for (; steps > 0; --steps) {
      const auto what = dice(20);
      if (what < 7)
        n_sends();
      else if (what < 17)
        client_sends();
      else if (what < 19)
        worker_ends();
      else
        flow_ends();
    }
  }

  static constexpr std::size_t workers = 5;
  simulated_node n{*this, "n", 1}, a{*this, "a", 2}, b{*this, "b", 3}, c{*this, "c", 4};
  probe& public_ = n.start_probe("public");

private:
  static std::uint64_t seed() {
    const auto* const said = std::getenv("OCKAM_TEST_SEED");
    return said ? std::stoull(said) : 14;
  }
  const std::uint64_t seed_ = seed();
  std::mt19937_64 chance_{seed_};
  std::array<caf::actor, workers> private_;
  std::vector<entrance_of_client> flows_;
};

} // namespace

TEST_CASE_FIXTURE(reach_model, "a private worker is reached by flows that have learnt it, only") {
  run(600);
}
