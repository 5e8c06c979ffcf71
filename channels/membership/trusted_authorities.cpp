#include "channels/membership/trusted_authorities.hpp"

#include "channels/membership/own_credentials.hpp"
#include "config/members/guests.hpp"

#include <utility>

namespace ockam::channels {

void trusted_authorities::trust(identity authority) {
  const auto id = authority.id();
  const auto at = all_.find(id);
  if (at == all_.end())
    all_.emplace(id, std::move(authority));
  else if (authority.changes() >= at->second.changes())
    at->second = std::move(authority);
}

result<trusted_authorities::verified> trusted_authorities::verify(const presented_credential& shown,
                                                                  const identifier& presenter,
                                                                  timestamp now) const {
  error why = fail(errc::denied, "no authority is trusted");
  for (const auto& [id, issuer] : all_) {
    auto said = channels::verify(shown, issuer, presenter, now);
    if (said) {
      said->valid.until = config::end_within(said->attributes, said->valid.until);
      if (said->valid.until >= now) return verified{std::move(*said), id};
      said = fail(errc::denied, "the membership that it is of is over");
    }
    why = said.error();
  }
  return why;
}

std::string trusted_authorities::why_void(const own_credentials& own, const identifier& self,
                                          timestamp now) const {
  for (const auto& [authority, shown] : own.of_others()) {
    const auto known = all_.find(authority);
    if (known == all_.end()) continue;
    const auto said = channels::verify(shown, known->second, self, now);
    if (!said) return "the credential that this node shows does not count: " + said.error().message;
  }
  return {};
}

} // namespace ockam::channels
