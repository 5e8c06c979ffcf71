#include "cli/backup/backup_parts.hpp"

#include "config/base/json_text.hpp"

namespace ockam::cli::backup {

using nlohmann::json;

result<json> node_json(config::state_store& state, const std::string& name) {
  OCKAM_TRY(known, state.node(name));
  OCKAM_TRY(declared, state.declarations().of(name));
  json out{{"listener", known.listener_address},
           {"threads", known.threads},
           {"status", known.status_address},
           {"offers", known.offers},
           {"limits", known.limits},
           {"when_silent", known.when_silent},
           {"sandbox", known.sandbox},
           {"declared", json::array()}};
  for (const auto& each : declared)
    out["declared"].push_back(
        {{"kind", each.kind}, {"name", each.name}, {"body", each.body}, {"made_by", each.made_by}});
  return out;
}

status put_node(config::state_store& state, const json& node, const std::string& name,
                const std::string& identity) {
  const auto text = [&](const char* key) { return config::text_in(node, key); };
  const auto* const declared =
      node.is_object() && node.contains("declared") ? &node["declared"] : nullptr;
  if (!declared || !declared->is_array() || !node["threads"].is_number_unsigned())
    return fail(errc::config, "the backup does not say what its node was like");
  const auto threads = node["threads"].get<std::size_t>();
  if (auto put = state.put_node(name, text("listener"), identity, threads, {}, true); !put)
    return put;
  if (auto set = state.set_status_address(name, text("status")); !set) return set;
  if (auto set = state.set_offers(name, text("offers")); !set) return set;
  if (auto set = state.set_limits(name, text("limits")); !set) return set;
  if (auto set = state.set_when_silent(name, text("when_silent")); !set) return set;
  if (auto set = state.set_sandbox(name, text("sandbox")); !set) return set;
  for (const auto& each : *declared) {
    const auto of = [&](const char* key) { return config::text_in(each, key); };
    auto put = state.declarations().put({name, of("kind"), of("name"), of("body"), of("made_by")});
    if (!put) return put;
  }
  return done{};
}

} // namespace ockam::cli::backup
