#include "cli/home/home_directory.hpp"
#include "cli/home/resolution.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "config/base/environment.hpp"
#include "config/defaults.hpp"
#include "config/home/node_files.hpp"
#include "config/ledger/access_files.hpp"
#include "wire/text.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace ockam::cli {
namespace {

using stream_entries = std::vector<config::stream_entry>;

/// The access log of the node that `--at` names, which need not run.
result<std::filesystem::path> access_log_of(const invocation& call) {
  OCKAM_TRY(home, config::home());
  std::string node;
  if (const auto given = call.args.text("at")) {
    OCKAM_TRY(named, node_name(*given));
    node = std::move(named);
  } else {
    OCKAM_TRY(chosen, call.host.nodes.default_node());
    node = std::move(chosen);
  }
  if (auto may = check_may_look(home, node); !may) return may.error();
  if (auto known = call.host.nodes.port_of(node); !known) return known.error();
  return config::files_of(home, node).access_log;
}

result<std::size_t> streams_wanted(const invocation& call) {
  const auto given = call.args.text("count");
  if (!given) return config::access_shown;
  const auto count = wire::whole_number<std::size_t>(*given);
  if (count && *count > 0 && *count <= config::access_entries_max) return *count;
  return fail(errc::invalid, "--count " + *given + " is no number from 1 to "
                                 + std::to_string(config::access_entries_max));
}

std::string line_of(const config::stream_entry& e) {
  return config::line_of(e, config::log_format::text);
}

status list_entries(invocation& call) {
  OCKAM_TRY(count, streams_wanted(call));
  OCKAM_TRY(log, access_log_of(call));
  const auto found = config::newest_entries(log, count);
  auto objects = nlohmann::json::array();
  std::string lines;
  for (const auto& each : found) {
    objects.push_back(json_of(each));
    lines += (lines.empty() ? "" : "\n") + line_of(each);
  }
  if (found.empty()) call.out.note("no stream of this node has ended, or it keeps no access log");
  call.out.answer(objects, lines);
  return done{};
}

/// Prints what comes, line by line, until the user wants no more.
status follow_entries(invocation& call) {
  OCKAM_TRY(count, streams_wanted(call));
  OCKAM_TRY(log, access_log_of(call));
  config::access_follower follower{log};
  auto next = follower.next();
  if (next.size() > count)
    next.erase(next.begin(), next.end() - static_cast<std::ptrdiff_t>(count));
  call.out.compact = true;
  do {
    for (const auto& each : next) call.out.answer(json_of(each), line_of(each));
    call.host.out.flush();
    if (!call.host.out || !call.host.pause || !call.host.pause(config::watch_interval)) break;
    next = follower.next();
  } while (true);
  return done{};
}

std::vector<option> access_options() {
  return {{"at,node,n", "NODE", "Whose streams; without it the default node"},
          {"count", "N", "How many of the newest entries; without it 50"}};
}

} // namespace

noun access() {
  return {"access",
          "Who used the inlets and outlets of a node: a line for each stream that ended",
          {{"list",
            "Print the newest lines of a node's access log, oldest first",
            {},
            access_options(),
            {"ockam access list", "ockam access list --at n1 --count 1000 --output json"},
            list_entries},
           {"follow",
            "Print lines as they come, until it is interrupted; JSON is a line an entry",
            {},
            access_options(),
            {"ockam access follow", "ockam access follow --output json"},
            follow_entries}}};
}

} // namespace ockam::cli
