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
  bool flag(std::string_view name); ///< false if the field is not there
  /// The 32 hexadecimal digits of an address that a worker gets again; empty if the field is not
  /// there.
  std::string given_address(std::string_view name);
  wire::bytes hex(std::string_view name);
  /// None if the field is not there or empty.
  std::optional<wire::identifier> identifier(std::string_view name);
  /// An array of identifiers; everybody if the field is not there. An empty array is refused: one
  /// reader would take it for everybody and another for nobody.
  channels::allow_list trust(std::string_view name);
  /// An expression; none if the field is not there.
  std::optional<channels::policy> policy(std::string_view name);
  /// A route from the field `name`, with those called `authorized` and `timeout_ms`. The caller has
  /// to find out as whom the node opens it.
  route_request route(std::string_view name, transports::duration timeout_otherwise);
  /// One to config::inlet_routes_max routes, each as route() reads it, from a text or from an array
  /// of texts.
  std::vector<route_request> routes(std::string_view name, transports::duration timeout_otherwise);
  /// A time of at most `max` from the field `timeout_ms`, or another field of that kind.
  transports::duration timeout(transports::duration otherwise, std::string_view name = "timeout_ms",
                               std::chrono::milliseconds max = std::chrono::hours{24},
                               std::chrono::milliseconds min = std::chrono::milliseconds{1});

  bool ok() const noexcept { return failure_.message.empty(); }
  const error& failure() const noexcept { return failure_; } ///< REQUIRES: !ok()

private:
  void refuse(std::string_view name, std::string_view why, std::string hint = {});

  const json& body_;
  error failure_;
};

/// Trust as replies have it: an array of identifiers, empty for everybody.
json describe_trust(const channels::allow_list&);

} // namespace ockam::actors
