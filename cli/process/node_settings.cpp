#include "cli/process/node_settings.hpp"

#include "channels/membership/confirmations.hpp"
#include "cli/home/home_directory.hpp"
#include "cli/home/home_project.hpp"
#include "cli/home/random_name.hpp"
#include "cli/home/resolution.hpp"
#include "cli/launch/launch.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/enrollment.hpp"
#include "cli/projects/project_commands.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "transports/sandbox/sandbox.hpp"
#include "wire/text.hpp"

#include <algorithm>

namespace ockam::cli {

namespace {

constexpr auto default_address = "127.0.0.1:0";

/// The number of `things` that an option gives, from 1 to `max`; 0 if the option is not given.
result<std::size_t> read_number(const std::string& option, const std::string& text,
                                const std::string& things, std::size_t max) {
  if (text.empty()) return std::size_t{0};
  const auto number = wire::whole_number<std::size_t>(text);
  if (!number || *number == 0 || *number > max)
    return fail(errc::invalid, option + " " + text + " is not a number of " + things,
                "1 to " + std::to_string(max));
  return *number;
}

/// 512M, 2G, 1048576: bytes, or so many KiB, MiB, GiB.
result<std::size_t> read_size(const std::string& option, const std::string& text) {
  const auto digits = text.find_first_not_of("0123456789");
  const auto number = wire::whole_number<std::size_t>(text.substr(0, digits));
  const std::string_view unit = digits == text.npos ? "" : std::string_view(text).substr(digits);
  constexpr std::string_view units = "KMG";
  const auto power = unit.empty() ? 0 : 1 + std::min(units.find(unit.front()), units.size());
  const auto known = power <= units.size()
                     && (unit.size() <= 1 || unit.substr(1) == "B" || unit.substr(1) == "iB");
  constexpr auto least = config::memory_budget_min * config::memory_budget_divisor,
                 most = config::memory_budget_max;
  if (!number || !known || *number > (most >> 10 * power) || (*number << 10 * power) < least)
    return fail(errc::invalid, option + " " + text + " is not a size of memory",
                std::to_string(least / config::mib) + "M or more, as 512M or 2G");
  return *number << 10 * power;
}

/// Whether what was given is the path of a file and not the name of a project.
bool names_file(const std::string& given) {
  return given == "-" || given.ends_with(".json")
         || std::find(given.begin(), given.end(), '/') != given.end();
}

/// The project in a file is noted under its name.
result<std::string> read_project(const invocation& call, const std::string& given) {
  if (!names_file(given)) {
    const auto known = ready_project(call, given, bringing::node);
    return known ? result(known->name) : known.error();
  }
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(project, read_project_file(call, given));
  if (auto noted = note_project(home, project); !noted) return noted.error();
  const auto usable = ready_project(call, project.name, bringing::node);
  return usable ? result(usable->name) : usable.error();
}

} // namespace

result<config::limits> limits_asked(const config::node& asked) {
  auto words = asked.limits;
  const auto links =
      read_number("--links-per-source", asked.links_per_source, "links", config::unknown_links_max);
  if (!links) return links.error();
  if (*links > 0) words.push_back("links-per-source=" + std::to_string(*links));
  if (!asked.memory.empty()) {
    OCKAM_TRY(memory, read_size("--memory", asked.memory));
    words.push_back("memory=" + std::to_string(memory / config::memory_budget_divisor));
  }
  return config::limits::read(words);
}

result<node_settings> settings_of(const invocation& call, const config::node& asked) {
  node_settings settings;
  settings.name = random_name();
  if (!asked.name.empty()) {
    OCKAM_TRY(name, node_name(asked.name));
    settings.name = name;
  }
  OCKAM_TRY(at, transports::endpoint::parse(asked.tcp_listener_address.empty()
                                                ? default_address
                                                : asked.tcp_listener_address));
  settings.listen_at = at;
  OCKAM_TRY(threads, read_number("--threads", asked.threads, "threads", config::node_threads_max));
  settings.threads = threads;
  settings.when_silent = asked.when_authority_silent;
  if (!settings.when_silent.empty() && !channels::when_silent_called(settings.when_silent))
    return fail(errc::invalid, "--when-authority-silent " + settings.when_silent + " is not known",
                "keep-10m, refuse or keep-until-expiry");
  settings.sandbox = asked.sandbox;
  if (!settings.sandbox.empty() && !transports::sandbox_mode_called(settings.sandbox))
    return fail(errc::invalid, "--sandbox " + settings.sandbox + " is not known",
                "auto, required or off");
  OCKAM_TRY(limits, limits_asked(asked));
  settings.limits = limits;
  if (const auto& port = asked.status_port; !port.empty() || asked.http_server) {
    OCKAM_TRY(status_at, transports::endpoint::parse(port.empty() ? "0" : port));
    settings.status_at = std::move(status_at);
  }
  settings.offers = node_offers::of(asked);
  settings.authorities = asked.authorities;
  settings.credential_scope = asked.credential_scope;
  for (const auto& each : settings.authorities)
    if (const auto who = channels::identity::import(each); !who)
      return fail(errc::invalid, "--authority-identity: " + who.error().message,
                  "`ockam identity show NAME --full --encoding hex` prints one");
  OCKAM_TRY(level, wanted_log_level(call));
  settings.log_level = level;
  OCKAM_TRY(format, wanted_log_format(asked.log_format));
  settings.log_format = format;
  OCKAM_TRY(access, wants_access_log(asked.access_log));
  settings.access_log = access;
  settings.who = {if_given(asked.identity), if_given(asked.vault)};
  settings.ends_with_input = asked.exit_on_eof;
  return settings;
}

status join_project(const invocation& call, const config::node& asked, node_settings& settings) {
  if (!asked.project.empty()) {
    OCKAM_TRY(name, read_project(call, asked.project));
    settings.project = std::move(name);
  }
  if (asked.enrollment_ticket.empty()) return done{};
  OCKAM_TRY(with, read_ticket(call, asked.enrollment_ticket));
  if (!settings.project.empty() && settings.project != with.where.name)
    return fail(errc::invalid,
                "the ticket is of project " + with.where.name + ", not of " + settings.project,
                "leave --project out");
  OCKAM_TRY(home, config::home());
  OCKAM_TRY(who, identity_of_node(home, settings.name, settings.who));
  OCKAM_TRY(member, enroll(home, who, with));
  if (!member.clocks.empty()) call.out.note(member.clocks);
  settings.project = member.project;
  return done{};
}

} // namespace ockam::cli
