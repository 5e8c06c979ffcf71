#include "actors/wording.hpp"

#include <algorithm>

namespace ockam::actors {

std::string in_words(transports::duration time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  if (ms < 1000) return std::to_string(ms) + " ms";
  const auto tenths = ms % 1000 / 100;
  return std::to_string(ms / 1000) + (tenths > 0 ? '.' + std::to_string(tenths) : "") + " s";
}

std::string no_answer(std::string what, transports::duration waited, const opened_route& way,
                      std::string_view next_hop) {
  what += " within " + in_words(waited);
  if (way.onward().empty()) return what + "; the connection was not up yet";
  if (way.peer().empty()) return what + "; a hop may not exist";
  return what + "; the link to " + way.peer() + " is up, so the next hop, " + std::string(next_hop)
         + ", may not exist there";
}

std::string_view first_behind_link(const wire::multiaddr& address, std::string_view otherwise) {
  const auto& parts = address.parts();
  const auto transport = std::find_if(parts.begin(), parts.end(), [](const auto& part) {
    return part.proto == wire::protocol::tcp;
  });
  if (transport == parts.end() || transport + 1 == parts.end()) return otherwise;
  return transport[1].value;
}

std::string lost_way(const opened_route& way, std::string_view waited_for) {
  const auto what = way.peer().empty() ? "the way by " + wire::to_string(way.onward().front())
                                       : "the link to " + way.peer();
  return what + " ended while waiting for " + std::string(waited_for);
}

} // namespace ockam::actors
