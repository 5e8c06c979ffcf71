#include "actors/diagnosis/messages.hpp"

#include "actors/control/fields.hpp"
#include "actors/diagnosis/request_reply.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

void messages::create(const json& fields, answer to) {
  field_reader in{fields};
  auto route = in.route("to", config::message_reply_timeout);
  auto payload = in.hex("payload_hex");
  const auto identity = in.text("identity", "");
  if (!in.ok()) return to(in.failure());
  who_.find(identity, [this, route, payload, to](identities::found self) mutable {
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
