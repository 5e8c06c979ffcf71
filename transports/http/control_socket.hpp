// A node's ear for commands: HTTP/1.1 on a Unix socket. Who may connect is decided by the file
// system, the socket is 0600 in a directory 0700, and by the kernel's word for who connects: the
// node's own user and root are served. One request a connection; it must be there within a time-out,
// and its body within control_body_max.
#pragma once
#include "config/defaults.hpp"
#include "transports/http/control.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace ockam::transports {

/// Answers one request; called on control_threads threads at once, may block.
using control_handler = std::function<control_reply(control_request)>;

class control_socket {
public:
  /// Serves everything below /v1/ from now on. A socket file that a killed node left is replaced.
  /// Errors: invalid if the path is too long for a socket; io.
  static result<control_socket>
  open(const std::filesystem::path& path, control_handler handler,
       std::chrono::milliseconds read_timeout = config::control_read_timeout);
  control_socket(control_socket&&) noexcept;
  control_socket& operator=(control_socket&&) noexcept;
  /// Answers what is with the handler already, drops what is not, removes the socket file.
  ~control_socket();

private:
  struct server;
  explicit control_socket(std::unique_ptr<server> running);
  std::unique_ptr<server> server_;
};

} // namespace ockam::transports
