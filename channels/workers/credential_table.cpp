#include "channels/workers/credential_table.hpp"

#include "channels/workers/channel_table.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace ockam::channels {

namespace {

/// Between two questions that nobody waits for: several peers share one.
constexpr std::chrono::milliseconds ask_pause{250};

} // namespace

/// Has one timer for all standings that are held.
class credential_table::lookout final : public transports::pinned_actor {
public:
  lookout(caf::actor_config& cfg, std::function<void()> look)
      : pinned_actor(cfg), timer_(*this, std::move(look)) {}

  void wait(transports::duration delay) { timer_.arm(delay); }
  void rest() noexcept { timer_.disarm(); }

private:
  caf::behavior make_behavior() override {
    return {[](const caf::unit_t&) {}}; // it lives by its timer
  }
  transports::timer timer_;
};

credential_table::credential_table(transports::reactor& home, const transports::wall_clock& time,
                                   channel_table& channels)
    : home_(home),
      time_(time),
      channels_(channels),
      watchers_(home),
      lookout_(home.spawn<lookout>(std::function<void()>([this] { look(); }))) {}

// -- what this node shows, and whom it believes -----------------------------------------

void credential_table::present(std::vector<presented_credential> own) {
  own_.set_of_projects(std::move(own));
  present_all();
}

void credential_table::show_of(const identifier& authority, presented_credential own) {
  own_.set_of(authority, std::move(own));
  present_all();
}

void credential_table::present_all() {
  if (own_.all().empty()) return;
  for (const auto& channel : channels_.list()) caf::anon_send(channel.actor, present_again{});
}

std::string credential_table::why_own_is_void(const identifier& self) const {
  return trusted_.why_void(own_, self, time_.now());
}

void credential_table::trust(identity authority) {
  trusted_.trust(std::move(authority));
  look_again_at_all();
}

void credential_table::look_again_at_all() const {
  for (const auto& channel : channels_.list()) caf::anon_send(channel.actor, look_again{});
}

void credential_table::look_at_clock() {
  const auto steady = std::chrono::floor<std::chrono::seconds>(home_.now().time_since_epoch());
  const auto day = static_cast<std::int64_t>(time_.now()) - steady.count();
  const auto before = std::exchange(day_, day);
  if (!before || std::abs(*before - day) <= 1) return; // both were rounded
  config::log(config::log_level::warn,
              "the clock of the day has jumped by " + std::to_string(day - *before) + " s");
  look_again_at_all();
}

// -- what peers show --------------------------------------------------------------------

/// What the credential says that was issued last, of those that hold.
std::optional<credential_table::saying>
credential_table::newest(const identifier& peer,
                         std::span<const presented_credential> shown) const {
  std::optional<saying> out;
  for (const auto& one : shown) {
    auto verified = trusted_.verify(one, peer, time_.now());
    if (!verified) {
      config::log_limited("credential", config::log_level::warn,
                          "a credential that " + to_string(peer)
                              + " shows does not count: " + verified.error().message);
      continue;
    }
    auto& said = verified->what;
    if (out && said.valid.from < out->issued) continue;
    const auto version = take_version(said.attributes).value_or(0);
    out = saying{{std::move(said.attributes), said.valid.until, verified->authority},
                 said.valid.from,
                 {version, home_.now()}};
  }
  return out;
}

void credential_table::take(const identifier& peer, const std::string& encryptor,
                            std::span<const presented_credential> shown) {
  if (!trusts_any() || shown.empty()) return;
  auto said = newest(peer, shown);
  if (!said) return;
  const auto [at, first] = held_.enter(peer);
  auto& e = at->second;
  e.channels.insert(encryptor);
  if (const auto who = asked_.find(said->held.authority); who != asked_.end())
    who->second.said.connect(peer, home_.now());
  const auto is_older = !first && e.now.held.until >= time_.now() && e.now.issued > said->issued;
  if (is_older) return judge(at); // in another channel
  const auto judged = judge(peer, *said);
  if (!first && e.counts == verdict::counts && judged == verdict::waits) {
    e.newer = std::move(said); // what it showed before counts meanwhile
    return;
  }
  put(at, std::move(*said));
  judge(at);
  if (e.counts == verdict::counts) watchers_.changed(peer); // its attributes may be others
}

