#include "config/members/member_columns.hpp"

#include "config/defaults.hpp"

#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace ockam::config {

using wire::attribute_map;
using wire::identifier;

bool makes_enroller(const wire::attribute_map& attributes) {
  const auto role = attributes.find("ockam-role");
  return role != attributes.end() && role->second == "enroller";
}

result<std::string> text_of_attributes(const attribute_map& attributes) {
  auto text =
      nlohmann::json(attributes).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (text.size() > attributes_size_max)
    return fail(errc::limit,
                "attributes of more than " + std::to_string(attributes_size_max) + " bytes");
  return text;
}

attribute_map attributes_of(const std::string& text) {
  attribute_map out;
  const auto object = nlohmann::json::parse(text, nullptr, false);
  for (const auto& [name, value] : object.items())
    if (value.is_string()) out.emplace(name, value.get<std::string>());
  return out;
}

identifier identifier_of(const std::string& text) {
  const auto out = identifier::parse(text);
  return out ? *out : identifier{};
}

std::optional<identifier> optional_identifier_of(const std::string& text) {
  if (text.empty()) return {};
  return identifier_of(text);
}

std::string hash_of(wire::one_time_code code) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash;
  SHA256(code.data(), code.size(), hash.data());
  return wire::to_hex(hash);
}

std::optional<wire::ticket_id> ticket_id_of(const std::string& hash) {
  wire::bytes value;
  wire::ticket_id out{};
  if (!wire::from_hex(hash, value) || value.size() != out.size()) return {};
  std::copy(value.begin(), value.end(), out.begin());
  return out;
}

std::string text_for_audit(std::string_view text) {
  auto size = std::min(text.size(), audit_text_max);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
    --size;
  std::string out(text.substr(0, size));
  const auto utf8 = wire::is_utf8(wire::view_of(out));
  for (auto& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) c = '?';
  }
  return out;
}

} // namespace ockam::config
