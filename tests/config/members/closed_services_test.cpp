#include "config/members/closed_services.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using enum wire::authority_service;

TEST_CASE("an authority that takes no tickets makes none either, and serves the rest") {
  const config::closed_services closed{.tickets = true};
  for (const auto of_tickets : {enrollment_token_issuer, enrollment_token_acceptor})
    CHECK(closed.why_not(of_tickets).find("--no-token-enrollment") != std::string::npos);
  for (const auto open : {credential_issuer, direct_authenticator, member_status})
    CHECK(closed.why_not(open).empty());
}

TEST_CASE("an authority whose members no enroller changes still issues their credentials") {
  const config::closed_services closed{.adding = true};
  CHECK(closed.why_not(direct_authenticator).find("--no-direct-authentication")
        != std::string::npos);
  for (const auto open :
       {credential_issuer, enrollment_token_issuer, enrollment_token_acceptor, member_status})
    CHECK(closed.why_not(open).empty());
  for (const auto service : wire::authority_services)
    CHECK(config::closed_services{}.why_not(service).empty());
}
