// What a change history says, for people and as JSON. Source: spec wire §7.2.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace ockam::cli {

/// {"identifier","changes":[{"identifier","primary_public_key","revoke_all_purpose_keys"}],
/// "change_history": hexadecimal text}. The history is verified. Errors: those of identity::import.
result<nlohmann::json> describe_history(std::string_view hex);

/// The description as lines.
std::string history_block(const nlohmann::json& description);

} // namespace ockam::cli
