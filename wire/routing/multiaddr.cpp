#include "wire/routing/multiaddr.hpp"

#include "wire/encoding/bare.hpp"
#include "wire/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <numeric>
#include <optional>
#include <utility>

namespace ockam::wire {

namespace {

enum class value_kind { ip4, ip6, port, text };

struct protocol_row {
  protocol proto;
  std::string_view name;
  value_kind value;
};

constexpr std::array<protocol_row, 12> protocols{{
    {protocol::ip4, "ip4", value_kind::ip4},
    {protocol::ip6, "ip6", value_kind::ip6},
    {protocol::ip6zone, "ip6zone", value_kind::text},
    {protocol::dnsaddr, "dnsaddr", value_kind::text},
    {protocol::tcp, "tcp", value_kind::port},
    {protocol::udp, "udp", value_kind::port},
    {protocol::service, "service", value_kind::text},
    {protocol::worker, "worker", value_kind::text},
    {protocol::secure, "secure", value_kind::text},
    {protocol::node, "node", value_kind::text},
    {protocol::project, "project", value_kind::text},
    {protocol::space, "space", value_kind::text},
}};

const protocol_row* find_name(std::string_view name) {
  const auto* const found =
      std::find_if(protocols.begin(), protocols.end(),
                   [name](const protocol_row& row) { return row.name == name; });
  return found == protocols.end() ? nullptr : found;
}

const protocol_row* find_code(std::uint64_t code) {
  const auto* const found =
      std::find_if(protocols.begin(), protocols.end(), [code](const protocol_row& row) {
        return static_cast<std::uint64_t>(row.proto) == code;
      });
  return found == protocols.end() ? nullptr : found;
}

/// How many letters must be inserted, removed or replaced to make `a` of `b`.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// The protocol whose name is nearest to a misspelt one, if it is near at all.
std::string_view similar_name(std::string_view name) {
  constexpr std::size_t typos_max = 2, name_size_max = 16;
  if (name.size() > name_size_max) return {};
  std::string_view best;
  auto best_distance = typos_max + 1;
  for (const auto& row : protocols) {
    const auto distance = edit_distance(name, row.name);
    if (distance < best_distance && distance < row.name.size()) {
      best = row.name;
      best_distance = distance;
    }
  }
  return best;
}

/// An IPv6 address and its zone, which is empty if there is none.
std::pair<std::string, std::string> without_zone(const std::string& value) {
  const auto at = value.find('%');
  if (at == std::string::npos) return {value, {}};
  return {value.substr(0, at), value.substr(at + 1)};
}

/// The value in its canonical spelling; empty if it is none.
std::optional<std::string> canonical(value_kind kind, const std::string& value) {
  std::array<std::uint8_t, 16> ip;
  std::array<char, INET6_ADDRSTRLEN> text;
  switch (kind) {
  case value_kind::ip4:
  case value_kind::ip6: {
    if (const auto [address, zone] = without_zone(value);
        kind == value_kind::ip6 && !zone.empty()) {
      auto known = canonical(kind, address);
      if (!known || !canonical(value_kind::text, zone)) return {};
      return *known + '%' + zone;
    }
    const auto family = kind == value_kind::ip4 ? AF_INET : AF_INET6;
    if (::inet_pton(family, value.c_str(), ip.data()) != 1) return {};
    return ::inet_ntop(family, ip.data(), text.data(), text.size());
  }
  case value_kind::port: {
    const auto port = whole_number<std::uint16_t>(value);
    if (!port) return {};
    return std::to_string(*port);
  }
  case value_kind::text: break;
  }
  if (value.empty() || value.find('/') != std::string::npos || !is_utf8(view_of(value))) return {};
  return value;
}

std::string_view description(value_kind kind) {
  switch (kind) {
  case value_kind::ip4: return "an IPv4 address";
  case value_kind::ip6: return "an IPv6 address";
  case value_kind::port: return "a port from 0 to 65535";
  case value_kind::text: break;
  }
  return "a name";
}

/// Joins parts to one text.
std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const auto part : parts) out += part;
  return out;
}

error unknown_protocol(std::string_view where, std::string_view name) {
  const auto similar = similar_name(name);
  auto why = join({where, "\"", name, "\" is not a protocol"});
  if (!similar.empty()) why += join({", did you mean \"", similar, "\"?"});
  std::string known;
  for (const auto& row : protocols) known += join({known.empty() ? "" : ", ", row.name});
  return fail(errc::invalid, std::move(why), join({"protocols: ", known}));
}

/// Cuts what is before the next slash off `text`.
std::string_view take_segment(std::string_view& text) {
  const auto slash = std::min(text.find('/'), text.size());
  const auto out = text.substr(0, slash);
  text.remove_prefix(std::min(slash + 1, text.size()));
  return out;
}

