// The sandbox of a node's process, as it was asked for: what is missing of it is told, or ends the
// node before anybody reaches it.
#pragma once
#include "cli/launch/settings.hpp"
#include "transports/sandbox/sandbox.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ockam::cli {

class node_sandbox {
public:
  /// Without a mode in the settings $OCKAM_SANDBOX counts, and else it is `auto`. Errors: config.
  static result<node_sandbox> of(const node_settings&, transports::sandbox::paths);

  /// Takes from the calling thread, and from what it starts, what its role does not need. Errors:
  /// unavailable if all of that is required, and the kernel cannot.
  status enter(transports::sandbox::role);
  /// How far the thread was in that entered first, from which all others of the node come:
  /// {"mode","system_calls","files","reason","refused":[{"number","name","count"}]}. Any thread.
  std::function<nlohmann::json()> description() const;

private:
  explicit node_sandbox(transports::sandbox_mode mode) : mode_{mode} {}

  transports::sandbox_mode mode_;
  std::optional<transports::sandbox> box_;               ///< none if it is off
  std::shared_ptr<const transports::sandboxed> entered_; ///< null: nobody has
};

/// Writes to the log which system calls were refused, each at most once a minute. To be called when
/// transports::refused_event() is readable.
void log_refused_calls();

} // namespace ockam::cli
