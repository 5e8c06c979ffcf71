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
