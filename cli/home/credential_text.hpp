// Credentials as commands read and print them: hexadecimal text. Source: spec wire §7.4.
#pragma once
#include "channels/identity/credential.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ockam::cli {

/// None, if it is not one.
std::optional<channels::presented_credential> parse_credential(std::string_view hex);
std::string to_hex(const channels::presented_credential&);

} // namespace ockam::cli
