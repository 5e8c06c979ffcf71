#include "cli/text/output.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace ockam::cli;

namespace {

struct streams {
  std::ostringstream out, err;
  output to{out, err};
};

} // namespace

TEST_CASE("what was made is bare in a pipe and a block on a terminal") {
  streams pipe, terminal;
  terminal.to.terminal = true;
  for (auto* each : {&pipe, &terminal}) each->to.created({{"a", 1}}, "the block", "bare");
  CHECK(pipe.out.str() == "bare\n");
  CHECK(terminal.out.str() == "the block\n");
}

TEST_CASE("JSON is the same on a terminal and in a pipe, quiet or not") {
  for (const bool terminal : {false, true})
    for (const bool quiet : {false, true}) {
      streams each;
      each.to.terminal = terminal, each.to.quiet = quiet, each.to.as = format::json;
      each.to.created({{"a", 1}}, "the block", "bare");
      each.to.note("a note");
      CHECK(each.out.str() == "{\n  \"a\": 1\n}\n");
      CHECK(each.err.str() == "");
    }
}

TEST_CASE("bytes that are not text do not stop an answer in JSON") {
  streams each;
  each.to.as = format::json;
  each.to.answer({{"a", "\xff"}}, "");
  CHECK(each.out.str() == "{\n  \"a\": \"\xef\xbf\xbd\"\n}\n");
}

TEST_CASE("quiet leaves out what only people read") {
  streams each;
  each.to.terminal = each.to.quiet = true;
  each.to.created({}, "the block", "bare");
  each.to.note("a note");
  CHECK(each.out.str() == "");
  CHECK(each.err.str() == "");
  each.to.answer({}, "asked for");
  CHECK(each.out.str() == "asked for\n");
}

TEST_CASE("bold needs colors") {
  streams each;
  CHECK(each.to.bold("x") == "x");
  each.to.colors = true;
  CHECK(each.to.bold("x") == "\033[1mx\033[0m");
}

TEST_CASE("what others wrote does nothing to a terminal, and stays as it is in a pipe") {
  const std::string evil = "a\x1b[2Jb\xc2\x9b\xe2\x80\xae";
  streams pipe, terminal, coloured, written;
  terminal.to.terminal = coloured.to.terminal = coloured.to.colors = written.to.terminal = true;
  written.to.as = format::json;
  for (auto* each : {&pipe, &terminal, &coloured, &written})
    each->to.answer({{"name", evil}}, each->to.bold("Name:") + " " + evil);
  CHECK(pipe.out.str() == "Name: " + evil + "\n");
  CHECK(terminal.out.str() == "Name: a\\x1b[2Jb\\x9b\\u202e\n");
  CHECK(coloured.out.str() == "\033[1mName:\033[0m a\\x1b[2Jb\\x9b\\u202e\n");
  CHECK(written.out.str() == "{\n  \"name\": \"a\\u001b[2Jb\\u009b\\u202e\"\n}\n");
  terminal.to.note(evil);
  CHECK(terminal.err.str() == "a\\x1b[2Jb\\x9b\\u202e\n");
}
