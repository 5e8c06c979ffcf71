// Everything outside of the process that a command reads or asks; tests have their own.
#pragma once
#include "wire/bytes.hpp"
#include "wire/result.hpp"
#include "wire/routing/multiaddr.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

namespace ockam::cli {

class home;
struct invocation;
struct node_settings;
struct route_question;

struct host_environment {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal = false;
  std::size_t out_columns = 0; ///< width of the terminal that `out` is, in characters; 0 of none
  bool no_color = false, quiet = false; ///< whether NO_COLOR and QUIET are on
  home& nodes;
  /// Sends one message from a node that lives for this moment only, and returns the reply's
  /// payload. `identity` names who it is in secure channels; none for the default identity.
  std::function<result<wire::bytes>(const wire::multiaddr& to, wire::bytes payload,
                                    std::chrono::milliseconds timeout,
                                    const std::optional<std::string>& identity)>
      send_once;
  bool hosts_projects = false; ///< whether it may start the nodes of this home's own projects
  /// Ask such a node where a route leads; they return what /v1/route-traces and /v1/route-pings
  /// answer.
  std::function<result<nlohmann::json>(const route_question&)> trace_once{}, ping_once{};
  /// Lets time pass; returns false, and earlier, once the user wants to stop.
  std::function<bool(std::chrono::milliseconds)> pause{};
  bool err_is_terminal = false;
  /// Runs this process as a node, and calls `then` once the node answers.
  std::function<status(invocation&, const node_settings&, const std::function<void()>& then)>
      run_node{};
};

/// A question about a route.
struct route_question {
  wire::multiaddr to;
  std::chrono::milliseconds timeout{}; ///< for each hop, for each reply
  std::optional<std::string> identity{};
  std::size_t count = 1;                ///< number of pings
  std::chrono::milliseconds interval{}; ///< time between two pings
  /// Called at once for each ping that came back.
  std::function<void(std::size_t number, std::chrono::microseconds round_trip)> on_reply{};
};

} // namespace ockam::cli
