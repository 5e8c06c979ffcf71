// Looks at a resource of a node at intervals and says when its state has changed.
#pragma once
#include "transports/http/control.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <ockam/resource.hpp>
#include <string>

namespace ockam {

resource_status status_in(const nlohmann::json& described);

class status_watch final : public transports::pinned_actor {
public:
  /// Calls `changed` for the first state, too. Ends when it returns false, or when the resource is
  /// gone.
  status_watch(caf::actor_config&, caf::actor control, std::string path,
               std::function<bool(const resource_status&)> changed);

private:
  caf::behavior make_behavior() override;
  void take(const transports::control_reply&);

  const caf::actor control_;
  const std::string path_;
  const std::function<bool(const resource_status&)> changed_;
  std::string last_;
  transports::timer next_;
};

} // namespace ockam
