// What a home became by `ockam open`: a guest for each link, which has an identity, a project and a
// node of its own, all of one name. Such a node ends by itself, and is never the default one.
#pragma once
#include "config/store/state_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

struct guest_record {
  std::string name;
  std::string share;     ///< what was shared, and by whom, as credentials say it: IDENTIFIER/OUTLET
  std::string relay;     ///< by which who shares is reached
  std::uint64_t end = 0; ///< seconds since 1970
};

/// All guests, by name.
result<std::vector<guest_record>> guests(state_store&);
/// None if the home is no guest of that name.
result<std::optional<guest_record>> guest_called(state_store&, std::string_view name);
/// In the place of an earlier one of that name.
status put_guest(state_store&, const guest_record&);
/// One that is not there is fine.
status remove_guest(state_store&, std::string_view name);

} // namespace ockam::config
