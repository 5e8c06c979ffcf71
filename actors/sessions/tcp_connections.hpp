// The links of a node as commands list them. A link that a command made is also listed while it is
// being dialed again.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/routing/departure.hpp"
#include "actors/sessions/managed_link.hpp"
#include "channels/workers/context.hpp"
#include "config/spec/tcp_connection.hpp"
#include "transports/work/pinned_ref.hpp"

#include <map>

namespace ockam::actors {

class tcp_connections final : public resource_of_kind<config::tcp_connection> {
public:
  explicit tcp_connections(channels::context& node) : node_(node) {}

  result<json> list() const override;
  result<json> show(std::string_view id) const override;
  void create(const config::tcp_connection& wanted, const answer&) override;
  result<json> remove(std::string_view id) override;
  /// A node by which others reach each other tells them that it goes, and waits for them.
  void drain(std::function<void()> drained) override;
  /// Tells all who are here, who then come by links to the next process.
  void leave(std::function<void()> left) override;
  void give_up() override;
  std::string waits_for() const override;

private:
  json describe(const transports::link_info&) const;
  void start(managed_link::request, bool waits, const answer&);

  channels::context& node_;
  std::map<std::string, transports::pinned_ref<managed_link>, std::less<>>
      kept_;                                    ///< by the link's address
  transports::pinned_ref<departure> departure_; ///< none unless the node goes, and others use it
};

} // namespace ockam::actors
