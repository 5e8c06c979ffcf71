#include "cli/launch/last_settings.hpp"

#include "cli/home/home_directory.hpp"

namespace ockam::cli {

result<node_settings> last_settings(const std::string& node) {
  OCKAM_TRY(state, open_state());
  OCKAM_TRY(known, state.node(node));
  OCKAM_TRY(address, transports::endpoint::parse(known.listener_address));
  node_settings settings;
  settings.name = node;
  settings.listen_at = address;
  settings.threads = known.threads;
  settings.when_silent = known.when_silent;
  settings.sandbox = known.sandbox;
  settings.limits = config::limits_of(known.limits);
  settings.project = known.project;
  settings.offers = node_offers::parse(known.offers);
  if (!known.status_address.empty()) {
    OCKAM_TRY(status_at, transports::endpoint::parse(known.status_address));
    settings.status_at = std::move(status_at);
  }
  return settings;
}

} // namespace ockam::cli
