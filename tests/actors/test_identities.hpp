// Options for nodes with an identity: that of person(1), person(2) ...
#pragma once
#include "actors/node.hpp"
#include "channels/handshake/channel_world.hpp"

namespace ockam::tests {

inline std::string name_of(std::uint8_t number) { return to_string(id_of(number)); }

/// The node knows other identities by the names `1` to `9`.
inline result<std::shared_ptr<const channels::own_identity>>
person_called(const std::string& name) {
  const auto number = name[0] - '0';
  if (name.size() != 1 || number < 1 || number > 9)
    return fail(errc::not_found, "identity " + name + " not found");
  return self_of(static_cast<std::uint8_t>(number));
}

inline actors::node_options options_of(const std::string& host, std::uint8_t number) {
  static const virtual_wall_clock clock;
  return {host, self_of(number), person_called, &clock};
}

} // namespace ockam::tests
