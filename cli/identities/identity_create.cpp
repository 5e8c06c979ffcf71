#include "cli/home/locked_home.hpp"
#include "cli/home/random_name.hpp"
#include "cli/identities/identity_commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/shell/substitution.hpp"
#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using config::identity_record;

const option vault_option{"vault", "NAME", "Vault of its key; without it the default vault"};
const option history_option{"identity", "HEX",
                            "Its change history; - reads it from standard input"};

result<identity_record> make(const invocation& call, const std::optional<std::string>& history) {
  OCKAM_TRY(home, locked_home::open());
  const auto name = call.args.positional_at(0).value_or(random_name());
  const auto vault_name = call.args.text("vault");
  auto vaults = home.state().vaults();
  // a new vault would not hold the key of an identity that is imported
  OCKAM_TRY(vault, history && !vault_name ? vaults.chosen() : home.vault(vault_name));
  if (history) return home.import_identity(name, vault, *history);
  return home.create_identity(name, vault);
}

status run(invocation& call) {
  auto history = call.args.text("identity");
  if (history == "-") {
    OCKAM_TRY(line,
              read_line(call.host.in, call.host.in_is_terminal, config::identity_text_size_max,
                        "an identity",
                        "ockam identity export NAME | ockam identity import NAME --identity -"));
    history = std::move(line);
  }
  OCKAM_TRY(made, make(call, history));
  call.out.created(object_of(made), identity_block(call.out, made), made.identifier);
  return done{};
}

status print_history(invocation& call) {
  OCKAM_TRY(known, identity_argument(call));
  call.out.answer(
      {{"name", known.name}, {"identifier", known.identifier}, {"change_history", known.history}},
      known.history);
  return done{};
}

} // namespace

command identity_create() {
  return {"create",
          "Make an identity with a new key and print its identifier",
          {{"NAME", "Of the identity; without it eight random digits"}},
          {vault_option, history_option},
          {"ockam identity create alice", "ockam identity create bob --vault v1"},
          run};
}

command identity_import() {
  auto history = history_option;
  history.trait = option::required;
  return {"import",
          "Add an identity whose key is in a vault already",
          {{"NAME", "Of the identity here; without it eight random digits"}},
          {history, vault_option},
          {"ockam identity import alice --vault usb --identity 8182...",
           "cat alice.hex | ockam identity import alice --vault usb --identity -"},
          run};
}

command identity_export() {
  return {"export",
          "Print the public change history; the key stays in the vault",
          {identity_positional()},
          {},
          {"ockam identity export alice"},
          print_history};
}

} // namespace ockam::cli
