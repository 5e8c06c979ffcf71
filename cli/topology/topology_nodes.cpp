#include "cli/topology/topology_nodes.hpp"

#include "cli/home/home_directory.hpp"
#include "cli/launch/last_settings.hpp"
#include "cli/launch/launch.hpp"
#include "cli/launch/named_identity.hpp"
#include "cli/launch/node_end.hpp"
#include "cli/process/node_settings.hpp"
#include "config/base/environment.hpp"
#include "config/home/node_lock.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ockam::cli {

namespace {

using verb = node_change::verb;

const std::string noted_for = "nodes of "; ///< name of a setting, in front of a file's

/// `127.0.0.1:0` is any port there.
bool listens_there(const std::string& wanted, const std::string& bound) {
  const auto asked = transports::endpoint::parse(wanted), is = transports::endpoint::parse(bound);
  if (!asked || !is) return false;
  return asked->host == is->host && (asked->port == 0 || asked->port == is->port);
}

/// Whether it is not the project's name: the path of a file, or `default`, whichever that is.
bool names_by_way(std::string_view project) {
  return project == "default" || project.find('/') != project.npos || project.ends_with(".json");
}

/// Whether that is the history of a trusted authority; what is no history is refused at the start.
bool trusts(const std::vector<std::string>& authorities, const std::string& history) {
  const auto who = channels::identity::import(history);
  return who
         && std::find(authorities.begin(), authorities.end(), to_string(who->id()))
                != authorities.end();
}

const char* word_of(verb what) {
  switch (what) {
  case verb::create: return "create";
  case verb::start: return "start";
  case verb::restart: return "restart";
  case verb::none: break;
  }
  return "keep";
}

status end(const std::string& name) {
  const auto home = config::home();
  return home ? end_node(config::files_of(*home, name), false) : home.error();
}

/// Starts it with these settings, or again with the ones before if it can not.
status start_again(const invocation& call, const node_settings& wanted,
                   const node_settings& before) {
  if (auto ended = end(wanted.name); !ended) return ended;
  auto started = start_in_background(call, wanted);
  if (!started)
    if (auto back = start_in_background(call, before); !back)
      started.error().message += "; and it does not start as before: " + back.error().message;
  return started;
}

} // namespace

std::string to_string(const node_change& what) {
  const auto* const sign = what.what == verb::create  ? "+ "
                           : what.what == verb::start ? "> "
                                                      : "~ ";
  return sign + std::string(word_of(what.what)) + " node " + what.name
         + (what.reason.empty() ? "" : " (" + what.reason + ")");
}

nlohmann::json to_json(const node_change& what) {
  nlohmann::json all{{"change", word_of(what.what)}, {"kind", "node"}, {"name", what.name}};
  if (!what.reason.empty()) all["fields"] = what.reason;
  return all;
}

result<std::optional<node_standing>> standing_of(const std::string& name) {
  OCKAM_TRY(state, existing_state());
  if (!state) return std::optional<node_standing>{};
  auto record = state->node(name);
  if (!record && record.error().code == errc::not_found) return std::optional<node_standing>{};
  if (!record) return record.error();
  OCKAM_TRY(home, config::home());
  const bool runs = config::lock_holder(config::files_of(home, name).lock).has_value();
  node_standing there{std::move(*record), runs};
  if (const auto who = state->identities().find(there.record.identity)) there.vault = who->vault;
  OCKAM_TRY(trusted, state->trusted().of(name));
  for (const auto& each : trusted) there.trusted.push_back(each.authority);
  return std::optional(std::move(there));
}

