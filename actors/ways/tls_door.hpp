// The door of an inlet whose clients speak TLS: each is let in when it has agreed on TLS, and sent
// away if it does not. The certificate is read anew when its files are others.
#pragma once
#include "actors/ways/waiting_clients.hpp"
#include "transports/reactor/pinned_actor.hpp"
#include "transports/tls/tls_handshake.hpp"
#include "transports/work/places.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace ockam::actors {

/// A certificate, where it was read, and when those files were written.
struct read_certificate {
  transports::tls_context::server files;
  std::string stamp; ///< differs when one of the files is another, or was written again
  transports::tls_context::shared now;

  /// Blocks. Errors: as tls_context::of_server.
  static result<read_certificate> from(const transports::tls_context::server&);
};

/// Shared with what is read beside the reactor, which drops its answer when the door has gone.
class tls_door : public std::enable_shared_from_this<tls_door> {
public:
  using entrance = std::function<void(inlet_client)>;
  using refusal = std::function<void(inlet_client, std::string_view why)>;
  /// REQUIRES: close() in the actor's on_exit(). `inlet` is its alias, for the log.
  tls_door(transports::pinned_actor& self, std::string inlet, read_certificate, entrance, refusal);

  void open(); ///< to be called once the actor has begun
  /// If too many have not agreed yet, one gives way: of the source that has most, who came first.
  void take(inlet_client, const std::string& source);
  void close();
  const read_certificate& certificate() const noexcept { return shown_; }

private:
  struct agreeing {
    inlet_client who; ///< without its socket
    std::unique_ptr<transports::tls_handshake> how{};
  };
  bool make_place(const std::string& source);
  inlet_client leave(transports::places::number);
  void on_agreed(transports::places::number, result<transports::edge_socket>);
  void look();
  void renew(result<read_certificate>);

  transports::pinned_actor& self_;
  const std::string inlet_;
  read_certificate shown_;
  std::string refused_stamp_; ///< of files that were no good
  entrance let_in_;
  refusal refuse_;
  std::map<transports::places::number, agreeing> agreeing_;
  transports::places places_; ///< of those, by their sources
  transports::places::number last_ = 0;
  transports::timer look_;
};

} // namespace ockam::actors
