// What a node tells those who watch it, over TCP: GET and HEAD are served, and nothing that changes
// anything.
#pragma once
#include "config/defaults.hpp"
#include "transports/io/network.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ockam::transports {

struct status_page {
  int status = 404; ///< an HTTP status
  std::string type; ///< application/json, text/plain …
  std::string body;
};

/// The page at a path, `/show?page=2`; called on status_connections_max threads at once, may block.
using status_pages = std::function<status_page(const std::string& path)>;

class status_server {
public:
  /// Serves from now on; at a loopback address only those that ask for it by an IP address or as
  /// localhost, so that no page in a browser reads it by a name of its own. A request must be there within the time-out, and its head within
  /// status_request_max. Errors: those of network::listen.
  static result<status_server>
  open(network&, const endpoint& at, status_pages,
       std::chrono::milliseconds read_timeout = config::status_read_timeout);
  status_server(status_server&&) noexcept;
  status_server& operator=(status_server&&) noexcept;
  ~status_server();

  const endpoint& bound() const noexcept { return bound_; } ///< with its real port

private:
  struct server;
  status_server(std::unique_ptr<server>, endpoint bound);
  std::unique_ptr<server> server_;
  endpoint bound_;
};

} // namespace ockam::transports
