#include "config/spec/secure_channel_listener.hpp"

#include "cli/resources/body.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

std::string authorized(const nlohmann::json& listener) {
  std::string text;
  for (const auto& one : listener.value("authorized", nlohmann::json::array()))
    if (one.is_string()) text += (text.empty() ? "" : ", ") + one.get<std::string>();
  return text.empty() ? "everybody" : text;
}

const resource listener{
    .noun = "secure-channel-listener",
    .summary = "Where a node takes secure channels; every node has one called api",
    .path = "/v1/secure-channel-listeners",
    .name = "secure channel listener",
    .heading = "Secure Channel Listener",
    .key = "ADDRESS",
    .selector = "at,node,n",
    .fields = {{"Address", member("address", "/service/")},
               {"Identifier", member("identifier")},
               {"Authorized", authorized}},
    .in_pipe = member("address", "/service/"),
};

status create_secure_channel_listener(invocation& call) {
  config::secure_channel_listener wanted;
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  wanted.address = *call.args.positional_at(0);
  OCKAM_TRY(body, completed_body(wanted, {}));
  OCKAM_TRY(node, select_or_make_node(call, "at"));
  OCKAM_TRY(made, object_from(node, node.client->post(listener.path, body)));
  call.out.answer(made, listener.in_pipe(made));
  return done{};
}

} // namespace

noun secure_channel_listener() {
  return noun_of(listener,
                 {"create",
                  "Take secure channels at another address, and print it",
                  {{"ADDRESS", "Of the listener", true}},
                  options_of(config::secure_channel_listener::fields(), {"address"}),
                  {"ockam secure-channel-listener create api2 --at n1 --authorized IDENTIFIER",
                   "ockam secure-channel-listener create staff --identity office"},
                  create_secure_channel_listener});
}

} // namespace ockam::cli
