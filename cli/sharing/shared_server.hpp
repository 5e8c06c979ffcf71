// The server that is to be shared, as the command line names it.
//   8080                            127.0.0.1:8080, bytes as they come
//   8080 --http                     requests are for localhost:8080
//   http://192.168.1.20:3000        requests are for 192.168.1.20:3000
//   https://intranet.example        intranet.example:443 by TLS, requests are for intranet.example
#pragma once
#include "transports/io/network.hpp"

#include <string>
#include <string_view>

namespace ockam::cli {

struct shared_server {
  transports::endpoint to;
  std::string http_host{}; ///< whom requests are for; empty: nobody looks at them
  std::string tls_ca{};    ///< a file; empty: the system's roots
  bool tls = false;
};

/// Errors: invalid, if it is no server, or a page of one.
result<shared_server> server_to_share(std::string_view, bool speaks_http);

} // namespace ockam::cli
