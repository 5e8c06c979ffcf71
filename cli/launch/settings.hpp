// What a node's process is started with.
#pragma once
#include "cli/home/home_identity.hpp"
#include "cli/launch/node_offers.hpp"
#include "config/base/log.hpp"
#include "transports/http/service_notify.hpp"
#include "transports/io/network.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

struct node_settings {
  std::string name; ///< checked
  identity_choice who;
  transports::endpoint listen_at{"127.0.0.1", 0};
  std::string project; ///< that it is a member of, by name; empty: as before, or none
  /// Histories, hexadecimal: whom it trusts, beside whom it was told to before.
  std::vector<std::string> authorities{};
  std::string when_silent{}; ///< who counts while an authority is silent; empty: the usual
  std::size_t threads = 0;   ///< for the sockets of links; 0: as many as the machine suggests
  std::size_t links_per_source = 0; ///< of which nothing is known; 0: the usual number
  std::optional<transports::endpoint> status_at{}; ///< its status port; none: it has none
  node_offers offers{};
  config::log_level log_level = config::log_level::info;
  bool log_to_stdout = false;
  bool output_to_log = false;        ///< in the background: what a crash prints is kept
  bool ends_with_input = false;      ///< also when standard input ends
  transports::service_notify told{}; ///< hears that it is ready, reloads and stops
};

} // namespace ockam::cli
