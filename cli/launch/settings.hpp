// What a node's process is started with.
#pragma once
#include "cli/home/home_identity.hpp"
#include "cli/launch/node_offers.hpp"
#include "config/base/limits.hpp"
#include "config/base/log.hpp"
#include "transports/http/service_notify.hpp"
#include "transports/io/network.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

struct node_settings {
  std::string name; ///< a name that check_node_name() has passed
  identity_choice who;
  transports::endpoint listen_at{"127.0.0.1", 0};
  std::string project; ///< name of its project; empty for the one before, or none
  /// Change histories, in hexadecimal text, of authorities that it trusts beside those of before.
  std::vector<std::string> authorities{};
  std::string credential_scope{}; ///< of credentials that are kept for it; may be empty
  std::string when_silent{};      ///< who counts while an authority is silent; may be empty
  std::string sandbox{};          ///< its mode, as `required`; empty for what $OCKAM_SANDBOX says
  std::size_t threads = 0;        ///< for the sockets of links; 0 for what the machine suggests
  config::limits limits{};        ///< on what others may use of it
  std::optional<transports::endpoint> status_at{}; ///< its status port, if it has one
  node_offers offers{};
  config::log_level log_level = config::log_level::info;
  config::log_format log_format = config::log_format::text;
  bool access_log = true; ///< whether a line of each portal stream goes to access.log
  bool log_to_stdout = false;
  bool replaces = false;        ///< whether it takes the place of the process that runs the node
  bool output_to_log = false;   ///< whether a crash's output goes to the log
  bool ends_with_input = false; ///< whether it also ends when standard input does
  transports::service_notify told{}; ///< hears when the node is ready, reloads, stops
};

} // namespace ockam::cli
