// A TCP outlet is the worker that a Ping asks for a stream to its target. Each Ping gets a worker
// of its own for what follows. What an inlet of ours sends before it can know that worker comes to
// the outlet, which passes it on. An outlet may be for some identities only, or have a policy: then
// it also refuses a Ping that no secure channel vouches for. Source: spec wire §5.2, §11.
#pragma once
#include "actors/portals/callers.hpp"
#include "actors/portals/path_watch.hpp"
#include "actors/portals/stream_table.hpp"
#include "actors/streams/early_payload.hpp"
#include "actors/streams/known_streams.hpp"
#include "channels/identity/allow_list.hpp"
#include "channels/workers/access_rules.hpp"
#include "transports/tls/tls_context.hpp"
#include "transports/work/named_worker.hpp"
#include "wire/messages/portal.hpp"

#include <memory>
#include <string>

namespace ockam::actors {

class outlet final : public transports::named_worker {
public:
  /// The target has `patience` to accept a connection.
  outlet(caf::actor_config&, transports::context&, std::string address, transports::endpoint target,
         transports::duration patience, channels::allow_list authorized, channels::access_guard,
         std::shared_ptr<stream_group>, path_watch& paths,
         transports::duration keep_for = config::stream_keep,
         transports::tls_context::shared tls = {}, std::string http_host = {});

  void deliver(transports::message&&) override;

  const transports::endpoint& target() const noexcept { return target_; }
  transports::duration patience() const noexcept { return patience_; }
  const channels::allow_list& authorized() const noexcept { return authorized_; }
  bool admits(const std::optional<wire::identifier>& peer) const {
    return authorized_.admits(peer) && guard_.admits(peer);
  }
  const channels::access_guard& guard() const noexcept { return guard_; }
  std::size_t streams() const noexcept { return streams_->size(); }
  std::uint64_t streams_lost() const noexcept { return streams_->lost(); }
  /// Why the outlet refused or ended a stream the last time; empty if it never did.
  const std::string& refusal() const noexcept { return streams_->refusal(); }
  /// To be called when policies have changed, or the standing of `whose`: ends the streams of those
  /// who may not use the outlet any more.
  void ask_again(const std::optional<wire::identifier>& whose);
  /// Ends the streams of somebody whose standing went.
  void bar(const wire::identifier& whose);
  const stream_group& group() const noexcept { return *streams_; }
  /// Whether TLS is spoken to the target.
  bool by_tls() const noexcept { return tls_ != nullptr; }
  /// What requests to the target are to be for; empty: they pass as they are.
  const std::string& http_host() const noexcept { return http_host_; }
  /// How long a target is kept whose way is lost; 0: not at all.
  transports::duration keep_for() const noexcept { return keep_for_; }
  void give_up() { streams_->close(); } ///< ends all streams
  /// Ends the outlet and its streams at once.
  void close();

private:
  void on_exit() override;
  void on_start() override;
  void take_ping(const wire::portal_message& ping, transports::message&&);
  void take_resume(const wire::portal_message&, transports::message&&);
  void take_forget(const wire::portal_message&, transports::message&&);
  std::optional<wire::stream_id> id_to_resume(const callers::caller&) const;
  bool was_denied(const wire::route& inlet);
  bool take_early(transports::message&);
  void begin(callers::caller&&, callers::place);
  void turn_away(callers::caller&&, std::optional<config::limit> why);
  status admit(const callers::caller&);
  void refuse(callers::caller&&, std::string_view why, std::string_view detail = {});
  void say(std::string_view why, std::string_view detail = {}) const;

  const transports::endpoint target_;
  const transports::duration patience_;
  const channels::allow_list authorized_;
  const channels::access_guard guard_;
  std::shared_ptr<stream_group> streams_;
  path_watch& paths_;
  const transports::duration keep_for_;
  const transports::tls_context::shared tls_; ///< null: it is spoken to as it comes
  const std::string http_host_;               ///< empty: requests pass as they are
  const std::shared_ptr<early_streams> early_ = std::make_shared<early_streams>();
  const std::shared_ptr<known_streams> known_ = std::make_shared<known_streams>();
  std::uint64_t incarnation_ = 0; ///< random, so an inlet sees that it is not the one it knew
  callers callers_;
};

} // namespace ockam::actors
