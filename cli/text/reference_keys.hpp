// The keys that the reference prints in JSON, beside ours: one table for all commands, which says of
// each key where its value comes from. Where a name of ours is a name of the reference, too, the
// reference's value stands. docs/json.md is this table in words.
#pragma once
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace ockam::cli {

/// Whose answer it is: `tcp-inlet`, `show`, and the node that was asked, if one was.
struct answered {
  std::string noun, verb, node;
};

/// The answer with the reference's keys. Of a command that the reference prints no JSON for it is
/// as it was.
nlohmann::json with_reference_keys(nlohmann::json answer, const answered&);

/// The text of docs/json.md.
std::string reference_keys_page();

} // namespace ockam::cli
