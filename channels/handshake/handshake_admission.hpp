// Whose handshake is looked at next, and which ones may stay unfinished. Anybody can send a first
// message, and each costs the responder four curve operations and some memory, so:
//   waiting   first messages that wait: few per link, some in all; links take turns
//   open      handshakes answered but not finished: few per link, some in all; an older one of the
//             link with the most gives way to a newer one
// Pure. Limits: config/defaults.hpp.
#pragma once
#include "channels/crypto/secret.hpp"
#include "wire/routing/route.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace ockam::channels {

class handshake_admission {
public:
  struct first_message {
    wire::route initiator; ///< the return route it came with; never empty
    bytes m1;
  };
  using number = std::uint64_t;
  struct begun {
    number handshake;
    std::optional<number> gives_way; ///< an unfinished handshake that is to be given up
  };

  /// Lets a first message wait. Returns false if too many of its link wait already. A link with
  /// many waiting loses its newest to a link with fewer.
  bool wait(first_message);
  bool waiting() const noexcept { return waiting_ > 0; }
  /// The next first message in turn. REQUIRES: waiting().
  first_message next();

  /// Notes that a first message of `link` was answered.
  begun begin(const std::string& link);
  /// Notes that the handshake is complete, or over. No effect the second time.
  void end(number handshake);
  std::size_t unfinished() const noexcept { return link_of_.size(); }

private:
  struct source {
    std::deque<first_message> waiting;
    std::deque<number> open;                       ///< the oldest first
    std::size_t noted_waiting = 0, noted_open = 0; ///< as the two orders below know them
  };
  using sources = std::map<std::string, source>;
  using order = std::set<std::pair<std::size_t, std::string>>;
  /// What one has has changed; it is forgotten when it has nothing.
  void note(sources::iterator);

  sources sources_;                       ///< by address of the link
  order by_waiting_, by_open_;            ///< the busiest last
  std::deque<std::string> turns_;         ///< links with something waiting
  std::map<number, std::string> link_of_; ///< of the unfinished ones
  std::size_t waiting_ = 0;
  number next_ = 0;
};

} // namespace ockam::channels
