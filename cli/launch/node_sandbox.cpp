#include "cli/launch/node_sandbox.hpp"

#include "config/base/environment.hpp"
#include "config/base/log.hpp"
#include "config/base/printable.hpp"
#include "transports/sandbox/refused_calls.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <unistd.h>

namespace ockam::cli {

namespace {

using config::log_level;
using nlohmann::json;
using transports::sandbox_mode;

json json_of(sandbox_mode mode, const transports::sandboxed& in) {
  auto refused = json::array();
  for (const auto& each : transports::refused_system_calls())
    refused.push_back({{"number", each.number}, {"name", each.name}, {"count", each.count}});
  return {{"mode", name_of(mode)},
          {"system_calls", in.system_calls},
          {"files", in.files},
          {"reason", in.missing},
          {"refused", std::move(refused)}};
}

} // namespace

result<node_sandbox> node_sandbox::of(const node_settings& settings,
                                      transports::sandbox::paths where) {
  auto asked = settings.sandbox;
  if (asked.empty()) asked = config::variable_text("OCKAM_SANDBOX");
  if (asked.empty()) asked = name_of(sandbox_mode::automatic);
  const auto mode = transports::sandbox_mode_called(asked);
  if (!mode)
    return fail(errc::config,
                "OCKAM_SANDBOX is none of auto, required, off: " + config::printable(asked));
  node_sandbox out{*mode};
  if (*mode != sandbox_mode::off) out.box_.emplace(std::move(where));
  return out;
}

status node_sandbox::enter(transports::sandbox::role as) {
  if (!box_) return done{};
  auto in = box_->enter(as);
  if (!in.complete() && mode_ == sandbox_mode::required)
    return fail(errc::unavailable, "the node cannot be sandboxed: " + in.missing,
                "--sandbox auto runs it all the same");
  if (entered_ && in.missing == entered_->missing) return done{};
  config::log(in.complete() ? log_level::info : log_level::warn, "sandboxed: " + in.text());
  if (!entered_) entered_ = std::make_shared<transports::sandboxed>(std::move(in));
  return done{};
}

std::function<json()> node_sandbox::description() const {
  return
      [mode = mode_, in = entered_] { return json_of(mode, in ? *in : transports::sandboxed{}); };
}

void log_refused_calls() {
  std::uint64_t event = 0;
  [[maybe_unused]] const auto taken = ::read(transports::refused_event(), &event, sizeof event);
  for (const auto& each : transports::refused_system_calls()) {
    const auto number = std::to_string(each.number);
    config::log_limited("system call " + number, log_level::warn,
                        "refused system call " + number + " ("
                            + (each.name.empty() ? "unknown here" : each.name) + "), "
                            + std::to_string(each.count) + " of them since the start");
  }
}

} // namespace ockam::cli
