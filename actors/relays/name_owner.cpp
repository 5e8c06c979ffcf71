#include "actors/relays/name_owner.hpp"

namespace ockam::actors {

bool name_owner::is_same_registration(const name_owner& other) const {
  return tail && other.tail && worker == other.worker && peer == other.peer;
}

bool name_owner::is_same_owner(const name_owner& other) const {
  if (peer) return peer == other.peer;
  const auto marked = tail && tail->owner != wire::relay_owner_mark{};
  return marked && other.tail && tail->owner == other.tail->owner;
}

name_ruling rule_on(const name_owner& standing, const name_owner& newcomer) {
  if (standing.is_same_registration(newcomer)) return name_ruling::takes;
  const auto had_it = newcomer.tail && newcomer.tail->again;
  return standing.is_same_owner(newcomer) && !had_it ? name_ruling::takes : name_ruling::asks;
}

std::string to_text(const name_owner& who) {
  return who.peer ? to_string(*who.peer) : "a node that proved no identity";
}

std::string in_words_with_source(const name_owner& who) {
  return to_text(who) + (who.source.empty() ? "" : " at " + who.source);
}

} // namespace ockam::actors
