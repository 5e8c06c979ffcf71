#include "cli/shell/arguments.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using namespace ockam::cli;

namespace {

const std::vector<option> options{
    {"at,node,n,f", "NODE", ""},
    {"to,t", "ROUTE", "", option::required | option::route},
    {"all,a", "", ""},
    {"verbose,v", "", ""},
    {"secret", "", "", option::hidden},
    {"only,o", "ID", "", option::repeated},
};
const std::vector<positional> positionals{{"NAME", "", true}, {"OTHER", ""}};

result<arguments> parse(std::vector<std::string> words) {
  return arguments::parse(options, positionals, words);
}

std::string error_of(std::vector<std::string> words) {
  auto args = parse(std::move(words));
  REQUIRE(!args);
  return args.error().message + "|" + args.error().hint;
}

} // namespace

TEST_CASE("an option is known by each of its names and takes its value either way") {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--at", "n1"},
                                                {"--at=n1"},
                                                {"--node", "n1"},
                                                {"--node=n1"},
                                                {"-n", "n1"},
                                                {"-nn1"}}) {
    auto args = parse(words);
    REQUIRE(args);
    CHECK(args->text("at") == "n1");
  }
}

TEST_CASE("a value and a positional may start with a dash and a slash") {
  auto args = parse({"-/service/x", "--to", "-/service/y"});
  REQUIRE(args);
  CHECK(args->positional_at(0) == "-/service/x");
  CHECK(args->text("to") == "-/service/y");
  CHECK(parse({"--to=-/service/y"})->text("to") == "-/service/y");
  CHECK(parse({"--to", "-"})->text("to") == "-");
}

TEST_CASE("positionals and options mix in any order") {
  auto args = parse({"a", "--at", "n1", "b", "--all"});
  REQUIRE(args);
  CHECK(args->positional_at(0) == "a");
  CHECK(args->positional_at(1) == "b");
  CHECK(!args->positional_at(2));
  CHECK(args->flag("all"));
  CHECK(!args->flag("secret"));
}

TEST_CASE("an option that may be repeated is a list, also with commas") {
  const auto args = parse({"--only", "a", "-o", "b,c", "--only=d"});
  REQUIRE(args);
  CHECK(args->texts("only") == std::vector<std::string>{"a", "d", "b", "c"});
  CHECK(parse({})->texts("only").empty());
  CHECK(!parse({"--only", "a"})->text("only"));
  CHECK(error_of({"--only", "a", "--only", "--all"}) == "--only needs a value|");
  CHECK(error_of({"--only"}) == "--only needs a value|");
}

TEST_CASE("flags are counted") {
  CHECK(parse({"-v"})->count("verbose") == 1);
  CHECK(parse({"-vvv"})->count("verbose") == 3);
  CHECK(parse({"-v", "--verbose", "-av"})->count("verbose") == 3);
  CHECK(parse({"--verbose=false"})->count("verbose") == 0);
  CHECK(parse({})->count("verbose") == 0);
}

TEST_CASE("behind -- everything is a positional") {
  auto args = parse({"--", "--all", "--"});
  REQUIRE(args);
  CHECK(args->positional_at(0) == "--all");
  CHECK(args->positional_at(1) == "--");
  CHECK(!args->flag("all"));
}

TEST_CASE("an unknown option suggests the one that was meant, but no hidden one") {
  CHECK(error_of({"--noed", "n1"}) == "unknown option --noed|did you mean --node?");
  CHECK(error_of({"--noed=n1"}) == "unknown option --noed|did you mean --node?");
  CHECK(error_of({"--secrets"}) == "unknown option --secrets|");
  CHECK(error_of({"-x"}) == "unknown option -x|");
}

TEST_CASE("an option needs its value and takes it once") {
  CHECK(error_of({"--at", "--all"}) == "--at needs a value|");
  CHECK(error_of({"--at", "n1", "--node", "n2"}) == "--at is given more than once|");
  CHECK(error_of({"--all", "--at"}) == "--at needs a value|");
  CHECK(error_of({"-n"}) == "-n needs a value|");
  CHECK(!parse({"--all=maybe"}));
}

TEST_CASE("too many positionals are an error") {
  CHECK(error_of({"a", "b", "c"}) == "unexpected argument c|");
}

TEST_CASE("the last positional may be given several times, and none of them be empty") {
  const std::vector<positional> routes{{.name = "ROUTE", .required = true, .repeated = true}};
  const std::vector<std::string> words{"/a", "/b", ""};
  const auto args = arguments::parse(options, routes, words);
  REQUIRE(args);
  CHECK(args->positionals_from(0) == words);
  CHECK(args->positionals_from(2).size() == 1);
  CHECK(args->positionals_from(4).empty());
  CHECK(args->complete({}, routes).error().message == "ROUTE is empty");
}

TEST_CASE("what is required is missed only when asked") {
  const auto missing = [](std::vector<std::string> words) {
    auto args = parse(std::move(words));
    REQUIRE(args);
    auto ok = args->complete(options, positionals);
    return ok ? std::string() : ok.error().message;
  };
  CHECK(missing({}) == "NAME is missing");
  CHECK(missing({"a"}) == "--to ROUTE is missing");
  CHECK(missing({"a", "--to", "x"}) == "");
  CHECK(missing({"a", "--to", ""}) == "--to ROUTE is empty");
}

TEST_CASE("a value can be replaced, but not made up") {
  auto args = parse({"--to", "-"});
  for (auto* const each : args->given("to")) *each = "/service/x";
  CHECK(args->text("to") == "/service/x");
  CHECK(args->given("at").empty());
  CHECK(args->given(0) == nullptr);
}
