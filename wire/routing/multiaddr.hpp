// The address syntax of commands: /proto/value/proto/value. Source: spec wire §1.7.
//   binary := (code:uvarint value)*     value := 4 or 16 bytes of IP | port:u16be | BARE text
// A zone may also stand behind its address, /ip6/fe80::1%eth0; in binary it is an ip6zone before.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::wire {

enum class protocol : std::uint32_t {
  ip4 = 4,
  tcp = 6,
  ip6 = 41,
  ip6zone = 42, ///< stands before ip6: the interface that a link-local address is on
  dnsaddr = 56,
  udp = 273,
  service = 62526,
  node = 72526,
  project = 82526,
  space = 92526,
  secure = 99526,
  worker = 102526,
};
std::string_view name_of(protocol);

struct multiaddr_part {
  protocol proto = protocol::service;
  std::string value; ///< as text: dotted quad, host name, decimal port, worker address ...
  friend bool operator==(const multiaddr_part&, const multiaddr_part&) = default;
};

class multiaddr {
public:
  multiaddr() = default;
  explicit multiaddr(std::vector<multiaddr_part> parts) : parts_(std::move(parts)) {}

  /// Errors name the segment that is wrong: a protocol and its value, counted from 1. An empty text
  /// and "/" are invalid. IPs and ports are kept in their usual spelling, whatever the text has.
  static result<multiaddr> parse(std::string_view text);
  static result<multiaddr> decode(bytes_view);
  /// REQUIRES: the values are ones that parse() or decode() accept.
  bytes encode() const;

  const std::vector<multiaddr_part>& parts() const noexcept { return parts_; }
  bool empty() const noexcept { return parts_.empty(); }
  friend bool operator==(const multiaddr&, const multiaddr&) = default;

private:
  std::vector<multiaddr_part> parts_;
};

std::string to_string(const multiaddr&);

} // namespace ockam::wire
