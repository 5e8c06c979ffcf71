// A relay of ours at another node, kept alive: opens the way there, registers, checks the
// confirmation, and proves the relay by what it sends through it to itself. Lost, it registers
// again, under the same name and the same address R, which takes the confirmations (spec wire
// §4.1). It is down, and not tried any more, while a policy denies its host.
#pragma once
#include "actors/routing/open_route.hpp"
#include "actors/sessions/session.hpp"
#include "channels/workers/access_rules.hpp"

namespace ockam::actors {

class registration final : public transports::named_worker, session::subject {
public:
  struct request {
    std::string name; ///< empty: the relay service chooses one
    route_request at; ///< the time-out is that of all of the first attempt; none: as the others
    /// Of the node that hosts the relay; none: whatever is written for relays, or by default, is
    /// for those who register here.
    std::optional<channels::policy> allow{};
    transports::duration again = config::session_attempt_timeout; ///< of attempts but the first
  };
  /// Called once, on the reactor, when the relay is up; or with an error, if the first attempt
  /// failed, and then the registration ends. None: it goes on trying. Errors: those of open_route;
  /// errc::timed_out; errc::unavailable; errc::denied; errc::protocol for a false confirmation.
  using answer = std::function<void(status)>;

  registration(caf::actor_config&, channels::context&, std::string address, request, answer);

  void deliver(transports::message&&) override; ///< the confirmation, and answers to pings

  const class session& session() const noexcept { return session_; }
  bool being_made() const noexcept { return answer_ != nullptr; }
  /// Standings have changed: the relay goes if its host is denied now, and is tried again if it was
  /// denied.
  void ask_again();
  const request& wanted() const noexcept { return request_; }
  std::string_view worker_address() const noexcept { return address().value; }
  /// `forward_to_n1`; empty before it was up.
  const std::string& remote_address() const noexcept { return remote_address_; }
  /// From this node to the relay: `0#<link> => 0#forward_to_n1`.
  wire::route forwarding_route() const;

protected:
  void on_start() override;
  void on_exit() override;

private:
  void open() override;
  void close(const error& why) override;
  wire::route proof() const override;
  bool answers(const std::optional<wire::identifier>& from) const override {
    return way_.answers(from);
  }
  std::uint64_t heard() const override;
  void changed() override;

  status admits_host() const;
  void ask(opened_route);
  status check(const transports::message&) const;
  void take_confirmation(const transports::message&);
  void expire();

  channels::context& channels_;
  request request_;
  transports::time_point began_; ///< the attempt
  answer answer_;
  transports::timer deadline_;
  std::unique_ptr<route_opening> opening_;
  opened_route way_;
  bool waiting_ = false; ///< for the confirmation
  bool given_ = false;   ///< the attempt's time-out, by who asked for the relay
  std::string remote_address_;
  class session session_;
};

} // namespace ockam::actors
