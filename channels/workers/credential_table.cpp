#include "channels/workers/credential_table.hpp"

#include "channels/workers/channel_table.hpp"
#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "transports/reactor/pinned_actor.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace ockam::channels {

/// One timer for all that is held.
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
      lookout_(home.spawn<lookout>(std::function<void()>([this] { end_expired(); }))) {}

// -- what this node shows, and whom it believes -----------------------------------------

void credential_table::present(std::vector<presented_credential> own) {
  of_projects_ = std::move(own);
  present_all();
}

void credential_table::show_of(const identifier& authority, presented_credential own) {
  of_others_.insert_or_assign(authority, std::move(own));
  present_all();
}

void credential_table::present_all() {
  presented_ = of_projects_;
  for (const auto& [authority, own] : of_others_) presented_.push_back(own);
  ++times_presented_;
  if (presented_.empty()) return;
  for (const auto& channel : channels_.list()) caf::anon_send(channel.actor, present_again{});
}

void credential_table::trust(identity authority) {
  const auto id = authority.id();
  const auto at = trusted_.find(id);
  if (at == trusted_.end())
    trusted_.emplace(id, std::move(authority));
  else if (authority.changes() >= at->second.changes())
    at->second = std::move(authority);
  for (const auto& channel : channels_.list()) caf::anon_send(channel.actor, look_again{});
}

// -- what peers show --------------------------------------------------------------------

result<credential> credential_table::verify(const presented_credential& shown,
                                            const identifier& presenter,
                                            identifier& authority) const {
  error why = fail(errc::denied, "no authority is trusted");
  for (const auto& [id, issuer] : trusted_) {
    auto verified = channels::verify(shown, issuer, presenter, time_.now());
    authority = id;
    if (verified) return verified;
    why = verified.error();
  }
  return why;
}

/// What the credential says that was issued last, of those that hold.
std::optional<credential_table::entry>
credential_table::newest(const identifier& peer,
                         std::span<const presented_credential> shown) const {
  std::optional<entry> out;
  for (const auto& one : shown) {
    identifier authority;
    auto said = verify(one, peer, authority);
    if (!said) {
      config::log_limited("credential", config::log_level::warn,
                          "a credential that " + to_string(peer)
                              + " shows does not count: " + said.error().message);
      continue;
    }
    if (out && said->valid.from < out->issued) continue;
    out = entry{{std::move(said->attributes), said->valid.until, authority}, said->valid.from, {}};
  }
  return out;
}

void credential_table::take(const identifier& peer, const std::string& encryptor,
                            std::span<const presented_credential> shown) {
  if (!trusts_any() || shown.empty()) return;
  auto said = newest(peer, shown);
  if (!said) return;
  if (const auto at = revoked_.find(peer); at != revoked_.end() && said->issued <= at->second) {
    config::log_limited("revoked", config::log_level::warn,
                        "what " + to_string(peer) + " shows was revoked");
    return;
  }
  auto at = held_.find(peer);
  if (at != held_.end() && at->second.held.until >= time_.now()
      && at->second.issued > said->issued) { // an older one, in another channel
    at->second.channels.insert(encryptor);
    return;
  }
  if (at != held_.end()) {
    by_end_.erase({at->second.held.until, peer});
    said->channels = std::move(at->second.channels);
    at->second = std::move(*said);
  } else {
    at = held_.emplace(peer, std::move(*said)).first;
  }
  at->second.channels.insert(encryptor);
  by_end_.emplace(at->second.held.until, peer);
  look_out();
  changed(peer);
}

void credential_table::leave(const identifier& peer, const std::string& encryptor) {
  const auto at = held_.find(peer);
  if (at == held_.end() || at->second.channels.erase(encryptor) == 0) return;
  if (at->second.channels.empty()) forget(at);
}

const standing* credential_table::find(const identifier& peer) const {
  const auto at = held_.find(peer);
  return at != held_.end() && time_.now() <= at->second.held.until ? &at->second.held : nullptr;
}

std::vector<identifier> credential_table::peers() const {
  std::vector<identifier> out;
  out.reserve(held_.size());
  for (const auto& [peer, held] : held_) out.push_back(peer);
  return out;
}

// -- the end ----------------------------------------------------------------------------

void credential_table::revoke(const identifier& peer, std::string_view why) {
  remember_revoked(peer);
  if (const auto at = held_.find(peer); at != held_.end()) end(at, why);
}

void credential_table::remember_revoked(const identifier& peer) {
  const auto by_time = [](const auto& a, const auto& b) { return a.second < b.second; };
  if (revoked_.size() >= config::revocations_max && revoked_.count(peer) == 0)
    revoked_.erase(std::min_element(revoked_.begin(), revoked_.end(), by_time));
  revoked_[peer] = time_.now();
}

void credential_table::forget(entries::iterator gone) {
  const auto peer = gone->first;
  by_end_.erase({gone->second.held.until, peer});
  held_.erase(gone);
  if (held_.empty()) lookout_.object->rest();
  changed(peer);
}

void credential_table::end(entries::iterator gone, std::string_view why) {
  const auto encryptors = std::move(gone->second.channels);
  config::log(config::log_level::warn, to_string(gone->first) + " " + std::string(why) + ": "
                                           + std::to_string(encryptors.size())
                                           + " channels with it end");
  forget(gone);
  for (const auto& encryptor : encryptors)
    if (const auto channel = channels_.find(encryptor))
      caf::anon_send_exit(channel->actor, caf::exit_reason::user_shutdown);
}

void credential_table::end_expired() {
  const auto now = time_.now();
  while (!by_end_.empty() && by_end_.begin()->first < now)
    end(held_.find(by_end_.begin()->second), "has a credential that expired");
  look_out();
}

/// The time of day may jump, so it is looked at again before the next standing should end.
void credential_table::look_out() {
  if (by_end_.empty()) return;
  const auto now = time_.now(), until = by_end_.begin()->first;
  constexpr timestamp longest{std::chrono::seconds(config::standing_look_period).count()};
  const auto left = until < now ? 0 : std::min(until - now, longest - 1);
  lookout_.object->wait(std::chrono::seconds(left + 1));
}

void credential_table::on_change(std::function<void(const identifier&)> watcher) {
  watchers_.push_back(std::move(watcher));
}

/// Not at once: whoever caused it may be in the middle of a call that a watcher would enter again.
void credential_table::changed(const identifier& peer) {
  if (watchers_.empty()) return;
  changed_.insert(peer);
  if (changed_.size() > 1) return;
  home_.post([this] {
    for (const auto& each : std::exchange(changed_, {}))
      for (const auto& watcher : watchers_) watcher(each);
  });
}

} // namespace ockam::channels
