// What a node counts and has, as metric families (actors/diagnosis/prometheus_text.hpp). They can only
// be listed.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/directory.hpp"
#include "channels/workers/context.hpp"

namespace ockam::actors {

class metrics final : public resource {
public:
  /// `resources` are those of the node; tcp-inlets, tcp-outlets and relays are read.
  metrics(const channels::context& node, const directory& workers, const resource_table& resources)
      : node_(node), workers_(workers), resources_(resources) {}
  result<json> list() const override;

private:
  json of(std::string_view noun) const;
  void add_portals(json& families, const json& inlets, const json& outlets) const;
  static void add_each_portal(json& families, const json& inlets, const json& outlets);
  void add_paths(json& families, const json& inlets, const json& outlets) const;
  void add_links(json& families) const;
  void add_channels(json& families) const;
  void add_relays(json& families) const;
  void add_drops(json& families) const;

  const channels::context& node_;
  const directory& workers_;
  const resource_table& resources_;
};

/// Families of what a node keeps alive, from its description (/v1/node), which also has what was
/// declared and cannot be brought about.
json session_families(const json& node);

} // namespace ockam::actors
