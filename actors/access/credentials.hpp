// What a node knows of those whom it has channels with, as commands see it: the standing of each
// peer; and how commands give a node an authority to trust and a credential to show.
#pragma once
#include "actors/control/resource.hpp"
#include "channels/workers/context.hpp"

namespace ockam::actors {

class credentials final : public resource {
public:
  explicit credentials(channels::context& node) : node_(node) {}

  result<json> list() const override;
  result<json> show(std::string_view identifier) const override;
  /// `authority`, its history, and `credential`, which may be left out, in hexadecimal text.
  /// errc::denied for a credential that the authority did not give to this node, or that does not
  /// hold now.
  void create(const json& fields, answer) override;

private:
  channels::context& node_;
};

} // namespace ockam::actors
