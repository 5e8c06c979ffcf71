// How the streams of an inlet find another way when theirs is lost: the inlet, which keeps routes,
// is asked by those that are left behind. Confined to the node's reactor.
#pragma once
#include "actors/streams/early_payload.hpp"
#include "actors/ways/waiting_clients.hpp"
#include "wire/messages/portal.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace ockam::actors {

class stream_ways {
public:
  using fars = std::vector<std::shared_ptr<far_outlet>>;
  struct found {
    wire::route outlet;
    std::shared_ptr<far_outlet> far;
  };

  /// A route that carries, whose proven peer is `peer`, and which the inlet's policy admits: the
  /// first in the inlet's order that is none of `but`, or leads by `last_choice` if there is no
  /// other.
  virtual std::optional<found> find_way(const std::optional<wire::identifier>& peer,
                                        const fars& but, const far_outlet* last_choice) = 0;
  /// A stream waits for a way: routes that are not there are tried soon.
  virtual void hurry_ways() = 0;
  /// A client whose stream lost its way before anything was said: it gets another stream.
  virtual void take_back(inlet_client) = 0;
  /// That stream ended without a way: the outlet is told when one is there.
  virtual void forget(const wire::stream_id&, const std::optional<wire::identifier>& peer) = 0;

protected:
  ~stream_ways() = default;
};

/// What streams ask, which may live on for a moment when the inlet has ended.
class lent_ways final : public stream_ways {
public:
  explicit lent_ways(stream_ways& of) : of_(&of) {}
  void end() noexcept { of_ = nullptr; } ///< from now on there is no way

  std::optional<found> find_way(const std::optional<wire::identifier>& peer, const fars& but,
                                const far_outlet* last_choice) override {
    return of_ ? of_->find_way(peer, but, last_choice) : std::nullopt;
  }
  void hurry_ways() override {
    if (of_) of_->hurry_ways();
  }
  void take_back(inlet_client who) override {
    if (of_) of_->take_back(std::move(who));
  }
  void forget(const wire::stream_id& id, const std::optional<wire::identifier>& peer) override {
    if (of_) of_->forget(id, peer);
  }

private:
  stream_ways* of_;
};

} // namespace ockam::actors
