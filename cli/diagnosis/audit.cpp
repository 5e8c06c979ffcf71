#include "cli/home/home_project.hpp"
#include "cli/projects/embedded_project.hpp"
#include "cli/projects/hosted_project.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/clock_check.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/members/member_store.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace ockam::cli {
namespace {

using nlohmann::json;
using entries = std::vector<config::audit_entry>;

json entry_json(const config::audit_entry& e) {
  return {{"number", e.number}, {"at", config::utc_text(static_cast<std::uint64_t>(e.at))},
          {"who", e.who},       {"what", e.what},
          {"whom", e.whom},     {"outcome", e.outcome}};
}

/// `2026-11-30T23:10:59Z I94a7… add member I5c10…: done`
std::string entry_line(const config::audit_entry& e) {
  const auto whom = e.whom.empty() ? "" : ' ' + e.whom;
  return config::utc_text(static_cast<std::uint64_t>(e.at)) + ' ' + e.who + ' ' + e.what + whom
         + ": " + e.outcome;
}

/// The store of the node that `--at` names, or of the default project's.
result<config::member_store> audited_store(const invocation& call) {
  OCKAM_TRY(home, config::home());
  const auto node = call.args.text("at").value_or(node_of_project(default_project_name));
  OCKAM_TRY(hosted, hosted_by(home, node));
  if (!hosted)
    return fail(errc::not_found,
                "node " + node + " of " + home.string() + " hosts neither project nor authority",
                "say this where the node of the project is; --at names it");
  return config::member_store::open(hosted->database);
}

result<std::size_t> entries_wanted(const invocation& call) {
  const auto given = call.args.text("count");
  if (!given) return config::audit_shown;
  const auto count = wire::whole_number<std::size_t>(*given);
  if (count && *count > 0 && *count <= config::audit_entries_max) return *count;
  return fail(errc::invalid, "--count " + *given + " is no number from 1 to "
                                 + std::to_string(config::audit_entries_max));
}

result<entries> newest_entries(const invocation& call, config::member_store& store) {
  OCKAM_TRY(count, entries_wanted(call));
  OCKAM_TRY(found, store.audit_log(count));
  std::reverse(found.begin(), found.end());
  return found;
}

status list_audit(invocation& call) {
  OCKAM_TRY(store, audited_store(call));
  OCKAM_TRY(found, newest_entries(call, store));
  auto objects = json::array();
  std::string lines;
  for (const auto& each : found) {
    objects.push_back(entry_json(each));
    lines += (lines.empty() ? "" : "\n") + entry_line(each);
  }
  if (found.empty()) call.out.note("the audit log is empty");
  call.out.answer(objects, lines);
  return done{};
}

/// Prints what comes, line by line, until the user wants no more.
status follow_log(invocation& call) {
  OCKAM_TRY(store, audited_store(call));
  auto next = newest_entries(call, store);
  std::int64_t last = 0;
  call.out.compact = true;
  do {
    if (!next) return next.error();
    for (const auto& each : *next) {
      call.out.answer(entry_json(each), entry_line(each));
      last = each.number;
    }
    call.host.out.flush();
    if (!call.host.out || !call.host.pause || !call.host.pause(config::watch_interval)) break;
    next = store.audit_log_after(last, config::audit_entries_max);
  } while (true);
  return done{};
}

std::vector<option> audit_options() {
  return {{"at", "NODE", "Of this home, a project's or an authority's; without it project-default"},
          {"count", "N", "How many of the newest entries; without it 50"}};
}

} // namespace

noun audit() {
  return {"audit",
          "What a project's authority did and refused, and for whom",
          {{"list",
            "Print the newest entries of the audit log, oldest first",
            {},
            audit_options(),
            {"ockam audit list", "ockam audit list --count 1000 --output json",
             "ockam audit list --at authority"},
            list_audit},
           {"follow",
            "Print entries as they come, until it is interrupted; JSON is a line an entry",
            {},
            audit_options(),
            {"ockam audit follow", "ockam audit follow --output json"},
            follow_log}}};
}

} // namespace ockam::cli
