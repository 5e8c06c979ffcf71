// What keeps this node a member of a project: it has the project's authority trusted, gets a
// credential from it, presents that in channels, gets the next one before it expires, and asks who
// is no member any more. Nothing of it touches a disk: what was kept of earlier runs is handed in,
// and what is new is handed out.
//   credential   kept -> presented | asked for -> verified -> kept, presented -> asked for again
//   ...
// Source: spec wire §7.6 (credential client). `member_status` is a service of our authorities; of
// another one revocation is learnt when credentials expire, and the log says so.
#pragma once
#include "actors/projects/authority_client.hpp"
#include "channels/identity/credential.hpp"
#include "channels/workers/project_directory.hpp"
#include "transports/work/held.hpp"

namespace ockam::actors {

class membership final : public transports::pinned_actor {
public:
  using credential = channels::presented_credential;
  struct outside {
    /// The credential changed; none: there is none that holds.
    std::function<void()> changed;
    /// A new one, and when it expires.
    std::function<void(const credential&, channels::timestamp)> keep;
  };

  /// `kept`: of an earlier run, verified here. REQUIRES: the node has an identity.
  membership(caf::actor_config&, channels::context&, channels::project,
             std::optional<credential> kept, outside);

  const channels::project& where() const noexcept { return project_; }
  /// What channels show now.
  const std::optional<credential>& shown() const noexcept { return shown_; }
  channels::timestamp expires_at() const noexcept { return expires_at_; } ///< REQUIRES: shown()
  /// Empty if there is a credential, or it is not known yet.
  std::string why_none() const { return why_none_ ? why_none_->message : ""; }

  /// Answers once there is a credential, or as soon as it is known why there is none; at once if
  /// there is one. On the reactor, not while it is in a call.
  void await(transports::duration timeout, channels::project_directory::answer);

private:
  struct waiting {
    channels::project_directory::answer to;
    transports::time_point deadline;
  };

  caf::behavior make_behavior() override;
  void on_exit() override;
  void tick();
  bool holds() const;
  bool due() const;

  void fetch();
  void take(const result<wire::bytes>& answer);
  status accept(credential);
  void refuse(const error&);
  void lose(std::string_view why);
  void answer(const status&);

  void poll();
  void poll(std::vector<wire::identifier> whom);
  void take_leavers(const result<wire::bytes>& answer);
  void say(std::string_view what, std::string_view why) const;

  channels::context& node_;
  const channels::project project_;
  const outside outside_;
  transports::held<authority_client> authority_;
  transports::timer tick_;
  std::optional<credential> kept_, shown_;
  channels::timestamp expires_at_ = 0; ///< of shown_
  std::optional<error> why_none_;      ///< the last answer, if that was no credential
  std::vector<waiting> waiting_;
  bool started_ = false, fetching_ = false, polling_ = false, knows_status_ = false;
  transports::time_point fetched_at_{}, next_fetch_{}, next_poll_{};
};

} // namespace ockam::actors
