// How much leans on a worker that leads away from this node: relays, channels and streams, which
// end with it. One that nothing leans on may be ended when it is silent, or gives way. Copies count
// together. Confined to the node's reactor.
#pragma once
#include <caf/actor.hpp>

#include <cstddef>
#include <memory>
#include <unordered_map>

namespace ockam::transports {

class uses {
public:
  void add(caf::actor_id hop) { ++counts_->all[hop]; }
  void drop(caf::actor_id hop) { less(counts_->all, hop); }
  /// Of those, relays: what comes by the hop is not all of one peer's then.
  void add_relay(caf::actor_id hop) { add(hop), ++counts_->relays[hop]; }
  void drop_relay(caf::actor_id hop) { drop(hop), less(counts_->relays, hop); }
  /// Of those, streams that can wait for another way: a hop that goes need not wait for them.
  void add_patient(caf::actor_id hop) { add(hop), ++counts_->patient[hop]; }
  void drop_patient(caf::actor_id hop) { drop(hop), less(counts_->patient, hop); }

  bool any(caf::actor_id hop) const { return counts_->all.count(hop) > 0; }
  bool any_relay(caf::actor_id hop) const { return counts_->relays.count(hop) > 0; }
  std::size_t of(caf::actor_id hop) const {
    const auto at = counts_->all.find(hop);
    return at == counts_->all.end() ? 0 : at->second;
  }
  /// How many lean on it and cannot wait for another way.
  std::size_t impatient(caf::actor_id hop) const {
    const auto at = counts_->patient.find(hop);
    return of(hop) - (at == counts_->patient.end() ? 0 : at->second);
  }

private:
  using numbers = std::unordered_map<caf::actor_id, std::size_t>;
  struct counts {
    numbers all, relays, patient;
  };
  static void less(numbers& of, caf::actor_id hop) {
    const auto at = of.find(hop);
    if (at != of.end() && --at->second == 0) of.erase(at);
  }
  std::shared_ptr<counts> counts_ = std::make_shared<counts>();
};

} // namespace ockam::transports
