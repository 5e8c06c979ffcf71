// Which connections may become links, and which link goes for one more. Whom a link belongs to
// decides (transports/links/link_table.hpp has the three kinds): the admitted are none of this
// one's, strangers and proven ones are its guests. In this order a connection
//   fails at random   from 3/4 of the bound of strangers on, unless its source is owed a place
//   replaces its own  where its source has too many: the oldest silent one of these goes
//   replaces another  where there are too many strangers, or links: places.hpp says which
//   is refused        where nobody gives way
// Pure: knows links by their numbers, and asks `links` about them.
#pragma once
#include "config/base/limits.hpp"
#include "transports/io/network.hpp"
#include "transports/work/places.hpp"
#include "wire/messages/identifier.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace ockam::transports {

/// Why connections and links were turned away so far.
struct link_refusals {
  std::uint64_t total = 0;    ///< too many links in all, or too few descriptors
  std::uint64_t unknown = 0;  ///< too many unknown links, none of which gives way
  std::uint64_t loopback = 0; ///< too many links from this machine, none of them silent
  std::uint64_t among = 0;    ///< silent links that made place for one of the same source
  std::uint64_t source = 0;   ///< too many links from one source, none of them silent
  std::uint64_t early = 0;    ///< random early drop, from 3/4 of the bound on
  std::uint64_t silent = 0;   ///< links that never sent a frame and made place for a new one
  std::uint64_t crowd = 0;    ///< links that made place because their source had the most
  std::uint64_t mute = 0;     ///< links without a version byte in time
  std::uint64_t late = 0;     ///< links without a message in time
  std::uint64_t cut = 0;      ///< links that did not finish a frame in time
  std::uint64_t unused = 0;   ///< links that were silent for long, and nothing leaned on them
  std::uint64_t partial = 0;  ///< links dropped because of too many bytes of incomplete frames
  std::uint64_t queued = 0;   ///< links dropped because too much waits in this node, most in them
};

class link_admission {
public:
  using number = places::number;

  /// The links that there are.
  struct links {
    virtual std::size_t count() const = 0;
    virtual bool in_use(number) const = 0; ///< whether something leans on that link
    virtual bool silent(number) const = 0; ///< whether no frame came by it
    /// Ends that link, which leaves() before this returns.
    virtual void end(number, std::string_view why) = 0;
    virtual std::uint16_t random() = 0;

  protected:
    ~links() = default;
  };

  static constexpr std::string_view this_machine = "loopback"; ///< source of what is dialed here
  /// Whom links with that peer are counted by. Whoever has one IPv6 address usually has all of its
  /// /64.
  static std::string source_of(const endpoint& peer);

  link_admission();
  /// From now on; without it the limits are as usual. Who is over them already stays.
  void set_limits(const config::limits&);
  std::size_t max() const noexcept { return links_max_; } ///< what descriptors allow, at most

  /// Why a connection from that source makes no link; empty if it does. Others may have ended for
  /// it, also if it makes none.
  std::string why_not(const std::string& source, links&);

  // -- guests -------------------------------------------------------------------------

  void enters(number, const std::string& source); ///< as a stranger, of whom no frame came
  void speaks(number one) { guests_.move(one, places::rank::idle); }
  void proves(number one) { guests_.move(one, places::rank::proven); }
  /// It has ended, or is admitted and gives way to nobody from now on.
  void leaves(number one) { guests_.leave(one); }
  /// Whether an identity may stand for one more link, which then counts until stands_no_more().
  [[nodiscard]] bool stands_for_one_more(const wire::identifier&);
  void stands_no_more(const wire::identifier&);

  std::size_t strangers() const noexcept { return guests_.strangers(); }
  std::size_t strangers_of(std::string_view source) const {
    return guests_.strangers_of(std::string(source));
  }
  /// How many strangers the source has that has most guests, this machine apart.
  std::size_t strangers_of_busiest() const {
    return guests_.strangers_of_busiest(std::string(this_machine));
  }

  void count(std::uint64_t link_refusals::*why) noexcept { ++(refusals_.*why); }
  const link_refusals& refusals() const noexcept { return refusals_; }
  /// How many links were looked at so far to find those that have to go.
  std::uint64_t looks() const noexcept { return guests_.looks() + looks_; }

private:
  bool fails_early(const std::string& source, links&) const;
  bool has_too_many(const std::string& source) const;
  bool makes_place_among(const std::string& source, links&);
  bool makes_place(const std::string& source, links&);

  config::limits limits_;
  std::size_t links_max_;
  places guests_;                                    ///< all links but the admitted
  std::map<wire::identifier, std::size_t> standing_; ///< links for which an identity stands
  std::uint64_t looks_ = 0;
  link_refusals refusals_;
};

} // namespace ockam::transports
