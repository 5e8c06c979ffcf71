// A route that is opened, proven and watched, and opened again whenever it is lost. Pings go to
// `echo` on the node of its last hop: the route with `echo` in that hop's place, so nothing has to
// be there yet but the node. A peer that never answers, because it has no echo that we may reach,
// is used unproven. When the node that its link leads to goes, the next way is made before. When
// somebody is proven to be at its end and does not answer, the route is opened beside the one that
// is there, which is lost if the other one opens first: whoever is there began again, or a relay
// between did. A managed_route is part of a worker, which hands it messages and down messages.
#pragma once
#include "actors/routing/open_route.hpp"
#include "actors/sessions/next_way.hpp"
#include "actors/sessions/supervisor.hpp"

namespace ockam::actors {

class managed_route final : supervisor::subject, next_way::user {
public:
  /// Whoever uses the route.
  class user {
  public:
    /// The route is given up; what uses it has to end. way() is still there during this call.
    virtual void route_lost(managed_route&, const error& why) = 0;
    /// The route carries or is proven now, or does not carry any more, or an attempt failed.
    virtual void route_changed(managed_route&) = 0;
    /// The route carries, but its link ends soon: what uses it should use another one, if one
    /// carries. Told once for a link; way() goes on until the link ends, or nothing leans on it.
    virtual void route_leaving(managed_route&) {}
    /// way() is another one now, made before the one before it ends, which goes on as long as
    /// something leans on it.
    virtual void route_renewed(managed_route&) {}
    /// A number that changes whenever something came by that route from its other end.
    virtual std::uint64_t heard_on(const managed_route&) const = 0;
    /// Whether the worker at the route's end is an outlet, for which pings ask.
    virtual bool wants_outlet() const { return false; }
    /// The node at the route's end was asked for the outlet, and this is what it says.
    virtual void outlet_answered(managed_route&, const wire::outlet_answer&) {}

  protected:
    ~user() = default;
  };

  /// `wanted` may have a time-out for the first attempt; for later ones the supervisor chooses, at
  /// most `again`.
  managed_route(transports::named_worker& owner, channels::context&, route_request wanted,
                transports::duration again, user&);

  void start();
  void end();
  void retry_now() { supervisor_.retry_now(); }
  void suspect();                       ///< somebody waits for what should have come back by now
  void renew() { supervisor_.renew(); } ///< proves the route, and asks for the outlet, out of turn
  /// To be called when what is at the route's end is not what it should be: it is opened again,
  /// later.
  void give_up(error why) { supervisor_.lost(std::move(why)); }
  /// Takes a message of the owner's. Returns true if it was for this route.
  bool take(const transports::message&);
  void hop_ended(const caf::actor_addr&);

  const route_request& wanted() const noexcept { return wanted_; }
  const route_handle& way() const noexcept { return way_; }
  bool usable() const noexcept { return supervisor_.usable(); }
  const class supervisor& supervisor() const noexcept { return supervisor_; }

private:
  void open() override;
  void close(const error& why) override;
  wire::route proof() const override;
  wire::bytes question() const override;
  void told(wire::bytes_view) override;
  bool answers(const std::optional<wire::identifier>& from) const override {
    return way_.answers(from);
  }
  std::uint64_t heard() const override { return user_.heard_on(*this); }
  void changed() override;
  const route_handle& present() const override { return way_; }
  const route_request& wanted_way() const override { return wanted_; }
  void leaving(bool does) override;
  void try_next(const route_handle&) override;
  void go_over() override;
  void look_at_left();
  void look_at_silence();

  transports::named_worker& owner_;
  channels::context& node_;
  route_request wanted_;
  const transports::duration again_;
  user& user_;
  std::unique_ptr<route_opening> opening_;
  route_handle way_;
  std::vector<route_handle> left_; ///< ways before it that something leans on still
  transports::timer left_look_;
  transports::timer arrived_; ///< armed for a moment when way_ was made before it was needed
  /// Since somebody waits in vain.
  struct silence {
    transports::timer look;
    std::uint64_t heard = 0; ///< what had come by way_ then
  };
  silence silence_;
  /// What pings ask for, until the node at the end turns out not to answer that.
  enum class asking : unsigned char { nothing, outlet, process };
  asking asks_ = asking::process;
  next_way next_;
  class supervisor supervisor_;
};

/// The route for a ping that proves a route: `onward` with `echo` instead of its last hop, or
/// behind that hop if it is the one that leads away from this node.
wire::route way_to_echo(const transports::directory&, wire::route onward);

} // namespace ockam::actors
