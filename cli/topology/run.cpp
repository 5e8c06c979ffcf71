#include "cli/process/foreground.hpp"
#include "cli/shell/commands.hpp"
#include "cli/shell/host_environment.hpp"
#include "cli/topology/topology_apply.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>

namespace ockam::cli {
namespace {

result<topology_file> wanted_file(const invocation& call) {
  const auto given = call.args.positional_at(0), text = call.args.text("inline");
  if (given && text) return fail(errc::invalid, "FILE and --inline exclude each other");
  if (text) return topology_file{"--inline", *text, {}};
  if (given && is_topology_text(*given)) return topology_file{"FILE", *given, {}};
  if (given) return open_topology(call, *given);
  std::error_code ignored;
  for (const auto* usual : {"ockam.yml", "ockam.yaml"})
    if (std::filesystem::exists(usual, ignored)) return open_topology(call, usual);
  return fail(errc::not_found, "file not found: there is neither ockam.yml nor ockam.yaml here",
              "ockam run FILE");
}

/// Reads the file as it is now.
result<apply_outcome> apply_file(invocation& call, bool only_plan) {
  OCKAM_TRY(file, wanted_file(call));
  OCKAM_TRY(read, read_topology(call, file, config::topology_scope::many_nodes));
  for (const auto& node : read.nodes)
    if (node.foreground || node.exit_on_eof || node.child_process)
      call.out.note(file.name + ": node " + node.name
                    + " runs in the background; ockam run --blocking stays with it");
  return apply(call, file, std::move(read), {only_plan, file.path});
}

void print(const invocation& call, const apply_outcome& outcome) {
  call.out.answer(object_of(outcome),
                  text_of(outcome, call.out.terminal && !call.args.flag("plan")));
  for (const auto& each : outcome.not_up) call.out.note("! " + each);
}

status run_file(invocation& call) {
  const bool stays = call.args.flag("blocking");
  if (stays && call.args.flag("plan"))
    return fail(errc::invalid, "--blocking and --plan exclude each other");
  if (stays && call.args.positional_at(0) == "-")
    return fail(errc::invalid, "--blocking needs a file that can be read again, not -");
  if (!stays) {
    OCKAM_TRY(outcome, apply_file(call, call.args.flag("plan")));
    print(call, outcome);
    return done{};
  }
  return stay_in_foreground(
      [&]() -> result<std::vector<std::string>> {
        OCKAM_TRY(outcome, apply_file(call, false));
        print(call, outcome);
        call.host.out.flush();
        return outcome.nodes;
      },
      [&](const std::string& line) { call.out.note(line); });
}

} // namespace

noun run_files() {
  return {"run",
          "Bring about what a file says, and change only what differs",
          {{"",
            "Bring about what a file says, and change only what differs",
            {{"FILE", "YAML or JSON, or - for standard input; without it ockam.yml or ockam.yaml"}},
            {{"inline", "TEXT", "The text itself, instead of a file"},
             variable_option(),
             {"plan", "", "Print what would change, and change nothing"},
             {"blocking", "",
              "Stay until interrupted, then stop the nodes of the file; SIGHUP reads it again"}},
            {"ockam run", "ockam run relay-portal.yaml --variable PORT=6001",
             "ockam run --plan ockam.yaml"},
            run_file}}};
}

} // namespace ockam::cli
