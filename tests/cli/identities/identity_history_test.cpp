#include "cli/identities/identity_history.hpp"
#include "fixtures/vectors.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using tests::vectors;

namespace {

std::string history(const char* name) { return vectors()["identity"][name]["change_history_cbor"]; }

} // namespace

TEST_CASE("the changes of the reference's identities are told one by one") {
  const auto rotated = cli::describe_history(history("rotated_identity"));
  REQUIRE(rotated);
  const auto& expected = vectors()["identity"]["rotated_identity"];
  CHECK((*rotated)["identifier"] == expected["identifier"]);
  CHECK((*rotated)["change_history"] == expected["change_history_cbor"]);
  REQUIRE((*rotated)["changes"].size() == 2);
  CHECK((*rotated)["changes"][0]["revoke_all_purpose_keys"] == false);
  CHECK((*rotated)["changes"][1]["revoke_all_purpose_keys"] == true);
}

TEST_CASE("a history reads as the reference prints it") {
  CHECK(cli::history_block(*cli::describe_history(history("ed25519_identity")))
        == "Identifier: I980783e607610b26200eb668969e41793381e71d47ad03f8f4824b49276e1735\n"
           "  Change[0]:\n"
           "    identifier:              "
           "980783e607610b26200eb668969e41793381e71d47ad03f8f4824b49276e1735\n"
           "    primary_public_key:      EdDSACurve25519: "
           "db995fe25169d141cab9bbba92baa01f9f2e1ece7df4cb2ac05190f37fcc1f9d\n"
           "    revoke_all_purpose_keys: false");
  CHECK(cli::history_block(*cli::describe_history(history("p256_identity")))
            .find("ECDSASHA256CurveP256: 049a65")
        != std::string::npos);
}

TEST_CASE("a history that is none is not described") {
  CHECK(cli::describe_history("81").error().code != errc::internal);
  CHECK_FALSE(cli::describe_history("no hex"));
}
