#include "actors/tcp_connections.hpp"

#include "actors/fields.hpp"
#include "transports/link_table.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

namespace {

json describe(const transports::link_info& link) {
  const auto dialed = link.mode == transports::link_mode::dialed;
  return {{"id", link.address},
          {"transport", "TCP"},
          {"mode", dialed ? "Remote connection" : "Accepted connection"},
          {"socket_address", transports::to_string(link.peer)},
          {"worker_address", link.address}};
}

error not_found(std::string_view id) {
  return fail(errc::not_found, "tcp connection " + std::string(id) + " not found",
              "ockam tcp-connection list");
}

} // namespace

result<json> tcp_connections::list() const {
  auto out = json::array();
  for (const auto& link : node_.links.list()) out.push_back(describe(link));
  return out;
}

result<json> tcp_connections::show(std::string_view id) const {
  const auto link = node_.links.find(id);
  if (!link) return not_found(id);
  return describe(*link);
}

void tcp_connections::create(const json& fields, answer to) {
  field_reader in{fields};
  const auto where = in.endpoint("to");
  const auto timeout = in.timeout(config::connect_timeout);
  if (!in.ok()) return to(in.failure());
  node_.links.open(node_, where, timeout, [to](result<transports::link_info> link) {
    if (!link) return to(link.error());
    to(describe(*link));
  });
}

result<json> tcp_connections::remove(std::string_view id) {
  auto gone = show(id);
  if (gone) node_.links.close(id);
  return gone;
}

} // namespace ockam::actors
