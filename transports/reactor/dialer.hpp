// The actor of one attempt to connect: resolves the host, then tries its addresses one after the
// other. Each gets an equal share of the time that is left, so that a dead IPv6 route does not eat
// what IPv4 needs.
#pragma once
#include "transports/reactor/pinned_actor.hpp"
#include "transports/reactor/resolver.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ockam::transports {

/// What a dialer works for; the asker's end may forget the answer at any time.
struct dial_order {
  endpoint to;
  duration timeout;
  network::answer reply; ///< empty: nobody waits any more
  /// Connecting already to the first address, of a host that needs no looking up.
  descriptor begun{};
};

/// A socket that is connecting, or none, and errno says why.
descriptor begin_connecting(const socket_address&) noexcept;
/// Whether it is connected, and not to itself: dialing a free port of this host can end so, when
/// the system happens to choose that very port as the source.
bool is_connected(const descriptor&) noexcept;

class dialer : public pinned_actor, private reactor::event_source {
public:
  dialer(caf::actor_config&, resolver&, std::shared_ptr<dial_order>);

private:
  caf::behavior make_behavior() override;
  void on_exit() override;
  void on_ready(std::uint32_t events) override;
  void resolve();
  void take(result<std::vector<socket_address>>);
  void try_next();
  bool try_address(const socket_address&); ///< false: it failed at once
  void check_connected();
  void on_timeout();
  void drop_socket();
  void finish(result<connection>);
  ockam::error refusal(int code) const;

  resolver& names_;
  std::shared_ptr<dial_order> order_;
  timer timer_; ///< of the look-up, then of each address
  time_point deadline_{};
  std::unique_ptr<resolver::query> lookup_;
  std::vector<socket_address> addresses_; ///< still to try, the next one last
  ockam::error failure_;                  ///< why the last one did not work
  descriptor socket_;
};

} // namespace ockam::transports
