// A policy in the form that is evaluated: its expressions in the order in which they are read, each
// followed by those inside it. Only what reads, prints and evaluates policies looks inside.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ockam::channels {

enum class policy_kind : std::uint8_t {
  // operations
  all_of,
  any_of,
  negation,
  choice,
  equal,
  different,
  less,
  greater,
  member,
  exists,
  // names
  attribute,
  has_credential,
  subject_identifier,
  resource,
  action,
  // literals
  text,
  integer,
  real,
  boolean,
  unit,
  sequence,
};

/// A run of bytes in policy_program::texts.
struct policy_text {
  std::uint32_t start = 0, size = 0;
  friend bool operator==(const policy_text&, const policy_text&) = default;
};

constexpr bool is_operation(policy_kind kind) { return kind <= policy_kind::exists; }
constexpr bool is_name(policy_kind kind) {
  return kind >= policy_kind::attribute && kind <= policy_kind::action;
}

struct policy_node {
  policy_kind kind = policy_kind::unit;
  std::uint32_t size = 1; ///< number of nodes: this one and all inside
  /// The text of a literal or the name of an attribute; a number; true or false.
  std::variant<std::monostate, policy_text, std::int64_t, double, bool> value;
  friend bool operator==(const policy_node&, const policy_node&) = default;
};

struct policy_program {
  std::vector<policy_node> nodes; ///< the first one holds all others
  std::string texts;

  std::string_view text(const policy_node& node) const {
    const auto& where = std::get<policy_text>(node.value);
    return std::string_view(texts).substr(where.start, where.size);
  }
  /// The index of the node that follows this one and all inside it.
  std::size_t next(std::size_t node) const { return node + nodes[node].size; }
  friend bool operator==(const policy_program&, const policy_program&) = default;
};

/// The spelling of an operation or a name; empty for literals and attributes.
std::string_view name_of(policy_kind);

inline constexpr std::string_view attribute_prefix = "subject.";

} // namespace ockam::channels
