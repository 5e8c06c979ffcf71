// What a node counts and has, as metric families (actors/exposition.hpp). Listing them is all that
// can be done.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/directory.hpp"
#include "channels/workers/context.hpp"

namespace ockam::actors {

class metrics final : public resource {
public:
  /// `resources`: those of the node, of which it reads the streams of tcp-inlets and
  /// tcp-outlets, and relays.
  metrics(const channels::context& node, const directory& workers, const resource_table& resources)
      : node_(node), workers_(workers), resources_(resources) {}
  result<json> list() const override;

private:
  json of(std::string_view noun) const;
  void add_portals(json& families) const;
  void add_links(json& families) const;
  void add_channels(json& families) const;
  void add_relays(json& families) const;
  void add_drops(json& families) const;

  const channels::context& node_;
  const directory& workers_;
  const resource_table& resources_;
};

/// Families of what a node keeps alive, from its description (/v1/node): that has what was declared
/// and can not be brought about, too.
json session_families(const json& node);

} // namespace ockam::actors
