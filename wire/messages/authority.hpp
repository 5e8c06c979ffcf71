// What is asked of an authority, whose services tell by the channel who asks. Source: spec wire
// §7.6; lists as ockam-rs 0.150 writes them.
//   service                     method path                   body             answer
//   credential_issuer           POST   / or /credential       -                credential
//   enrollment_token_issuer     POST   / or /tokens           new ticket       one-time code
//   enrollment_token_acceptor   POST   / or /credential       one-time code    -
//                               GET    /authority             -                history
//   direct_authenticator        POST   / or /members          new member       -
//                               GET    / or /members          -                members
//                               GET    /member_ids            -                ids
//                               GET    /I... or /members/I... -                member
//                               DELETE the same two           -                -
//                               DELETE /members               -                -
//   enrollment_token_issuer     GET    /tickets               -                tickets
//                               DELETE /tickets/HEX           -                -
//   member_status               POST   /                      ids              versions
//   new ticket := {1: {text: text}, 2: ?lifetime in s, 3: ?uses}
//   new member := {1: bytes(32), 2: {text: text}}
// Requests about tickets, /authority and member_status are ours alone.
#pragma once
#include "wire/messages/api.hpp"
#include "wire/messages/member.hpp"

#include <variant>

namespace ockam::wire {

enum class authority_service : std::uint8_t {
  credential_issuer,
  enrollment_token_issuer,
  enrollment_token_acceptor,
  direct_authenticator,
  member_status,
};
inline constexpr authority_service authority_services[] = {
    authority_service::credential_issuer, authority_service::enrollment_token_issuer,
    authority_service::enrollment_token_acceptor, authority_service::direct_authenticator,
    authority_service::member_status};
/// The address of the service's worker.
std::string_view name_of(authority_service);

struct issue_credential {};
struct create_ticket {
  attribute_map attributes;
  std::optional<std::uint64_t> lifetime_s; ///< seconds; without it the authority chooses
  std::optional<std::uint64_t> uses;       ///< without it the ticket has one use
  friend bool operator==(const create_ticket&, const create_ticket&) = default;
};
struct accept_ticket {
  one_time_code code; ///< points into the body, if the request was decoded
};
struct add_member {
  identifier who;
  attribute_map attributes;
  friend bool operator==(const add_member&, const add_member&) = default;
};
struct list_members {};
struct list_member_ids {};
struct show_member {
  identifier who;
};
struct delete_member {
  identifier who;
};
struct delete_members {};
struct check_members {
  std::vector<identifier> who;
};
struct list_tickets {};
struct delete_ticket {
  ticket_id which;
};
struct show_authority {}; ///< its change history, for whoever knows only its identifier

using authority_request =
    std::variant<issue_credential, create_ticket, accept_ticket, add_member, list_members,
                 list_member_ids, show_member, delete_member, delete_members, check_members,
                 list_tickets, delete_ticket, show_authority>;

authority_service service_of(const authority_request&);
/// REQUIRES: id > 0.
api_request encode(const authority_request&, std::uint32_t id);
/// Errors: not_found for a path or a method that the service does not have, protocol for a body
/// that is none. What is decoded may refer to the body.
result<authority_request> decode_authority_request(authority_service, const api_request&);

} // namespace ockam::wire
