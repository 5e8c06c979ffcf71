#include "cli/process/declared_state.hpp"

#include "config/store/state_store.hpp"

namespace ockam::cli {

result<actors::declaration_store> declared_on(const std::filesystem::path& home,
                                              const std::string& node) {
  OCKAM_TRY(state, config::state_store::open(home));
  OCKAM_TRY(before, state.declarations().of(node));
  return actors::declaration_store{
      .put = [home](const config::declaration& what) -> status {
        auto now = config::state_store::open(home);
        return now ? now->declarations().put(what) : now.error();
      },
      .forget = [home](const config::declaration& what) -> status {
        auto now = config::state_store::open(home);
        return now ? now->declarations().remove(what.node, what.kind, what.name) : now.error();
      },
      .declared = std::move(before)};
}

} // namespace ockam::cli
