// Which policies are refused, and how they are told what is wrong.
#include "channels/policy/policy.hpp"
#include "config/defaults.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace ockam;
using channels::policy;

namespace {

const auto some_reader = *wire::identifier::parse("I" + std::string(64, '7'));
const std::map<std::string, std::string> of_some_reader{{"role", "server"}, {"web", "true"}};

std::string why_refused(std::string_view text) {
  const auto p = policy::parse(text);
  CAPTURE(text);
  REQUIRE_FALSE(p);
  return p.error().message;
}

} // namespace

TEST_CASE("a bad policy is refused at its column") {
  const std::pair<const char*, const char*> all[] = {
      {"", "column 1: expected a name"},
      {"  ", "column 3: expected a name"},
      {"1a", "column 1: a name starts with"},
      {"a b", "column 3: expected `and`, `or` or the end"},
      {"a andb", "column 3: expected `and`, `or`"},
      {"a and", "column 6: expected a name"},
      {"and", "column 1: `and` takes 1 argument or more, not 0"},
      {"a or and", "column 6: expected a name, and `and` is none"},
      {"a = b", "column 3: expected `and`"},
      {"a= b", "column 3: expected a value"},
      {"a='x'", "column 3: expected a value"},
      {"a=\"x", "column 3: this `\"` is not closed"},
      {"a=x/y", "column 4: expected `and`"},
      {"(a or b", "column 8: expected `and`, `or` or `)`"},
      {"a) or b", "column 2: expected"},
      {"(= subject.a server)", "column 14: nothing is called so"},
      {"(= subject. 1)", "column 4: nothing is called so"},
      {"(= subject.a \"x\"", "column 17: expected `)` or an argument"},
      {"(= subject.a \"x)", "column 14: this `\"` is not closed"},
      {"(= \"é\" subject.a) x", "column 19: expected the end"},
      {"(foo 1 2)", "column 6: expected `and`, `or` or `)`"},
      {"(<= 1 2)", "column 2: expected"},
      {"((= 1 1))", "column 3: expected"},
      {"(and)", "column 2: `and` takes 1 argument or more, not 0"},
      {"(if true true)", "column 2: `if` takes 3 arguments, not 2"},
      {"(= 1)", "column 2: `=` takes 2 arguments or more, not 1"},
      {"(not true false)", "column 11: expected"},
      {"(member? 1)", "column 2: `member?` takes 2 arguments, not 1"},
      {"(exists? \"a\")", "column 10: expected a name"},
      {"(= 1 9223372036854775808)", "column 6: expected an integer of 64 bits"},
      {"(= 1 1e999)", "column 6: expected an integer"},
      {"(= 1 1x)", "column 6: expected an integer"},
      {"(= 1 {)", "column 6: expected an argument"},
      {"(member? 1 [1 \"a\"])", "column 15: the elements of a sequence are of one type"},
      {"(member? 1 [1 (= 1 1)])", "column 15: expected a literal"},
      {"(= \"\\x\" 1)", "column 5: no such escape"},
      {"(= \"\\u{110000}\" 1)", "column 5: no such escape"},
      {"(= \"\\u{d800}\" 1)", "column 4: not a text in UTF-8"},
      {"(= \"\\ff\" 1)", "column 4: not a text in UTF-8"},
  };
  for (const auto& [text, why] : all) {
    CAPTURE(text);
    CHECK_MESSAGE(why_refused(text).starts_with(std::string("policy, ") + why), why_refused(text));
  }
}

TEST_CASE("a caret stands below the first character that is wrong") {
  CHECK(policy::parse("(= subject.a server)").error().hint
        == "(= subject.a server)\n             ^");
  CHECK(policy::parse("(= \"é\"\tx 1)").error().hint == "(= \"é\" x 1)\n       ^");
  const auto deep_inside = std::string(100, ' ') + "é=ä" + std::string(100, ' ');
  const auto hint = policy::parse(deep_inside).error().hint;
  CHECK(hint.find("é=ä") != std::string::npos);
  CHECK(hint.size() < 130);
  CHECK(hint.ends_with("\n" + std::string(40, ' ') + "^"));
}

TEST_CASE("a policy has a size, a depth and an encoding") {
  using config::policy_depth_max, config::policy_size_max;
  CHECK(policy::parse("a" + std::string(policy_size_max - 1, ' ')));
  CHECK(policy::parse("a" + std::string(policy_size_max, ' ')).error().code == errc::limit);
  CHECK(why_refused("a=\"\xff\"") == "a policy is text in UTF-8, and this is not");
  const auto repeated = [](std::string_view text, std::size_t times) {
    std::string out;
    while (times-- > 0) out += text;
    return out;
  };
  const auto deepest = policy_depth_max - 2;
  const auto denials = (deepest - 1) / 2;
  CHECK(policy::parse(repeated("not ", denials) + "a"));
  CHECK(why_refused(repeated("not ", denials + 1) + "a").find("deeper") != std::string::npos);
  CHECK(why_refused(repeated("not ", deepest + 1) + "a").find("deeper") != std::string::npos);
  const auto joined = policy::parse("a" + repeated(" or a", deepest - 1));
  REQUIRE(joined);
  CHECK(*policy::parse(to_string(*joined)) == *joined);
  CHECK(why_refused("a" + repeated(" or a", deepest)).find("deeper") != std::string::npos);
  for (const auto* opening : {"(", "(= ", "(not ", "(= [", "(= 1 ["}) {
    CHECK_FALSE(policy::parse(repeated(opening, 1000)));
    CHECK_FALSE(policy::parse(repeated(opening, 1000) + repeated(")", 1000)));
  }
  CHECK(policy::parse("(= 1 " + repeated("[", deepest) + repeated("]", deepest) + ")"));
}

TEST_CASE("no piece and no mixture of policies breaks the reader") {
  const std::string_view pieces[] = {
      "a",  "and ",      " or ",     "not ", "(",           ")", "[",    "]",    "\"", "\\",
      "=",  " ",         "subject.", "x",    "\\u{",        "}", "41",   "-",    ".",  "e",
      "1",  "member?",   "exists? ", "if ",  "resource.id", "é", "\xc3", "true", "< ", "!= ",
      "()", "I77777777", "\n",       "{"};
  std::mt19937 random(1);
  const auto check = [](const std::string& text) {
    const auto first = policy::parse(text);
    if (!first) return;
    const auto again = policy::parse(to_string(*first));
    REQUIRE(again);
    CHECK(*again == *first);
    static_cast<void>(first->allows({some_reader, &of_some_reader, "outlet"}));
  };
  for (auto round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto count = random() % 12; count > 0; --count)
      text += pieces[random() % std::size(pieces)];
    check(text);
  }
  const std::string whole =
      R"((and (member? subject.role ["a" "\u{e9}"]) (if (= 1 -2.5) [1 2] ()) (exists? action.id)))";
  REQUIRE(policy::parse(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_FALSE(policy::parse(whole.substr(0, size)));
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto flipped = whole;
      flipped[size] = static_cast<char>(flipped[size] ^ 1 << bit);
      check(flipped);
    }
  }
}
