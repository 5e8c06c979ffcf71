// A connection to another node that a command made. It is dialed again whenever it ends, under the
// same address, so that routes that begin with it lead somewhere again. Pings to the `echo` of the
// other node watch it; a node without an echo is used unproven.
#pragma once
#include "actors/routing/transit.hpp"
#include "actors/sessions/supervisor.hpp"
#include "transports/links/link_table.hpp"

#include <functional>

namespace ockam::actors {

class managed_link final : public transports::named_worker, supervisor::subject {
public:
  struct request {
    transports::endpoint to;
    std::string link;                      ///< address of the link, 32 hexadecimal digits
    std::shared_ptr<const transit> passes; ///< who may pass messages through it
    transports::duration timeout;          ///< for the first attempt
    transports::duration again = config::session_attempt_timeout; ///< for later ones
  };
  /// Called once, on the reactor, when there is a link; or with an error if the first attempt
  /// failed, and then this ends. Empty: it goes on trying. Errors: those of link_table::open.
  using answer = std::function<void(status)>;

  managed_link(caf::actor_config&, transports::context&, std::string address, request, answer);

  void deliver(transports::message&&) override; ///< answers to pings

  const request& wanted() const noexcept { return wanted_; }
  const class supervisor& supervisor() const noexcept { return supervisor_; }

private:
  void on_start() override;
  void on_exit() override;
  void open() override;
  void close(const error& why) override;
  wire::route proof() const override;
  bool answers(const std::optional<wire::identifier>& from) const override { return !from; }
  std::uint64_t heard() const override;
  void changed() override;

  void take(result<transports::link_info>);
  void heard_of_it();

  request wanted_;
  answer answer_;
  std::shared_ptr<int> attempt_; ///< null unless an attempt is under way
  caf::actor link_;
  std::shared_ptr<transports::link_life> life_; ///< of link_
  std::shared_ptr<int> listening_;              ///< held until the peer has said what it is
  transports::timer patience_;                  ///< for the peer to say so
  class supervisor supervisor_;
};

} // namespace ockam::actors
