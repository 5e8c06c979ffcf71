// Nodes as processes of the operating system: starts them in the background and ends them.
#pragma once
#include "config/home/node_files.hpp"
#include "transports/io/descriptor.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ockam::cli {

/// The descriptor by which a node in the background tells whoever started it that it is ready.
inline constexpr int readiness_fd = 3;

/// Runs this program again with these arguments, as a process of its own session that keeps nothing
/// of ours but the environment, and waits until it says that it is ready. Errors: those of the
/// process; unavailable if it ended without a word; timed_out after node_start_timeout, when it is
/// killed.
status start_node_process(const std::vector<std::string>& arguments);

/// The other side of start_node_process, in the node: tells once that the node is ready, or why it
/// is not going to be.
class readiness {
public:
  void ready() { tell("{}"); }
  void failed(const error&);

private:
  void tell(const std::string& text);
  transports::descriptor pipe_{readiness_fd};
};

/// A process that was told to end.
class ending_process {
public:
  /// Sends the signal to the process that holds the node's lock; none if no process does. Errors:
  /// denied if the process is not ours to signal.
  static result<std::optional<ending_process>> begin(const config::node_files&, int signal);

  /// Waits; returns whether the process was gone within that time.
  bool wait(std::chrono::milliseconds timeout) const;
  void kill() const;

private:
  explicit ending_process(transports::descriptor process) : process_{std::move(process)} {}
  transports::descriptor process_; ///< a pidfd: it never means another process
};

} // namespace ockam::cli
