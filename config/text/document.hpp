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

/// A place in a text, counted from 1 as editors do; line 0 means that there is none.
struct position {
  std::size_t line = 1, column = 1;
};

/// The error config, with the place in front: `3:5: what is wrong`.
error wrong_at(const position&, const std::string& what, std::string hint = {});

struct document_member;

struct document_value {
  enum class shape { nothing, word, list, map };
  shape is = shape::nothing;
  position at;
  std::string text;    ///< the text of a word
  bool quoted = false; ///< whether the word was in quotes, so that it is no flag
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

/// Reads a text. An empty text has the shape `nothing`; a second document is refused. Errors:
/// config, beginning with the place.
result<document_value> parse_document(std::string_view text);

} // namespace ockam::config
