// Takes the fields of a control request's body. The first failure sticks: from then on every
// function returns an empty value, so a caller reads all its fields and asks ok() once.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/open_route.hpp"
#include "channels/policy/policy.hpp"
#include "transports/io/network.hpp"
#include "wire/bytes.hpp"
#include "wire/routing/multiaddr.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ockam::actors {

class field_reader {
public:
  /// `body` outlives the reader.
  explicit field_reader(const json& body);

  /// Whether the field is there and not null.
  bool has(std::string_view name) const;
  std::string text(std::string_view name);                             ///< must be there
  std::string text(std::string_view name, std::string_view otherwise); ///< may be there
  transports::endpoint endpoint(std::string_view name);
  wire::multiaddr address(std::string_view name);
  bool flag(std::string_view name); ///< false, if it is not there
  /// 32 hexadecimal digits that name a worker, given back to it; empty, if it is not there.
  std::string given_address(std::string_view name);
  wire::bytes hex(std::string_view name);
  /// None, if it is not there or empty.
  std::optional<wire::identifier> identifier(std::string_view name);
  /// An array of identifiers. Everybody, if it is not there; an empty one is refused: it would be
  /// read as everybody by one and as nobody by another.
  channels::trust trust(std::string_view name);
  /// An expression; none, if it is not there.
  std::optional<channels::policy> policy(std::string_view name);
  /// The field `name`, with `authorized` and `timeout_ms`. As whom, the caller has to find out.
  route_request route(std::string_view name, transports::duration timeout_otherwise);
  /// As route(), from a text or from an array of texts, one to config::inlet_routes_max.
  std::vector<route_request> routes(std::string_view name, transports::duration timeout_otherwise);
  /// The field `timeout_ms`, or another one of that kind, of at most `max`.
  transports::duration timeout(transports::duration otherwise, std::string_view name = "timeout_ms",
                               std::chrono::milliseconds max = std::chrono::hours{24});

  bool ok() const noexcept { return failure_.message.empty(); }
  const error& failure() const noexcept { return failure_; } ///< REQUIRES: !ok()

private:
  void refuse(std::string_view name, std::string_view why);

  const json& body_;
  error failure_;
};

/// Trust as replies have it: an array of identifiers, empty for everybody.
json describe_trust(const channels::trust&);

} // namespace ockam::actors
