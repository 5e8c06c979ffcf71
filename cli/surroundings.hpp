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
  /// An environment variable that is set and not empty.
  std::function<std::optional<std::string>(const char* name)> variable;
  home& nodes;
  /// Sends one message from a node that lives for this moment only, and returns the reply's
  /// payload.
  std::function<result<wire::bytes>(const wire::multiaddr& to, wire::bytes payload,
                                    std::chrono::milliseconds timeout)>
      send_once;
};

} // namespace ockam::cli
