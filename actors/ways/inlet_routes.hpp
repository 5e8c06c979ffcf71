// The routes of an inlet, in the order of preference: which one carries new streams, which one a
// stream without a way may take, and what commands are told of them. Confined to the node's reactor;
// a part of the inlet's actor.
#pragma once
#include "actors/sessions/managed_route.hpp"
#include "actors/streams/early_payload.hpp"
#include "actors/ways/first_met.hpp"
#include "actors/ways/stream_ways.hpp"
#include "channels/workers/access_rules.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ockam::actors {

class inlet_routes {
public:
  struct route {
    std::unique_ptr<managed_route> kept;
    std::shared_ptr<far_outlet> far; ///< what is known of the outlet; anew for each opened way
  };

  /// All arguments but `again` outlive it. A route does not carry while `guard` denies whoever is at
  /// its end, or `met` keeps to somebody else.
  inlet_routes(transports::named_worker& inlet, channels::context&,
               const std::vector<route_request>& to, transports::duration again,
               managed_route::user&, const channels::access_guard& guard, const first_met& met);

  void start();
  void end();
  void hop_ended(const caf::actor_addr&);
  bool take(const transports::message&); ///< whether it was for one of them

  const std::vector<route>& all() const noexcept { return all_; }
  const route& of(const managed_route& kept) const { return all_[index_of(kept)]; }

  /// The first route that is up and leads to an outlet; else the first that is up, or that carries;
  /// null if none does.
  const route* carrier() const;
  /// The way that new streams take; empty if no route carries.
  const route_handle& way() const noexcept;
  /// Why all routes are denied; empty while one may still come that is not.
  std::string why_denied() const;
  /// Whether every route is refused to this node, as by a project that it is no member of any more.
  bool all_denied() const;
  /// Whether each route carries or could not be opened for now.
  bool tried_all() const;

  void retry_now();
  void retry_soon(); ///< not at once: a route may be in the middle of being lost
  /// See stream_ways::find_way.
  std::optional<stream_ways::found> find_way(const std::optional<wire::identifier>& peer,
                                             const stream_ways::fars& but,
                                             const far_outlet* last_choice) const;
  bool usable(const route& one) const { return one.kept.get() != losing_ && one.kept->usable(); }

  /// That route is lost. `end_streams` is called with what was known of its outlet; nothing of that
  /// holds for its next way.
  template <class F>
  void lose(managed_route& kept, F&& end_streams) {
    auto& far = all_[index_of(kept)].far;
    losing_ = &kept;
    end_streams(*far);
    losing_ = nullptr;
    far->suspect = nullptr;
    far = far_of(kept);
  }
  /// That route leads another way from now on. Returns what was known of its outlet until now.
  std::shared_ptr<far_outlet> renew(managed_route& kept) {
    auto old = std::exchange(all_[index_of(kept)].far, far_of(kept));
    old->suspect = nullptr;
    return old;
  }
  /// The node at the route's end says whether it has the outlet. Returns what it says against it, in
  /// words, if that is new.
  std::string answered(const managed_route&, const wire::outlet_answer&);
  /// Whether it says so in another process than before: what the one before knew may be gone.
  bool began_anew(const managed_route&, const wire::outlet_answer&);

  /// The fields of supervisor::describe(), and `routes` if there are several.
  nlohmann::json describe() const;

private:
  static std::shared_ptr<far_outlet> far_of(managed_route&);
  std::size_t index_of(const managed_route&) const;
  void ask_for_outlets();
  std::string why_refused(const route&) const;
  std::string why_degraded(std::size_t carrying) const;

  channels::context& node_;
  const channels::access_guard& guard_;
  const first_met& met_;
  std::vector<route> all_;
  const managed_route* losing_ = nullptr; ///< while its streams are told that it is lost
  transports::timer hurry_;
  transports::timer question_; ///< until refused routes are asked for their outlets again
};

} // namespace ockam::actors
