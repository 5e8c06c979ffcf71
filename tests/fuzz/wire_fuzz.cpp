// What links and users say to a node: frames, portal messages, relay requests, notices, routes.
// What decodes must encode to something that decodes to the same.
#include "config/defaults.hpp"
#include "fuzz.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/departure.hpp"
#include "wire/messages/frame.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/messages/portal.hpp"
#include "wire/messages/relay.hpp"
#include "wire/routing/multiaddr.hpp"

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;

namespace {

bool frame(bytes_view data) {
  const auto first = wire::decode_frame(data, config::route_hops_max, config::address_size_max);
  if (!first) return false;
  const auto again = wire::encode_frame(first->onward, first->return_route, first->payload);
  const auto body = bytes_view{again}.subspan(wire::frame_length_size);
  const auto second = wire::decode_frame(body, config::route_hops_max, config::address_size_max);
  require(second && second->onward == first->onward && second->return_route == first->return_route);
  require(wire::text_of(second->payload) == wire::text_of(first->payload));
  return true;
}

wire::bytes encoded(const wire::portal_message& m) {
  switch (m.kind) {
  case wire::portal_kind::ping: return wire::encode_ping(m.capabilities);
  case wire::portal_kind::pong: return wire::encode_pong(m.capabilities, m.incarnation);
  case wire::portal_kind::disconnect: return wire::encode_disconnect(m.why);
  case wire::portal_kind::credit: return wire::encode_credit(m.credit);
  case wire::portal_kind::end:
    return m.positions ? wire::encode_end(*m.positions) : wire::encode_end(m.counter);
  case wire::portal_kind::position: return wire::encode_position(m.place.received, m.place.limit);
  case wire::portal_kind::resume: return wire::encode_resume(m.id, m.attempt, m.received, m.limit);
  case wire::portal_kind::resumed: return wire::encode_resumed(m.attempt, m.received, m.limit);
  case wire::portal_kind::lost: return wire::encode_lost();
  case wire::portal_kind::gone:
    return wire::encode_gone(m.attempt, m.incarnation.value_or(0), m.promise);
  case wire::portal_kind::forget: return wire::encode_forget(m.id);
  case wire::portal_kind::payload: break;
  }
  const auto head = wire::encode_payload_head(m.payload.size());
  wire::bytes out(head.bytes.begin(), head.bytes.begin() + static_cast<long>(head.size));
  out.insert(out.end(), m.payload.begin(), m.payload.end());
  const auto append = [&out](const auto& tail) { out.insert(out.end(), tail.begin(), tail.end()); };
  if (m.counter) append(wire::encode_counter(*m.counter));
  if (m.positions) append(wire::encode_positions(*m.positions));
  return out;
}

bool portal(bytes_view data) {
  const auto first = wire::decode_portal(data);
  if (!first) return false;
  const auto again = encoded(*first);
  const auto second = wire::decode_portal(again);
  require(second && second->kind == first->kind && second->counter == first->counter);
  require(wire::text_of(second->payload) == wire::text_of(first->payload));
  require(second->credit == first->credit && second->capabilities == first->capabilities);
  require(second->positions == first->positions && second->place == first->place);
  require(second->id == first->id && second->attempt == first->attempt);
  require(second->received == first->received && second->limit == first->limit);
  require(second->incarnation == first->incarnation && second->promise == first->promise);
  return true;
}

/// Something whose members refer to the bytes that it was decoded from.
template <auto Decode, auto Encode, auto... Members>
bool message(bytes_view data) {
  const auto first = Decode(data);
  if (!first) return false;
  const auto again = Encode(*first);
  const auto second = Decode(again);
  require(second && (((*second).*Members == (*first).*Members) && ...));
  return true;
}
constexpr auto relay_request = message<wire::decode_relay_request, wire::encode_relay_request,
                                       &wire::relay_request::name, &wire::relay_request::tail>;
constexpr auto relay_notice = message<wire::decode_relay_notice, wire::encode_relay_notice,
                                      &wire::relay_notice::kind, &wire::relay_notice::reason>;
constexpr auto departure = message<wire::decode_departure, wire::encode_departure,
                                   &wire::departure_notice::what, &wire::departure_notice::seconds>;

bool address_text(bytes_view data) {
  const auto first = wire::multiaddr::parse(wire::text_of(data));
  if (!first) return false;
  require(*wire::multiaddr::parse(wire::to_string(*first)) == *first);
  require(*wire::multiaddr::decode(first->encode()) == *first);
  return true;
}

bool address_bytes(bytes_view data) {
  const auto first = wire::multiaddr::decode(data);
  if (first) require(*wire::multiaddr::decode(first->encode()) == *first);
  return static_cast<bool>(first);
}

bool route_text(bytes_view data) {
  const auto first = wire::route::parse(wire::text_of(data));
  if (first && wire::is_utf8(data)) static_cast<void>(wire::to_string(*first));
  return static_cast<bool>(first);
}

bool text(bytes_view data) {
  const auto read = wire::decode_text(data);
  if (read) require(*wire::decode_text(wire::encode_text(*read)) == *read);
  return static_cast<bool>(read);
}

bool identifier_text(bytes_view data) {
  const auto first = wire::identifier::parse(wire::text_of(data));
  if (first) require(*wire::identifier::parse(to_string(*first)) == *first);
  return static_cast<bool>(first);
}

constexpr fuzz::parser all[] = {{"frame", frame, fuzz::shape::cbor},
                                {"portal", portal},
                                {"relay_request", relay_request},
                                {"relay_notice", relay_notice},
                                {"departure", departure},
                                {"address_text", address_text},
                                {"address_bytes", address_bytes},
                                {"route_text", route_text},
                                {"text", text},
                                {"identifier_text", identifier_text}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
