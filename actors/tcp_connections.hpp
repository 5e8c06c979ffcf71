// The links of a node, as commands see them.
#pragma once
#include "actors/resource.hpp"
#include "transports/context.hpp"

namespace ockam::actors {

class tcp_connections final : public resource {
public:
  explicit tcp_connections(transports::context& node) : node_(node) {}

  result<json> list() const override;
  result<json> show(std::string_view id) const override;
  void create(const json& fields, answer) override;
  result<json> remove(std::string_view id) override;

private:
  transports::context& node_;
};

} // namespace ockam::actors
