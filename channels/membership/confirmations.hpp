// What an authority has said of peers, whom to ask it about next, and what counts meanwhile: a
// state machine without I/O, of one authority. A peer shows a credential of some version; the
// authority says which version its attributes have now, or that it is no member.
//   comes      -> waits for one question, shared with all who come meanwhile
//   confirmed  -> counts for config::standing_life, while it is connected until the next answer
//   changed    -> what was confirmed just before counts for config::standing_change, to show a newer
//                 one; what was confirmed longer ago counts no more
//   no member  -> refused
//   no answer  -> the authority is silent: when_silent decides, at once, until it answers again
// Source: docs/security.md.
#pragma once
#include "wire/messages/identifier.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace ockam::channels {

using wire::identifier;

/// Who counts while an authority does not answer.
enum class when_silent : unsigned char {
  keep_10m,          ///< whoever it confirmed in the last 10 min, since this node started
  refuse,            ///< nobody
  keep_until_expiry, ///< everybody whose credential holds, but whom it said otherwise of
};
/// `keep-10m`, `refuse`, `keep-until-expiry`
std::string_view name_of(when_silent);
std::optional<when_silent> when_silent_called(std::string_view name);

class confirmations {
public:
  using time_point = std::chrono::steady_clock::time_point;
  using version = std::uint64_t;

  enum class verdict : unsigned char { counts, waits, refused };
  /// What a peer shows: of which version, and since when.
  struct claim {
    version of = 0;
    time_point shown_at{};
  };
  struct question {
    std::uint64_t number = 0;
    std::vector<identifier> whom;
  };
  using words = std::map<identifier, version>; ///< who is not in it is no member

  /// `exact`: what a peer shows counts in the version that the authority says, and in no other.
  /// Without it the authority says the attributes, too: every version counts, once it has said
  /// something since that was shown.
  explicit confirmations(bool exact = true) : exact_(exact) {}

  /// Whether what the peer shows counts now. If that takes a question, or would but for the
  /// silence, the peer is in the next one.
  verdict judge(const identifier&, const claim&, time_point now, when_silent);
  /// From now on the peer has a channel, and is asked about as long as it has one; or it has none
  /// any more.
  void connect(const identifier&, time_point now);
  void disconnect(const identifier&);

  /// The question to send now. None if there is nobody to ask about, if standing_questions_max are
  /// under way, or if the last one failed just now.
  std::optional<question> next(time_point now);
  /// When next() will have a question, if no other peer comes until then; none if it will have
  /// none.
  std::optional<time_point> next_due() const;
  /// Takes the answer to a question. Returns the peers that it was about, which are to be judged
  /// again; nobody if the answer came too late.
  std::vector<identifier> answered(std::uint64_t number, const words&, time_point now);
  /// The question failed, or time is over: for a while the authority counts as silent.
  void unanswered(std::uint64_t number, time_point now);
  /// The authority says something without a question. Of peers that it was never asked about
  /// nothing is kept.
  void told(const identifier&, std::optional<version>, time_point now);

  bool silent(time_point now) const;
  /// Whether time alone may change what judge() says of somebody who is connected.
  bool lapses(time_point now) const { return silent(now) || now <= changing_until_; }
  std::size_t known() const noexcept { return records_.size(); }

private:
  struct record {
    bool heard = false;            ///< set when the authority first says something of the peer
    std::optional<version> said;   ///< what it said last; none if the peer is no member
    time_point asked{};            ///< when the question left that `said` is the answer to
    std::optional<version> before; ///< the version that was confirmed before `said`
    time_point before_until{};     ///< time until which `before` counts, too
    bool connected = false;        ///< while the peer has a channel
    bool wanted = false;           ///< while it is in wanted_
    bool asking = false;           ///< while a question about it is under way
    time_point due{};              ///< its time in due_, or in left_
  };
  using records = std::map<identifier, record>;
  struct under_way {
    std::vector<identifier> whom;
    time_point asked;
  };

  records::iterator known(const identifier&, time_point now);
  void place(records::iterator, time_point);
  void displace(records::iterator);
  void move(records::iterator, time_point); ///< to another time in due_, or in left_
  void want(records::iterator);
  void hear(record&, std::optional<version>, time_point asked, time_point now);
  void make_room(time_point now);
  time_point retry_at() const; ///< time before which no question leaves

  bool exact_;
  records records_;
  /// Connected peers, by when they are asked about next; the others, by when they were last.
  std::set<std::pair<time_point, identifier>> due_, left_;
  std::deque<identifier> wanted_;
  std::map<std::uint64_t, under_way> under_way_;
  std::uint64_t last_number_ = 0;
  std::optional<time_point> failed_at_;
  time_point changing_until_{};
};

} // namespace ockam::channels
