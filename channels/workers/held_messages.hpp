// Messages of a channel that wait while an authority is asked whether their sender counts. Bounded
// for each channel here, and for all together by the credential table.
#pragma once
#include "config/defaults.hpp"
#include "transports/work/message.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace ockam::channels {

class held_messages {
public:
  /// Whether one more of that size may wait.
  bool has_room(std::size_t size) const noexcept {
    return messages_.size() < config::held_messages_max && !closed_
           && bytes_ + size <= config::held_bytes_max;
  }
  /// Keeps a copy: what the message arrived in may be a large buffer that it shares with others.
  void add(transports::message&& m) {
    m.payload = transports::slice::copy_of(m.payload.view(), config::headroom, config::tailroom);
    bytes_ += m.payload.size();
    messages_.push_back(std::move(m));
  }
  /// The peer says Close behind these messages.
  void close() noexcept { closed_ = true; }
  bool closed() const noexcept { return closed_; }
  std::size_t bytes() const noexcept { return bytes_; }
  std::vector<transports::message> take() { return std::exchange(messages_, {}); }

private:
  std::vector<transports::message> messages_;
  std::size_t bytes_ = 0;
  bool closed_ = false;
};

} // namespace ockam::channels
