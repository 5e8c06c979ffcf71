#include "cli/home/home_directory.hpp"
#include "cli/home/locked_home.hpp"
#include "cli/identities/identity_commands.hpp"
#include "cli/identities/identity_history.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "cli/text/table.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

status list_identities(invocation& call) {
  OCKAM_TRY(state, existing_state());
  auto objects = json::array();
  std::vector<table_row> rows;
  if (state) {
    OCKAM_TRY(identities, state->identities().all());
    for (const auto& each : identities) {
      objects.push_back(object_of(each));
      rows.push_back({each.name, each.is_default ? "yes" : "", each.identifier, each.vault});
    }
  }
  if (rows.empty())
    call.out.note("no identities in " + nothing_in_home() + "; `ockam identity create` makes one");
  call.out.answer(objects, table(call.out, {"Name", "Default", "Identifier", "Vault"}, rows));
  return done{};
}

/// `--full` and `--encoding hex`: the change history.
status show_history(invocation& call, const config::identity_record& known) {
  const auto encoding = call.args.text("encoding").value_or("plain");
  if (encoding != "plain" && encoding != "hex")
    return fail(errc::invalid, "--encoding " + encoding + " is neither plain nor hex");
  OCKAM_TRY(history, describe_history(known.history));
  auto object = object_of(known);
  object.update(history);
  call.out.answer(object, encoding == "hex" ? known.history : history_block(history));
  return done{};
}

status show_identity(invocation& call) {
  const bool full = call.args.flag("full");
  if (!full && call.args.text("encoding"))
    return fail(errc::invalid, "--encoding is how to write the history", "add --full");
  OCKAM_TRY(known, identity_argument(call));
  if (full) return show_history(call, known);
  call.out.answer(object_of(known), known.identifier);
  return done{};
}

status choose(invocation& call) {
  OCKAM_TRY(known, identity_argument(call));
  const auto answer = [&](const std::string& text) {
    call.out.answer({{"name", known.name}}, text);
    return done{};
  };
  if (!call.args.positional_at(0)) return answer(known.name);
  if (known.is_default) return answer("Already set to default identity");
  OCKAM_TRY(state, open_state());
  if (auto chosen = state.identities().choose(known.name); !chosen) return chosen;
  return answer("Set identity '" + known.name + "' as default");
}

status remove_all_identities(invocation& call) {
  OCKAM_TRY(state, existing_state());
  std::vector<config::identity_record> all;
  if (state) {
    OCKAM_TRY(known, state->identities().all());
    all = std::move(known);
  }
  if (!all.empty())
    if (auto ok = confirm(call, "Delete all " + std::to_string(all.size())
                                    + " identities of this home and their keys for good?");
        !ok)
      return ok;
  auto objects = json::array();
  std::string text;
  for (const auto& each : all) {
    OCKAM_TRY(home, locked_home::open());
    if (auto gone = home.delete_identity(each.name); !gone) return gone;
    objects.push_back({{"name", each.name}, {"identifier", each.identifier}});
    text += (text.empty() ? "" : "\n") + each.name;
  }
  if (!all.empty() || call.out.as == format::json) call.out.answer(objects, text);
  return done{};
}

status remove_identity(invocation& call) {
  if (call.args.flag("all")) return remove_all_identities(call);
  OCKAM_TRY(known, identity_argument(call));
  if (auto ok = confirm(call, "Delete identity '" + known.name + "' (" + known.identifier
                                  + ") and its key for good?");
      !ok)
    return ok;
  OCKAM_TRY(home, locked_home::open());
  if (auto gone = home.delete_identity(known.name); !gone) return gone;
  call.out.created({{"name", known.name}, {"identifier", known.identifier}},
                   "Deleted identity '" + known.name + "' and its key", known.name);
  return done{};
}

} // namespace

positional identity_positional() { return {"NAME", "Of the identity; without it the default one"}; }

result<config::identity_record> identity_argument(const invocation& call) {
  const auto name = call.args.positional_at(0);
  OCKAM_TRY(state, existing_state());
  if (state) return name ? state->identities().find(*name) : state->identities().chosen();
  return fail(errc::not_found,
              "identity not found: " + name.value_or("there is none") + " in " + home_text(),
              "ockam identity create");
}

json object_of(const config::identity_record& identity) {
  return {{"name", identity.name},
          {"identifier", identity.identifier},
          {"vault_name", identity.vault},
          {"is_default", identity.is_default}};
}

std::string identity_block(const output& out, const config::identity_record& identity) {
  return out.bold("Identity:") + "\n  Name: " + identity.name
         + (identity.is_default ? " (Default)" : "") + "\n  Identifier: " + identity.identifier
         + "\n  Vault: " + identity.vault;
}

noun identity() {
  return {"identity",
          "Who nodes are in secure channels",
          {identity_create(),
           {"list", "List the identities", {}, {}, {"ockam identity list"}, list_identities},
           {"show",
            "Print an identity's identifier, or all of its history",
            {identity_positional()},
            {{"full,f", "", "The changes of its keys, too"},
             {"encoding", "plain|hex", "With --full: as text, or as it is sent to others"}},
            {"ockam identity show alice", "ockam identity show alice --full --encoding hex"},
            show_identity},
           {"default",
            "Make an identity the default one, or tell which one is",
            {identity_positional()},
            {},
            {"ockam identity default", "ockam identity default alice"},
            choose},
           {"delete",
            "Delete an identity and its key",
            {{.name = "NAME", .help = "Of the identity", .required = true, .unless = "all"}},
            {{"all", "", "Delete every identity"}, yes_option()},
            {"ockam identity delete alice"},
            remove_identity},
           identity_export(),
           identity_import()}};
}

} // namespace ockam::cli
