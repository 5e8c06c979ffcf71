#include "actors/projects/membership.hpp"

#include "actors/routing/wording.hpp"
#include "channels/workers/access_rules.hpp"
#include "config/base/log.hpp"
#include "wire/encoding/cbor.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <array>

namespace ockam::actors {

namespace {

using channels::presented_credential;
using config::log_level;

result<presented_credential> decode(wire::bytes_view body) {
  wire::cbor_reader in{body};
  auto out = channels::take_presented_credential(in);
  if (!in.ok()) return fail(errc::protocol, "it sent no credential: " + in.failure().message);
  return out;
}

/// Up to that much later, so that many clients do not come at once.
transports::duration some_of(transports::randomness& random, transports::duration longest) {
  std::array<std::uint8_t, 1> byte;
  random.fill(byte);
  return longest * byte[0] / 255;
}

} // namespace

membership::membership(caf::actor_config& cfg, channels::context& node, channels::project where,
                       std::optional<presented_credential> kept, outside out)
    : pinned_actor(cfg),
      node_(node),
      project_(std::move(where)),
      outside_(std::move(out)),
      tick_(*this, [this] { tick(); }),
      kept_(std::move(kept)) {}

caf::behavior membership::make_behavior() {
  node_.credentials.trust(project_.authority);
  node_.access.add_project_node(project_.node);
  authority_ = transports::held<authority_client>(authority_client::start(
      node_, {project_.name, project_.authority_route, project_.authority.id(), node_.self}));
  if (const auto kept = std::exchange(kept_, {}))
    if (const auto good = accept(*kept); !good) say("the credential kept", good.error().message);
  started_ = true;
  tick();
  return {[](const caf::unit_t&) {}}; // it lives by its timer
}

void membership::on_exit() {
  for (const auto& each : std::exchange(waiting_, {}))
    each.to(fail(errc::unavailable, "the node left project " + project_.name));
  if (authority_.actor)
    caf::anon_send_exit(std::exchange(authority_, {}).actor, caf::exit_reason::user_shutdown);
}

void membership::await(transports::duration timeout, channels::project_directory::answer to) {
  if (holds()) return to(project_);
  waiting_.push_back({std::move(to), home().now() + timeout});
  if (!started_) return;
  run([this] {
    next_fetch_ = std::min(next_fetch_, fetched_at_ + config::credential_hurry);
    tick();
  });
}

/// All that waits for time waits here: the time of day may jump, and so it is only looked at.
void membership::tick() {
  const auto now = home().now();
  if (shown_ && !holds()) lose("its credential has expired");
  if (due() && !fetching_ && now >= next_fetch_) fetch();
  if (!polling_ && now >= next_poll_) poll();
  auto next = now + config::membership_poll;
  if (due() && !fetching_) next = std::min(next, next_fetch_);
  std::erase_if(waiting_, [&](const waiting& each) {
    next = std::min(next, std::max(each.deadline, now));
    if (each.deadline > now) return false;
    each.to(fail(errc::timed_out, "no credential of project " + project_.name + " in time"));
    return true;
  });
  tick_.arm(next - now);
}

// -- the credential -------------------------------------------------------------------

bool membership::holds() const { return shown_ && node_.time.now() <= expires_at_; }

bool membership::due() const {
  constexpr auto early = channels::timestamp{config::credential_refresh_early.count()};
  return !shown_ || node_.time.now() + early >= expires_at_;
}

void membership::fetch() {
  fetching_ = true;
  fetched_at_ = home().now();
  constexpr auto more = config::credential_retry_max - config::credential_retry_min;
  next_fetch_ = fetched_at_ + config::credential_retry_min + some_of(node_.random, more);
  authority_.object->ask(wire::issue_credential{},
                         [this, alive = caf::actor_cast<caf::actor>(this)](const auto& answer) {
                           run([&] { take(answer); });
                         });
}

void membership::take(const result<wire::bytes>& answered) {
  fetching_ = false;
  if (!answered) return refuse(answered.error());
  auto given = decode(*answered);
  if (!given) return refuse(given.error());
  if (auto good = accept(*given); !good)
    return refuse(fail(errc::protocol, "the authority of project " + project_.name
                                           + " sent what does not hold: " + good.error().message));
  outside_.keep(*given, expires_at_);
}

status membership::accept(presented_credential given) {
  const auto said =
      channels::verify(given, project_.authority, node_.self->who().id(), node_.time.now());
  if (!said) return said.error();
  expires_at_ = said->valid.until;
  shown_ = std::move(given);
  why_none_.reset();
  config::log(log_level::info, "project " + project_.name + ": a credential for "
                                   + std::to_string(expires_at_ - node_.time.now()) + " s");
  outside_.changed();
  answer(ockam::done{});
  return ockam::done{};
}

/// Whoever is no member any more does not show what it once was.
void membership::refuse(const error& why) {
  say("no credential", why.message);
  if (why.code == errc::denied && shown_) lose(why.message);
  if (shown_) return;
  why_none_ = why;
  if (why.code == errc::denied) {
    why_none_->message = to_string(node_.self->who().id()) + " is no member of project "
                         + project_.name + "; " + why.message;
    why_none_->hint = "ockam project enroll TICKET";
  }
  answer(*why_none_);
}

void membership::lose(std::string_view why) {
  say("shows its credential no more", why);
  shown_.reset();
  outside_.changed();
}

void membership::answer(const status& what) {
  for (const auto& each : std::exchange(waiting_, {}))
    each.to(what ? result(project_) : what.error());
}

// -- who is no member any more ----------------------------------------------------------

/// Nobody else would tell: the protocol has no message for it.
void membership::poll() {
  next_poll_ = home().now() + config::membership_poll;
  auto whom = node_.credentials.peers();
  std::erase_if(whom, [this](const auto& peer) {
    const auto* const held = node_.credentials.find(peer);
    return held && held->authority != project_.authority.id();
  });
  for (auto from = whom.begin(); from != whom.end();) {
    const auto most = static_cast<std::ptrdiff_t>(config::members_checked_max);
    const auto to = from + std::min(whom.end() - from, most);
    poll({from, to});
    from = to;
  }
}

void membership::poll(std::vector<wire::identifier> whom) {
  polling_ = true;
  authority_.object->ask(
      wire::check_members{std::move(whom)},
      [this, alive = caf::actor_cast<caf::actor>(this)](const auto& answer) {
        run([&] { take_leavers(answer); });
      },
      config::membership_poll_timeout);
}

void membership::take_leavers(const result<wire::bytes>& answered) {
  polling_ = false;
  const auto gone = answered ? wire::decode_member_ids(*answered) : answered.error();
  if (gone) {
    knows_status_ = true;
    for (const auto& who : *gone)
      node_.credentials.revoke(who, "is no member of project " + project_.name + " any more");
    return;
  }
  const auto code = gone.error().code;
  if (!knows_status_ && (code == errc::timed_out || code == errc::not_found)) {
    next_poll_ = home().now() + config::membership_poll_rare;
    return say("its authority does not say who is no member any more, so that is learnt when "
               "credentials expire",
               gone.error().message);
  }
  next_poll_ += some_of(node_.random, config::membership_poll);
  say("who is no member any more is not known", gone.error().message);
}

void membership::say(std::string_view what, std::string_view why) const {
  const auto subject = "project " + project_.name + ": " + std::string(what);
  config::log_limited(subject, log_level::warn, subject + ": " + std::string(why));
}

} // namespace ockam::actors
