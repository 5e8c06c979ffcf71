#include "config/spec/tcp_outlet.hpp"

#include "cli/resources/body.hpp"
#include "cli/resources/policy_expression.hpp"
#include "cli/resources/resource.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "config/base/printable.hpp"
#include "config/text/name.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {
namespace {

using nlohmann::json;

std::string peers_of_outlet(const json& object) {
  std::string all;
  for (const auto& each : object.value("authorized", json::array()))
    all += (all.empty() ? "" : ", ") + config::printable(each.get<std::string>());
  return all.empty() ? "anybody whom the rule allows" : all;
}

std::string target_of_outlet(const json& object) {
  const auto by_tls = object.value("tls", false);
  const auto host = object.value("http_host", "");
  return config::printable(object.value("to", "")) + (by_tls ? ", by TLS" : "")
         + (host.empty() ? "" : ", requests are for " + config::printable(host));
}

const resource outlet{
    .noun = "tcp-outlet",
    .summary = "The far end of a portal: a worker that connects to a TCP server",
    .path = "/v1/tcp-outlets",
    .name = "outlet",
    .heading = "Outlet",
    .key = "ALIAS",
    .selector = "at,node,n",
    .fields = {{"Alias", member("alias")},
               {"From Outlet", member("address", "/service/")},
               {"To TCP", target_of_outlet},
               {"Encrypted",
                [](const json& it) {
                  if (!it.contains("encrypted")) return "-";
                  return it.value("encrypted", false) ? "only through a channel" : "not asked for";
                }},
               {"Peer", peers_of_outlet},
               {"Allow", allowed},
               streams_if_any(),
               text_if_any("closed", "Closed"),
               text_if_any("refusal", "Refused last")},
};

/// An outlet has a name, and its server an address: the words of an inlet are the other way round.
status check_no_endpoint(const std::string& name) {
  const auto worker = worker_address(name);
  if (!worker || !config::check_name(config::named::worker, *worker))
    return done{}; // what is no name at all is refused later
  if (config::check_name(config::named::alias, *worker)) return done{};
  return fail(errc::invalid, "--from " + name + " is a port, and here belongs the outlet's name",
              "--to " + name + " says where it leads");
}

/// An outlet without a name is called `outlet`, and if that is another one, by its port, too: so
/// that whoever says the same again means the same one.
result<json> post_outlet(const selected_node& node, const config::tcp_outlet& wanted, bool named) {
  auto made = object_from(node, node.client->post(outlet.path, config::write_body(wanted)));
  if (made || named || made.error().code != errc::already_exists) return made;
  auto second = wanted;
  second.address += "-" + wanted.to.substr(wanted.to.rfind(':') + 1);
  return object_from(node, node.client->post(outlet.path, config::write_body(second)));
}

status create_tcp_outlet(invocation& call) {
  config::tcp_outlet wanted;
  OCKAM_TRY(name, word_or_option(call, 0, "from"));
  if (auto taken = take_arguments(wanted, call.args); !taken) return taken;
  wanted.address = name.value_or("outlet");
  if (auto good = check_no_endpoint(wanted.address); !good) return good;
  if (const auto allow = expression_of(call, "allow"); !allow) return allow.error();
  if (const auto body = completed_body(wanted, {}); !body) return body.error();
  OCKAM_TRY(node, select_or_make_node(call, "at"));
  OCKAM_TRY(made, post_outlet(node, wanted, name.has_value()));
  const auto route = member("address", "/service/")(made);
  call.out.answer(made, route);
  if (call.out.terminal)
    call.out.note("Reach it: ockam tcp-inlet create --from PORT --to /node/" + node.name + route
                  + " on this machine; from others by a relay: ockam relay create");
  return done{};
}

} // namespace

noun tcp_outlet() {
  return noun_of(outlet,
                 {"create",
                  "Offer a TCP server to other nodes and print the outlet's route",
                  {{"NAME", "The same as --from"}},
                  options_of(config::tcp_outlet::fields()),
                  {"ockam tcp-outlet create --at n3 --from /service/outlet --to 127.0.0.1:9000",
                   "ockam tcp-outlet create --to 5432", "ockam tcp-outlet create ssh --to 22"},
                  create_tcp_outlet});
}

} // namespace ockam::cli
