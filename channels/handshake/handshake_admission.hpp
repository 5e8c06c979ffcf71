// Whose handshake is looked at next, and which ones may stay unfinished. Anybody can send a first
// message, and each costs the responder four curve operations and some memory, so:
//   waiting   first messages that wait: few per link, some in all; sources take turns
//   open      handshakes answered but not finished: few per link, some in all; an older one of the
//             source with the most gives way to a newer one
// A source may have many links, and is what they count as together (link_table::paced_as()).
// Pure. Limits: config/defaults.hpp.
#pragma once
#include "channels/crypto/secret.hpp"
#include "wire/routing/route.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace ockam::channels {

class handshake_admission {
public:
  using number = std::uint64_t;
  struct first_message {
    wire::route initiator; ///< the return route it came with; never empty
    bytes m1;
    std::string link{}, source{}; ///< what it came by, and what that counts as
  };
  struct begun {
    number handshake;
    std::optional<number> gives_way; ///< an unfinished handshake that is to be given up
  };
  enum class outcome : unsigned char { waits, too_many_of_link, too_many };

  /// Lets a first message wait, unless too many of its link wait already, or too many in all. A
  /// source with many waiting loses its newest to a source with fewer.
  outcome wait(first_message);
  std::size_t waiting() const noexcept { return waiting_; }
  /// The next first message in turn. REQUIRES: waiting().
  first_message next();

  /// Notes that a first message that came by `link` was answered.
  begun begin(const std::string& link, const std::string& source);
  /// Notes that the handshake is complete, or over. No effect the second time.
  void end(number handshake);
  std::size_t unfinished() const noexcept { return open_.size(); }
  std::size_t waiting_of_busiest_link() const;
  std::size_t unfinished_of_busiest_link() const;

private:
  using order = std::set<std::tuple<std::size_t, number, std::string>>;
  struct link {
    std::size_t waiting = 0;
    std::set<number> open;
  };
  struct source {
    std::deque<first_message> waiting;
    std::set<number> open;
    /// As the two orders below know it.
    std::optional<order::value_type> noted_waiting{}, noted_open{};
  };
  struct handshake {
    std::string link, source;
  };
  using sources = std::unordered_map<std::string, source>;
  /// What one has has changed; it is forgotten when it has nothing.
  void note(sources::iterator);
  void note(const std::string& link);
  void drop_newest(sources::iterator);

  std::unordered_map<std::string, link> links_;
  sources sources_;
  order by_waiting_, by_open_;       ///< the busiest last; of those with the same, the oldest
  std::deque<std::string> turns_;    ///< sources with something waiting
  std::map<number, handshake> open_; ///< the unfinished ones
  std::size_t waiting_ = 0;
  number next_ = 0;
};

} // namespace ockam::channels
