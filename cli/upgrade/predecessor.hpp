// The process that runs a node, as the next process sees it, which is to be the node instead. What
// cannot go over stays with the old one, and its end is not waited for (cli/upgrade/handover.hpp).
#pragma once
#include "cli/upgrade/handover.hpp"
#include "config/home/node_files.hpp"
#include "transports/http/descriptor_channel.hpp"
#include "transports/io/listening_sockets.hpp"
#include "wire/result.hpp"

#include <string>
#include <vector>

namespace ockam::cli {

class predecessor {
public:
  /// Asks the running node for what it has. Errors: unavailable if it does not run, or is of a
  /// version that hands over in another way; already_exists if another process takes over already;
  /// invalid if this node can not be handed over; timed_out.
  static result<predecessor> meet(const config::node_files&, const std::string& node);

  const handover_message& offer() const noexcept { return offer_; }
  /// The sockets on which the node listens; to be taken once, as is the link to the old process.
  std::vector<transports::listening_socket> take_sockets() { return std::move(sockets_); }
  transports::descriptor take_link() { return std::move(link_); }
  /// From now on this process says what it says where the old one does, if that is no log.
  void take_output() const;
  /// Says that this process is ready, and returns when the node's lock is free: the old process let
  /// go of it, or is gone. Errors: unavailable if it thought better of it; timed_out.
  status ready() const;
  /// Says that this process serves. Returns when the old one has left; if it is gone, at once.
  /// Errors: as those of ready(): the old process is the node, and this one has to end.
  status serves() const;

private:
  explicit predecessor(transports::descriptor_channel to) : to_(std::move(to)) {}
  status hear_offer();
  status hear(handover_word wanted) const;

  transports::descriptor_channel to_;
  handover_message offer_;
  std::vector<transports::listening_socket> sockets_;
  std::vector<transports::descriptor> output_; ///< two or none
  transports::descriptor link_;
};

} // namespace ockam::cli
