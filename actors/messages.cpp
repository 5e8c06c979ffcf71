#include "actors/messages.hpp"

#include "actors/exchange.hpp"
#include "actors/fields.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

void messages::create(const json& fields, answer to) {
  field_reader in{fields};
  auto route = in.address("to");
  auto payload = in.hex("payload_hex");
  const auto timeout = in.timeout(config::message_reply_timeout);
  if (!in.ok()) return to(in.failure());
  exchange::start(node_, std::move(route), std::move(payload), timeout,
                  [to](result<wire::bytes> reply) {
                    if (!reply) return to(reply.error());
                    to(json{{"payload_hex", wire::to_hex(*reply)}});
                  });
}

} // namespace ockam::actors
