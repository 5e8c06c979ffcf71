// Whose credentials count at a node. Pure.
#pragma once
#include "channels/identity/credential.hpp"

#include <map>
#include <string>

namespace ockam::channels {

class own_credentials;

class trusted_authorities {
public:
  /// From now on. If the identifier is trusted already, the newer history takes the place of the
  /// older one.
  void trust(identity authority);
  bool any() const noexcept { return !all_.empty(); }
  bool contains(const identifier& who) const { return all_.contains(who); }

  /// A credential that one of them issued to its presenter, and which one. It ends with the membership
  /// that it is of (config/members/guests.hpp). Errors (denied): why it
  /// does not count, with the last of them.
  struct verified {
    credential what;
    identifier authority;
  };
  result<verified> verify(const presented_credential&, const identifier& presenter,
                          timestamp now) const;
  /// Why one of the credentials that `self` shows, and that no project gave, counts nowhere; empty if
  /// all hold, or if nothing is known of who issued them.
  std::string why_void(const own_credentials&, const identifier& self, timestamp now) const;

private:
  std::map<identifier, identity> all_;
};

} // namespace ockam::channels
