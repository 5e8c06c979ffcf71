#include "cli/home/home_directory.hpp"
#include "cli/home/locked_home.hpp"
#include "cli/home/random_name.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "cli/text/table.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using config::vault_record;
using nlohmann::json;

const positional vault_name{"NAME", "Of the vault; without it the default one"};
const positional required_name{"NAME", "Of the vault", true};
const option path_option{"path", "FILE", "The vault's file; without it one in OCKAM_HOME/vaults"};

/// What is said of vaults that there are.
struct vault_list {
  std::vector<vault_record> vaults;
  std::vector<config::identity_record> identities;

  std::vector<std::string> identities_of(const vault_record& vault) const {
    std::vector<std::string> names;
    for (const auto& each : identities)
      if (each.vault == vault.name) names.push_back(each.name);
    return names;
  }
  json object_of(const vault_record& vault) const {
    return {{"name", vault.name},
            {"path", vault.path},
            {"is_default", vault.is_default},
            {"identities", identities_of(vault)}};
  }
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

result<vault_list> read_vaults() {
  OCKAM_TRY(state, existing_state());
  if (!state) return vault_list{};
  OCKAM_TRY(vaults, state->vaults().all());
  OCKAM_TRY(identities, state->identities().all());
  return vault_list{std::move(vaults), std::move(identities)};
}

std::string block_of(const output& out, const json& vault) {
  auto text = out.bold("Vault:") + "\n  Name: " + vault["name"].get<std::string>();
  if (vault["is_default"]) text += " (Default)";
  text += "\n  Path: " + vault["path"].get<std::string>();
  return text + "\n  Identities: " + joined(vault["identities"]);
}

/// The path that --path gives. A relative one begins where the command is run.
result<std::optional<std::filesystem::path>> path_of(const invocation& call) {
  const auto given = call.args.text("path");
  if (!given) return std::optional<std::filesystem::path>{};
  std::error_code why;
  auto path = std::filesystem::absolute(*given, why);
  if (given->empty() || why) return fail(errc::invalid, "--path is not the path of a file");
  return std::optional{path.lexically_normal()};
}

status create(invocation& call) {
  OCKAM_TRY(file, path_of(call));
  OCKAM_TRY(home, locked_home::open());
  OCKAM_TRY(made, home.add_vault(call.args.positional_at(0).value_or(random_name()), file));
  const auto object = vault_list{}.object_of(made);
  call.out.created(object, block_of(call.out, object), made.name);
  return done{};
}

status list_vaults(invocation& call) {
  OCKAM_TRY(known, read_vaults());
  auto objects = json::array();
  std::vector<table_row> rows;
  for (const auto& vault : known.vaults) {
    objects.push_back(known.object_of(vault));
    rows.push_back({vault.name, vault.is_default ? "yes" : "", vault.path,
                    joined(known.identities_of(vault))});
  }
  if (rows.empty())
    call.out.note("no vaults in " + nothing_in_home() + "; `ockam vault create` makes one");
  call.out.answer(objects, table(call.out, {"Name", "Default", "Path", "Identities"}, rows));
  return done{};
}

status show_vault(invocation& call) {
  const auto name = call.args.positional_at(0);
  OCKAM_TRY(known, read_vaults());
  for (const auto& vault : known.vaults) {
    if (name ? vault.name != *name : !vault.is_default) continue;
    const auto object = known.object_of(vault);
    call.out.answer(object, block_of(call.out, object));
    return done{};
  }
  return fail(errc::not_found,
              "vault not found: " + name.value_or("there is none") + " in " + home_text(),
              name ? "ockam vault list" : "ockam vault create");
}

status move(invocation& call) {
  const auto name = *call.args.positional_at(0);
  OCKAM_TRY(file, path_of(call));
  OCKAM_TRY(home, locked_home::open());
  if (auto moved = home.move_vault(name, *file); !moved) return moved;
  call.out.created({{"name", name}, {"path", file->string()}},
                   "Moved vault '" + name + "' to " + file->string(), file->string());
  return done{};
}

status remove_all_vaults(invocation& call) {
  OCKAM_TRY(known, read_vaults());
  if (!known.vaults.empty())
    if (auto ok = confirm(call, "Delete all " + std::to_string(known.vaults.size())
                                    + " vaults of this home and their files for good?");
        !ok)
      return ok;
  auto objects = json::array();
  std::string text;
  for (const auto& each : known.vaults) {
    OCKAM_TRY(home, locked_home::open());
    OCKAM_TRY(with_file, home.delete_vault(each.name));
    objects.push_back({{"name", each.name}, {"file_removed", with_file}});
    text += (text.empty() ? "" : "\n") + each.name;
  }
  if (!known.vaults.empty() || call.out.as == format::json) call.out.answer(objects, text);
  return done{};
}

status remove_vault(invocation& call) {
  if (call.args.flag("all")) return remove_all_vaults(call);
  const auto name = *call.args.positional_at(0);
  if (auto ok = confirm(call, "Delete vault '" + name + "' and its file for good?"); !ok) return ok;
  OCKAM_TRY(home, locked_home::open());
  OCKAM_TRY(known, home.state().vaults().find(name));
  OCKAM_TRY(with_file, home.delete_vault(name));
  if (!with_file)
    call.out.note(known.path + " stays: it cannot be read, or has keys of nobody in this home");
  call.out.created({{"name", name}, {"file_removed", with_file}}, "Deleted vault '" + name + "'",
                   name);
  return done{};
}

} // namespace

noun vault() {
  auto target = path_option;
  target.help = "The new file, in a directory that there is";
  target.trait = option::required;
  return {"vault",
          "Keep secret keys in files",
          {{"create",
            "Make a file for keys, or take one that there is",
            {{"NAME", "Of the vault; without it eight random digits"}},
            {path_option},
            {"ockam vault create v1", "ockam vault create usb --path /media/usb/keys.sqlite3"},
            create},
           {"list",
            "List the vaults and whose keys they hold",
            {},
            {},
            {"ockam vault list"},
            list_vaults},
           {"show", "Show a vault", {vault_name}, {}, {"ockam vault show v1"}, show_vault},
           {"move",
            "Take the keys to another file",
            {required_name},
            {target},
            {"ockam vault move v1 --path /media/usb/v1.sqlite3"},
            move},
           {"delete",
            "Delete a vault that holds no identity's key",
            {{.name = "NAME", .help = "Of the vault", .required = true, .unless = "all"}},
            {{"all", "", "Delete every vault that holds no identity's key"}, yes_option()},
            {"ockam vault delete v1"},
            remove_vault}}};
}

} // namespace ockam::cli
