// Who this node proves to be in a channel: its own identity, or another one of the same home that a
// command names.
#pragma once
#include "channels/workers/context.hpp"

#include <functional>
#include <memory>
#include <string>

namespace ockam::actors {

class identities {
public:
  using found = result<std::shared_ptr<const channels::own_identity>>;
  using loader = std::function<found(const std::string& name)>;
  using answer = std::function<void(found)>;

  /// `load` reads files, so it runs on the scheduler; if it is empty, the node knows no identity by
  /// name.
  identities(channels::context& node, loader load) : node_(node), load_(std::move(load)) {}

  /// Answers once, on the reactor; for an empty name at once, with the node's own identity or null
  /// if it has none. Errors: not_found, and those of the loader.
  void find(const std::string& name, answer) const;

  channels::context& node() const noexcept { return node_; }

private:
  channels::context& node_;
  loader load_;
};

} // namespace ockam::actors
