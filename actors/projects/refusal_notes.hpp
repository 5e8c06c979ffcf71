// What an authority and its node refused, on its way to the audit log: the first few of a kind are
// written down in full, those that follow within a while are counted, so that strangers fill
// neither disk nor log. Pure; times are those of the entries, in seconds.
//   refused: unknown ticket                      config::refusals_of_kind_max times
//   refused: unknown ticket (and 4711 more)      once a config::refusals_count_period
#pragma once
#include "config/members/member_store.hpp"
#include "wire/messages/authority.hpp"

#include <map>

namespace ockam::actors {

/// What the audit log calls a request, and whom it is about.
struct deed {
  std::string what, whom;
};
deed deed_of(const wire::authority_request&);

class refusal_notes {
public:
  void add(config::audit_entry);
  /// The entries that are to be written now, in order.
  std::vector<config::audit_entry> take(std::int64_t now);
  /// The same, with what was counted until now; to be called last.
  std::vector<config::audit_entry> take_all(std::int64_t now);
  bool empty() const noexcept { return pending_.empty() && kinds_.empty(); }

private:
  struct kind {
    std::size_t written = 0, more = 0;
  };
  void close(std::int64_t now);

  std::vector<config::audit_entry> pending_;
  /// Kinds by what was asked for and the outcome; if there are too many, by what was asked for
  /// alone.
  std::map<std::pair<std::string, std::string>, kind> kinds_;
  std::int64_t began_ = 0; ///< start of the period
};

} // namespace ockam::actors
