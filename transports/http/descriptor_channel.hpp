// Passes descriptors between two processes of one user on this machine: messages of text, each with a
// few descriptors (SCM_RIGHTS, unix(7)), over a Unix socket that keeps them apart (SOCK_SEQPACKET).
// Who is at the other end is asked of the kernel. All calls may block, up to their patience.
#pragma once
#include "transports/io/descriptor.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ockam::transports {

class descriptor_channel {
public:
  struct message {
    std::string text; ///< empty: the other end is gone
    std::vector<descriptor> descriptors;
  };

  /// Listens at a path that nobody has. Errors: invalid if it is too long for a socket; io.
  static result<descriptor> listen(const std::filesystem::path&);
  /// The next one who connects, if that is this user or root. Errors: timed_out, denied, io.
  static result<descriptor_channel> accept(const descriptor& listening,
                                           std::chrono::milliseconds patience);
  /// Errors: those of listen(); denied if somebody else listens there.
  static result<descriptor_channel> connect(const std::filesystem::path&);

  /// Sends a text of at most config::handover_text_max bytes with at most
  /// config::handover_descriptors_max descriptors, which stay open here. Errors: unavailable if the
  /// other end is gone.
  status send(std::string_view text, std::span<const int> descriptors = {}) const;
  /// The next message. Errors: timed_out; protocol if it is longer than one may be.
  result<message> receive(std::chrono::milliseconds patience) const;

private:
  explicit descriptor_channel(descriptor socket) : socket_(std::move(socket)) {}
  descriptor socket_;
};

/// Two ends of a stream inside of this machine, non-blocking; one is to be given away. Errors: io.
result<std::pair<descriptor, descriptor>> stream_pair();

} // namespace ockam::transports
