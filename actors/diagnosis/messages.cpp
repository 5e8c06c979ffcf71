#include "actors/diagnosis/messages.hpp"

#include "actors/control/values.hpp"
#include "actors/diagnosis/request_reply.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

void messages::create(const config::message& asked, const answer& to) {
  auto given =
      route_of(asked.to, time_or(asked.timeout, config::message_reply_timeout), asked.authorized);
  if (!given) return to(given.error());
  who_.find(asked.identity, [this, route = std::move(*given), payload = asked.payload,
                             to](identities::found self) mutable {
    if (!self) return to(self.error());
    route.self = std::move(*self);
    request_reply::start(who_.node(), std::move(route), std::move(payload),
                         [to](result<wire::bytes> reply) {
                           if (!reply) return to(reply.error());
                           to(json{{"payload_hex", wire::to_hex(*reply)}});
                         });
  });
}

} // namespace ockam::actors
