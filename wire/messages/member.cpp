#include "wire/messages/member.hpp"

#include "wire/encoding/cbor.hpp"

#include <algorithm>

namespace ockam::wire {

namespace {

/// Keys 1 and up, as the structs of the reference number their fields.
enum code_key : std::uint8_t { code_bytes = 1 };
enum member_key : std::uint8_t {
  member_attributes = 1,
  member_added_at,
  member_expires_at,
  member_attested_by
};
enum listed_key : std::uint8_t {
  listed_hash = 1,
  listed_attributes,
  listed_issuer,
  listed_expires_at,
  listed_uses_left
};

error malformed_member(const char* what, const cbor_reader& in) {
  return fail(errc::protocol, std::string(what) + ": " + in.failure().message);
}

void write_octets(cbor_writer& out, std::string_view text) {
  out.array(text.size());
  for (const auto byte : view_of(text)) out.uint(byte);
}

std::string take_octets(cbor_reader& in) {
  std::string out;
  for (auto elements = in.array(); in.next(elements);) out += static_cast<char>(in.uint(0xff));
  return out;
}

std::optional<identifier> take_optional_identifier(cbor_reader& in) {
  if (in.take_null()) return {};
  return take_identifier(in);
}

void write(cbor_writer& out, const member& m) {
  out.map(2u + (m.expires_at ? 1u : 0u) + (m.attested_by ? 1u : 0u));
  out.uint(member_attributes).map(m.attributes.size());
  for (const auto& [name, value] : m.attributes) {
    write_octets(out, name);
    write_octets(out, value);
  }
  out.uint(member_added_at).uint(m.added_at);
  if (m.expires_at) out.uint(member_expires_at).uint(*m.expires_at);
  if (m.attested_by) out.uint(member_attested_by).byte_string(m.attested_by->hash);
}

void take_octet_pairs(cbor_reader& in, attribute_map& out) {
  for (auto pairs = in.map(); in.next(pairs);) {
    auto name = take_octets(in), value = take_octets(in);
    out.insert_or_assign(std::move(name), std::move(value));
  }
}

member take_member(cbor_reader& in) {
  member out;
  auto attributes = false, added_at = false;
  for (auto fields = in.map(); in.next(fields);) {
    switch (in.uint()) {
    case member_attributes:
      take_octet_pairs(in, out.attributes);
      attributes = true;
      break;
    case member_added_at:
      out.added_at = in.uint();
      added_at = true;
      break;
    case member_expires_at: out.expires_at = take_optional_uint(in); break;
    case member_attested_by: out.attested_by = take_optional_identifier(in); break;
    default: in.skip();
    }
  }
  require_fields(in, attributes && added_at);
  return out;
}

} // namespace

one_time_code take_32(cbor_reader& in) {
  static constexpr std::uint8_t none[32] = {};
  const auto out = in.byte_string();
  if (in.ok() && out.size() == std::size(none)) return out.first<32>();
  in.refuse(errc::protocol, "expected 32 bytes");
  return none;
}

identifier take_identifier(cbor_reader& in) {
  identifier out;
  std::ranges::copy(take_32(in), out.hash.begin());
  return out;
}

void write_texts(cbor_writer& out, const attribute_map& attributes) {
  out.map(attributes.size());
  for (const auto& [name, value] : attributes) out.text(name).text(value);
}

attribute_map take_texts(cbor_reader& in) {
  attribute_map out;
  for (auto pairs = in.map(); in.next(pairs);) {
    const auto name = in.text(), value = in.text();
    if (in.ok()) out.insert_or_assign(std::string(name), value);
  }
  return out;
}

std::optional<std::uint64_t> take_optional_uint(cbor_reader& in) {
  if (in.take_null()) return {};
  return in.uint();
}

void require_fields(cbor_reader& in, bool complete) {
  if (!complete) in.refuse(errc::protocol, "a mandatory field is missing");
}

bytes encode(one_time_code code) {
  bytes out;
  cbor_writer{out}.map(1).uint(code_bytes).byte_string(code);
  return out;
}

bytes encode(const member& m) {
  bytes out;
  cbor_writer writer{out};
  write(writer, m);
  return out;
}

bytes encode(const member_list& members) {
  bytes out;
  cbor_writer writer{out};
  writer.map(members.size());
  for (const auto& [who, m] : members) {
    writer.byte_string(who.hash);
    write(writer, m);
  }
  return out;
}

bytes encode(const std::vector<identifier>& members) {
  bytes out;
  cbor_writer writer{out};
  writer.array(members.size());
  for (const auto& who : members) writer.byte_string(who.hash);
  return out;
}

bytes encode(const member_versions& members) {
  bytes out;
  cbor_writer writer{out};
  writer.map(members.size());
  for (const auto& [who, version] : members) writer.byte_string(who.hash).uint(version);
  return out;
}

bytes encode(const std::vector<listed_ticket>& tickets) {
  bytes out;
  cbor_writer writer{out};
  writer.array(tickets.size());
  for (const auto& each : tickets) {
    writer.map(5).uint(listed_hash).byte_string(each.id).uint(listed_attributes);
    write_texts(writer, each.attributes);
    writer.uint(listed_issuer).byte_string(each.issued_by.hash);
    writer.uint(listed_expires_at).uint(each.expires_at);
    writer.uint(listed_uses_left).uint(each.uses_left);
  }
  return out;
}

result<one_time_code> decode_one_time_code(bytes_view body) {
  cbor_reader in{body};
  std::optional<one_time_code> out;
  for (auto fields = in.map(); in.next(fields);)
    in.uint() == code_bytes ? void(out.emplace(take_32(in))) : in.skip();
  require_fields(in, out.has_value());
  if (!in.ok()) return malformed_member("one-time code", in);
  return *out;
}

result<member> decode_member(bytes_view body) {
  cbor_reader in{body};
  auto out = take_member(in);
  if (!in.ok()) return malformed_member("member", in);
  return out;
}

result<member_list> decode_members(bytes_view body) {
  cbor_reader in{body};
  member_list out;
  for (auto pairs = in.map(); in.next(pairs);) {
    const auto who = take_identifier(in);
    out.emplace_back(who, take_member(in));
  }
  if (!in.ok()) return malformed_member("members", in);
  return out;
}

result<std::vector<identifier>> decode_member_ids(bytes_view body) {
  cbor_reader in{body};
  std::vector<identifier> out;
  for (auto elements = in.array(); in.next(elements);) out.push_back(take_identifier(in));
  if (!in.ok()) return malformed_member("members", in);
  return out;
}

result<member_versions> decode_member_versions(bytes_view body) {
  cbor_reader in{body};
  member_versions out;
  for (auto pairs = in.map(); in.next(pairs);) {
    const auto who = take_identifier(in);
    out.insert_or_assign(who, in.uint());
  }
  if (!in.ok()) return malformed_member("versions of members", in);
  return out;
}

result<std::vector<listed_ticket>> decode_tickets(bytes_view body) {
  cbor_reader in{body};
  std::vector<listed_ticket> out;
  for (auto elements = in.array(); in.next(elements);) {
    auto& each = out.emplace_back();
    auto hash = false, attributes = false, issuer = false, expires_at = false, uses = false;
    for (auto fields = in.map(); in.next(fields);) {
      switch (in.uint()) {
      case listed_hash: hash = (std::ranges::copy(take_32(in), each.id.begin()), true); break;
      case listed_attributes: attributes = (each.attributes = take_texts(in), true); break;
      case listed_issuer: issuer = (each.issued_by = take_identifier(in), true); break;
      case listed_expires_at: expires_at = (each.expires_at = in.uint(), true); break;
      case listed_uses_left: uses = (each.uses_left = in.uint(), true); break;
      default: in.skip();
      }
    }
    require_fields(in, hash && attributes && issuer && expires_at && uses);
  }
  if (!in.ok()) return malformed_member("tickets", in);
  return out;
}

} // namespace ockam::wire
