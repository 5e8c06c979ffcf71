// What is asked of an authority, and what an authority that is hostile answers.
#include "channels/identity/credential.hpp"
#include "fuzz.hpp"
#include "wire/encoding/cbor.hpp"
#include "wire/messages/authority.hpp"

using namespace ockam;
using fuzz::bytes_view;
using fuzz::require;

namespace {

bool request(bytes_view data) {
  const auto first = wire::decode_api_request(data);
  if (first && first->id > 0) require(*wire::decode_api_request(wire::encode(*first)) == *first);
  return static_cast<bool>(first);
}

bool response(bytes_view data) {
  const auto first = wire::decode_api_response(data);
  if (first && first->id > 0) require(*wire::decode_api_response(wire::encode(*first)) == *first);
  return static_cast<bool>(first);
}

bool error_body(bytes_view data) {
  const auto first = wire::decode_api_error(data);
  if (first) require(*wire::decode_api_error(wire::encode(*first)) == *first);
  return static_cast<bool>(first);
}

/// A request that somebody sends to a service; what is decoded may refer to the payload.
template <wire::authority_service Service>
bool asked_of(bytes_view data) {
  const auto payload = wire::decode_api_request(data);
  if (!payload) return false;
  const auto first = wire::decode_authority_request(Service, *payload);
  if (!first) return false;
  require(service_of(*first) == Service);
  const auto again = encode(*first, 7);
  const auto second = wire::decode_authority_request(Service, again);
  require(second && encode(*second, 7) == again);
  return true;
}

/// The body of an answer, in the shape of a response or alone.
template <auto Decode>
bool answer(bytes_view data) {
  const auto response = wire::decode_api_response(data);
  const auto inner = response && response->body ? bytes_view{*response->body} : data;
  const auto first = Decode(inner);
  if (first) require(*Decode(wire::encode(*first)) == *first);
  return static_cast<bool>(first);
}

bool one_time_code(bytes_view data) {
  const auto first = wire::decode_one_time_code(data);
  if (!first) return false;
  const auto again = wire::encode(*first);
  const auto second = wire::decode_one_time_code(again);
  require(second && std::equal(second->begin(), second->end(), first->begin()));
  return true;
}

/// As membership takes it; nobody signed it.
bool credential(bytes_view data) {
  wire::cbor_reader in{data};
  const auto first = channels::take_presented_credential(in);
  if (!in.ok()) return false;
  static_cast<void>(channels::subject_of(first));
  wire::bytes again;
  wire::cbor_writer out{again};
  write(out, first);
  wire::cbor_reader back{again};
  static_cast<void>(channels::take_presented_credential(back));
  require(back.ok());
  return true;
}

using enum wire::authority_service;
constexpr auto cbor = fuzz::shape::cbor;
constexpr fuzz::parser all[] = {{"request", request},
                                {"response", response},
                                {"error_body", error_body, cbor},
                                {"credential_issuer", asked_of<credential_issuer>},
                                {"ticket_issuer", asked_of<enrollment_token_issuer>},
                                {"ticket_acceptor", asked_of<enrollment_token_acceptor>},
                                {"direct_authenticator", asked_of<direct_authenticator>},
                                {"member_status", asked_of<member_status>},
                                {"member", answer<wire::decode_member>, cbor},
                                {"members", answer<wire::decode_members>, cbor},
                                {"member_ids", answer<wire::decode_member_ids>, cbor},
                                {"member_versions", answer<wire::decode_member_versions>, cbor},
                                {"tickets", answer<wire::decode_tickets>, cbor},
                                {"one_time_code", one_time_code, cbor},
                                {"credential", credential, cbor}};

} // namespace

const std::span<const fuzz::parser> fuzz::parsers{all};
