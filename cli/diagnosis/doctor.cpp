#include "cli/diagnosis/doctor_home.hpp"
#include "cli/diagnosis/doctor_nodes.hpp"
#include "cli/home/resolution.hpp"
#include "cli/shell/commands.hpp"
#include "config/base/environment.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace ockam::cli {
namespace {

using nlohmann::json;

json json_of(const diagnostic& one) {
  return {{"check", one.check},
          {"subject", one.subject},
          {"ok", one.ok},
          {"sentence", one.sentence},
          {"hint", one.hint}};
}

std::string line_of(const output& out, const diagnostic& one) {
  const auto subject = one.subject.empty() ? one.check : one.check + ' ' + one.subject;
  auto line = (one.ok ? "✓ " : "✗ ") + subject + ": " + one.sentence;
  if (one.ok) return line;
  return out.bold(line) + "\n    try: " + one.hint;
}

result<diagnostics> examine(const std::string& chosen) {
  OCKAM_TRY(home, config::home());
  diagnostics out;
  auto state = examine_home(home, out);
  if (!state) return out;
  if (!chosen.empty())
    if (const auto known = state->node(chosen); !known) return known.error();
  const auto nodes = examine_processes(home, *state, chosen, out);
  for (const auto& [name, node] : nodes) {
    if (!chosen.empty() && chosen != name) continue;
    examine_ways(nodes, node, out);
    examine_credentials(*state, node, out);
  }
  return out;
}

status run(invocation& call) {
  std::string chosen;
  if (const auto given = call.args.text("node")) {
    OCKAM_TRY(name, node_name(*given));
    chosen = std::move(name);
  }
  OCKAM_TRY(found, examine(chosen));
  const auto& all = found.all();
  const auto wrong = static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const diagnostic& one) { return !one.ok; }));
  auto objects = json::array();
  std::string text;
  for (const auto& one : all) {
    objects.push_back(json_of(one));
    if (!one.ok || !call.out.quiet) text += (text.empty() ? "" : "\n") + line_of(call.out, one);
  }
  if (call.out.as == format::json || !text.empty())
    call.out.answer({{"ok", wrong == 0}, {"findings", std::move(objects)}}, text);
  if (wrong == 0) return done{};
  return fail(errc::unavailable, std::to_string(wrong) + " of " + std::to_string(all.size())
                                     + " things that were looked at are not as they should be");
}

} // namespace

noun doctor() {
  return {"doctor",
          "Look for what is wrong with this home and its nodes, and say what to do",
          {{"",
            "Look for what is wrong with this home and its nodes, and say what to do",
            {},
            {{"node,n,at", "NODE", "Tell of this node only; without it of all"}},
            {"ockam doctor", "ockam doctor --node n1", "ockam doctor --output json"},
            run}}};
}

} // namespace ockam::cli
