#include "cli/text/reference_sources.hpp"

#include "config/base/json_text.hpp"

namespace ockam::cli {

namespace {

using nlohmann::json;

json member_of(const json& ours, const std::string& key) {
  const auto found = ours.find(key);
  return found == ours.end() ? json() : *found;
}

/// An address of a worker without what says where it is.
std::string bare(std::string text) {
  for (const std::string_view start : {"0#", "/service/", "/worker/"})
    if (text.starts_with(start)) return text.substr(start.size());
  return text;
}

std::string names_of(const reference_keys& keys) {
  std::string all;
  for (const auto& each : keys) all += (all.empty() ? "`" : ", `") + each.name + "`";
  return all;
}

} // namespace

void add_keys(json& object, const reference_keys& keys, const answered& whose) {
  if (!object.is_object()) return;
  const auto ours = object; // a name may stand for two things: ours, and then the reference's
  for (const auto& each : keys) object[each.name] = each.from.value(ours, whose);
}

namespace sources {

key_source same(const std::string& key) {
  return {"`" + key + "`",
          [key](const json& ours, const answered&) { return member_of(ours, key); }};
}

key_source if_any(const std::string& key) {
  return {"`" + key + "`, null if there is none", [key](const json& ours, const answered&) {
            auto value = member_of(ours, key);
            const auto* const text = value.get_ptr<const std::string*>();
            return value.empty() || (text && text->empty()) ? json() : value;
          }};
}

key_source always(json value) {
  auto says = "always `" + value.dump() + "`";
  return {std::move(says),
          [value = std::move(value)](const json&, const answered&) { return value; }};
}

key_source null(const std::string& why) {
  return {"null: " + why, [](const json&, const answered&) { return json(); }};
}

key_source node() {
  return {"the node's name", [](const json&, const answered& whose) { return json(whose.node); }};
}

key_source behind(const std::string& prefix, const std::string& key) {
  return {prefix.empty() ? "`" + key + "`, bare" : "`" + key + "` behind `" + prefix + "`",
          [prefix, key](const json& ours, const answered&) {
            return json(prefix + bare(config::text_in(ours, key)));
          }};
}

key_source as_route(const std::string& key) {
  return {"`" + key + "`, as people write routes", [key](const json& ours, const answered&) {
            constexpr std::string_view arrow = " => ";
            auto rest = config::text_in(ours, key);
            std::string route;
            while (!rest.empty()) {
              const auto end = rest.find(arrow);
              route += "/service/" + bare(rest.substr(0, end));
              rest = end == rest.npos ? "" : rest.substr(end + arrow.size());
            }
            return json(route);
          }};
}

key_source as_bytes(const std::string& key) {
  return {"`" + key + "` as `{\"inner\": [bytes], \"tt\": 0}`",
          [key](const json& ours, const answered&) {
            auto bytes = json::array();
            for (const auto each : bare(config::text_in(ours, key)))
              bytes.push_back(static_cast<unsigned char>(each));
            return json{{"inner", std::move(bytes)}, {"tt", 0}};
          }};
}

key_source up_or_down(const std::string& key) {
  return {"`Up` if `" + key + "` is up or degraded, else `Down`",
          [key](const json& ours, const answered&) {
            const auto text = config::text_in(ours, key);
            return json(text == "up" || text == "degraded" ? "Up" : "Down");
          }};
}

key_source running_or_stopped(const std::string& key) {
  return {"`running` or `stopped`", [key](const json& ours, const answered&) {
            return json(config::text_in(ours, key) == "UP" ? "running" : "stopped");
          }};
}

key_source each_of(const std::string& key, const reference_keys& keys) {
  return {"`" + key + "`, each with " + names_of(keys),
          [key, keys](const json& ours, const answered& whose) {
            auto all = member_of(ours, key);
            if (!all.is_array()) return json(json::array());
            for (auto& each : all) add_keys(each, keys, whose);
            return all;
          }};
}

key_source object_of(const reference_keys& keys) {
  return {"an object with " + names_of(keys), [keys](const json& ours, const answered& whose) {
            auto out = json::object();
            for (const auto& each : keys) out[each.name] = each.from.value(ours, whose);
            return out;
          }};
}

} // namespace sources

} // namespace ockam::cli
