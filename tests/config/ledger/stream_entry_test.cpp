#include "config/defaults.hpp"
#include "config/ledger/access_log.hpp"
#include "config/ledger/stream_entry.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace ockam;
using config::log_format;
using config::stream_entry;
using namespace std::chrono_literals;

namespace {

stream_entry example() {
  return {.ended_at = 1764572401530, // 2025-12-01 07:00:01.530 UTC
          .end = stream_entry::side::outlet,
          .name = "pg",
          .from = "10.0.0.7:41234",
          .who = "I94a7",
          .to = "127.0.0.1:5432",
          .stream = "1a2b3c4d",
          .up = 17,
          .down = 4096,
          .ms = 1530,
          .came_to = stream_entry::outcome::cut,
          .why = "the local connection broke"};
}

std::optional<stream_entry> there_and_back(const stream_entry& e, log_format as) {
  const auto line = line_of(e, as);
  CHECK(line.find('\n') == line.npos);
  return config::read_stream_entry(line);
}

} // namespace

TEST_CASE("a line of the access log says who, from where, what, how much, how long and why") {
  CHECK(line_of(example(), log_format::text)
        == "2025-12-01T07:00:01.530Z outlet pg from=10.0.0.7:41234 who=I94a7 to=127.0.0.1:5432 "
           "stream=1a2b3c4d up=17 down=4096 ms=1530 cut: the local connection broke");
  const auto object = nlohmann::json::parse(line_of(example(), log_format::json));
  CHECK(object.at("time") == "2025-12-01T07:00:01.530Z");
  CHECK(object.at("began") == "2025-12-01T07:00:00.000Z");
  CHECK(object.at("bytes_down") == 4096);
  CHECK(object.at("outcome") == "cut");
}

TEST_CASE("what a line says is read again from both forms of it") {
  auto full = example();
  stream_entry empty;
  empty.ended_at = 5;
  auto refused = example();
  refused.came_to = stream_entry::outcome::refused;
  refused.why = "cannot connect to 127.0.0.1:1: Connection refused"; // a colon of its own
  for (const auto& each : {full, empty, refused})
    for (const auto as : {log_format::text, log_format::json})
      CHECK(there_and_back(each, as) == each);
}

TEST_CASE("what others chose can not make a line look like another one") {
  auto e = example();
  e.name = "a up=1\nb";
  e.why = "x\n2025-12-01T07:00:01.530Z outlet forged\x1b[2J\xff";
  const auto back = there_and_back(e, log_format::text);
  REQUIRE(back);
  CHECK(back->name == "a\\x20up=1\\x0ab");
  CHECK(back->up == 17);
  CHECK(back->why == "x\\x0a2025-12-01T07:00:01.530Z outlet forged\\x1b[2J\\xff");
  REQUIRE(there_and_back(e, log_format::json));
  e.why = std::string(10'000, 'y');
  CHECK(there_and_back(e, log_format::json)->why.size() == config::access_text_max);
}

TEST_CASE("no part of a line is taken for a whole one, nor is anything else") {
  for (const auto as : {log_format::text, log_format::json}) {
    const auto line = line_of(example(), as);
    const auto whole = as == log_format::text ? line.find(" cut") + 4 : line.size();
    for (std::size_t size = 0; size < whole; ++size)
      CHECK_FALSE(config::read_stream_entry(std::string_view(line).substr(0, size)));
  }
  for (const auto* const text :
       {"", "{}", "[]", "{\"time\":1}", "null", "2025 info node n1 listens"})
    CHECK_FALSE(config::read_stream_entry(text));
}

TEST_CASE(
    "of streams that are refused a few are written down in a second, and the rest is counted") {
  config::access_log log{log_format::text};
  auto knock = example();
  knock.came_to = stream_entry::outcome::refused;
  const config::access_log::time_point start{1000s};
  std::size_t lines = 0;
  for (int i = 0; i < 1000; ++i) lines += log.line(knock, start) ? 1 : 0;
  CHECK(lines == config::access_refusals_per_second);
  CHECK(log.line(example(), start)); // one that was open always is
  const auto later = log.line(knock, start + 1s);
  REQUIRE(later);
  CHECK(later->ends_with(" (and 990 more were refused since)"));
}
