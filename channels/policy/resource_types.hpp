// The types of what policies are for.
#pragma once
#include <array>
#include <string_view>

/// The types whose resources ask the rules. The reference knows other types, too, but a policy that
/// nothing asks would protect nothing.
namespace ockam::channels::resource_types {

inline constexpr std::string_view inlet = "tcp-inlet", outlet = "tcp-outlet", relay = "relay";
inline constexpr std::array all{inlet, outlet, relay};

} // namespace ockam::channels::resource_types
