#include "wire/messages/authority.hpp"

#include "wire/encoding/cbor.hpp"

#include <algorithm>

namespace ockam::wire {

namespace {

/// Keys 1 and up, as the structs of the reference number their fields.
enum ticket_key : std::uint8_t { ticket_attributes = 1, ticket_lifetime, ticket_uses };
enum addition_key : std::uint8_t { addition_who = 1, addition_attributes };

template <class... Cases>
struct overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>; // for clang 14

error malformed(const char* what, const cbor_reader& in) {
  return fail(errc::protocol, std::string(what) + ": " + in.failure().message);
}

// -- bodies of requests ---------------------------------------------------------

bytes encode(const create_ticket& request) {
  bytes out;
  cbor_writer map{out};
  map.map(1u + (request.lifetime_s ? 1u : 0u) + (request.uses ? 1u : 0u));
  map.uint(ticket_attributes);
  write_texts(map, request.attributes);
  if (request.lifetime_s) map.uint(ticket_lifetime).uint(*request.lifetime_s);
  if (request.uses) map.uint(ticket_uses).uint(*request.uses);
  return out;
}

bytes encode(const add_member& request) {
  bytes out;
  cbor_writer map{out};
  map.map(2).uint(addition_who).byte_string(request.who.hash).uint(addition_attributes);
  write_texts(map, request.attributes);
  return out;
}

result<authority_request> decode_create_ticket(bytes_view body) {
  cbor_reader in{body};
  authority_request made{std::in_place_type<create_ticket>};
  auto& out = std::get<create_ticket>(made);
  auto attributes = false;
  for (auto fields = in.map(); in.next(fields);) {
    switch (in.uint()) {
    case ticket_attributes:
      out.attributes = take_texts(in);
      attributes = true;
      break;
    case ticket_lifetime: out.lifetime_s = take_optional_uint(in); break;
    case ticket_uses: out.uses = take_optional_uint(in); break;
    default: in.skip();
    }
  }
  require_fields(in, attributes);
  if (!in.ok()) return malformed("request for a ticket", in);
  return made;
}

result<authority_request> decode_add_member(bytes_view body) {
  cbor_reader in{body};
  add_member out;
  auto who = false, attributes = false;
  for (auto fields = in.map(); in.next(fields);) {
    switch (in.uint()) {
    case addition_who:
      out.who = take_identifier(in);
      who = true;
      break;
    case addition_attributes:
      out.attributes = take_texts(in);
      attributes = true;
      break;
    default: in.skip();
    }
  }
  require_fields(in, who && attributes);
  if (!in.ok()) return malformed("request for a member", in);
  return authority_request(std::move(out));
}

result<authority_request> decode_accept_ticket(bytes_view body) {
  OCKAM_TRY(code, decode_one_time_code(body));
  return authority_request(accept_ticket{code});
}

result<authority_request> decode_check_members(bytes_view body) {
  cbor_reader in{body};
  authority_request out{std::in_place_type<check_members>};
  auto& who = std::get<check_members>(out).who;
  for (auto elements = in.array(); in.next(elements);) who.push_back(take_identifier(in));
  if (!in.ok()) return malformed("members to check", in);
  return out;
}

error unknown_path() { return fail(errc::not_found, "unknown path"); }

// -- paths ----------------------------------------------------------------------

/// What a path that names a member, with or without `/members`, names.
std::optional<identifier> member_in(std::string_view path) {
  constexpr std::string_view prefix = "/members";
  if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
  if (!path.starts_with('/')) return {};
  const auto who = identifier::parse(path.substr(1));
  return who ? std::optional(*who) : std::nullopt;
}

/// `/tickets` and `/tickets/HEX`.
result<authority_request> decode_ticket_request(const api_request& request) {
  constexpr std::string_view all = "/tickets";
  const std::string_view path = request.path;
  if (request.method == api_method::get && path == all) return authority_request(list_tickets{});
  bytes id;
  delete_ticket out{};
  if (request.method != api_method::remove || !path.starts_with(all)
      || path.size() != all.size() + 1 + 2 * out.which.size() || path[all.size()] != '/'
      || !from_hex(path.substr(all.size() + 1), id))
    return unknown_path();
  std::ranges::copy(id, out.which.begin());
  return authority_request(out);
}

result<authority_request> decode_member_request(const api_request& request, bytes_view body) {
  const auto& path = request.path;
  const auto all = path == "/members" || path == "/";
  const auto who = member_in(path);
  switch (*request.method) {
  case api_method::post:
    if (all) return decode_add_member(body);
    break;
  case api_method::get:
    if (all) return authority_request(list_members{});
    if (path == "/member_ids") return authority_request(list_member_ids{});
    if (who) return authority_request(show_member{*who});
    break;
  case api_method::remove:
    if (path == "/members") return authority_request(delete_members{});
    if (who) return authority_request(delete_member{*who});
    break;
  default: break;
  }
  return unknown_path();
}

} // namespace

std::string_view name_of(authority_service service) {
  constexpr std::string_view names[] = {"credential_issuer", "enrollment_token_issuer",
                                        "enrollment_token_acceptor", "direct_authenticator",
                                        "member_status"};
  return names[static_cast<std::size_t>(service)];
}

authority_service service_of(const authority_request& request) {
  if (std::holds_alternative<issue_credential>(request))
    return authority_service::credential_issuer;
  if (std::holds_alternative<create_ticket>(request)
      || std::holds_alternative<list_tickets>(request)
      || std::holds_alternative<delete_ticket>(request))
    return authority_service::enrollment_token_issuer;
  if (std::holds_alternative<accept_ticket>(request)
      || std::holds_alternative<show_authority>(request))
    return authority_service::enrollment_token_acceptor;
  if (std::holds_alternative<check_members>(request)) return authority_service::member_status;
  return authority_service::direct_authenticator;
}

api_request encode(const authority_request& request, std::uint32_t id) {
  using enum api_method;
  const auto make = [&](api_method method, std::string path, std::optional<bytes> body = {}) {
    return api_request{id, std::move(path), method, std::move(body)};
  };
  const auto path_of = [](const identifier& who) { return "/" + to_string(who); };
  return std::visit(
      overloaded{
          [&](const issue_credential&) { return make(post, "/"); },
          [&](const create_ticket& r) { return make(post, "/", encode(r)); },
          [&](const accept_ticket& r) { return make(post, "/", encode(r.code)); },
          [&](const add_member& r) { return make(post, "/", encode(r)); },
          [&](const list_members&) { return make(get, "/members"); },
          [&](const list_member_ids&) { return make(get, "/member_ids"); },
          [&](const show_member& r) { return make(get, path_of(r.who)); },
          [&](const delete_member& r) { return make(remove, path_of(r.who)); },
          [&](const delete_members&) { return make(remove, "/members"); },
          [&](const check_members& r) { return make(post, "/", encode(r.who)); },
          [&](const list_tickets&) { return make(get, "/tickets"); },
          [&](const delete_ticket& r) { return make(remove, "/tickets/" + to_hex(r.which)); },
          [&](const show_authority&) { return make(get, "/authority"); },
      },
      request);
}

result<authority_request> decode_authority_request(authority_service service,
                                                   const api_request& request) {
  if (!request.method) return unknown_path();
  const auto body = request.body ? bytes_view(*request.body) : bytes_view();
  if (service == authority_service::direct_authenticator)
    return decode_member_request(request, body);
  if (service == authority_service::enrollment_token_issuer && request.method != api_method::post)
    return decode_ticket_request(request);
  if (service == authority_service::enrollment_token_acceptor && request.method == api_method::get
      && request.path == "/authority")
    return authority_request(show_authority{});
  const auto* path = service == authority_service::enrollment_token_issuer ? "/tokens"
                     : service == authority_service::member_status         ? "/"
                                                                           : "/credential";
  if (request.method != api_method::post || (request.path != "/" && request.path != path))
    return unknown_path();
  if (service == authority_service::member_status) return decode_check_members(body);
  if (service == authority_service::enrollment_token_issuer) return decode_create_ticket(body);
  if (service == authority_service::enrollment_token_acceptor) return decode_accept_ticket(body);
  return authority_request(issue_credential{});
}

} // namespace ockam::wire
