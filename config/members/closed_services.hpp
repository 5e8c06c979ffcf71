// What an authority does for nobody, because whoever made it said so.
#pragma once
#include "wire/messages/authority.hpp"

#include <string>

namespace ockam::config {

struct closed_services {
  bool tickets = false; ///< whether it makes and takes none
  bool adding = false;  ///< whether no enroller adds, shows or removes members

  /// Why nobody is served that, with the option that said so; empty if somebody is.
  std::string why_not(wire::authority_service service) const {
    using enum wire::authority_service;
    if (tickets && (service == enrollment_token_issuer || service == enrollment_token_acceptor))
      return "this authority makes and takes no tickets (--no-token-enrollment)";
    if (adding && service == direct_authenticator)
      return "no enroller changes the members of this authority (--no-direct-authentication)";
    return {};
  }
};

} // namespace ockam::config
