#include "actors/projects/authority_worker.hpp"

#include "channels/workers/channel_table.hpp"
#include "channels/workers/credential_table.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/links/link_table.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>
#include <cassert>

namespace ockam::actors {

namespace {

using channels::credential_table;
using wire::api_status;

/// The service of that name. REQUIRES: there is one.
wire::authority_service service_called(std::string_view name) {
  const auto& all = wire::authority_services;
  const auto* const at = std::find_if(std::begin(all), std::end(all), [name](auto service) {
    return wire::name_of(service) == name;
  });
  assert(at != std::end(all));
  return static_cast<wire::authority_service>(at - std::begin(all));
}

credential_table::word word_of(const member_roll::entry& known) {
  return {known.version, known.attributes};
}

} // namespace

authority_worker::authority_worker(caf::actor_config& cfg, channels::context& node,
                                   const wire::identifier& who, member_book book)
    : worker(cfg),
      node_(node),
      who_(who),
      book_(std::move(book)),
      next_look_(*this,
                 [this] {
                   if (needed_ || node_.credentials.anybody()) look_now();
                 }),
      next_end_(*this, [this] { end_those_over(); }),
      next_write_(*this, [this] {
        send(book_.actor(), write_notes{node_.time.now()});
        if (--writes_left_ > 0) next_write_.arm(config::refusals_write_period);
      }) {}

void authority_worker::on_start() {
  const auto me = caf::actor_cast<caf::weak_actor_ptr>(this);
  node_.credentials.confirm_by(
      who_,
      [this, me](std::uint64_t question, std::vector<wire::identifier> whom) {
        const auto alive = me.lock();
        if (!alive || ended()) return;
        const held_back wanted{{}, question, std::move(whom)};
        needed_ = true;
        look_later();
        if (fresh(wanted.whom)) return answer(wanted);
        held_.push_back(wanted);
        look_now();
      },
      false);
  book_.on_note([this, me] {
    const auto alive = me.lock();
    if (alive && !ended()) write_later();
  });
  look_now();
}

void authority_worker::on_exit() {
  book_.on_note({});
  book_ = {};
  held_.clear();
}

caf::message_handler authority_worker::control() {
  return {[this](authority_answer& a) { take(std::move(a)); },
          [this](members_seen& s) { take(std::move(s)); },
          [this](members_ended& e) {
            if (e.changes) apply(std::move(*e.changes));
          }};
}

// -- requests, in their turns -------------------------------------------------------------

void authority_worker::deliver(transports::message&& m) {
  const auto too_long = m.payload.size() > config::authority_request_size_max;
  auto request = too_long ? result<wire::api_request>(fail(errc::limit, "the request is too long"))
                          : wire::decode_api_request(m.payload.view());
  asked a{m.peer.value_or(wire::identifier{}),
          std::move(m.return_route),
          service_called(m.onward.front().value),
          {}};
  if (!request) return refuse(a, api_status::bad_request, request.error().message);
  a.request = std::move(*request);
  if (!m.peer) return refuse(a, api_status::bad_request, "secure channel required");
  if (a.service != wire::authority_service::member_status) return wait_for_turn(std::move(a));
  auto wanted = wire::decode_authority_request(a.service, a.request);
  if (!wanted) return refuse(a, api_status::bad_request, wanted.error().message);
  answer_status(std::move(a), std::move(std::get<wire::check_members>(*wanted).who));
}

void authority_worker::wait_for_turn(asked a) {
  using enum request_turns::caller;
  const auto* const known = roll_.find(a.caller);
  const auto kind = !known ? stranger : known->enroller ? enroller : member;
  const auto source =
      known ? to_string(a.caller)
            : node_.links.paced_as(node_.channels.link_below(a.caller_route), a.caller_route);
  const auto number = ++waiting_.last;
  waiting_.all.emplace(number, std::move(a));
  if (const auto gone = turns_.wait(kind, source, number)) {
    using enum config::limit;
    node_.counted.refuse(turns_.is_full(kind)
                             ? (known ? member_requests : stranger_requests)
                             : (known ? requests_per_member : requests_per_source));
    refuse(waiting_.all.extract(*gone).mapped(), api_status::internal_error,
           "too many requests wait");
  }
  go_on();
}

void authority_worker::go_on() {
  if (waiting_.at_work) return;
  const auto number = turns_.next();
  if (!number) return;
  waiting_.at_work = true;
  const auto& a = waiting_.all.at(*number);
  send(book_.actor(), *number,
       authority_question{a.service, a.caller, a.request, node_.time.now(), roll_.version()});
}

void authority_worker::take(authority_answer&& a) {
  waiting_.at_work = false;
  const auto done = waiting_.all.extract(a.number);
  say(done.mapped(), a.outcome.status, std::move(a.outcome.body)); // it may be the one that goes
  if (a.refused) write_later();
  if (a.changes) apply(std::move(*a.changes));
  go_on();
}

// -- what is asked about members ------------------------------------------------------------

/// Whether what was seen last says enough of these. Who is missing may be in the store by now, put
/// there by another process.
bool authority_worker::fresh(const std::vector<wire::identifier>& whom) const {
  if (!looked_at_) return false;
  const auto known = std::ranges::all_of(whom, [this](const auto& who) { return roll_.find(who); });
  return home().now() - *looked_at_
         <= (known ? 2 * config::member_look_period : config::member_look_pause);
}

void authority_worker::answer_status(asked a, std::vector<wire::identifier> whom) {
  needed_ = true;
  if (whom.size() > config::members_checked_max)
    return refuse(a, api_status::bad_request,
                  "more than " + std::to_string(config::members_checked_max) + " members to check");
  const auto most =
      roll_.find(a.caller) ? config::authority_requests_max : config::strangers_requests_max;
  if (!fresh({a.caller})) {
    if (held_.size() >= most)
      return refuse(a, api_status::internal_error, "too many requests wait");
    held_.push_back({std::move(a), 0, std::move(whom)});
    return look_now();
  }
  look_later();
  answer({std::move(a), 0, std::move(whom)});
}

void authority_worker::answer(const held_back& wanted) {
  if (!wanted.of_peer) {
    credential_table::words words;
    for (const auto& who : wanted.whom)
      if (const auto* const known = roll_.find(who)) words.emplace(who, word_of(*known));
    return node_.credentials.answered(who_, wanted.question, words);
  }
  if (roll_.find(wanted.of_peer->caller))
    return say(*wanted.of_peer, api_status::ok, wire::encode(roll_.versions_of(wanted.whom)));
  note_refusal(*wanted.of_peer, "unauthorized member");
  refuse(*wanted.of_peer, api_status::forbidden, "unauthorized member");
}

/// One look at a time; who waits for it is answered then.
void authority_worker::look_now() {
  if (looking_since_) return;
  next_look_.disarm();
  needed_ = false;
  looking_since_ = home().now();
  send(book_.actor(), look_at_members{roll_.version()});
}

void authority_worker::look_later() {
  if (!looking_since_ && !next_look_.armed()) next_look_.arm(config::member_look_period);
}

void authority_worker::take(members_seen&& seen) {
  const auto since = *std::exchange(looking_since_, {});
  if (seen.changes) {
    looked_at_ = since;
    apply(std::move(*seen.changes));
  }
  // What was seen last stands for a while: a server may be away for a moment.
  const auto knows = looked_at_ && home().now() - *looked_at_ <= config::member_look_max;
  for (const auto& each : std::exchange(held_, {})) {
    if (knows)
      answer(each);
    else if (each.of_peer)
      refuse(*each.of_peer, api_status::internal_error, "the members cannot be read now");
    else
      node_.credentials.unanswered(who_, each.question);
  }
  next_look_.arm(config::member_look_period);
}

/// What is connected here is told at once.
void authority_worker::apply(config::member_changes changes) {
  std::vector<wire::identifier> changed;
  for (const auto& each : changes.changed) changed.push_back(each.who);
  auto gone = changes.gone;
  const auto first = roll_.version() < 0;
  roll_.apply(std::move(changes));
  look_for_ends();
  if (first) return; // nobody was believed before
  for (const auto& who : changed)
    if (const auto* const known = roll_.find(who))
      node_.credentials.told(who_, who, word_of(*known));
  for (const auto& who : gone)
    if (!roll_.find(who)) node_.credentials.told(who_, who, {});
}

/// Members whose time is over are removed as if somebody did it. What the book could not do is tried
/// again.
void authority_worker::end_those_over() {
  auto whom = roll_.over_at(node_.time.now());
  if (whom.empty()) return look_for_ends();
  send(book_.actor(), end_memberships{std::move(whom), node_.time.now(), roll_.version()});
  next_end_.arm(config::member_look_period);
}

/// The time of day may jump, so it is looked at again before the next one should end.
void authority_worker::look_for_ends() {
  const auto end = roll_.first_end();
  if (!end) return next_end_.disarm();
  const auto now = node_.time.now();
  const std::chrono::seconds left(*end > now ? *end - now : 0);
  next_end_.arm(std::min<transports::duration>(left, config::standing_look_period));
}

// -- answers ----------------------------------------------------------------------------

void authority_worker::note_refusal(const asked& a, const std::string& why) {
  book_.note({static_cast<std::int64_t>(node_.time.now()), to_string(a.caller), "check members", "",
              "refused: " + why});
}

/// Has refusals written down: the first ones within a second, those that were counted after them
/// once their period is over.
void authority_worker::write_later() {
  writes_left_ =
      static_cast<int>(config::refusals_count_period / config::refusals_write_period) + 2;
  if (!next_write_.armed()) next_write_.arm(config::refusals_write_period);
}

void authority_worker::refuse(const asked& a, api_status status, std::string why) {
  config::log_limited("authority " + why, config::log_level::warn,
                      "refused a request to " + std::string(wire::name_of(a.service)) + " from "
                          + wire::to_string(a.caller_route) + ": " + why);
  const auto& path = a.request.path;
  const wire::api_error body{path.empty() ? std::nullopt : std::optional(path), a.request.method,
                             std::move(why)};
  say(a, status, wire::encode(body));
}

void authority_worker::say(const asked& a, api_status status, std::optional<wire::bytes> body) {
  wire::api_response response{0, a.request.id, status, std::move(body)};
  while (response.id == 0)
    node_.random.fill({reinterpret_cast<std::uint8_t*>(&response.id), sizeof response.id});
  transports::message m;
  m.onward = a.caller_route;
  m.return_route.push_back(wire::local(wire::name_of(a.service)));
  m.payload = transports::slice::copy_of(wire::encode(response));
  node_.workers.route(std::move(m));
}

} // namespace ockam::actors
