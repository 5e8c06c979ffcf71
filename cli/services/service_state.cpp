#include "cli/services/service_state.hpp"

#include "config/home/node_files.hpp"
#include "config/store/state_store.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace ockam::cli {

namespace fs = std::filesystem;

namespace {

error not_made(const fs::path& what, const std::string& why) {
  return fail(errc::io, "cannot make " + what.string() + ": " + why);
}

status give(const fs::path& one, const account& whom) {
  if (::lchown(one.c_str(), whom.user, whom.group) == 0) return done{};
  return fail(errc::io, "cannot give " + one.string() + " away: " + std::strerror(errno));
}

status give_all(const fs::path& home, const account& whom) {
  for (const auto& each : fs::recursive_directory_iterator{home})
    if (auto given = give(each.path(), whom); !given) return given;
  return give(home, whom);
}

/// The store knows vaults by whole paths.
status move_vaults(const fs::path& copy, const fs::path& from, const fs::path& to) {
  OCKAM_TRY(state, config::state_store::open(copy));
  OCKAM_TRY(vaults, state.vaults().all());
  for (const auto& each : vaults) {
    const auto within = fs::path{each.path}.lexically_relative(from);
    if (within.empty() || *within.begin() == "..") continue;
    if (auto moved = state.vaults().move(each.name, (to / within).string()); !moved) return moved;
  }
  return done{};
}

/// So do the descriptions of projects that the home hosts.
status move_projects(const fs::path& copy, const fs::path& from, const fs::path& to) {
  std::error_code ignored;
  for (const auto& each : fs::directory_iterator{copy / "projects", ignored}) {
    const auto file = each.path() / "description.json";
    if (!fs::exists(file, ignored)) continue;
    std::ifstream in{file};
    auto what = nlohmann::json::parse(in, nullptr, false);
    if (!what.is_object()) return fail(errc::config, "cannot read " + file.string());
    for (auto& [key, value] : what.items())
      if (value.is_string() && value.get<std::string>().starts_with(from.string() + "/"))
        value = to.string() + value.get<std::string>().substr(from.string().size());
    std::ofstream out{file, std::ios::trunc};
    if (!(out << what.dump(2) << std::flush)) return not_made(file, "it cannot be written");
  }
  return done{};
}

status copy_home(const fs::path& from, const fs::path& to, const fs::path& copy) {
  try {
    fs::copy(from, copy, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  } catch (const fs::filesystem_error& why) {
    return not_made(copy, why.code().message());
  }
  if (auto moved = move_projects(copy, from, to); !moved) return moved;
  return move_vaults(copy, from, to);
}

/// Removes the sockets that nodes have left: they cannot be copied, and lead nowhere.
void remove_sockets(const fs::path& home) {
  std::error_code ignored;
  for (const auto& each : fs::recursive_directory_iterator{home, ignored})
    if (each.is_socket(ignored)) fs::remove(each.path(), ignored);
}

} // namespace

status make_service_home(const fs::path& home, const account& whose) {
  std::error_code why;
  if (fs::is_directory(home, why)) return done{};
  fs::create_directories(home.parent_path(), why);
  if (auto made = config::make_private_directory(home); !made) return made;
  return give(home, whose);
}

status move_home(const fs::path& from, const fs::path& to, const account& whose) {
  std::error_code why;
  if (fs::exists(to, why) && !fs::is_empty(to, why))
    return fail(errc::already_exists, to.string() + " has something in it already");
  remove_sockets(from);
  const auto copy = to.parent_path() / (to.filename().string() + ".moving");
  fs::remove_all(copy, why);
  auto moved = copy_home(from, to, copy);
  if (moved) moved = give_all(copy, whose);
  if (moved) {
    fs::permissions(copy, fs::perms::owner_all, why);
    fs::remove(to, why);
    fs::rename(copy, to, why);
    if (why) moved = not_made(to, why.message());
  }
  if (!moved) {
    fs::remove_all(copy, why);
    return moved;
  }
  fs::remove_all(from, why); // one home, or two nodes would have the same keys
  return done{};
}

} // namespace ockam::cli
