// What a node lets others use of itself because somebody said so.
#pragma once
#include "config/spec/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ockam::cli {

struct node_offers {
  bool allow_relays = false, open = false, loopback_is_public = false;

  static node_offers of(const config::node&);
  /// Reads what the store has: `allow-relays,open`.
  static node_offers parse(std::string_view);
  std::string text() const;
  /// The offers as arguments: `--allow-relays`, `--open`.
  std::vector<std::string> arguments() const;
  /// Whether the other offers are among these.
  bool cover(const node_offers&) const noexcept;
};

} // namespace ockam::cli
