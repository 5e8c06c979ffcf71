#include "config/text/variables.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::config;

namespace {

/// What `text` becomes with those variables of a file.
result<std::string> expanded(const std::string& text, const std::string& file,
                             variable_sources from = {}) {
  variable_values known{std::move(from)};
  const auto map = parse_document(file);
  REQUIRE(map);
  if (auto ok = known.declare(*map); !ok) return ok.error();
  auto value = parse_document("'" + text + "'");
  REQUIRE(value);
  if (auto ok = known.expand(*value); !ok) return ok.error();
  return value->text;
}

} // namespace

TEST_CASE("a variable is what the command line says, else the environment, else the file") {
  variable_sources from;
  CHECK(*expanded("$X", "X: file", from) == "file");
  from.environment = [](const std::string&) { return std::optional<std::string>("environment"); };
  CHECK(*expanded("$X", "X: file", from) == "environment");
  from.given["X"] = "command";
  CHECK(*expanded("$X", "X: file", from) == "command");
}

TEST_CASE("names end where no name goes on, and dollars without one stay") {
  CHECK(*expanded("a$X.b${X}c-$X", "X: 1") == "a1.b1c-1");
  CHECK(*expanded("5$ $5 $", "X: 1") == "5$ $5 $");
  CHECK(*expanded("$$X ${X}$$", "X: 1") == "$X 1$");
  CHECK(*expanded("$Y", "{X: 1, Y: $X$X}") == "11");
}

TEST_CASE("a variable nobody knows, and one that is empty or no UTF-8, are refused") {
  CHECK(expanded("$X", "{}").error().message == "1:1: unknown variable X");
  CHECK(expanded("$X", "X: ''").error().message == "1:1: Empty value for variable 'X'");
  CHECK(expanded("${X", "X: 1").error().message == "1:1: ${ without a name and }: ${X");
  CHECK(expanded("", "X: $Y").error().message == "1:4: unknown variable Y");
  CHECK(expanded("$X", "{}", {{{"X", "a\xff"}}, {}}).error().message
        == "1:1: the value of variable X is no UTF-8");
}

TEST_CASE("variables that refer to each other do not grow without bound") {
  std::string file = "{A: " + std::string(4000, 'x');
  for (char name = 'B'; name <= 'Z'; ++name)
    file += std::string(", ") + name + ": $" + static_cast<char>(name - 1) + "$"
            + static_cast<char>(name - 1);
  CHECK_FALSE(expanded("$Z", file + "}"));
}
