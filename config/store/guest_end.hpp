// When the node of a guest (members/guests.hpp) ends by itself, and that it is one: such a node is
// never the default one.
#pragma once
#include "config/store/state_store.hpp"
#include "wire/text.hpp"

#include <string>

namespace ockam::config {

/// The name of the setting.
inline std::string guest_end_setting(std::string_view node) {
  return "end of guest " + std::string(node);
}

/// `end`: seconds since 1970.
inline status note_guest_end(state_store& state, std::string_view node, std::uint64_t end) {
  return state.set_setting(guest_end_setting(node), std::to_string(end));
}
inline status forget_guest_end(state_store& state, std::string_view node) {
  return state.unset_setting(guest_end_setting(node));
}
/// None for a node that is no guest's.
inline result<std::optional<std::uint64_t>> guest_end(state_store& state, std::string_view node) {
  OCKAM_TRY(text, state.setting(guest_end_setting(node)));
  return text ? wire::whole_number<std::uint64_t>(*text) : std::nullopt;
}

} // namespace ockam::config
