// Where a node hears commands: HTTP/1.1 on a Unix socket. The file system decides who may connect,
// as the socket is 0600 in a directory 0700, and so does the kernel's word for who connects: the
// node's own user and root are served. A connection carries one request, which must be there within
// a time-out and have a body of at most control_body_max.
#pragma once
#include "config/defaults.hpp"
#include "transports/http/control.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace ockam::transports {

/// Answers one request. Called on up to control_threads threads at once; may block.
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
  /// Answers requests that the handler has already, drops all others, removes the socket file.
  ~control_socket();

private:
  struct server;
  explicit control_socket(std::unique_ptr<server> running);
  std::unique_ptr<server> server_;
};

} // namespace ockam::transports
