// Whose handshake is looked at next, and which ones may stay unfinished. Anybody can send a first
// message, and each costs the responder four curve operations and some memory, so:
//   waiting   first messages that wait: few per link, some in all; sources take turns
//   open      handshakes answered but not finished: few per link, some in all; an older one of the
//             source with the most gives way to a newer one
// A source may have many links, and is what they count as together (link_table::paced_as()).
// Pure. Limits: config/defaults.hpp.
#pragma once
#include "channels/crypto/secret.hpp"
#include "config/base/limits.hpp"
#include "config/base/turns.hpp"
#include "wire/routing/route.hpp"

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
    std::optional<number> gives_way{}; ///< an unfinished handshake that is to be given up
    config::limit why = config::limit::handshakes_open; ///< which limit was reached, if one was
  };
  enum class outcome : unsigned char { waits, too_many_of_link, too_many };

  /// Lets a first message wait, unless too many of its link wait already, or too many in all. A
  /// source with many waiting loses its newest to a source with fewer.
  outcome wait(first_message);
  std::size_t waiting() const noexcept { return waiting_.size(); }
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
  struct link {
    std::size_t waiting = 0;
    std::set<number> open;
  };
  struct handshake {
    std::string link, source;
  };
  void waits_no_more(const std::string& link);
  void forget_unused(const std::string& link);
  /// Has one of that source's unfinished handshakes come, or go.
  template <class F>
  void change(const std::string& source, F&& how);

  std::unordered_map<std::string, link> links_; ///< those that have something
  config::turns<first_message> waiting_;
  std::map<number, handshake> open_;                            ///< the unfinished ones
  std::unordered_map<std::string, std::set<number>> of_source_; ///< those of each source
  /// How many each source has, and the complement of the oldest: the busiest source is last, and of
  /// those with the same number the one with the oldest.
  std::set<std::pair<std::size_t, number>> by_size_;
  number next_ = 0;
};

} // namespace ockam::channels
