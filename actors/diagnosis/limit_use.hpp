// The limits of a node, each with its present value, how much of it is used and how often something
// was refused because of it. They can only be listed.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/directory.hpp"
#include "channels/workers/context.hpp"
#include "config/base/limits.hpp"

#include <optional>

namespace ockam::actors {

class relay_service;
class secure_channel_listeners;

class limit_use final : public resource {
public:
  /// `resources` are those of the node; of tcp-inlets and tcp-outlets the streams are counted.
  limit_use(const channels::context& node, const directory& workers, const relay_service& relays,
            const secure_channel_listeners& listeners, const resource_table& resources)
      : node_(node),
        workers_(workers),
        relays_(relays),
        listeners_(listeners),
        resources_(resources) {}

  /// [{"name","unit","limit","used","refused","set","settable","what","then"}]; `used` is
  /// null where that is not counted, and `refused` where that is counted with another limit.
  result<json> list() const override;

private:
  struct figures {
    std::optional<std::size_t> used{};
    std::optional<std::uint64_t> refused{};
    std::optional<std::size_t> value{}; ///< where it is not what the table says
  };
  figures of(config::limit) const;
  figures counted(config::limit, std::optional<std::size_t> used) const;
  std::size_t streams() const;

  const channels::context& node_;
  const directory& workers_;
  const relay_service& relays_;
  const secure_channel_listeners& listeners_;
  const resource_table& resources_;
};

/// The metric families of that list.
json limit_families(const json& limits);

} // namespace ockam::actors
