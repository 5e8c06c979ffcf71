// A YAML text, or JSON, which is a part of it, as a tree of words, lists and maps that know where
// they stand. Nothing is interpreted: `5`, `true` and `x` are words. Bounds: document_size_max,
// document_depth_max, and document_values_max for what aliases multiply.
#pragma once
#include "wire/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::config {

/// Counted from 1, as editors do; line 0 is nowhere.
struct position {
  std::size_t line = 1, column = 1;
};

/// errc::config: `3:5: what is wrong`.
error wrong_at(const position&, const std::string& what, std::string hint = {});

struct document_member;

struct document_value {
  enum class shape { nothing, word, list, map };
  shape is = shape::nothing;
  position at;
  std::string text;    ///< of a word
  bool quoted = false; ///< then it is no flag
  std::vector<document_value> items;
  std::vector<document_member> members; ///< in the order of the text, no name twice
};

document_value value_of(document_value::shape, const position&, std::string text = {},
                        bool quoted = false);

struct document_member {
  std::string name;
  position at;
  document_value value;
};

/// Errors (config) begin with the place. An empty text is nothing; a second document is refused.
result<document_value> parse_document(std::string_view text);

} // namespace ockam::config
