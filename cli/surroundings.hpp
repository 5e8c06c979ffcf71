// Everything outside of the process that a command reads or asks; tests bring their own.
#pragma once
#include "wire/bytes.hpp"
#include "wire/multiaddr.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

namespace ockam::cli {

class home;

struct surroundings {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false, out_is_terminal = false;
  bool no_color = false, quiet = false; ///< NO_COLOR and QUIET
  home& nodes;
  /// Sends one message from a node that lives for this moment only, and returns the reply's
  /// payload. `identity`: who it is in secure channels, by name; without it the default identity.
  std::function<result<wire::bytes>(const wire::multiaddr& to, wire::bytes payload,
                                    std::chrono::milliseconds timeout,
                                    const std::optional<std::string>& identity)>
      send_once;
  bool hosts_projects = false; ///< whether it may start the nodes of this home's own projects
};

} // namespace ockam::cli
