#include "cli/home/home_directory.hpp"
#include "cli/home/home_identity.hpp"
#include "cli/shell/commands.hpp"
#include "config/store/scoped_credentials.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

/// A trust context of 2023 is another name for a credential that is kept.
status create_trust_context(invocation& call) {
  const auto name = *call.args.positional_at(0), credential = *call.args.text("credential");
  OCKAM_TRY(state, open_state());
  OCKAM_TRY(all, state.identities().all());
  status missing =
      fail(errc::not_found, "no credential " + credential + " is kept in this home",
           "ockam credential store " + credential + " --issuer NAME --credential-path FILE");
  for (const auto& each : all) {
    const auto kept = config::kept_in_scope(state, credential, each.identifier);
    if (!kept) continue;
    for (const auto& one : *kept)
      if (auto noted = config::keep_in_scope(state, name, each.identifier, one); !noted)
        return noted;
    missing = done{};
  }
  if (!missing) return missing;
  call.out.created({{"name", name}, {"credential", credential}}, "Trust context `" + name + "`",
                   name);
  return done{};
}

} // namespace

noun trust_context() {
  noun out{"trust-context",
           "Another name for a credential that is kept: what Ockam of 2023 had",
           {{"create",
             "Let node create --trust-context NAME show a credential",
             {{"NAME", "For node create", true}},
             {{"credential", "NAME", "Of credential store NAME", option::required},
              {"authority-identity", "HISTORY", "Who issued it; the credential says so, too"}},
             {"ockam trust-context create tc --credential c1"},
             create_trust_context}}};
  out.hidden = true;
  return out;
}

} // namespace ockam::cli
