#include "channels/workers/encryptor.hpp"

#include "channels/handshake/channel_message.hpp"
#include "config/base/log.hpp"
#include "wire/messages/frame.hpp"

#include <cstring>

namespace ockam::channels {

encryptor::encryptor(caf::actor_config& cfg, transports::context& node, std::string address,
                     sealer s, wire::route way, wire::identifier peer, transports::flow_ptr flow,
                     std::string decryptor)
    : named_worker(cfg, node, std::move(address)),
      sealer_(std::move(s)),
      way_(std::move(way)),
      below_(node.workers.find(way_.front())),
      peer_(peer),
      flow_(std::move(flow)),
      decryptor_(std::move(decryptor)) {}

void encryptor::deliver(transports::message&& m) {
  m.onward.pop_front();
  if (m.onward.empty()) return say("a message whose route ends at the channel was dropped");
  // Passed on below without asking the directory, so the bound on loops is checked here.
  if (m.local_hops >= config::local_hops_max) return say("a message that loops was dropped");
  auto& data = m.payload;
  const auto head = payload_head_size(m.onward, m.return_route, data.size());
  constexpr auto behind = payload_tail.size() + record_tail_size;
  // Not after it was sealed: a peer that misses 32 records in a row takes none any more.
  const auto record = record_head_size + head + data.size() + behind;
  if (wire::frame_head_size(way_, {}, record) + record > config::frame_size_max)
    return say("a message that is larger than a frame was dropped");
  if (data.headroom() < head + record_head_size || data.tailroom() < behind)
    data = transports::slice::copy_of(data, head + record_head_size + config::headroom,
                                      behind + config::tailroom);
  learn_way_back(*flow_, node_.workers, m);
  const auto size = data.size();
  write_payload_head(data.grow_front(head), m.onward, m.return_route, size);
  std::memcpy(data.grow_back(payload_tail.size()), payload_tail.data(), payload_tail.size());
  seal_and_pass(std::move(data), {}, m.local_hops, m.afar);
  apply_backpressure(m.return_route);
}

/// Makes a record of the plaintext. REQUIRES: room around it.
status encryptor::seal(transports::slice& plaintext) {
  if (!plaintext.shares()) {
    plaintext.grow_front(record_head_size);
    plaintext.grow_back(record_tail_size);
    return sealer_.seal({plaintext.data(), plaintext.size()});
  }
  auto record = transports::arena::of_this_thread().take(record_head_size + plaintext.size()
                                                         + record_tail_size);
  auto sealed = sealer_.seal(plaintext, {record.data(), record.size()});
  plaintext = std::move(record);
  return sealed;
}

void encryptor::seal_and_pass(transports::slice&& plaintext, wire::route return_route,
                              std::uint8_t hops, bool afar) {
  if (auto sealed = seal(plaintext); !sealed) return say(sealed.error().message);
  transports::message record{way_, std::move(return_route), std::move(plaintext),
                             static_cast<std::uint8_t>(hops + 1)};
  record.afar = afar;
  below_.pass(std::move(record));
}

void encryptor::tell_peer(bytes_view what) {
  auto plaintext = transports::slice::copy_of(what, config::headroom, config::tailroom);
  seal_and_pass(std::move(plaintext), wire::route{wire::local(decryptor_)}, 0, false);
}

void encryptor::redirect(wire::route way) {
  const auto paused = pauses_;
  while (pauses_ > 0) resume_reading();
  way_ = std::move(way);
  below_ = node_.workers.find(way_.front());
  while (pauses_ < paused) pause_reading();
}

/// Whoever stopped its input does not find it any more, and the link below may live on.
void encryptor::on_exit() {
  while (pauses_ > 0) resume_reading();
  below_ = {};
}

void encryptor::pause_reading() {
  ++pauses_;
  if (const auto at = below_.here()) at->pause_reading();
}

void encryptor::resume_reading() {
  --pauses_;
  if (const auto at = below_.here()) at->resume_reading();
}

void encryptor::apply_backpressure(const wire::route& return_route) {
  if (const auto at = below_.here()) at->apply_backpressure(return_route);
}

bool encryptor::stops_others(std::size_t behind, caf::actor_id whom) const {
  const auto at = below_.here();
  return at && at->stops_others(behind, whom);
}

void encryptor::say(std::string_view why) const {
  config::log_limited("encryptor " + std::string(why), config::log_level::warn,
                      "channel " + std::string(address().value) + ": " + std::string(why));
}

} // namespace ockam::channels
