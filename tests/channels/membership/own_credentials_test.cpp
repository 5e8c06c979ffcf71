#include "channels/membership/own_credentials.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using channels::own_credentials;
using channels::presented_credential;

namespace {

presented_credential credential_called(char name) {
  presented_credential out;
  out.credential.envelope = {static_cast<std::uint8_t>(name)};
  return out;
}

wire::identifier authority_called(char name) {
  wire::identifier out;
  out.hash.fill(static_cast<std::uint8_t>(name));
  return out;
}

std::string names_of(const own_credentials& own) {
  std::string out;
  for (const auto& each : own.all()) out += static_cast<char>(each.credential.envelope.front());
  return out;
}

} // namespace

TEST_CASE("credentials of projects come first, then one of each other authority") {
  own_credentials own;
  CHECK(own.all().empty());
  CHECK(own.times() == 0);
  own.set_of(authority_called('b'), credential_called('b'));
  own.set_of(authority_called('a'), credential_called('a'));
  own.set_of_projects({credential_called('q'), credential_called('p')});
  CHECK(names_of(own) == "qpab");
  CHECK(own.times() == 3);
}

TEST_CASE(
    "a newer credential takes the place of the older one of its authority, or of all projects") {
  own_credentials own;
  own.set_of_projects({credential_called('p'), credential_called('q')});
  own.set_of(authority_called('a'), credential_called('a'));
  own.set_of(authority_called('a'), credential_called('A'));
  CHECK(names_of(own) == "pqA");
  CHECK(own.of_others().size() == 1);
  own.set_of_projects({});
  CHECK(names_of(own) == "A");
}
