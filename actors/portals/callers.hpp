// Who asked an outlet for a stream and is not served yet. Streams of others start a few in a round of
// the node, and so many targets are dialed at once: else a few thousand Pings, which cost their
// sender 30 bytes each, would keep everybody waiting. Who has begun least is next (fair_line.hpp), so
// who asks seldom waits for no crowd. Strangers wait in a line of their own, which has every fourth
// start; when too many wait there, the newest of the busiest source is turned away. What this node
// begins itself does not wait. Confined to the node's reactor.
#pragma once
#include "transports/fair/fair_line.hpp"
#include "transports/work/context.hpp"
#include "transports/work/message.hpp"
#include "wire/messages/identifier.hpp"
#include "wire/messages/portal.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ockam::actors {

class callers final : transports::reactor::writer {
public:
  /// A Ping, without the payload that would keep a block of memory in use.
  struct caller {
    wire::route inlet; ///< the way back
    std::uint16_t capabilities = 0;
    bool extended = false; ///< whether it said any
    std::optional<wire::identifier> peer{};
    std::shared_ptr<const std::string> source{}; ///< none: this node
    std::shared_ptr<const std::string> from{};   ///< address of the link that it came by
    bool stranger = false; ///< nothing is known of who it is, and it is not of this machine
    std::uint8_t hops = 0; ///< deliveries in this node so far
    transports::time_point came{};
    /// What it sent without waiting for an answer, apart from the blocks that it came in; null if it
    /// cannot send any.
    struct early_messages {
      std::vector<transports::message> all;
      std::size_t bytes = 0;
    };
    std::shared_ptr<early_messages> early{};
  };
  /// Held by a stream while its target is dialed.
  using place = std::shared_ptr<const void>;
  struct calls {
    /// Runs what is done at the end of a round as a part of the outlet.
    std::function<void(const std::function<void()>&)> run;
    std::function<void(caller&&, place)> start;
    /// Without a reason nobody is left to hear of it.
    std::function<void(caller&&, std::optional<config::limit> why)> turn_away;
  };

  callers(transports::context&, calls);
  callers(const callers&) = delete;
  callers& operator=(const callers&) = delete;
  ~callers();

  /// Starts it now or later, or turns it away.
  void come(caller&&);
  /// What the caller has sent early that this message is from; null if no such caller waits.
  caller::early_messages* early_of(const transports::message&) const;
  /// Those that wait are forgotten. Places that are given back later do no harm.
  void clear();

  std::size_t waiting() const noexcept { return known_.waiting() + strangers_.waiting(); }
  std::size_t dialing() const noexcept { return dialing_; }

private:
  using line = transports::fair_line<caller>;
  struct given_place;

  static std::string name_of(const caller&);
  line& line_of(const caller& one) noexcept { return one.stranger ? strangers_ : known_; }
  bool may_go(const caller&, const line::source&) const;
  std::optional<config::limit> why_not_wait(const caller&, const line::source&);
  std::optional<line::turn> next();
  void flush() override;
  void serve();
  bool has_room();
  void start(const line::source_ptr&, caller&&);
  void dialed(const line::source_ptr&, bool stranger);
  void wait(const line::source_ptr&, caller&&);
  caller out_of_line(caller&&);
  void go_on();

  transports::context& node_;
  const calls calls_;
  const std::size_t dials_max_, dials_per_source_max_;
  line known_, strangers_;
  /// Of those that may send early, by the items of their ways back.
  std::unordered_map<std::string, std::pair<std::optional<wire::identifier>,
                                            std::shared_ptr<caller::early_messages>>>
      early_;
  std::size_t dialing_ = 0;
  std::uint64_t round_ = 0; ///< that `started_` is of
  std::size_t started_ = 0, turns_ = 0;
  bool asked_ = false;                    ///< flush() is to come
  const std::shared_ptr<callers*> alive_; ///< null once it is gone
};

} // namespace ockam::actors
