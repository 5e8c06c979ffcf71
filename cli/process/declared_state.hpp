// Keeps what is declared on a node in the state store of its home.
#pragma once
#include "actors/control/declarations.hpp"
#include "wire/result.hpp"

#include <filesystem>
#include <string>

namespace ockam::cli {

/// A store of declarations with those made on that node before; it has none if the node is not
/// known. Errors: those of state_store.
result<actors::declaration_store> declared_on(const std::filesystem::path& home,
                                              const std::string& node);

} // namespace ockam::cli
