#include "config/members/guests.hpp"

#include "config/defaults.hpp"
#include "wire/text.hpp"

#include <algorithm>
#include <chrono>

namespace ockam::config {

namespace {

const std::string* value_of(const wire::attribute_map& all, const char* name) {
  const auto at = all.find(name);
  return at == all.end() ? nullptr : &at->second;
}

} // namespace

bool is_guest(const wire::attribute_map& all) { return all.contains(share_attribute); }

std::optional<std::uint64_t> end_of(const wire::attribute_map& all) {
  const auto* const text = value_of(all, until_attribute);
  if (!text) return {};
  return wire::whole_number<std::uint64_t>(*text).value_or(0);
}

std::uint64_t end_within(const wire::attribute_map& all, std::uint64_t until) {
  const auto end = end_of(all);
  return end && *end <= until ? std::max<std::uint64_t>(*end, 1) - 1 : until;
}

bool is_over(const wire::attribute_map& all, std::uint64_t now) {
  const auto end = end_of(all);
  return end && now >= *end;
}

bool makes_sharer(const wire::attribute_map& all) {
  const auto* const role = value_of(all, "ockam-role");
  return role && *role == "sharer";
}

std::string_view why_no_guest(const wire::attribute_map& guest, const wire::attribute_map& sharer,
                              std::uint64_t now) {
  constexpr std::uint64_t longest = std::chrono::seconds(ticket_lifetime_granted).count();
  const auto *const relay = value_of(guest, reach_attribute), *const own =
                                                                  value_of(sharer, "ockam-relay");
  const auto end = end_of(guest);
  if (!is_guest(guest) || !end || !relay || guest.size() != 3)
    return "a sharer lets in guests, and nobody else";
  if (*end > now + longest) return "a sharer lets in guests for 7 days at most";
  if (!own || (*own != "*" && *own != *relay))
    return "a sharer lets guests reach its own relay, and no other";
  return {};
}

} // namespace ockam::config
