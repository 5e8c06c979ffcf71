#include "actors/wording.hpp"

namespace ockam::actors {

std::string in_words(transports::duration time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  if (ms < 1000) return std::to_string(ms) + " ms";
  const auto tenths = ms % 1000 / 100;
  return std::to_string(ms / 1000) + (tenths > 0 ? '.' + std::to_string(tenths) : "") + " s";
}

std::string no_answer(std::string what, transports::duration waited, const opened_route& way) {
  what += " within " + in_words(waited);
  if (way.onward().empty()) return what + "; the connection was not up yet";
  if (way.peer().empty()) return what + "; a hop may not exist";
  what += "; the link to " + way.peer() + " is up, so the next hop";
  const auto& onward = way.onward();
  auto next = onward.begin();
  if (++next != onward.end()) what += ", " + std::string((*next).value) + ',';
  return what + " may not exist there";
}

std::string lost_way(const opened_route& way, std::string_view waited_for) {
  const auto what = way.peer().empty() ? "the way by " + wire::to_string(way.onward().front())
                                       : "the link to " + way.peer();
  return what + " ended while waiting for " + std::string(waited_for);
}

} // namespace ockam::actors
