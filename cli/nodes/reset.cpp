#include "cli/launch/node_end.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/store/state_store.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

namespace fs = std::filesystem;

/// A mistyped OCKAM_HOME must not cost anybody a directory of something else.
bool is_ours(const fs::path& home) {
  std::error_code ignored;
  return fs::exists(config::state_file(home), ignored) || fs::exists(home / "nodes", ignored)
         || fs::exists(home / "vaults", ignored);
}

/// The nodes of the home; where the database is damaged, those that have a directory.
std::vector<std::string> names_of(const fs::path& home) {
  if (auto names = all_node_names(home)) return *names;
  return node_directories(home);
}

status run_reset(invocation& call) {
  OCKAM_TRY(home, config::home());
  if (is_ours(home)) {
    if (auto ok = confirm(call, "Delete all nodes, identities and keys in " + home.string()
                                    + " for good?");
        !ok)
      return ok;
    for (auto& name : names_of(home))
      if (auto ended = end_node(config::files_of(home, name), true); !ended) return ended;
    std::error_code why;
    for (auto& entry : fs::directory_iterator{home, why})
      if (auto name = entry.path().filename(); name != "bin" && name != "env")
        fs::remove_all(entry.path(), why);
    if (why) return fail(errc::io, "cannot empty " + home.string() + ": " + why.message());
  }
  call.out.answer({{"home", home.string()}}, "Local Ockam state deleted");
  return done{};
}

} // namespace

noun reset() {
  return {"reset",
          "Delete all nodes, identities and everything else in OCKAM_HOME",
          {{"",
            "Delete all nodes, identities and everything else in OCKAM_HOME but `bin` and `env`",
            {},
            {yes_option()},
            {"ockam reset -y"},
            run_reset}}};
}

} // namespace ockam::cli
