// The TCP inlets of a node, as commands make, list and remove them. Removing one closes its
// streams; draining refuses new streams and waits for the open ones.
#pragma once
#include "actors/control/resource.hpp"
#include "actors/portals/inlet.hpp"
#include "actors/routing/identities.hpp"
#include "config/spec/tcp_inlet.hpp"
#include "transports/work/pinned_ref.hpp"

#include <memory>
#include <vector>

namespace ockam::actors {

class inlets final : public resource_of_kind<config::tcp_inlet> {
public:
  inlets(const identities& who, std::shared_ptr<stream_table> all, filter_makers& filters)
      : who_(who), node_(who.node()), all_(std::move(all)), filters_(filters) {}

  result<json> list() const override;
  result<json> show(std::string_view alias) const override;
  void create(const config::tcp_inlet& wanted, const answer&) override;
  result<json> remove(std::string_view alias) override;
  /// `{"trust": IDENTIFIER}`; null: whoever was at the end of a route the last time.
  void change(std::string_view alias, const json& fields, const answer&) override;
  void take_notebook(notebook notes) override { notes_ = std::move(notes); }
  void drain(std::function<void()> drained) override;
  /// Listens no more; new clients are for the next process of this node.
  void leave(std::function<void()> left) override;
  void give_up() override;

  // As the functions of `inlet`, for all of them.
  void ask_again(const std::optional<wire::identifier>& whose) const;
  void bar(const wire::identifier& whose) const;

private:
  using entries = std::vector<transports::pinned_ref<inlet>>;

  entries::const_iterator find(std::string_view alias) const;
  json describe(const inlet&) const;
  result<inlet::settings> settings_of(const config::tcp_inlet&);
  void find_identity(inlet::settings, const config::tcp_inlet&, const answer&);
  void start(inlet::settings, bool waits, const answer&);

  const identities& who_;
  channels::context& node_;
  std::shared_ptr<stream_table> all_;
  filter_makers& filters_;
  entries open_;
  notebook notes_;
};

} // namespace ockam::actors
