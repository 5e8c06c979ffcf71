// Credentials as commands read and print them: hexadecimal text. Source: spec wire §7.4.
#pragma once
#include "channels/identity/credential.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ockam::cli {

/// Reads a credential; none if the text is no credential.
std::optional<channels::presented_credential> parse_credential(std::string_view hex);
std::string to_hex(const channels::presented_credential&);

} // namespace ockam::cli
