#include "cli/home/home.hpp"
#include "cli/home/node_answer.hpp"
#include "cli/launch/launch.hpp"
#include "cli/process/node_settings.hpp"
#include "cli/resources/resource.hpp"
#include "cli/sharing/guest.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/given_text.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/session_text.hpp"
#include "config/base/environment.hpp"
#include "config/base/json_text.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "config/home/node_lock.hpp"
#include "config/spec/tcp_inlet.hpp"
#include "transports/io/clock.hpp"
#include "transports/io/network.hpp"

#include <nlohmann/json.hpp>

namespace ockam::cli {

namespace {

using nlohmann::json;

constexpr auto inlets = "/v1/tcp-inlets", alias = "opened";

result<channels::share_link> link_of(const invocation& call) {
  auto given = *call.args.positional_at(0);
  if (given == "-") {
    OCKAM_TRY(text, read_given(call, "-", config::ticket_size_max, "a link"));
    given = std::move(text);
  }
  return channels::parse_share_link(given);
}

/// `at` of the command line: a port is on 127.0.0.1; without it any that is free.
result<transports::endpoint> place_of(const invocation& call) {
  return transports::endpoint::parse(call.args.text("at").value_or("127.0.0.1:0"));
}

status start_node(const invocation& call, const guest& who) {
  OCKAM_TRY(home, config::home());
  if (config::lock_holder(config::files_of(home, who.name).lock)) return done{};
  config::node asked;
  asked.name = asked.identity = who.name;
  OCKAM_TRY(settings, settings_of(call, asked));
  settings.project = who.name;
  return start_in_background(call, settings);
}

/// The name of what was shared: `web` of `share-web-1796112000`.
std::string name_of(const guest& who) {
  const auto& outlet = who.what.outlet;
  const auto first = std::min(outlet.find('-'), outlet.size() - 1) + 1, last = outlet.rfind('-');
  return last > first && last != outlet.npos ? outlet.substr(first, last - first) : outlet;
}

/// The inlet that is there. It is removed, and there is none, if it is to be somewhere else.
result<std::optional<json>> inlet_there(const selected_node& node, const invocation& call,
                                        const transports::endpoint& at) {
  OCKAM_TRY(all, list_from(node, node.client->get(inlets)));
  for (const auto& each : all) {
    if (config::text_in(each, "alias") != alias) continue;
    if (!call.args.text("at") || config::text_in(each, "from") == to_string(at))
      return std::optional(each);
    if (const auto gone = node.client->remove(path_of(inlets, alias)); !gone) return gone.error();
  }
  return std::optional<json>{};
}

result<json> make_inlet(const selected_node& node, const guest& who,
                        const transports::endpoint& at) {
  config::tcp_inlet wanted;
  wanted.alias = alias;
  wanted.from = to_string(at);
  wanted.to = {"/project/" + who.name + "/service/forward_to_" + who.relay + "/secure/api/service/"
               + who.what.outlet};
  wanted.authorized = {to_string(who.what.sharer)};
  auto made = object_from(node, node.client->post(inlets, config::write_body(wanted)));
  if (!made && made.error().code == errc::in_use)
    made.error().hint = "the link is used, and kept for this: the same again with --at PORT";
  return made;
}

/// Sentences about what does not work yet.
void say_what_lacks(const invocation& call, const json& made) {
  if (config::text_in(made, "status") == "up") return;
  call.out.note("it listens, and whoever shares it is not reached now: " + session_status(made)
                + "; it goes on trying");
}

status open_link(invocation& call) {
  OCKAM_TRY(link, link_of(call));
  OCKAM_TRY(at, place_of(call));
  if (auto tidy = remove_old_guests(); !tidy) return tidy;
  OCKAM_TRY(known, known_guest(guest_of(link)));
  if (!known) {
    OCKAM_TRY(made, become_guest(link));
    known = std::move(made);
  }
  if (auto started = start_node(call, *known); !started) return started;
  OCKAM_TRY(client, call.host.nodes.open(known->name));
  const selected_node node{known->name, std::move(client)};
  OCKAM_TRY(inlet, inlet_there(node, call, at));
  if (!inlet) {
    OCKAM_TRY(made, make_inlet(node, *known, at));
    inlet = std::move(made);
  }
  say_what_lacks(call, *inlet);
  const auto from = config::text_in(*inlet, "from"), name = name_of(*known);
  call.out.created({{"name", name},
                    {"from", from},
                    {"until", utc_time(known->end)},
                    {"expires_at", known->end},
                    {"node", known->name},
                    {"sharer", to_string(known->what.sharer)},
                    {"status", config::text_in(*inlet, "status")}},
                   call.out.bold("Opened:") + "\n  Name: " + name + "\n  Here: " + from
                       + "\n  Until: " + utc_time(known->end) + "\n  To end it: ockam node delete "
                       + known->name,
                   from);
  return done{};
}

} // namespace

noun open() {
  return {"open",
          "Use what somebody shares, by the link that `ockam share` printed",
          {{"",
            "Use what somebody shares, by the link that `ockam share` printed; prints the address",
            {{"LINK",
              "ockam://..., or - for standard input; others on this machine can read the "
              "arguments of a command, and the link is used then",
              true}},
            {{"at", "[IP:]PORT",
              "Where it is reached here; a PORT alone is on 127.0.0.1, default any that is free"}},
            {"ockam open ockam://203.0.113.10:4000/AQEB...", "ockam open - --at 8080"},
            open_link}}};
}

} // namespace ockam::cli
