#include "actors/diagnosis/prometheus_text.hpp"

namespace ockam::actors {

using json = nlohmann::json;

namespace {

/// Names of relays and aliases are somebody's choice.
std::string escaped(std::string_view text, bool quoted) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || (quoted && c == '"')) out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

std::string labels_of(const json& sample) {
  std::string out;
  for (const auto& [name, value] : sample["labels"].items())
    out += (out.empty() ? "{" : ",") + name + "=\"" + escaped(value.get<std::string>(), true) + '"';
  return out.empty() ? out : out + '}';
}

} // namespace

json metric_family(std::string_view name, std::string_view type, std::string_view help) {
  return {{"name", name}, {"type", type}, {"help", help}, {"samples", json::array()}};
}

void add_sample(json& family, json value, json labels) {
  family["samples"].push_back({{"labels", std::move(labels)}, {"value", std::move(value)}});
}

std::string prometheus_text(const json& families) {
  std::string out;
  for (const auto& family : families) {
    if (family["samples"].empty()) continue;
    const auto name = family["name"].get<std::string>();
    out += "# HELP " + name + ' ' + escaped(family["help"].get<std::string>(), false) + '\n';
    out += "# TYPE " + name + ' ' + family["type"].get<std::string>() + '\n';
    for (const auto& sample : family["samples"])
      out += name + labels_of(sample) + ' ' + sample["value"].dump() + '\n';
  }
  return out;
}

} // namespace ockam::actors
