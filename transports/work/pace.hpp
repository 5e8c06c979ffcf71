// How fast each source may begin what costs a node more than it costs to ask for: handshakes,
// registrations. A source has a bucket of tokens, which fills by so many a second. An attempt takes
// one; what comes to a good end gives most of it back, so that many honest users behind one address
// are no offence. A source whose bucket is empty gets nothing for a while, and for twice as long
// each time it comes to that again; quiet times halve it. Sources that owe nothing are forgotten, and
// when there are too many to remember, one of the oldest is. A step costs the same however many
// there are. Pure; time is what the caller says.
#pragma once
#include "config/base/limits.hpp"
#include "transports/io/clock.hpp"

#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>

namespace ockam::transports {

class pace {
public:
  struct rule {
    std::size_t burst;      ///< tokens of a full bucket
    std::size_t per_second; ///< tokens that come back
  };
  explicit pace(rule) noexcept;

  /// Whether that source may make an attempt now.
  bool allows(const std::string& source, time_point now);
  /// An attempt of that source came to a good end.
  void ended_well(const std::string& source, time_point now);

  std::size_t sources() const noexcept { return sources_.size(); } ///< those that are remembered
  std::uint64_t refused() const noexcept { return refused_; }      ///< attempts so far
  /// The tokens that the source with least of them had missing, of those looked at; for people.
  std::size_t most_used(time_point now) const;
  /// The sources that were looked at so far, so that one could be forgotten.
  std::uint64_t looks() const noexcept { return looks_; }

private:
  struct source {
    std::string name;
    double tokens;
    time_point at;             ///< when it had these tokens
    time_point paused_until{}; ///< zero: it was never too fast
    unsigned offences = 0;
  };
  using sources_list = std::list<source>; ///< the oldest first

  double burst() const noexcept { return static_cast<double>(rule_.burst); }
  source& known(const std::string& name, time_point now);
  double tokens_of(const source&, time_point now) const;
  void settle(source&, time_point now) const;
  bool owes(source&, time_point now) const;
  void forget_some(time_point now);

  rule rule_;
  sources_list sources_;
  std::unordered_map<std::string, sources_list::iterator> by_name_;
  std::uint64_t refused_ = 0, looks_ = 0;
};

/// Those of a node.
struct paces {
  explicit paces(const config::limits&) noexcept;
  pace handshakes, registrations;
};

} // namespace ockam::transports
