#include "cli/text/waiting.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace ockam::cli;
using namespace std::chrono_literals;

namespace {

/// What is said of a command that waits for its whole time.
std::string said_while_waiting(bool quiet, format as, std::chrono::milliseconds at_most) {
  std::ostringstream out, err;
  output to{out, err};
  to.quiet = quiet;
  to.as = as;
  {
    const waiting note{to, "n2 to answer", at_most};
    if (at_most > ockam::config::waiting_note_after && !quiet && as == format::plain)
      std::this_thread::sleep_for(ockam::config::waiting_note_after + 200ms); // time makes it speak
  }
  CHECK(out.str().empty());
  return err.str();
}

} // namespace

TEST_CASE("a command that waits says for what and how long still, once") {
  CHECK(said_while_waiting(false, format::plain, 15s)
        == "waiting for n2 to answer, 14 s more at most\n");
}

TEST_CASE("nothing is said of a short wait, quietly, and beside JSON") {
  CHECK(said_while_waiting(false, format::plain, 1s).empty());
  CHECK(said_while_waiting(true, format::plain, 15s).empty());
  CHECK(said_while_waiting(false, format::json, 15s).empty());
}