void write_value(value_kind kind, const std::string& value, bytes& out) {
  std::array<std::uint8_t, 16> ip{};
  switch (kind) {
  case value_kind::ip4:
    ::inet_pton(AF_INET, value.c_str(), ip.data());
    out.insert(out.end(), ip.begin(), ip.begin() + 4);
    break;
  case value_kind::ip6:
    ::inet_pton(AF_INET6, value.c_str(), ip.data());
    out.insert(out.end(), ip.begin(), ip.end());
    break;
  case value_kind::port: {
    const auto port = whole_number<std::uint16_t>(value).value_or(0); // checked when it was read
    out.push_back(static_cast<std::uint8_t>(port >> 8));
    out.push_back(static_cast<std::uint8_t>(port));
    break;
  }
  case value_kind::text: bare_writer{out}.text(value); break;
  }
}

std::string take_value(value_kind kind, bare_reader& in) {
  std::array<std::uint8_t, 16> ip{};
  std::array<char, INET6_ADDRSTRLEN> text;
  switch (kind) {
  case value_kind::ip4:
    for (std::size_t i = 0; i < 4; ++i) ip[i] = in.u8();
    return ::inet_ntop(AF_INET, ip.data(), text.data(), text.size());
  case value_kind::ip6:
    for (auto& byte : ip) byte = in.u8();
    return ::inet_ntop(AF_INET6, ip.data(), text.data(), text.size());
  case value_kind::port: {
    const auto high = in.u8();
    return std::to_string(high << 8 | in.u8());
  }
  case value_kind::text: break;
  }
  return std::string(in.text());
}

} // namespace

std::string_view name_of(protocol proto) {
  const auto* const row = find_code(static_cast<std::uint64_t>(proto));
  return row ? row->name : "unknown";
}

result<multiaddr> multiaddr::parse(std::string_view text) {
  const auto wrong = [](std::initializer_list<std::string_view> why) {
    return fail(errc::invalid, join(why));
  };
  if (!text.starts_with('/')) return wrong({"\"", text, "\": an address starts with /"});
  auto rest = text.substr(1);
  multiaddr out;
  while (!rest.empty() || out.empty() || text.ends_with('/')) {
    const auto number = std::to_string(out.parts_.size() + 1);
    const auto where = join({text, ": segment ", number, ", "});
    const auto name = take_segment(rest);
    if (name.empty()) return wrong({where, "a protocol is missing"});
    const auto* const row = find_name(name);
    if (!row) return unknown_protocol(where, name);
    const std::string value(take_segment(rest));
    if (value.empty()) return wrong({where, "\"", name, "\" has no value"});
    auto known = canonical(row->value, value);
    if (!known) return wrong({where, "\"", value, "\" is not ", description(row->value)});
    out.parts_.push_back({row->proto, std::move(*known)});
  }
  return out;
}

result<multiaddr> multiaddr::decode(bytes_view encoded) {
  bare_reader in{encoded};
  multiaddr out;
  while (!in.rest().empty()) {
    const auto wrong = [&out](std::string_view why) {
      const auto number = std::to_string(out.parts_.size() + 1);
      return fail(errc::invalid, join({"binary address: segment ", number, ", ", why}));
    };
    const auto code = in.uvarint();
    if (!in.ok()) return wrong(in.failure().message);
    const auto* const row = find_code(code);
    if (!row) return wrong(join({"unknown protocol ", std::to_string(code)}));
    auto value = take_value(row->value, in);
    if (!in.ok()) return wrong(in.failure().message);
    if (!canonical(row->value, value)) return wrong("not a name");
    out.parts_.push_back({row->proto, std::move(value)});
  }
  return out;
}

bytes multiaddr::encode() const {
  bytes out;
  const auto write = [&out](protocol proto, const std::string& value) {
    const auto* const row = find_code(static_cast<std::uint64_t>(proto));
    bare_writer{out}.uvarint(static_cast<std::uint64_t>(proto));
    write_value(row ? row->value : value_kind::text, value, out);
  };
  for (const auto& part : parts_) {
    if (part.proto != protocol::ip6) {
      write(part.proto, part.value);
      continue;
    }
    const auto [address, zone] = without_zone(part.value);
    if (!zone.empty()) write(protocol::ip6zone, zone);
    write(part.proto, address);
  }
  return out;
}

std::string to_string(const multiaddr& address) {
  std::string out;
  for (const auto& part : address.parts()) {
    out += '/';
    out += name_of(part.proto);
    out += '/';
    out += part.value;
  }
  return out;
}

} // namespace ockam::wire
