// The names of relays that belong to identities here, as commands list them and free them, and as
// they are written down: {"name","owner","reserved_ms"}, the last one null while the owner has it.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/relays/relay_service.hpp"
#include "config/spec/relay_name.hpp"

namespace ockam::actors {

class relay_names final : public resource_of_kind<config::relay_name> {
public:
  /// `service` stays valid as long as `service_actor` is held.
  relay_names(caf::actor service_actor, relay_service& service);

  result<json> list() const override;
  result<json> show(std::string_view name) const override;
  void create(const config::relay_name& noted,
              const answer&) override; ///< restores one that was written down
  result<json> remove(std::string_view name) override;
  void take_notebook(notebook) override;

private:
  caf::actor service_actor_;
  relay_service& service_;
};

} // namespace ockam::actors
