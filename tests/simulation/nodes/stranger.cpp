#include "simulation/nodes/stranger.hpp"

#include "simulation/nodes/place.hpp"
#include "simulation/nodes/violated.hpp"
#include "wire/encoding/bare.hpp"
#include "wire/messages/portal.hpp"
#include "wire/messages/relay.hpp"

namespace ockam::simulation::nodes {

using wire::local;

namespace {

constexpr std::uint16_t all_capabilities = wire::portal_credit | wire::portal_half_close
                                           | wire::portal_early_payload | wire::portal_resume;

wire::bytes payload_message(std::string_view text, std::optional<wire::position_tail> tail) {
  const auto head = wire::encode_payload_head(text.size());
  wire::bytes out(head.bytes.begin(), head.bytes.begin() + static_cast<std::ptrdiff_t>(head.size));
  out.insert(out.end(), text.begin(), text.end());
  if (tail) out.insert(out.end(), tail->begin(), tail->end());
  return out;
}

} // namespace

wire::bytes strange_words(std::uint32_t which) {
  switch (which % 12) {
  case 0: return wire::encode_ping(all_capabilities);
  case 1: return wire::encode_ping({});
  case 2: return payload_message(stranger_mark, {});
  case 3: return payload_message(stranger_mark, wire::encode_positions({0, 0}));
  case 4: return payload_message(stranger_mark, wire::encode_positions({8, 0}));
  case 5: return wire::encode_disconnect();
  case 6: return wire::encode_lost();
  case 7: return wire::encode_end(wire::portal_positions{8, 0});
  case 8: return wire::encode_position(8, 1 << 20);
  case 9: return wire::encode_pong(all_capabilities, 7);
  case 10: return wire::encode_text(stranger_mark);
  default: {
    const auto mark = wire::view_of(stranger_mark);
    return {mark.begin(), mark.end()};
  }
  }
}

stranger::stranger(tests::simulation& world, const std::string& host)
    : world_(world),
      host_(host),
      node_(world, host),
      ear_(node_.start<tests::probe>("ear")),
      trap_(node_.start<tests::probe>("trap")) {}

const wire::address* stranger::link_to(const std::string& host) {
  const auto known = links_.find(host);
  if (known != links_.end() && node_.workers.find(known->second).open()) return &known->second;
  const auto made = node_.open({host, node_port}, 1s);
  if (!made) return nullptr;
  return &links_.insert_or_assign(host, wire::address{local(made->address)}).first->second;
}

void stranger::say(const std::string& host, const std::vector<std::string>& onward,
                   wire::bytes_view what) {
  const auto* const link = link_to(host);
  if (!link) return;
  transports::message m;
  m.onward.push_back(*link);
  for (const auto& hop : onward) m.onward.push_back(local(hop));
  m.return_route.push_back(local("ear"));
  m.payload = transports::slice::copy_of(what);
  node_.workers.route(std::move(m));
}

void stranger::register_name(const std::string& host, const std::string& name, bool as_ours) {
  const auto* const link = link_to(host);
  if (!link) return;
  wire::relay_request asked{name, {}};
  if (as_ours) asked.tail.emplace();
  transports::message m;
  m.onward.push_back(*link);
  m.onward.push_back(local("static_forwarding_service"));
  m.return_route.push_back(local("trap"));
  m.payload = transports::slice::copy_of(wire::encode_relay_request(asked));
  node_.workers.route(std::move(m));
}

void stranger::resume(const std::string& host, const std::vector<std::string>& onward,
                      const wire::stream_id& id, std::uint32_t attempt) {
  say(host, onward, wire::encode_resume(id, attempt, 0, 1 << 20));
}

void stranger::leave() {
  for (const auto& [host, link] : links_) world_.net.cut(host_, host);
  links_.clear();
}

} // namespace ockam::simulation::nodes
