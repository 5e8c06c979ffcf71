#include "actors/access/isolation.hpp"

namespace ockam::actors {

namespace {

std::string_view list_in(const wire::attribute_map& all, const char* name) noexcept {
  for (const auto& [key, value] : all)
    if (key == name) return value;
  return {};
}

/// Takes the first name off a list with commas in between; blanks around it do not count.
std::string_view take_name(std::string_view& list) noexcept {
  const auto comma = list.find(',');
  auto name = list.substr(0, comma);
  list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
  while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  return name;
}

bool has(std::string_view list, std::string_view wanted) noexcept {
  while (!list.empty())
    if (take_name(list) == wanted) return true;
  return false;
}

} // namespace

bool may_reach(const wire::attribute_map& member, const wire::attribute_map* owner,
               std::string_view relay) noexcept {
  const auto named = list_in(member, reach_attribute);
  if (has(named, "*") || has(named, relay)) return true;
  if (!owner) return false;
  const auto theirs = list_in(*owner, team_attribute);
  for (auto ours = list_in(member, team_attribute); !ours.empty();)
    if (const auto team = take_name(ours); !team.empty() && has(theirs, team)) return true;
  return false;
}

} // namespace ockam::actors
