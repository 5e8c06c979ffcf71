// The actor of one attempt to connect: resolves the host, then tries its addresses in the order of
// the book (transports/reactor/dial_book.hpp). The next address is tried beside the others when one
// has failed, or was silent for config::dial_stagger, or for less if time is short; the first that
// connects is taken (RFC 8305), and the others are closed. So a dead address costs a moment, and not
// the time that the others need; and the next dial tries it last.
#pragma once
#include "transports/reactor/dial_book.hpp"
#include "transports/reactor/pinned_actor.hpp"
#include "transports/reactor/resolver.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ockam::transports {

/// What a dialer has to do. Whoever asked may forget the answer at any time.
struct dial_order {
  endpoint to;
  duration timeout;
  network::answer reply; ///< empty once nobody waits any more
  /// A socket that is connecting already to the first address, if the host needed no look-up.
  descriptor begun{};
};

/// A socket that is connecting; if it is empty, errno says why.
descriptor begin_connecting(const socket_address&) noexcept;
/// Whether a socket is connected, and not to itself: dialing a free port of this host can end so,
/// when the system happens to choose that very port as the source.
bool is_connected(const descriptor&) noexcept;

class dialer : public pinned_actor {
public:
  dialer(caf::actor_config&, resolver&, dial_book&, std::shared_ptr<dial_order>);
  ~dialer() override;

private:
  caf::behavior make_behavior() override;
  void on_exit() override;
  class attempt;
  void resolve();
  void take(result<std::vector<socket_address>>);
  void begin();
  void try_next();
  bool try_address(const socket_address&); ///< returns false if it failed at once
  void check(attempt&);
  void note(int code);
  void note(const socket_address&, int code);
  void note_slower_than(const attempt&);
  void on_timeout();
  void drop(attempt&);
  void finish(result<connection>);
  ockam::error refusal(int code) const;

  resolver& names_;
  dial_book& book_;
  std::shared_ptr<dial_order> order_;
  timer timer_; ///< for the look-up, then for each address
  time_point deadline_{};
  std::unique_ptr<resolver::query> lookup_;
  std::vector<socket_address> addresses_; ///< those still to try, the next one last
  std::vector<std::unique_ptr<attempt>> attempts_;
  std::size_t open_ = 0; ///< attempts that have neither failed nor succeeded
  int failure_ = 0;      ///< errno of the most telling failure so far
};

} // namespace ockam::transports