void credential_table::put(entries::iterator at, saying said) {
  const auto& before = at->second.now.held.authority;
  if (const auto who = asked_.find(before); who != asked_.end() && before != said.held.authority)
    who->second.said.disconnect(at->first);
  held_.put(at, std::move(said));
  look_out();
}

void credential_table::leave(const identifier& peer, const std::string& encryptor) {
  const auto at = held_.find(peer);
  if (at == held_.end() || at->second.channels.erase(encryptor) == 0) return;
  if (at->second.channels.empty()) forget(at);
}

const standing* credential_table::find(const identifier& peer) const {
  const auto at = held_.find(peer);
  if (at == held_.end() || at->second.counts != verdict::counts) return nullptr;
  const auto& held = at->second.now.held;
  return time_.now() <= held.until ? &held : nullptr;
}

std::vector<identifier> credential_table::peers() const {
  std::vector<identifier> out;
  out.reserve(held_.size());
  for (const auto& [peer, held] : held_) out.push_back(peer);
  return out;
}

// -- what their authorities confirm -----------------------------------------------------

void credential_table::confirm_by(const identifier& authority, asker ask, bool exact) {
  asked_.erase(authority);
  if (ask) {
    auto& who =
        asked_.emplace(authority, asked{confirmations(exact), std::move(ask)}).first->second;
    for (const auto& [peer, e] : held_)
      if (e.now.held.authority == authority) who.said.connect(peer, home_.now());
  }
  judge_all(authority);
}

credential_table::verdict credential_table::judge(const identifier& peer, const saying& said) {
  const auto who = asked_.find(said.held.authority);
  if (!asks_ || who == asked_.end()) return verdict::counts;
  const auto out = who->second.said.judge(peer, said.claim, home_.now(), when_silent_);
  ask_later();
  return out;
}

void credential_table::judge(entries::iterator at) {
  auto& e = at->second;
  const auto before = e.counts;
  const auto held = e.now.claim.of;
  if (e.newer) {
    const auto newer = judge(at->first, *e.newer);
    if (newer == verdict::counts) {
      auto said = std::move(*e.newer);
      put(at, std::move(said));
    } else if (newer == verdict::refused) {
      e.newer.reset();
    }
  }
  e.counts = judge(at->first, e.now);
  // A new question about somebody who is connected does not take away what counted until now.
  if (e.counts == verdict::waits && before == verdict::counts && e.now.claim.of == held)
    e.counts = before;
  if (before == verdict::waits && e.counts != verdict::waits) settle(e);
  const auto flips = (e.counts == verdict::counts) != (before == verdict::counts);
  if (flips || e.now.claim.of != held) watchers_.changed(at->first);
}

void credential_table::judge_all(const identifier& authority) {
  for (auto at = held_.begin(); at != held_.end(); ++at)
    if (at->second.now.held.authority == authority) judge(at);
}

void credential_table::hear(const identifier& authority, const identifier& peer, const word* said) {
  const auto at = held_.find(peer);
  if (at == held_.end() || at->second.now.held.authority != authority) return;
  auto& e = at->second;
  // Whoever only now shows what it once was may still ask the authority itself.
  if (!said && e.counts == verdict::counts) return end(at, "is no member of the project any more");
  judge(at);
  if (!said || !said->attributes || *said->attributes == e.now.held.attributes) return;
  e.now.held.attributes = *said->attributes;
  watchers_.changed(peer);
}

void credential_table::answered(const identifier& authority, std::uint64_t question,
                                const words& said) {
  const auto who = asked_.find(authority);
  if (who == asked_.end()) return;
  const auto now = home_.now();
  const auto was_silent = who->second.said.silent(now);
  confirmations::words versions;
  for (const auto& [peer, each] : said) versions.emplace(peer, each.version);
  for (const auto& peer : who->second.said.answered(question, versions, now)) {
    const auto word = said.find(peer);
    hear(authority, peer, word != said.end() ? &word->second : nullptr);
  }
  if (was_silent) judge_all(authority);
  ask_later();
}