node_change change_of(const config::node& wanted, const std::optional<node_standing>& there) {
  if (!there) return {verb::create, wanted.name};
  std::string differs, both;
  const auto look = [&](const char* name, const std::string& asked, bool same,
                        const std::string& now = {}) {
    if (asked.empty() || same) return;
    differs += (differs.empty() ? "" : ", ") + std::string(name);
    both += (both.empty() ? "" : "; ") + std::string(name)
            + (now.empty() ? " is not set" : " is " + now) + ", and here " + asked;
  };
  const auto& is = there->record;
  look("tcp-listener-address", wanted.tcp_listener_address,
       listens_there(wanted.tcp_listener_address, is.listener_address), is.listener_address);
  look("identity", wanted.identity, wanted.identity == is.identity, is.identity);
  if (wanted.identity.empty())
    look("vault", wanted.vault, wanted.vault == there->vault, there->vault);
  for (const auto& history : wanted.authorities)
    if (!trusts(there->trusted, history)) {
      look("authority-identity", history, false);
      break;
    }
  look("project", wanted.project,
       wanted.project == is.project || (names_by_way(wanted.project) && !is.project.empty()),
       is.project);
  if (there->runs && !wanted.enrollment_ticket.empty()) // the ticket itself is a secret
    look("project", "a ticket for one", !is.project.empty());
  look("status-port", wanted.status_port, listens_there(wanted.status_port, is.status_address),
       is.status_address);
  look("when-authority-silent", wanted.when_authority_silent,
       wanted.when_authority_silent == is.when_silent, is.when_silent);
  look("sandbox", wanted.sandbox, wanted.sandbox == is.sandbox, is.sandbox);
  const auto offers = node_offers::of(wanted);
  look("offers", offers.text(), node_offers::parse(is.offers).cover(offers), is.offers);
  look("threads", wanted.threads, wanted.threads == std::to_string(is.threads),
       is.threads == 0 ? std::string() : std::to_string(is.threads));
  if (const auto limits = limits_asked(wanted)) { // wrong ones are refused at the start
    const auto others = limits->differ_from(config::limits_of(is.limits));
    look(others.c_str(), others, others.empty(), is.limits);
  }
  if (!differs.empty()) return {verb::restart, wanted.name, differs, both};
  return {there->runs ? verb::none : verb::start, wanted.name};
}

status keep_settings(const config::node& wanted, node_settings& settings) {
  OCKAM_TRY(before, last_settings(wanted.name));
  if (wanted.tcp_listener_address.empty()) settings.listen_at = before.listen_at;
  if (wanted.status_port.empty()) settings.status_at = before.status_at;
  if (wanted.when_authority_silent.empty()) settings.when_silent = before.when_silent;
  if (wanted.sandbox.empty()) settings.sandbox = before.sandbox;
  if (wanted.threads.empty()) settings.threads = before.threads;
  OCKAM_TRY(limits, settings.limits.over(before.limits));
  settings.limits = limits;
  if (settings.offers.text().empty()) settings.offers = before.offers;
  if (settings.project.empty()) settings.project = before.project;
  return done{};
}

result<std::string> default_node_that_is_down(config::node wanted) {
  OCKAM_TRY(state, existing_state());
  if (!state) return std::string();
  const auto chosen = state->default_node();
  if (!chosen)
    return chosen.error().code == errc::not_found ? result(std::string()) : chosen.error();
  OCKAM_TRY(there, standing_of(chosen->name));
  wanted.name = chosen->name;
  const bool fits = there && !there->runs && change_of(wanted, there).what == verb::start;
  return fits ? wanted.name : std::string();
}

result<undo> carry_out(const invocation& call, const config::node& wanted,
                       const node_change& change) {
  if (change.what == verb::none) return undo([] { return done{}; });
  OCKAM_TRY(settings, settings_of(call, wanted));
  if (auto made = make_named_identity(call, settings.who); !made) return made.error();
  if (auto joined = join_project(call, wanted, settings); !joined) return joined.error();
  if (change.what == verb::create) {
    if (auto started = start_in_background(call, settings); !started) return started.error();
    return undo([name = wanted.name]() -> status {
      const auto home = config::home();
      return home ? delete_nodes(*home, {name}, true) : home.error();
    });
  }
  OCKAM_TRY(before, last_settings(wanted.name));
  OCKAM_TRY(identity, standing_of(wanted.name));
  auto as_before = before;
  if (identity && !identity->record.identity.empty())
    as_before.who.identity = identity->record.identity;
  if (auto kept = keep_settings(wanted, settings); !kept) return kept.error();
  if (change.what == verb::start) {
    if (auto started = start_in_background(call, settings); !started) return started.error();
    return undo([name = wanted.name] { return end(name); });
  }
  if (auto started = start_again(call, settings, as_before); !started) return started.error();
  return undo([&call, as_before] {
    const auto ended = end(as_before.name);
    return ended ? start_in_background(call, as_before) : ended;
  });
}

result<std::vector<std::string>> nodes_noted_for(const std::string& file) {
  std::vector<std::string> names;
  if (file.empty()) return names;
  OCKAM_TRY(state, existing_state());
  if (!state) return names;
  OCKAM_TRY(noted, state->setting(noted_for + file));
  const auto kept = nlohmann::json::parse(noted.value_or("[]"), nullptr, false);
  for (const auto& each : kept.is_array() ? kept : nlohmann::json::array())
    if (each.is_string()) names.push_back(each.get<std::string>());
  return names;
}

status note_nodes(const std::string& file, const std::vector<std::string>& names) {
  if (file.empty()) return done{};
  OCKAM_TRY(state, open_state());
  return state.set_setting(noted_for + file, nlohmann::json(names).dump());
}

} // namespace ockam::cli
