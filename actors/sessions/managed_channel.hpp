// A secure channel that a command made. It is opened again whenever it ends, with the same
// encryptor address, so that routes that begin with it lead somewhere again. It owns its link and
// the channels that it runs through, as any opened route does. Pings through it watch it.
#pragma once
#include "actors/sessions/managed_route.hpp"

namespace ockam::actors {

class managed_channel final : public transports::named_worker, managed_route::user {
public:
  struct request {
    std::string to;      ///< the address as it was given
    route_request route; ///< ends with the channel; has the encryptor's address
    transports::duration again = config::session_attempt_timeout; ///< for later attempts
  };
  /// Called once, on the reactor, when the channel can be used; or with an error if the first
  /// attempt failed, and then this ends. Empty: it goes on trying. Errors: those of open_route.
  using answer = std::function<void(status)>;

  managed_channel(caf::actor_config&, channels::context&, std::string address, request, answer);

  void deliver(transports::message&&) override; ///< answers to pings

  const std::string& to() const noexcept { return to_; }
  const managed_route& route() const noexcept { return route_; }
  /// Who was at the channel's end the last time.
  const std::optional<wire::identifier>& peer() const noexcept { return peer_; }

private:
  void on_start() override;
  void on_exit() override;
  void route_lost(managed_route&, const error& why) override;
  void route_changed(managed_route&) override;
  std::uint64_t heard_on(const managed_route&) const override;

  channels::context& channels_;
  const std::string to_;
  answer answer_;
  std::optional<wire::identifier> peer_;
  managed_route route_;
};

} // namespace ockam::actors
