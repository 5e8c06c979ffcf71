#include "transports/bounds/link_admission.hpp"

#include "config/defaults.hpp"
#include "wire/bytes.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <span>

namespace ockam::transports {

using config::limit;

std::string link_admission::source_of(const endpoint& peer) {
  std::array<std::uint8_t, 16> v6{};
  if (is_loopback(peer.host)) return std::string{this_machine};
  if (::inet_pton(AF_INET6, peer.host.substr(0, peer.host.find('%')).c_str(), v6.data()) != 1)
    return peer.host;
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), v6.begin())) // an IPv4 address in IPv6's clothes
    return v6[12] == 127 ? std::string{this_machine} : wire::to_hex(std::span{v6}.last(4));
  return wire::to_hex(std::span{v6}.first(8)) + "/64";
}

link_admission::link_admission() : links_max_(descriptors_allowed(config::links_max)) {}

void link_admission::set_limits(const config::limits& most) {
  limits_ = most;
  links_max_ = descriptors_allowed(most[limit::links]);
}

std::string link_admission::why_not(const std::string& source, links& all) {
  const auto refused = [this](std::uint64_t link_refusals::*reason, std::size_t max,
                              std::string_view of_whom) {
    count(reason);
    return std::to_string(max) + " links " + std::string(of_whom) + " are open";
  };
  if (fails_early(source, all))
    return refused(&link_refusals::early, strangers(),
                   "of which nothing is known, from everywhere,");
  if (has_too_many(source) && !makes_place_among(source, all))
    return refused(source == this_machine ? &link_refusals::loopback : &link_refusals::source,
                   guests_.strangers_of(source), "of which nothing is known, from " + source + ',')
           + ", which is what --links-per-source allows";
  if (strangers() >= limits_[limit::unknown_links] && !makes_place(source, all))
    return refused(&link_refusals::unknown, strangers(),
                   "of which nothing is known, from everywhere,");
  if (all.count() >= links_max_ - links_max_ / config::links_reserved_divisor
      && !makes_place(source, all))
    return refused(&link_refusals::total, links_max_, "in all");
  return {};
}

bool link_admission::has_too_many(const std::string& source) const {
  const auto of_any = limits_[limit::links_per_source];
  const auto max =
      source == this_machine ? std::max(limits_[limit::links_from_loopback], of_any) : of_any;
  return guests_.strangers_of(source) >= max
         || guests_.of_source(source) >= max * config::proven_links_factor;
}

/// A place that is somebody's by right is refused to nobody.
bool link_admission::fails_early(const std::string& source, links& all) const {
  const auto max = limits_[limit::unknown_links];
  const auto start = max * config::early_drop_start / config::unknown_links_max;
  if (strangers() <= start || guests_.owed_to(source)) return false;
  const std::size_t thrown = all.random(); // 0 .. 65535
  return thrown * 2 * (max - start) < (strangers() - start) * 65536;
}

/// Of one source, a silent one of its own.
bool link_admission::makes_place_among(const std::string& source, links& all) {
  ++looks_;
  const auto oldest = guests_.oldest_silent_of(source);
  if (!oldest) return false;
  ++refusals_.silent, ++refusals_.among;
  all.end(*oldest, "it was silent and others need its place");
  return true;
}

bool link_admission::makes_place(const std::string& source, links& all) {
  const auto gone = guests_.gives_way(source, [&all](number n) { return all.in_use(n); });
  if (!gone) return false;
  const auto silent = all.silent(*gone);
  ++(silent ? refusals_.silent : refusals_.crowd);
  all.end(*gone, silent ? "it was silent and others need its place"
                        : "its source has the most links, and others need its place");
  return true;
}

void link_admission::enters(number one, const std::string& source) {
  guests_.enter(one, source, places::rank::silent);
}

bool link_admission::stands_for_one_more(const wire::identifier& who) {
  auto& held = standing_[who];
  if (held >= config::proven_links_per_identity_max) return false;
  ++held;
  return true;
}

void link_admission::stands_no_more(const wire::identifier& who) {
  if (const auto at = standing_.find(who); --at->second == 0) standing_.erase(at);
}

} // namespace ockam::transports
