// What a command asks a node, and the answer: HTTP without its syntax. The table of paths is in
// docs/operations.md.
#pragma once
#include <string>

namespace ockam::transports {

struct control_request {
  std::string method; ///< GET, POST, DELETE
  std::string path;   ///< /v1/tcp-inlets/web
  std::string body;   ///< JSON or empty
};

struct control_reply {
  int status = 200; ///< an HTTP status
  std::string body; ///< JSON
};

} // namespace ockam::transports
