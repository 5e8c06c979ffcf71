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
  for (auto code :
       {errc::not_found, errc::already_exists, errc::timed_out, errc::limit, errc::internal})
    CHECK(cli::exit_code(code) == 70);
}
