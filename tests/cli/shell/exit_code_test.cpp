#include "cli/shell/exit_code.hpp"

#include <doctest/doctest.h>

using namespace ockam;

TEST_CASE("each kind of failure has the exit code of sysexits") {
  CHECK(cli::exit_code(errc::invalid) == 65);
  CHECK(cli::exit_code(errc::unavailable) == 69);
  CHECK(cli::exit_code(errc::in_use) == 74);
  CHECK(cli::exit_code(errc::io) == 74);
  CHECK(cli::exit_code(errc::protocol) == 76);
  CHECK(cli::exit_code(errc::denied) == 77);
  CHECK(cli::exit_code(errc::config) == 78);
  CHECK(cli::exit_code(errc::limit) == 71);
  CHECK(cli::exit_code(errc::internal) == 70);
}

TEST_CASE("a script can tell what is not there, what exists and what took too long") {
  CHECK(cli::exit_code(errc::not_found) == 70);
  CHECK(cli::exit_code(errc::already_exists) == 73);
  CHECK(cli::exit_code(errc::timed_out) == 75);
}

TEST_CASE("where the reference has a number, it is that") {
  CHECK(cli::exit_code(errc::already_exists, "node") == 70);
  CHECK(cli::exit_code(errc::timed_out, "message") == 75); // without a reply: message.cpp
  CHECK(cli::exit_code(errc::already_exists, "tcp-outlet") == 73);
  CHECK(cli::exit_code(errc::timed_out, "relay") == 75);
  CHECK(cli::exit_code(errc::not_found, "node") == 70);
}
