#include "channels/membership/ticket.hpp"

#include "config/defaults.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::channels {

namespace {

constexpr std::size_t fields = 7;

error malformed(const std::string& why) {
  return fail(errc::invalid, "ticket: " + why, "`ockam project ticket` makes one");
}

/// The parts of a ticket and of project.json, as far as a ticket has them.
struct ticket_texts {
  project_texts where;
  std::string code;
};

const ticket_texts numbered{{"project id", "field 3, the project's name", "", "",
                             "field 1, the project's route", "field 2, the project's identifier",
                             "field 5, the project's history", "field 7, the authority's route",
                             "field 6, the authority's history"},
                            "field 4, the one-time code"};
const ticket_texts keyed{{"project_route.id", "project_name", "", "", "project_route.route",
                          "project_identifier", "project_change_history", "authority_route",
                          "authority_change_history"},
                         "one_time_code"};

result<ticket_code> code_of(const std::string& hex, const std::string& name) {
  bytes value;
  if (!wire::from_hex(hex, value) || value.size() != 32)
    return malformed(name + ": is not 64 hexadecimal digits");
  ticket_code out{std::span<const std::uint8_t, 32>(value)};
  wipe(value);
  return out;
}

result<ticket> make_ticket(const ticket_texts& texts, const ticket_texts& names) {
  auto where = make_project(texts.where, names.where);
  if (!where)
    return fail(where.error().code, "ticket: " + where.error().message, malformed("").hint);
  OCKAM_TRY(code, code_of(texts.code, names.code));
  return ticket{std::move(*where), std::move(code)};
}

result<ticket> parse_fields(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const auto c : text) c == ',' ? void(parts.emplace_back()) : parts.back().push_back(c);
  if (parts.size() != fields)
    return malformed("it has " + std::to_string(fields) + " fields with commas between them, not "
                     + std::to_string(parts.size()));
  return make_ticket(
      {{"", parts[2], "", "", parts[0], parts[1], parts[4], parts[6], parts[5]}, parts[3]},
      numbered);
}

/// A text in an object; empty if it is missing or not a text.
std::string text_in(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

result<ticket> parse_json(std::string_view text) {
  const auto object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object()) return malformed("it starts as JSON and is not");
  const auto code = text_in(object, "one_time_code");
  if (const auto legacy = object.find("project"); legacy != object.end()) {
    auto where = project_from(*legacy);
    if (!where) return fail(where.error().code, "ticket: project." + where.error().message);
    OCKAM_TRY(secret, code_of(code, keyed.code));
    return ticket{std::move(*where), std::move(secret)};
  }
  const auto route = object.value("project_route", nlohmann::json::object());
  if (!route.is_object()) return malformed("project_route is not an object");
  return make_ticket(
      {{text_in(route, "id"), text_in(object, "project_name"), "", "", text_in(route, "route"),
        text_in(object, "project_identifier"), text_in(object, "project_change_history"),
        text_in(object, "authority_route"), text_in(object, "authority_change_history")},
       code},
      keyed);
}

std::string hex_of(const ticket_code& code) { return wire::to_hex(code.view()); }

} // namespace

result<ticket> parse_ticket(std::string_view text) {
  if (text.size() > config::ticket_size_max)
    return fail(errc::limit,
                "a ticket has at most " + std::to_string(config::ticket_size_max) + " bytes");
  text = wire::trimmed(text);
  if (text.empty()) return malformed("there is none");
  bytes decoded;
  if (wire::from_hex(text, decoded)) {
    text = wire::trimmed(wire::text_of(decoded));
    if (text.empty()) return malformed("there is none");
  }
  if (!wire::is_utf8(wire::view_of(text))) return malformed("it is not text in UTF-8");
  auto out = text[0] == '{' ? parse_json(text) : parse_fields(text);
  wipe(decoded);
  return out;
}

std::string to_text(const ticket& t) {
  const auto& where = t.where;
  return to_string(where.route) + ',' + to_string(where.node) + ',' + where.name + ','
         + hex_of(t.code) + ',' + (where.node_history ? where.node_history->to_hex() : "") + ','
         + where.authority.to_hex() + ',' + to_string(where.authority_route);
}

nlohmann::json to_json(const ticket& t) {
  const auto& where = t.where;
  return {{"project_route", {{"id", where.id}, {"route", to_string(where.route)}}},
          {"project_identifier", to_string(where.node)},
          {"project_name", where.name},
          {"one_time_code", hex_of(t.code)},
          {"project_change_history", where.node_history ? where.node_history->to_hex() : ""},
          {"authority_change_history", where.authority.to_hex()},
          {"authority_route", to_string(where.authority_route)}};
}

} // namespace ockam::channels
