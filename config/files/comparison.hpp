// Compares bodies of one kind: what somebody wants with what is declared. Files that are applied
// again and commands that are typed again ask the same questions.
#pragma once
#include "config/spec/resource.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace ockam::config {

/// What people call it; empty if nothing tells it from others of its kind.
std::string telling_name(const resource_kind&, const nlohmann::json& body);

/// Whether a wanted value is there: a wanted `127.0.0.1:0` is any port there.
bool is_there(const nlohmann::json& wanted, const nlohmann::json& there);

/// The fields in which they differ. Those that say how a thing is made are no difference, nor is
/// what a node chose because nobody said it.
std::vector<std::string> differing_fields(const resource_kind&, const nlohmann::json& wanted,
                                          const nlohmann::json& there);

/// Whether there is no room for both on a node: they have a name in common, or the address where
/// clients connect. Only for kinds of which a name makes one.
bool are_namesakes(const resource_kind&, const nlohmann::json& one, const nlohmann::json& other);

/// `to is 127.0.0.1:1, not 127.0.0.1:2` for all of the fields.
std::string told_difference(const std::vector<std::string>& fields, const nlohmann::json& wanted,
                            const nlohmann::json& there);

} // namespace ockam::config
