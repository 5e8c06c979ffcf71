#include "cli/launch/named_identity.hpp"

#include "config/base/environment.hpp"

#include <ostream>

namespace ockam::cli {

status make_named_identity(const invocation& call, const identity_choice& wanted) {
  if (!wanted.identity) return done{};
  OCKAM_TRY(home, config::home());
  const auto known = known_identity(home, *wanted.identity);
  if (known || known.error().code != errc::not_found) return done{}; // who uses it says the rest
  OCKAM_TRY(usual, default_identity(home));
  if (usual.name == *wanted.identity) return done{};
  if (auto made = identity_called(home, *wanted.identity, wanted.vault); !made) return made.error();
  if (!call.out.quiet) // also where the answer is JSON: nobody asked for it by name
    call.out.err << "No identity " << *wanted.identity << " was here: made it\n";
  return done{};
}

} // namespace ockam::cli
