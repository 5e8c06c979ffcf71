// Keeps this node a member of a project: has the project's authority trusted, gets a credential
// from it, presents that in channels, gets the next one at half of its life or as soon as the
// node's attributes change, and asks the authority about the peers that the credential table wants
// to know of. Touches no disk: what was kept of earlier runs is handed in, and what is new is
// handed out.
//   credential   kept -> presented | asked for -> verified -> kept, presented -> asked for again
//   question     about peers and this node itself; about the latter alone every
//                config::membership_look
// Source: spec wire §7.6 (credential client). `member_status` is a service of our authorities,
// whose credentials say so (channels::version_attribute); what another one says holds until it
// expires.
#pragma once
#include "actors/projects/authority_client.hpp"
#include "channels/membership/held_credential.hpp"
#include "channels/membership/membership_pace.hpp"
#include "channels/workers/project_directory.hpp"
#include "transports/work/pinned_ref.hpp"

namespace ockam::actors {

class membership final : public transports::pinned_actor {
public:
  using credential = channels::presented_credential;
  struct outside {
    /// Called when the credential changed, or when none holds any more.
    std::function<void()> changed;
    /// Called with a new credential and when it expires, to keep it.
    std::function<void(const credential&, channels::timestamp)> keep;
  };

  /// Trusts the project's authority at once, because what the node offers may be asked for before
  /// this actor runs. `kept` is the credential of an earlier run, and is verified here. REQUIRES:
  /// the node has an identity.
  membership(caf::actor_config&, channels::context&, channels::project,
             std::optional<credential> kept, outside);

  const channels::project& where() const noexcept { return project_; }
  /// The credential that channels show now, with what it says.
  const std::optional<channels::held_credential>& shown() const noexcept { return shown_; }
  /// Why there is no credential; empty if there is one, or if that is not known yet.
  std::string why_none() const { return why_none_ ? why_none_->message : ""; }

  /// Answers once there is a credential, which may be at once, or as soon as it is known why there
  /// is none. To be called on the reactor, not while this actor is in a call.
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

  void look_at_itself();
  void ask(std::uint64_t question, std::vector<wire::identifier> whom);
  void take_versions(std::uint64_t question, const result<wire::bytes>& answer);
  void take_own(const wire::member_versions&);
  void follow_authority();
  void say(std::string_view what, std::string_view why) const;

  channels::context& node_;
  const channels::project project_;
  const outside outside_;
  transports::pinned_ref<authority_client> authority_;
  transports::timer tick_;
  std::optional<credential> kept_; ///< of an earlier run, until it is verified
  std::optional<channels::held_credential> shown_;
  channels::membership_pace pace_;
  std::optional<error> why_none_; ///< the last answer, if that was no credential
  std::vector<waiting> waiting_;
  bool started_ = false;
  bool outdated_ = false;     ///< set when the node's attributes changed, until a new credential
  bool knows_status_ = false; ///< set once the authority answered a question about members
  bool mute_ = false;         ///< set if its credentials say that it answers none
  bool asks_ = false;         ///< while the credential table asks by this actor
};

} // namespace ockam::actors
