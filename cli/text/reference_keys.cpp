#include "cli/text/reference_keys.hpp"

#include "cli/text/node_lists.hpp"
#include "cli/text/reference_sources.hpp"
#include "config/base/json_text.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

using nlohmann::json;
using namespace sources;

/// The keys of what these commands answer.
struct answer_shape {
  std::string noun;
  std::vector<std::string> verbs;
  reference_keys keys;
  bool in_array = false; ///< the reference prints an array of one, and so do we
};

const reference_keys& inlet_keys() {
  static const reference_keys keys{
      {"bind_addr", same("from")},
      {"outlet_addr", same("to")},
      {"outlet_route", same("route")},
      {"worker_addr", same("worker_address")},
      {"status", up_or_down("status")},
      {"state", same("status")},
      {"privileged", always(false)},
      {"payload", null("is the reason of a failed eBPF portal there")}};
  return keys;
}

const reference_keys& outlet_keys() {
  static const reference_keys keys{
      {"worker_addr", as_bytes("address")},
      {"privileged", always(false)},
      {"payload", null("is the reason of a failed eBPF portal there")}};
  return keys;
}

const reference_keys& listener_keys() {
  static const reference_keys keys{{"type", always("Tcp")},
                                   {"mode", always("Listen")},
                                   {"socket_addr", same("address")},
                                   {"worker_addr", always("<none>")},
                                   {"processor_address", behind("0#", "worker_address")},
                                   {"flow_control_id", same("id")}};
  return keys;
}

reference_keys channel_listener_keys() {
  return {{"address", as_bytes("address")},
          {"flow_control_id", same("address")},
          {"is_key_exchange_only", always(false)}};
}

reference_keys service_keys() { return {{"addr", same("address")}}; }

const reference_keys& node_keys() {
  static const reference_keys keys{
      {"status", running_or_stopped("status")},
      {"status_endpoint_address", if_any("http_server_address")},
      {"transports", each_of(lists::listeners, listener_keys())},
      {"secure_channel_listeners",
       each_of(lists::secure_channel_listeners, channel_listener_keys())},
      {"inlets", each_of(lists::inlets, inlet_keys())},
      {"outlets", each_of(lists::outlets, outlet_keys())},
      {"services", each_of("services", service_keys())}};
  return keys;
}

reference_keys relay_keys() {
  return {{"connection_status", up_or_down("status")},
          {"destination_address", same("at")},
          {"flow_control_id", behind("", "worker_address")},
          {"last_failure", if_any("reason")}};
}

reference_keys relay_show_keys() {
  auto keys = relay_keys();
  keys.push_back({"destination", same("at")});
  keys.push_back({"relay_route", same("forwarding_route")});
  keys.push_back({"remote_address", behind("/service/", "remote_address")});
  keys.push_back({"worker_address", behind("/service/", "worker_address")});
  return keys;
}

reference_keys channel_keys() {
  return {{"address", behind("/service/", "address")},
          {"route", as_route("route")},
          {"their_identifier", same("peer_identifier")},
          {"their_change_history", null("of a peer a node keeps the identifier alone")},
          {"authorized_identifiers", if_any("authorized")},
          {"flow_control_id", same("decryptor")}};
}

reference_keys issued_keys() {
  return {{"issuer", same("authority")}, {"subject", same("identifier")}};
}

reference_keys vault_keys() {
  return {{"vault",
           object_of({{"name", same("name")},
                      {"is_default", same("is_default")},
                      {"vault_type", object_of({{"LocalFileVault",
                                                 object_of({{"path", same("path")},
                                                            {"use_aws_kms", always("No")}})}})}})}};
}

const std::vector<answer_shape>& shapes() {
  static const std::vector<answer_shape> all{
      {"node", {"show", "create", "start"}, node_keys()},
      {"node",
       {"list"},
       {{"node_name", same("name")},
        {"pid", same("pid")},
        {"status", object_of({{"status", running_or_stopped("status")}, {"pid", same("pid")}})}}},
      {"node", {"logs"}, {{"path", same("log")}}},
      {"vault", {"show", "list"}, vault_keys()},
      {"tcp-listener", {"create", "list", "show"}, listener_keys()},
      {"tcp-listener", {"delete"}, {{"node", node()}}},
      {"tcp-connection",
       {"create", "list", "show"},
       {{"address", behind("/worker/", "worker_address")},
        {"from", node()},
        {"to", same("socket_address")}}},
      {"tcp-connection", {"delete"}, {{"address", same("socket_address")}}},
      {"tcp-outlet", {"create"}, outlet_keys()},
      {"tcp-outlet", {"list"}, {{"from", behind("/service/", "address")}}},
      {"tcp-outlet",
       {"show"},
       {{"node_name", node()}, {"worker_address", behind("/service/", "address")}}},
      {"tcp-outlet", {"delete"}, {{"node", node()}}},
      {"tcp-inlet", {"create", "list", "show"}, inlet_keys()},
      {"tcp-inlet", {"delete"}, {{"node", node()}}},
      {"relay", {"create", "list"}, relay_keys()},
      {"relay", {"show"}, relay_show_keys()},
      {"secure-channel", {"list", "show"}, channel_keys()},
      {"secure-channel", {"delete"}, {{"address", behind("/service/", "address")}}, true},
      {"secure-channel-listener", {"create"}, {{"address", behind("/service/", "address")}}, true},
      {"service", {"list"}, service_keys()},
      {"policy", {"list"}, {{"action", always("handle_message")}}},
      {"credential", {"issue", "store"}, issued_keys()},
      {"credential", {"verify"}, {{"is_valid", always(true)}}},
      {"credential",
       {"list"},
       {{"credential", object_of({{"issuer", same("authority")},
                                  {"subject", same("identifier")},
                                  {"attributes", same("attributes")},
                                  {"expires_at", same("expires_at")}})},
        {"is_verified", always(true)}}}};
  return all;
}

/// The noun of today: a relay was called a forwarder, and once a fowarder.
std::string canonical(const std::string& noun) {
  return noun == "forwarder" || noun == "fowarder" ? "relay" : noun;
}

const answer_shape* shape_of(const answered& whose) {
  const auto noun = canonical(whose.noun);
  for (const auto& each : shapes())
    if (each.noun == noun
        && std::find(each.verbs.begin(), each.verbs.end(), whose.verb) != each.verbs.end())
      return &each;
  return nullptr;
}

} // namespace

json with_reference_keys(json answer, const answered& whose) {
  const auto* shape = shape_of(whose);
  if (!shape) return answer;
  if (answer.is_array())
    for (auto& each : answer) add_keys(each, shape->keys, whose);
  else
    add_keys(answer, shape->keys, whose);
  return shape->in_array && answer.is_object() ? json::array({std::move(answer)}) : answer;
}

std::string reference_keys_page() {
  std::string page;
  for (const auto& each : shapes()) {
    page += "\n### " + each.noun;
    for (const auto& verb : each.verbs) page += (verb == each.verbs.front() ? " " : ", ") + verb;
    page += "\n\n";
    if (each.in_array) page += "In an array of one.\n\n";
    page += "| key | value |\n|---|---|\n";
    for (const auto& [name, from] : each.keys) page += "| `" + name + "` | " + from.says + " |\n";
  }
  return page;
}

} // namespace ockam::cli
