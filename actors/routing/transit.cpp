#include "actors/routing/transit.hpp"

#include "config/base/log.hpp"

namespace ockam::actors {

transit::transit(const channels::access_rules& rules, std::string connection, wanted w)
    : connection_(std::move(connection)),
      wanted_(std::move(w)),
      guard_(rules, "transit", connection_, wanted_.allow) {}

bool transit::admits(const transports::flow& from) const {
  const auto& about = from.about();
  if (wanted_.everybody || (about.loopback && about.accepted)) return true;
  return wanted_.allow && about.peer && guard_.admits(about.peer);
}

void transit::refused(const transports::flow& from) const {
  config::log_limited("transit", config::log_level::warn,
                      "dropped a message from " + from.about().name + " to connection "
                          + connection_ + ", which is for " + in_words()
                          + "; tcp-connection create --allow-transit or --transit-policy opens it");
}

std::string transit::in_words() const {
  if (wanted_.everybody) return "everybody";
  return wanted_.allow ? to_string(*wanted_.allow) : std::string(usual);
}

} // namespace ockam::actors
