// Credentials that were stored before the node was there that shows them: a home keeps them under a
// word, their scope, until `node create --credential-scope` asks for those of its identity.
#pragma once
#include "config/store/state_store.hpp"

#include <string>
#include <vector>

namespace ockam::config {

/// Keeps a credential of that subject, in the place of an earlier one by the same authority.
status keep_in_scope(state_store&, const std::string& scope, const std::string& subject,
                     const trust_record&);

/// What is kept there for a subject. Errors: not_found, if there is nothing.
result<std::vector<trust_record>> kept_in_scope(state_store&, const std::string& scope,
                                                const std::string& subject);

} // namespace ockam::config
