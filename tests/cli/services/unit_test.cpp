#include "cli/services/unit.hpp"

#include <doctest/doctest.h>

using namespace ockam::cli;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("a unit runs a node by name, and reloads it by replacing its process") {
  const unit office{"office", {}, "/usr/local/bin/ockam"};
  CHECK(file_name(office) == "ockam-office.service");
  const auto text = text_of(office);
  CHECK(has_line(text, "ExecStart=/usr/local/bin/ockam node start office --foreground -v"));
  CHECK(has_line(text, "ExecReload=/usr/local/bin/ockam node start office --replace -v"));
  CHECK(has_line(text, "Type=notify"));
  CHECK(has_line(text, "User=ockam"));
  CHECK(has_line(text, "StateDirectory=ockam"));
  CHECK(text.find("%i") == std::string::npos);
  CHECK(meaning_in(text) == "node office of /var/lib/ockam");
}

TEST_CASE("a unit says what systemd would take apart or put something in place of") {
  const auto text = text_of({"my-file", "/srv/my file 100%.yaml", "/opt/o \"k\"/ockam"});
  CHECK(
      has_line(text, R"(ExecStart="/opt/o \"k\"/ockam" run "/srv/my file 100%%.yaml" --blocking)"));
}

TEST_CASE("a unit of another home and user may write there, and sees it") {
  unit office{"office", {}, "/usr/bin/ockam", "/home/ann/.ockam", "ann"};
  const auto text = text_of(office);
  CHECK(has_line(text, "Environment=OCKAM_HOME=/home/ann/.ockam"));
  CHECK(has_line(text, "ReadWritePaths=/home/ann/.ockam"));
  CHECK(has_line(text, "User=ann"));
  CHECK(text.find("ProtectHome") == std::string::npos);
  CHECK(text.find("StateDirectory") == std::string::npos);
}

TEST_CASE("a unit that somebody else wrote is told from one of ours") {
  CHECK(meaning_in("[Unit]\nDescription=Ockam node office\n").empty());
  CHECK(meaning_in("").empty());
}
