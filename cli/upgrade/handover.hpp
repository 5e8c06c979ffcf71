// How a node goes over from one process to the next: what the two tell each other, and what the old
// one has to do about it. Pure. Who asks first is the new process, at the control socket; then the
// old one connects to a socket of the new one's, and over that go, as JSON,
//
//   old: sockets   64 listening sockets at a time, and where they are bound
//   old: offer     the end of a link between the two, with what else the new one must know
//   new: ready     all is read that can fail; it is the node as soon as the old one lets it
//   old: go        the lock is free; the old one still serves, as the new one does from now on
//   new: serves    it listens, and has what was declared
//   old: over      it listens no more, and goes on with what is open until that has ended
//
//                ready       serves     silent, gone, or anything else
//   offered      let_go      give_up    give_up
//   lets_go      take_back   leave      take_back
//   over         -           -          -
#pragma once
#include "transports/io/network.hpp"
#include "wire/result.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ockam::cli {

/// Changes when a message does: processes that speak another one do not hand over to each other.
inline constexpr int handover_protocol = 1;

enum class handover_word : unsigned char { sockets, offer, ready, go, serves, over, failed };

struct handover_message {
  handover_word word = handover_word::failed;
  std::vector<transports::endpoint> bound{}; ///< of sockets: where they listen, in their order
  // Of an offer:
  bool has_output = false; ///< the standard output and error of the old process come, too
  std::string notify{};    ///< the service manager's socket; empty: there is none
  std::chrono::milliseconds alive_period{}; ///< how often it wants to hear; 0: it does not
  int pid = 0;                              ///< of serves: the new process
  std::string why{};                        ///< of failed: a sentence
  friend bool operator==(const handover_message&, const handover_message&) = default;
};

std::string encode(const handover_message&);
/// Reads a message. Errors: protocol.
result<handover_message> decode_handover(std::string_view text);

/// What the new process asks for at the control socket: {"protocol":1,"socket":"/home/..."}.
std::string encode_handover_request(const std::string& socket);
/// The path in it. Errors: invalid; unavailable if it is another protocol's.
result<std::string> decode_handover_request(std::string_view body);

/// What the old process does with the words of the new one, from the first to the last.
class handover_state {
public:
  enum class order : unsigned char {
    nothing,
    let_go,    ///< free the lock, keep quiet about what the new process registers, say go
    leave,     ///< the new process is the node: say over
    take_back, ///< everything as before let_go
    give_up,   ///< nothing has changed yet
  };
  /// What the new process said; none: it is gone, or said nothing in time.
  [[nodiscard]] order take(std::optional<handover_word> said) noexcept;
  bool over() const noexcept { return now_ == phase::over; }

private:
  enum class phase : unsigned char { offered, lets_go, over };
  phase now_ = phase::offered;
};

} // namespace ockam::cli
