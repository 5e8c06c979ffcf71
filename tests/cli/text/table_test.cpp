#include "cli/text/table.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace ockam::cli;

namespace {
std::ostringstream nowhere;
}

TEST_CASE("columns are as wide as their widest cell") {
  CHECK(table({nowhere, nowhere}, {"A", "Long title"}, {{"1", "2"}, {"three", ""}})
        == "+-------+------------+\n"
           "| A     | Long title |\n"
           "+-------+------------+\n"
           "| 1     | 2          |\n"
           "+-------+------------+\n"
           "| three |            |\n"
           "+-------+------------+");
}

TEST_CASE("a table without rows is its header") {
  CHECK(table({nowhere, nowhere}, {"A"}, {}) == "+---+\n| A |\n+---+");
}

TEST_CASE("bold titles do not widen a column") {
  output out{nowhere, nowhere};
  out.colors = true;
  CHECK(table(out, {"A"}, {{"bb"}}) == "+----+\n| \033[1mA\033[0m  |\n+----+\n| bb |\n+----+");
}

TEST_CASE("on a terminal that is too narrow a table is a list of its rows") {
  output out{nowhere, nowhere};
  out.terminal = true;
  out.columns = 14;
  CHECK(table(out, {"A", "B"}, {{"1", "22222"}, {"3", "4"}})
        == "+---+-------+\n| A | B     |\n+---+-------+\n| 1 | 22222 |\n+---+-------+\n| 3 | 4     "
           "|\n+---+-------+");
  out.columns = 12;
  CHECK(table(out, {"A", "B"}, {{"1", "22222"}, {"3", "4"}}) == "A: 1\n  B: 22222\nA: 3\n  B: 4");
  CHECK(table(out, {"A long title"}, {}).starts_with("+--"));
}
