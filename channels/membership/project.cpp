#include "channels/membership/project.hpp"

#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::channels {

namespace {

const project_texts keys{"id",
                         "name",
                         "space_id",
                         "space_name",
                         "access_route",
                         "identity",
                         "project_change_history",
                         "authority_access_route",
                         "authority_identity"};

error bad(const std::string& part, const std::string& why, errc code = errc::invalid) {
  return fail(code, part + ": " + why);
}

/// Letters, digits and a few signs: a name stands in routes, and in tickets between commas.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= config::project_name_size_max
         && std::all_of(text.begin(), text.end(), [](unsigned char c) {
              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                     || c == '-' || c == '_' || c == '.';
            });
}

status check_name(const std::string& part, const std::string& text) {
  if (is_name(text)) return done{};
  return bad(part, text.empty() ? "is missing"
                                : "is no name: letters, digits and -_. make one, at most "
                                      + std::to_string(config::project_name_size_max));
}

result<wire::multiaddr> route_of(const std::string& part, const std::string& text) {
  if (text.empty()) return bad(part, "is missing");
  auto out = wire::multiaddr::parse(text);
  if (!out) return bad(part, "is no route such as /dnsaddr/HOST/tcp/PORT/service/api");
  return out;
}

result<identity> history_of(const std::string& part, const std::string& hex) {
  if (hex.empty()) return bad(part, "is missing");
  auto out = identity::import(hex);
  if (!out) return bad(part, out.error().message, out.error().code);
  return out;
}

result<std::optional<identity>> history_of_node(const std::string& part, const std::string& hex,
                                                const identifier& node) {
  if (hex.empty()) return std::optional<identity>();
  OCKAM_TRY(out, history_of(part, hex));
  if (out.id() != node)
    return bad(part, "is that of " + to_string(out.id()) + ", not of " + to_string(node),
               errc::denied);
  return std::optional<identity>(std::move(out));
}

} // namespace

std::string first_service(const wire::multiaddr& route) {
  for (const auto& part : route.parts())
    if (part.proto == wire::protocol::service) return part.value;
  return {};
}

result<project> make_project(const project_texts& texts, const project_texts& names) {
  if (auto good = check_name(names.name, texts.name); !good) return good.error();
  OCKAM_TRY(route, route_of(names.route, texts.route));
  auto id = texts.id.empty() ? first_service(route) : texts.id;
  if (auto good = check_name(names.id, id); !good) return good.error();
  const auto node = identifier::parse(texts.node);
  if (!node) return bad(names.node, texts.node.empty() ? "is missing" : "is no identifier");
  OCKAM_TRY(node_history, history_of_node(names.node_history, texts.node_history, *node));
  OCKAM_TRY(authority_route, route_of(names.authority_route, texts.authority_route));
  OCKAM_TRY(authority, history_of(names.authority, texts.authority));
  return project{
      std::move(id),       texts.name, texts.space_id,          texts.space_name,
      std::move(route),    *node,      std::move(node_history), std::move(authority_route),
      std::move(authority)};
}

result<project> project_from(const nlohmann::json& object) {
  if (!object.is_object()) return fail(errc::invalid, "a project is a JSON object");
  std::optional<error> wrong;
  const auto text = [&](const std::string& key) -> std::string {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return {};
    if (found->is_string()) return found->get<std::string>();
    wrong = bad(key, "is not a text");
    return {};
  };
  const project_texts texts{
      text(keys.id),       text(keys.name), text(keys.space_id),     text(keys.space_name),
      text(keys.route),    text(keys.node), text(keys.node_history), text(keys.authority_route),
      text(keys.authority)};
  if (wrong) return *wrong;
  return make_project(texts, keys);
}

result<project> parse_project(std::string_view json) {
  if (json.size() > config::project_text_size_max)
    return fail(errc::limit, "a project has at most "
                                 + std::to_string(config::project_text_size_max)
                                 + " bytes of JSON");
  const auto object = nlohmann::json::parse(json, nullptr, false);
  if (object.is_discarded()) return fail(errc::invalid, "a project is JSON, and this is not");
  return project_from(object);
}

nlohmann::json to_json(const project& p) {
  const auto history = p.node_history ? nlohmann::json(p.node_history->to_hex()) : nullptr;
  return {{keys.id, p.id},
          {keys.name, p.name},
          {keys.space_id, p.space_id},
          {keys.space_name, p.space_name},
          {keys.route, to_string(p.route)},
          {keys.node, to_string(p.node)},
          {keys.node_history, history},
          {keys.authority_route, to_string(p.authority_route)},
          {keys.authority, p.authority.to_hex()},
          {"users", nlohmann::json::array()},
          {"user_roles", nlohmann::json::array()},
          {"version", nullptr},
          {"operation_id", nullptr},
          {"running", true}};
}

} // namespace ockam::channels
