// The TCP listeners of a node, which accept links from other nodes.
#pragma once
#include "actors/control/resource.hpp"
#include "config/spec/tcp_listener.hpp"
#include "transports/links/tcp_listener.hpp"

#include <vector>

namespace ockam::actors {

class tcp_listeners final : public resource_of_kind<config::tcp_listener> {
public:
  explicit tcp_listeners(transports::context& node) : node_(node) {}
  ~tcp_listeners() override { close_all(); }

  result<transports::listening> listen(const transports::endpoint& at);

  result<json> list() const override;
  result<json> show(std::string_view name) const override; ///< by id or bound address
  void create(const config::tcp_listener& wanted, const answer&) override;
  result<json> remove(std::string_view name) override;
  void drain(std::function<void()> drained) override;
  void leave(std::function<void()> left) override { drain(std::move(left)); }

private:
  using listeners = std::vector<transports::listening>;
  listeners::const_iterator find(std::string_view name) const;
  void close_all();

  transports::context& node_;
  listeners open_;
};

} // namespace ockam::actors
