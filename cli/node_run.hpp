// The life of a node's process, from its lock to its end.
#pragma once
#include "cli/home_identity.hpp"
#include "config/log.hpp"
#include "transports/network.hpp"
#include "transports/service_notify.hpp"
#include "wire/result.hpp"

#include <functional>
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
  std::size_t threads = 0; ///< for the sockets of links; 0: as many as the machine suggests
  std::optional<transports::endpoint> status_at{}; ///< its status port; none: it has none
  config::log_level log_level = config::log_level::info;
  bool log_to_stdout = false;
  bool output_to_log = false;        ///< in the background: what a crash prints is kept
  bool ends_with_input = false;      ///< also when standard input ends
  transports::service_notify told{}; ///< hears that it is ready, reloads and stops
};

/// Runs until a signal tells it to stop (see run_until_told), then lets open streams end for
/// drain_timeout; a second signal ends it at once. `ready` is called once it answers, with the
/// address it listens at. REQUIRES: no other thread runs yet, or signals would go there. Errors,
/// all before `ready`: already_exists if a node of that name runs; those of identity_of_node, load
/// and known_project; in_use, and what else listen() says; io.
status run_node(const node_settings&,
                const std::function<void(const transports::endpoint&)>& ready);

} // namespace ockam::cli
