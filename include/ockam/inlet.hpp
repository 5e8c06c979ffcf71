// An inlet: the end of a portal that listens for TCP clients.
#pragma once
#include <functional>
#include <memory>
#include <ockam/stream_filter.hpp>
#include <string>
#include <vector>

namespace ockam {

struct inlet {
  std::string from = "127.0.0.1:0";      ///< HOST:PORT to listen on; port 0: a free one
  std::string to;                        ///< a route that ends with the outlet's address
  std::string allow{};                   ///< an expression that the outlet's node satisfies
  std::vector<std::string> authorized{}; ///< identifiers; empty: whoever is met there first
  /// Makes a filter for each client; empty: what clients write is not looked at. Called on the
  /// nodes' thread.
  std::function<std::unique_ptr<stream_filter>()> filter{};
};

} // namespace ockam
