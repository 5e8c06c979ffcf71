// The standings of those whom a node has channels with, as commands list them; and how commands
// give a node an authority to trust and a credential to show.
#pragma once
#include "actors/control/resource.hpp"
#include "channels/workers/context.hpp"
#include "config/spec/questions.hpp"

namespace ockam::actors {

class credentials final : public resource_of_kind<config::credential> {
public:
  explicit credentials(channels::context& node) : node_(node) {}

  result<json> list() const override;
  result<json> show(std::string_view identifier) const override;
  /// Trusts an authority, and shows its credential from now on if there is one. Errors: denied for a credential that the authority did not give to this node, or that
  /// does not hold now.
  void create(const config::credential& wanted, const answer&) override;

private:
  channels::context& node_;
};

} // namespace ockam::actors
