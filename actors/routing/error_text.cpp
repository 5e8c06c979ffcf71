#include "actors/routing/error_text.hpp"

#include "channels/workers/credential_table.hpp"
#include "channels/workers/project_directory.hpp"
#include "wire/routing/relay_name.hpp"

#include <algorithm>

namespace ockam::actors {

std::string to_text(const error& why) {
  return why.hint.empty() ? why.message : why.message + " (" + why.hint + ")";
}

std::string to_text(transports::duration time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  if (ms < 1000) return std::to_string(ms) + " ms";
  const auto tenths = ms % 1000 / 100;
  return std::to_string(ms / 1000) + (tenths > 0 ? '.' + std::to_string(tenths) : "") + " s";
}

std::string to_text(const channels::allow_list& who) {
  if (who.everybody()) return "everybody";
  std::string out;
  for (const auto& one : who.authorized()) out += (out.empty() ? "" : ", ") + to_string(one);
  return out.empty() ? "nobody" : out;
}

std::string own_fault(const channels::context& node) {
  if (!node.self) return {};
  auto why = node.projects ? node.projects->why_no_member() : std::string();
  return why.empty() ? node.credentials.why_own_is_void(node.self->who().id()) : why;
}

std::string no_answer(std::string what, transports::duration waited, const route_handle& way,
                      std::string_view otherwise) {
  const auto next = way.next_hop();
  const auto suspect =
      "the next hop, " + (next.empty() ? std::string(otherwise) : next) + ", may not exist there";
  const auto relay = next.starts_with(wire::relay_prefix)
                         ? "nobody has registered relay " + std::string(wire::relay_name(next))
                               + " there, or who has does not answer"
                         : std::string();
  what += " within " + to_text(waited);
  if (way.onward().empty()) return what; // it begins at this node itself
  // Who refuses a peer says nothing: the peer cannot know.
  if (const auto* const channel = way.channel(); channel && !relay.empty())
    return what + "; the channel with " + to_string(channel->peer) + " was opened, so " + relay;
  if (const auto* const channel = way.channel())
    return what + "; the channel with " + to_string(channel->peer)
           + " was opened, so its listener may not authorize " + to_string(channel->self) + ", or "
           + suspect;
  if (way.link_peer().empty()) return what + "; a hop may not exist";
  if (const auto why = why_no_node(way); !why.empty()) return what + "; " + why;
  return what + "; the link to " + way.link_peer() + " is up, so "
         + (relay.empty() ? suspect : relay);
}

std::string why_no_node(const route_handle& way) {
  if (auto refused = way.refusal(); !refused.empty()) return refused;
  const auto* const link = way.link_life();
  return link && !link->spoke ? transports::why_silent(way.link_peer()) : "";
}

std::string lost_way(const route_handle& way) {
  if (auto refused = way.refusal(); !refused.empty()) return refused;
  std::string what = "the way by " + wire::to_string(way.onward().front());
  if (const auto* const channel = way.channel())
    what = "the channel with " + to_string(channel->peer);
  else if (!way.link_peer().empty())
    what = "the link to " + way.link_peer();
  return what + " ended";
}

std::string lost_way(const route_handle& way, std::string_view waited_for) {
  return lost_way(way) + " while waiting for " + std::string(waited_for);
}

} // namespace ockam::actors
