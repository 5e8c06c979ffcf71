// Values of members, tickets and the audit log as the columns of a database have them: text. What
// cannot be read is empty. Pure.
#pragma once
#include "config/members/member_records.hpp"
#include "wire/result.hpp"

#include <string_view>

namespace ockam::config {

/// JSON. Errors: limit, for more than attributes_size_max bytes.
result<std::string> text_of_attributes(const wire::attribute_map&);
wire::attribute_map attributes_of(const std::string& text);

wire::identifier identifier_of(const std::string& text);
std::optional<wire::identifier> optional_identifier_of(const std::string& text);

/// What stands for a code that nobody may read: its SHA-256.
std::string hash_of(wire::one_time_code);
std::optional<wire::ticket_id> ticket_id_of(const std::string& hash);

/// What a stranger sent may be anything: here it has audit_text_max bytes at most, and is text.
std::string text_for_audit(std::string_view);

} // namespace ockam::config
