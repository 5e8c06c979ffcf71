// A TCP outlet is the worker that a Ping asks for a stream to its target. Each Ping gets a worker
// of its own for what follows. What an inlet of ours sends before it can know that worker comes to
// the outlet, which passes it on. An outlet may be for some identities only, or have a policy: then
// it also refuses a Ping that no secure channel vouches for. Source: spec wire §5.2, §11.
#pragma once
#include "actors/portals/early_payload.hpp"
#include "actors/portals/path_watch.hpp"
#include "actors/portals/stream_table.hpp"
#include "channels/identity/trust.hpp"
#include "channels/workers/access_rules.hpp"
#include "transports/work/named_worker.hpp"
#include "wire/messages/portal.hpp"

#include <memory>
#include <string>

namespace ockam::actors {

class outlet final : public transports::named_worker {
public:
  /// The target has `patience` to accept a connection.
  outlet(caf::actor_config&, transports::context&, std::string address, transports::endpoint target,
         transports::duration patience, channels::trust authorized, channels::guard,
         std::shared_ptr<stream_group>, path_watch& paths);

  void deliver(transports::message&&) override;

  const transports::endpoint& target() const noexcept { return target_; }
  transports::duration patience() const noexcept { return patience_; }
  const channels::trust& authorized() const noexcept { return authorized_; }
  bool admits(const std::optional<wire::identifier>& peer) const {
    return authorized_.admits(peer) && guard_.admits(peer);
  }
  const channels::guard& guard() const noexcept { return guard_; }
  std::size_t streams() const noexcept { return streams_->size(); }
  std::uint64_t streams_lost() const noexcept { return streams_->lost(); }
  /// Why the outlet refused or ended a stream the last time; empty if it never did.
  const std::string& refusal() const noexcept { return refusal_; }
  /// To be called when policies have changed, or the standing of `whose`: ends the streams of those
  /// who may not use the outlet any more.
  void ask_again(const std::optional<wire::identifier>& whose);
  void give_up() { streams_->close(); } ///< ends all streams
  /// Ends the outlet and its streams at once.
  void close();

private:
  void on_exit() override;
  void take_ping(const wire::portal_message& ping, transports::message&&);
  void refuse(transports::message&& ping, bool extended, std::string_view why,
              std::string_view detail = {});
  void say(std::string_view why, std::string_view detail = {}) const;

  const transports::endpoint target_;
  const transports::duration patience_;
  const channels::trust authorized_;
  const channels::guard guard_;
  std::string refusal_;
  std::shared_ptr<stream_group> streams_;
  path_watch& paths_;
  const std::shared_ptr<early_streams> early_ = std::make_shared<early_streams>();
};

} // namespace ockam::actors
