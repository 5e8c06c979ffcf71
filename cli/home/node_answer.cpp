#include "cli/home/node_answer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {
namespace {

error senseless(const selected_node& node) {
  return fail(errc::protocol, "node " + node.name + " gave an answer that makes no sense",
              "is it of the same version as this command?");
}

} // namespace

result<nlohmann::json> object_from(const selected_node& node, result<nlohmann::json> reply) {
  if (reply && !reply->is_object()) return senseless(node);
  return reply;
}

result<nlohmann::json> list_from(const selected_node& node, result<nlohmann::json> reply) {
  const auto is_object = [](const auto& each) { return each.is_object(); };
  if (reply && !(reply->is_array() && std::all_of(reply->begin(), reply->end(), is_object)))
    return senseless(node);
  return reply;
}

} // namespace ockam::cli
