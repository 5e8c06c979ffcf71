// Feeds arbitrary bytes to everything that takes bytes from a peer or an address from a user. What
// decodes must encode to something that decodes to the same. The first byte chooses the decoder.
#include "config/defaults.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/api.hpp"
#include "wire/messages/authority.hpp"
#include "wire/messages/frame.hpp"
#include "wire/messages/portal.hpp"
#include "wire/routing/multiaddr.hpp"

#include <cstdlib>

using namespace ockam;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void frame(wire::bytes_view data) {
  const auto first = wire::decode_frame(data, config::route_hops_max, config::address_size_max);
  if (!first) return;
  const auto again = wire::encode_frame(first->onward, first->return_route, first->payload);
  const auto body = wire::bytes_view{again}.subspan(wire::frame_length_size);
  const auto second = wire::decode_frame(body, config::route_hops_max, config::address_size_max);
  require(second && second->onward == first->onward && second->return_route == first->return_route);
  require(wire::text_of(second->payload) == wire::text_of(first->payload));
}

void portal(wire::bytes_view data) {
  const auto message = wire::decode_portal(data);
  if (!message || message->kind != wire::portal_kind::payload) return;
  auto again = wire::bytes{};
  const auto head = wire::encode_payload_head(message->payload.size());
  again.insert(again.end(), head.bytes.begin(), head.bytes.begin() + static_cast<long>(head.size));
  again.insert(again.end(), message->payload.begin(), message->payload.end());
  const auto second = wire::decode_portal(again);
  require(second && wire::text_of(second->payload) == wire::text_of(message->payload));
}

void address_text(wire::bytes_view data) {
  const auto first = wire::multiaddr::parse(wire::text_of(data));
  if (!first) return;
  require(*wire::multiaddr::parse(wire::to_string(*first)) == *first);
  require(*wire::multiaddr::decode(first->encode()) == *first);
}

void address_bytes(wire::bytes_view data) {
  const auto first = wire::multiaddr::decode(data);
  if (first) require(*wire::multiaddr::decode(first->encode()) == *first);
}

void route_text(wire::bytes_view data) {
  const auto first = wire::route::parse(wire::text_of(data));
  if (first && wire::is_utf8(data)) static_cast<void>(wire::to_string(*first));
}

void request(wire::bytes_view data) { static_cast<void>(wire::decode_api_request(data)); }
void response(wire::bytes_view data) { static_cast<void>(wire::decode_api_response(data)); }

/// A request that somebody sends to a service; its first byte chooses which.
void authority_request(wire::bytes_view data) {
  if (data.empty()) return;
  const auto service = static_cast<wire::authority_service>(data[0] % 5);
  const auto payload = wire::decode_api_request(data.subspan(1));
  if (!payload) return;
  const auto first = wire::decode_authority_request(service, *payload);
  if (!first) return;
  require(service_of(*first) == service);
  const auto again = encode(*first, 7);
  const auto second = wire::decode_authority_request(service, again);
  require(second && encode(*second, 7) == again);
}

void members(wire::bytes_view data) {
  const auto first = wire::decode_members(data);
  if (first) require(*wire::decode_members(wire::encode(*first)) == *first);
  const auto ids = wire::decode_member_ids(data);
  if (ids) require(*wire::decode_member_ids(wire::encode(*ids)) == *ids);
  const auto versions = wire::decode_member_versions(data);
  if (versions) require(*wire::decode_member_versions(wire::encode(*versions)) == *versions);
  const auto tickets = wire::decode_tickets(data);
  if (tickets) require(*wire::decode_tickets(wire::encode(*tickets)) == *tickets);
}

void text(wire::bytes_view data) { static_cast<void>(wire::decode_text(data)); }

constexpr void (*decoders[])(wire::bytes_view) = {
    frame,   portal,   address_text, address_bytes,     route_text,
    request, response, text,         authority_request, members};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  decoders[data[0] % std::size(decoders)]({data + 1, size - 1});
  return 0;
}
