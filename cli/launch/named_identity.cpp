#include "cli/launch/named_identity.hpp"

#include "cli/home/locked_home.hpp"
#include "config/base/environment.hpp"

#include <ostream>

namespace ockam::cli {

status make_named_identity(const invocation& call, const identity_choice& wanted) {
  if (!wanted.identity) return done{};
  OCKAM_TRY(home, config::home());
  auto known = known_identity(home, *wanted.identity);
  if (known || known.error().code != errc::not_found) return done{}; // who uses it says the rest
  if (auto first = default_identity(home); !first) return first.error(); // or this became it
  known = known_identity(home, *wanted.identity);                        // `default` itself, maybe
  if (known) return done{};
  OCKAM_TRY(locked, locked_home::open(home));
  OCKAM_TRY(vault, locked.vault(wanted.vault));
  if (auto made = locked.create_identity(*wanted.identity, vault); !made) return made.error();
  if (!call.out.quiet) // also where the answer is JSON: nobody asked for it by name
    call.out.err << "No identity " << *wanted.identity << " was here: made it\n";
  return done{};
}

} // namespace ockam::cli