void credential_table::unanswered(const identifier& authority, std::uint64_t question) {
  const auto who = asked_.find(authority);
  if (who == asked_.end()) return;
  who->second.said.unanswered(question, home_.now());
  judge_all(authority);
  ask_later();
}

void credential_table::told(const identifier& authority, const identifier& peer,
                            const std::optional<word>& said) {
  const auto who = asked_.find(authority);
  if (who == asked_.end()) return;
  who->second.said.told(peer, said ? std::optional(said->version) : std::nullopt, home_.now());
  hear(authority, peer, said ? &*said : nullptr);
}

bool credential_table::waits(const identifier& peer) const {
  const auto at = held_.find(peer);
  return at != held_.end() && at->second.counts == verdict::waits && !trusted_.contains(peer);
}

void credential_table::settle(const entry& e) {
  for (const auto& encryptor : e.channels)
    if (const auto channel = channels_.find(encryptor))
      caf::anon_send(channel->actor, standing_known{});
}

bool credential_table::hold(std::size_t bytes) noexcept {
  if (bytes > config::held_bytes_of_all_max - held_bytes_) return false;
  held_bytes_ += bytes;
  return true;
}

/// One question for all who come in this round.
void credential_table::ask_later() {
  if (std::exchange(asks_soon_, true)) return;
  home_.post([this] { ask(); });
}

void credential_table::ask() {
  asks_soon_ = false;
  for (auto& [authority, who] : asked_)
    while (auto question = who.said.next(home_.now()))
      who.ask(question->number, std::move(question->whom));
  look_out();
}

// -- the end ----------------------------------------------------------------------------

void credential_table::forget(entries::iterator gone) {
  const auto peer = gone->first;
  if (const auto who = asked_.find(gone->second.now.held.authority); who != asked_.end())
    who->second.said.disconnect(peer);
  held_.erase(gone);
  if (held_.empty()) lookout_.object->rest();
  watchers_.changed(peer);
}

void credential_table::end(entries::iterator gone, std::string_view why) {
  auto encryptors = std::move(gone->second.channels);
  config::log(config::log_level::warn, to_string(gone->first) + " " + std::string(why) + ": "
                                           + std::to_string(encryptors.size())
                                           + " channels with it end");
  const auto peer = gone->first;
  forget(gone);
  const auto any_told = watchers_.ends(peer);
  end_channels(std::move(encryptors), any_told ? rounds_of_farewell : 0);
}

/// What ended with the standing tells its far ends by these channels first, and an actor's end
/// overtakes what waits for it.
void credential_table::end_channels(std::set<std::string> encryptors, int rounds) {
  if (rounds > 0)
    return home_.post(
        [this, all = std::move(encryptors), rounds] { end_channels(all, rounds - 1); });
  for (const auto& encryptor : encryptors)
    if (const auto channel = channels_.find(encryptor))
      caf::anon_send_exit(channel->actor, caf::exit_reason::user_shutdown);
}

void credential_table::end_expired() {
  look_at_clock();
  const auto now = time_.now();
  for (auto at = held_.expired(now); at != held_.end(); at = held_.expired(now))
    end(at, "has a credential that expired");
}

/// All that waits for time waits here.
void credential_table::look() {
  end_expired();
  const auto now = home_.now();
  for (const auto& [authority, who] : asked_)
    if (who.said.lapses(now)) judge_all(authority);
  ask();
}

/// The time of day may jump, so it is looked at again before the next standing should end.
void credential_table::look_out() {
  if (held_.empty()) return;
  const auto now = time_.now(), until = held_.first_end();
  constexpr timestamp longest{std::chrono::seconds(config::standing_look_period).count()};
  const auto left = until < now ? 0 : std::min(until - now, longest - 1);
  transports::duration wait = std::chrono::seconds(left + 1);
  for (const auto& [authority, who] : asked_) {
    const auto due = who.said.next_due();
    if (due) wait = std::min(wait, std::max<transports::duration>(*due - home_.now(), ask_pause));
    if (who.said.lapses(home_.now())) wait = std::min<transports::duration>(wait, ask_pause);
  }
  lookout_.object->wait(wait);
}

} // namespace ockam::channels
