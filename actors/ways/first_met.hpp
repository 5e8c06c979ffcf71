// Whom an inlet keeps to if nobody said who may be at the end of its routes: the identity that it
// finds there first, until it is told to trust another one. Pure.
#pragma once
#include "wire/messages/identifier.hpp"

#include <optional>

namespace ockam::actors {

class first_met {
public:
  using peer = std::optional<wire::identifier>;

  /// Without `keeps` anybody suits. `earlier` was met in an earlier run.
  first_met(bool keeps, const peer& earlier) : keeps_(keeps), trusted_(keeps ? earlier : peer()) {}

  bool keeps() const noexcept { return keeps_; }
  enum class verdict : unsigned char {
    suits,
    met,     ///< it is the first one, and kept to from now on
    stranger ///< somebody else than the one that is kept to
  };
  /// Somebody is at the end of a route. `admitted` is asked only about whom nobody knows yet: who is
  /// not admitted is not met. A route in clear leads to nobody in particular.
  template <class Admitted>
  verdict look(const peer& who, Admitted&& admitted) {
    if (!keeps_ || !who) return verdict::suits;
    const auto first = !trusted_;
    if (first && !admitted()) return verdict::suits;
    if (first) trusted_ = who;
    if (who == trusted_) {
      stranger_.reset();
      return first ? verdict::met : verdict::suits;
    }
    stranger_ = who;
    return verdict::stranger;
  }
  /// Keeps to that identity from now on. Returns false if it does already. REQUIRES: keeps().
  bool trust(const wire::identifier& who) {
    if (trusted_ == who) return false;
    trusted_ = who;
    stranger_.reset();
    return true;
  }

  /// Whether a route to that peer may carry.
  bool suits(const peer& who) const { return !trusted_ || !who || who == trusted_; }
  const peer& trusted() const noexcept { return trusted_; }
  /// Who was at the end of a route instead, when that happened last.
  const peer& stranger() const noexcept { return stranger_; }

private:
  bool keeps_;
  peer trusted_, stranger_;
};

} // namespace ockam::actors
