#include "actors/portal_ends/portals.hpp"

#include "actors/portal_ends/inlets.hpp"
#include "actors/portal_ends/outlets.hpp"

namespace ockam::actors {

portals make_portals(const identities& who, const offers& offered, filter_makers& filters) {
  const auto& most = who.node().limits;
  const auto all = std::make_shared<stream_table>(
      who.node().home, transports::descriptors_allowed(most[config::limit::streams]),
      stream_table::bounds{most[config::limit::streams_per_outlet],
                           most[config::limit::streams_per_source],
                           most[config::limit::streams_per_link]});
  all->keep_at_most(who.node().memory->max() / config::resend_share_divisor);
  auto near = std::make_unique<inlets>(who, all, filters);
  auto far = std::make_unique<outlets>(who.node(), all, offered);
  const auto ask_again = [in = near.get(),
                          out = far.get()](const std::optional<wire::identifier>& whose) {
    in->ask_again(whose);
    out->ask_again(whose);
  };
  who.node().give_up_streams = [all](const caf::actor& hop) { all->give_up(hop); };
  who.node().access.on_change([ask_again] { ask_again({}); });
  who.node().credentials.on_change(ask_again);
  who.node().credentials.on_end([in = near.get(), out = far.get()](const wire::identifier& whose) {
    in->bar(whose);
    out->bar(whose);
  });
  auto take_lost = [out = far.get()](transports::message& m) { return out->take_lost(m); };
  auto knows = [out = far.get()](const transports::message& m, std::string_view name) {
    return out->asked_for(m, name);
  };
  return {std::move(near), std::move(far), std::move(take_lost), std::move(knows)};
}

} // namespace ockam::actors
