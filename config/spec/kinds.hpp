// All kinds of resources that nodes have. To add one, write its struct in a file of its own, and
// put it into the list here.
#pragma once
#include "config/spec/policy.hpp"
#include "config/spec/relay.hpp"
#include "config/spec/relay_name.hpp"
#include "config/spec/secure_channel.hpp"
#include "config/spec/secure_channel_listener.hpp"
#include "config/spec/service.hpp"
#include "config/spec/tcp_connection.hpp"
#include "config/spec/tcp_inlet.hpp"
#include "config/spec/tcp_listener.hpp"
#include "config/spec/tcp_outlet.hpp"

#include <algorithm>
#include <tuple>

namespace ockam::config {

/// Lists of resources, in the order in which they are made and restored: a rule before what it
/// guards, what listens before what connects, what is dialed before what runs over it.
template <class... Kinds>
struct lists_of {
  std::tuple<std::vector<Kinds>...> all;

  static constexpr std::array<const resource_kind*, sizeof...(Kinds)> kinds{&Kinds::its_kind...};
};
using resource_lists =
    lists_of<policy, tcp_listener, secure_channel_listener, service, tcp_connection, secure_channel,
             relay_name, relay, tcp_outlet, tcp_inlet>;

/// All kinds, in that order.
constexpr std::span<const resource_kind* const> kinds() { return resource_lists::kinds; }

/// The kind with that plural; null if there is none.
constexpr const resource_kind* kind_of(std::string_view plural) {
  const auto all = kinds();
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const auto* each) { return each->plural == plural; });
  return at == all.end() ? nullptr : *at;
}

} // namespace ockam::config
