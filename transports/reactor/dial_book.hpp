// In which order the addresses of a host are tried. A process has an order of its own, drawn at its
// start, so that many clients spread over the addresses, and each comes back to the same one; IPv6
// and IPv4 stay by turns, as the resolver had them. Addresses that failed lately are the last.
#pragma once
#include "transports/io/clock.hpp"
#include "transports/io/socket_address.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace ockam::transports {

/// The addresses with IPv6 and IPv4 by turns, the first one's kind first.
std::vector<socket_address> in_turns(const std::vector<socket_address>&);

/// Used by all dials of a network, on any thread.
class dial_book {
public:
  /// The order follows from the number.
  explicit dial_book(std::uint64_t order) : order_(order) {}

  /// At most config::dial_addresses_max addresses, the first one to try first.
  std::vector<socket_address> ordered(std::vector<socket_address>, time_point now);
  /// For config::dial_failed_last the address comes after the others of its host.
  void failed(const socket_address&, time_point now);
  void connected(const socket_address&); ///< forgets that it failed

private:
  std::uint64_t rank(const socket_address&) const;
  bool is_bad(const socket_address&, time_point now) const; ///< REQUIRES: the lock
  void forget_oldest(time_point now);                       ///< REQUIRES: the lock

  const std::uint64_t order_;
  std::mutex mutex_;                         ///< guards the rest
  std::map<std::string, time_point> failed_; ///< since when, by host:port
};

} // namespace ockam::transports
