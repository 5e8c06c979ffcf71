// Where a node's process keeps what is declared on it: the state store of the home.
#pragma once
#include "actors/control/declarations.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <string>

namespace ockam::cli {

/// With what was declared on that node before; none of a node that is not known. Errors: those of
/// state_store.
result<actors::declaration_store> declared_on(const std::filesystem::path& home,
                                              const std::string& node);

} // namespace ockam::cli
