#include "cli/topology/topology_keys.hpp"

#include "cli/home/home_identity.hpp"
#include "cli/home/locked_home.hpp"

namespace ockam::cli {

result<undo> make(const config::vault& wanted) {
  OCKAM_TRY(home, locked_home::open());
  const auto path =
      wanted.path.empty() ? std::nullopt : std::optional(std::filesystem::absolute(wanted.path));
  if (const auto made = home.add_vault(wanted.name, path); !made) return made.error();
  return undo([name = wanted.name]() -> status {
    OCKAM_TRY(again, locked_home::open());
    const auto gone = again.delete_vault(name);
    return gone ? status(done{}) : gone.error();
  });
}

result<undo> make(const config::identity& wanted) {
  OCKAM_TRY(home, locked_home::open());
  OCKAM_TRY(vault, home.vault(if_given(wanted.vault)));
  if (const auto made = home.create_identity(wanted.name, vault); !made) return made.error();
  return undo([name = wanted.name]() -> status {
    auto again = locked_home::open();
    return again ? again->delete_identity(name) : again.error();
  });
}

} // namespace ockam::cli
