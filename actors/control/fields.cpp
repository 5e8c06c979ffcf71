#include "actors/control/fields.hpp"

#include "config/defaults.hpp"

#include <nlohmann/json.hpp>

namespace ockam::actors {

field_reader::field_reader(const json& body) : body_(body) {
  if (!body.is_object()) failure_ = fail(errc::invalid, "the body is not a JSON object");
}

void field_reader::refuse(std::string_view name, std::string_view why, std::string hint) {
  if (ok())
    failure_ = fail(errc::invalid, std::string(name) + ": " + std::string(why), std::move(hint));
}

bool field_reader::has(std::string_view name) const {
  const auto at = body_.find(name);
  return at != body_.end() && !at->is_null();
}

std::string field_reader::text(std::string_view name) {
  if (!has(name)) refuse(name, "is missing");
  return text(name, {});
}

std::string field_reader::text(std::string_view name, std::string_view otherwise) {
  if (!ok()) return {};
  if (!has(name)) return std::string(otherwise);
  const auto& value = *body_.find(name);
  if (value.is_string() && !value.get_ref<const std::string&>().empty())
    return value.get<std::string>();
  refuse(name, "is not a text, or is empty");
  return {};
}

transports::endpoint field_reader::endpoint(std::string_view name) {
  const auto written = text(name);
  if (!ok()) return {};
  auto parsed = transports::endpoint::parse(written);
  if (parsed) return std::move(*parsed);
  failure_ = parsed.error();
  return {};
}

wire::multiaddr field_reader::address(std::string_view name) {
  const auto written = text(name);
  if (!ok()) return {};
  auto parsed = wire::multiaddr::parse(written);
  if (parsed) return std::move(*parsed);
  failure_ = parsed.error();
  return {};
}

bool field_reader::flag(std::string_view name) {
  if (!ok() || !has(name)) return false;
  const auto& value = *body_.find(name);
  if (value.is_boolean()) return value.get<bool>();
  refuse(name, "is not true or false");
  return false;
}

std::string field_reader::given_address(std::string_view name) {
  if (!ok() || !has(name)) return {};
  const auto decoded = hex(name);
  constexpr std::size_t size = 16;
  if (ok() && decoded.size() != size) refuse(name, "is not 32 hexadecimal digits");
  return wire::to_hex(decoded);
}

wire::bytes field_reader::hex(std::string_view name) {
  wire::bytes out;
  if (!has(name)) refuse(name, "is missing");
  if (!ok()) return out;
  const auto& value = *body_.find(name);
  if (!value.is_string() || !wire::from_hex(value.get_ref<const std::string&>(), out))
    refuse(name, "is not hexadecimal");
  return out;
}

std::optional<wire::identifier> field_reader::identifier(std::string_view name) {
  if (!ok() || !has(name)) return {};
  const auto& value = *body_.find(name);
  if (value.is_string() && value.get_ref<const std::string&>().empty()) return {};
  const auto written = text(name);
  if (!ok()) return {};
  const auto parsed = wire::identifier::parse(written);
  if (parsed) return *parsed;
  refuse(name, parsed.error().message, parsed.error().hint);
  return {};
}

channels::allow_list field_reader::trust(std::string_view name) {
  if (!ok() || !has(name)) return {};
  const auto& value = *body_.find(name);
  std::vector<wire::identifier> who;
  if (!value.is_array() || value.empty()) refuse(name, "is not an array of identifiers");
  for (auto one = value.begin(); ok() && one != value.end(); ++one) {
    const auto parsed = one->is_string()
                            ? wire::identifier::parse(one->get_ref<const std::string&>())
                            : fail(errc::invalid, "an identifier is a text");
    if (parsed)
      who.push_back(*parsed);
    else
      refuse(name, parsed.error().message, parsed.error().hint);
  }
  return channels::allow_list{std::move(who)};
}

std::optional<channels::policy> field_reader::policy(std::string_view name) {
  const auto written = text(name, {});
  if (!ok() || written.empty()) return {};
  auto parsed = channels::policy::parse(written);
  if (parsed) return std::move(*parsed);
  failure_ = parsed.error();
  return {};
}

route_request field_reader::route(std::string_view name, transports::duration timeout_otherwise) {
  return {address(name), timeout(timeout_otherwise), trust("authorized"), {}};
}

std::vector<route_request> field_reader::routes(std::string_view name,
                                                transports::duration timeout_otherwise) {
  std::vector<route_request> out;
  if (!has(name) || !body_.find(name)->is_array()) {
    out.push_back(route(name, timeout_otherwise));
    return out;
  }
  const auto& all = *body_.find(name);
  if (all.empty() || all.size() > config::inlet_routes_max)
    refuse(name, "is not one to " + std::to_string(config::inlet_routes_max) + " routes");
  for (auto each = all.begin(); ok() && each != all.end(); ++each) {
    const auto parsed = each->is_string()
                            ? wire::multiaddr::parse(each->get_ref<const std::string&>())
                            : fail(errc::invalid, std::string(name) + ": a route is a text");
    if (parsed)
      out.push_back({*parsed, timeout(timeout_otherwise), trust("authorized"), {}});
    else
      failure_ = parsed.error();
  }
  return out;
}

transports::duration field_reader::timeout(transports::duration otherwise, std::string_view name,
                                           std::chrono::milliseconds max,
                                           std::chrono::milliseconds min) {
  if (!ok() || !has(name)) return otherwise;
  const auto& value = *body_.find(name);
  if (value.is_number_integer()) {
    const auto ms = value.get<std::int64_t>();
    if (ms >= min.count() && ms <= max.count()) return std::chrono::milliseconds(ms);
  }
  refuse(name, "is not a number of milliseconds from " + std::to_string(min.count()) + " to "
                   + std::to_string(max.count()));
  return otherwise;
}

json describe_trust(const channels::allow_list& who) {
  auto out = json::array();
  if (who.everybody()) return out;
  for (const auto& one : who.authorized()) out.push_back(to_string(one));
  return out;
}

} // namespace ockam::actors
