// The TCP outlets of a node, as commands make, list and remove them, and what a node says of them
// to whoever asks for one. Removing one closes its streams; draining refuses new streams and waits
// for the open ones.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/portals/outlet.hpp"
#include "actors/routing/offers.hpp"
#include "channels/workers/context.hpp"
#include "config/spec/tcp_outlet.hpp"
#include "transports/work/pinned_ref.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ockam::actors {

class outlets final : public resource_of_kind<config::tcp_outlet> {
public:
  outlets(channels::context& node, std::shared_ptr<stream_table> all, const offers& offered)
      : node_(node), all_(std::move(all)), offered_(offered), process_(made_up(node.random)) {}

  result<json> list() const override;
  result<json> show(std::string_view name) const override;
  void create(const config::tcp_outlet& wanted, const answer&) override;
  result<json> remove(std::string_view name) override;
  void drain(std::function<void()> drained) override { all_->drain(std::move(drained)); }
  void leave(std::function<void()> left) override {
    leaving_ = true;
    left();
  }
  void give_up() override;

  // As the functions of `outlet`, for all of them.
  void ask_again(const std::optional<wire::identifier>& whose) const;
  void bar(const wire::identifier& whose) const;

  /// As portals::take_lost.
  bool take_lost(transports::message&);
  /// As portals::knows.
  std::optional<wire::outlet_answer> asked_for(const transports::message&,
                                               std::string_view name) const;

private:
  struct entry {
    std::string alias, address;
    std::string tls_ca, tls_server_name; ///< as they were given
    transports::pinned_ref<outlet> worker;
  };
  using entries = std::vector<entry>;

  entries::const_iterator find(std::string_view name) const;
  void start(const config::tcp_outlet& wanted, const transports::endpoint& target,
             transports::tls_context::shared, const answer&);
  json describe(const entry&) const;
  static std::uint64_t made_up(transports::randomness&);
  std::optional<wire::outlet_answer> said_of(const transports::message&,
                                             std::string_view name) const;
  bool admits_somewhere(const std::optional<wire::identifier>& peer, const std::string& name) const;
  path_watch& paths();

  channels::context& node_;
  std::shared_ptr<stream_table> all_;
  const offers& offered_;
  const std::uint64_t process_;              ///< of this start of the node
  transports::pinned_ref<path_watch> paths_; ///< from the first outlet on
  entries open_;
  bool leaving_ = false; ///< whether the next process of this node serves
};

} // namespace ockam::actors
