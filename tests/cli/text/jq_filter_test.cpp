#include "cli/text/jq_filter.hpp"
#include "cli/text/output.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace ockam;
using namespace ockam::cli;
using nlohmann::json;

TEST_CASE("a filter has any number of results, and is used again") {
  const auto filter = jq_filter::compile(".[].name");
  REQUIRE(filter);
  const json two{{{"name", "a"}}, {{"name", "b"}}};
  for (int times = 0; times < 2; ++times) CHECK(*filter->run(two) == std::vector<json>{"a", "b"});
  CHECK(filter->run(json::array())->empty());
}

TEST_CASE("what is no program of jq is refused with its words") {
  for (const auto* const program : {".[", "nosuch(.)", "import \"x\" as x; ."}) {
    const auto filter = jq_filter::compile(program);
    REQUIRE_FALSE(filter);
    CHECK(filter.error().code == errc::invalid);
    CHECK(filter.error().message.starts_with("--jq: "));
    CHECK(filter.error().message.size() > std::string("--jq: ").size());
  }
}

TEST_CASE("a program that fails says why, and the next value is filtered anew") {
  const auto filter = jq_filter::compile(".name | ascii_upcase");
  REQUIRE(filter);
  CHECK(filter->run(json{{"name", 1}}).error().message == "--jq: explode input must be a string");
  CHECK(*filter->run(json{{"name", "a"}}) == std::vector<json>{"A"});
}

TEST_CASE("results are printed one below the other, compact on a line each") {
  std::ostringstream out, err;
  output to{out, err};
  to.as = format::json;
  to.compact = true;
  to.filter = *jq_filter::compile(".[]");
  to.answer(json::array({"a", {{"b", {1, 2}}}}), "text");
  CHECK(out.str() == "\"a\"\n{\"b\":[1,2]}\n");
  to.answer(json::array(), "text");
  CHECK(out.str() == "\"a\"\n{\"b\":[1,2]}\n");
  CHECK(to.written);
  to.answer(1, "text");
  CHECK_FALSE(to.written);
}
