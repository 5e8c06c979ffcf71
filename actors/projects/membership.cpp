#include "actors/projects/membership.hpp"

#include "actors/routing/error_text.hpp"
#include "channels/workers/access_rules.hpp"
#include "channels/workers/credential_table.hpp"
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
      kept_(std::move(kept)) {
  node_.credentials.trust(project_.authority);
  node_.access.add_project_node(project_.node);
}

caf::behavior membership::make_behavior() {
  authority_ = transports::pinned_ref<authority_client>(authority_client::start(
      node_, {project_.name, project_.authority_route,
              channels::allow_list{{project_.authority.id()}}, node_.self}));
  if (const auto kept = std::exchange(kept_, {}))
    if (const auto good = accept(*kept); !good) say("the credential kept", good.error().message);
  follow_authority();
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
    pace_.hurry();
    tick();
  });
}

/// All that waits for time waits here: the time of day may jump, and so it is only looked at.
void membership::tick() {
  const auto now = home().now();
  node_.credentials.look_at_clock();
  if (shown_ && !holds()) lose("its credential has expired");
  if (pace_.fetches(due(), now)) fetch();
  if (pace_.looks(now)) look_at_itself();
  auto next = pace_.next(due(), now);
  std::erase_if(waiting_, [&](const waiting& each) {
    next = std::min(next, std::max(each.deadline, now));
    if (each.deadline > now) return false;
    each.to(fail(errc::timed_out, "no credential of project " + project_.name + " in time"));
    return true;
  });
  tick_.arm(next - now);
}

// -- the credential -------------------------------------------------------------------

bool membership::holds() const { return shown_ && shown_->holds(node_.time.now()); }

bool membership::due() const { return !shown_ || outdated_ || shown_->is_due(node_.time.now()); }

void membership::fetch() {
  constexpr auto more = config::credential_retry_max - config::credential_retry_min;
  pace_.begin_fetch(home().now(), some_of(node_.random, more));
  authority_.object->ask(wire::issue_credential{},
                         [this, alive = caf::actor_cast<caf::actor>(this)](const auto& answer) {
                           run([&] { take(answer); });
                         });
}

void membership::take(const result<wire::bytes>& answered) {
  pace_.end_fetch();
  if (!answered) return refuse(answered.error());
  auto given = decode(*answered);
  if (!given) return refuse(given.error());
  if (auto good = accept(*given); !good) {
    const auto why = channels::why_not_fresh(*given, good.error(), node_.time.now());
    return refuse(fail(errc::protocol,
                       "the authority of project " + project_.name
                           + " sent what does not hold: " + why.message,
                       why.hint));
  }
  if (!shown_) return; // lost at once, by whoever heard of it
  const auto issued = shown_->issued_at();
  if (const auto here = node_.time.now(); channels::clocks_differ(here, issued))
    say("its authority's clock", channels::clock_gap(here, issued));
  outside_.keep(*given, shown_->expires_at());
}

status membership::accept(presented_credential given) {
  OCKAM_TRY(said,
            channels::verify(given, project_.authority, node_.self->who().id(), node_.time.now()));
  shown_.emplace(std::move(given), std::move(said));
  mute_ = !shown_->version();
  outdated_ = false;
  why_none_.reset();
  config::log(log_level::info, "project " + project_.name + ": a credential for "
                                   + std::to_string(shown_->expires_at() - node_.time.now())
                                   + " s");
  follow_authority();
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

// -- what the authority says of members ---------------------------------------------------

/// Until it is known that the authority does not answer, nobody counts whom it does not confirm.
void membership::follow_authority() {
  const auto wanted = knows_status_ || !mute_;
  if (std::exchange(asks_, wanted) == wanted) return;
  channels::credential_table::asker ask_it;
  if (wanted)
    ask_it = [this, me = caf::actor_cast<caf::weak_actor_ptr>(this)](
                 std::uint64_t question, std::vector<wire::identifier> whom) {
      if (me.lock() && !ended()) ask(question, std::move(whom));
    };
  node_.credentials.confirm_by(project_.authority.id(), std::move(ask_it));
}

void membership::look_at_itself() {
  pace_.begin_look();
  ask(0, {});
}

void membership::ask(std::uint64_t question, std::vector<wire::identifier> whom) {
  whom.push_back(node_.self->who().id());
  pace_.asks(home().now());
  authority_.object->ask(
      wire::check_members{std::move(whom)},
      [this, question, alive = caf::actor_cast<caf::actor>(this)](const auto& answer) {
        run([&] { take_versions(question, answer); });
      },
      config::standing_timeout);
}

void membership::take_versions(std::uint64_t question, const result<wire::bytes>& answered) {
  if (question == 0) pace_.end_look();
  const auto authority = project_.authority.id();
  const auto said = answered ? wire::decode_member_versions(*answered) : answered.error();
  if (said) {
    knows_status_ = true;
    follow_authority();
    take_own(*said);
    if (question == 0) return;
    channels::credential_table::words words;
    for (const auto& [who, version] : *said)
      words.emplace(who, channels::credential_table::word{version, {}});
    return node_.credentials.answered(authority, question, words);
  }
  if (question != 0) node_.credentials.unanswered(authority, question);
  const auto code = said.error().code;
  if (!knows_status_ && mute_
      && (code == errc::timed_out || code == errc::not_found || code == errc::invalid)) {
    pace_.looks_rarely(home().now());
    return say("its authority does not say who is no member any more, so that is learnt when "
               "credentials expire",
               said.error().message);
  }
  say("who is no member any more is not known", said.error().message);
  if (code == errc::denied) refuse(said.error());
}

/// The node's own attributes; it is a member again, if it was none.
void membership::take_own(const wire::member_versions& said) {
  const auto at = said.find(node_.self->who().id());
  if (at == said.end() || (shown_ && shown_->version() == at->second)) return;
  outdated_ = true;
  pace_.hurry();
  if (!pace_.fetching()) tick();
}

void membership::say(std::string_view what, std::string_view why) const {
  const auto subject = "project " + project_.name + ": " + std::string(what);
  config::log_limited(subject, log_level::warn, subject + ": " + std::string(why));
}

} // namespace ockam::actors
