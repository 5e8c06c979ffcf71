#include "cli/fixtures/fake_world.hpp"
#include "cli/shell/dispatcher.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace ockam;
using namespace ockam::cli;

namespace {

status repeat(invocation& call) {
  const auto text = call.args.positional_at(0).value_or("nothing");
  if (text == "fail") return fail(errc::unavailable, "no luck\ntoday", "ockam wait");
  if (text == "throw") throw std::runtime_error("thrown");
  const auto line = text + " " + call.args.text("to").value_or("");
  call.out.note("a note");
  call.out.created({{"text", text}}, call.out.bold("Text:") + " " + line, line);
  return done{};
}

const std::vector<noun> nouns{
    {"parrot",
     "Repeat things",
     {{"say",
       "Say it",
       {{"TEXT", "What to say", true}},
       {{"to,t", "ROUTE", "Whom", option::route}},
       {"ockam parrot say hi", "ockam parrot say hi --to -/service/x"},
       repeat},
      {"sleep",
       "Be quiet",
       {},
       {{"for", "TIME", "How long", option::required}},
       {"ockam parrot sleep --for 1h"},
       repeat}}},
    {"echo", "Repeat once", {{"", "Repeat once", {{"TEXT", ""}}, {}, {"ockam echo hi"}, repeat}}},
    {"ghost", "Not there", {{"", "Not there", {}, {}, {"ockam ghost"}, repeat}}, true},
};

struct command_line : test::fake_world {
  int operator()(const std::string& line) { return run(nouns, line); }
};

} // namespace

TEST_CASE("a verb of a noun, and a noun without verbs, run") {
  command_line type;
  CHECK(type("parrot say hi") == 0);
  CHECK(type.out.str() == "hi \n");
  CHECK(type("echo hi") == 0);
  CHECK(type.out.str() == "hi \n");
  CHECK(type("ghost") == 0);
}

TEST_CASE("global flags may stand anywhere") {
  command_line type;
  for (auto line : {"--output json parrot say hi", "parrot --output=json say hi",
                    "parrot say --output json hi", "parrot say hi --output json"}) {
    CHECK(type(line) == 0);
    CHECK(type.out.str() == "{\n  \"text\": \"hi\"\n}\n");
    CHECK(type.err.str() == "");
  }
}

TEST_CASE("help goes to standard output when asked for and to standard error when not") {
  command_line type;
  for (auto line : {"--help", "-h", "parrot --help", "parrot say --help", "--help parrot say",
                    "parrot sleep -h", "ghost -h"}) {
    CHECK(type(line) == 0);
    CHECK(type.err.str() == "");
    CHECK(type.out.str().find("Usage: ockam") != std::string::npos);
  }
  for (auto line : {"", "parrot", "-v", "parrot -v"}) {
    CHECK(type(line) == 2);
    CHECK(type.out.str() == "");
    CHECK(type.err.str().find("Usage: ockam") != std::string::npos);
  }
}

TEST_CASE("help takes the words of a command in front, too") {
  command_line type;
  const auto text = [&](const std::string& line) {
    CHECK(type(line) == 0);
    return type.out.str();
  };
  for (const std::string words : {"", "parrot", "parrot say", "echo"})
    CHECK(text("help " + words) == text(words + " --help"));
  CHECK(type("help parot") == 2);
  CHECK(type.err.str() == "ockam: unknown command parot (try: ockam parrot)\n");
}

TEST_CASE("words of other programs are translated") {
  command_line type;
  CHECK(type("publish 3000") == 2);
  CHECK(type.err.str()
        == "ockam: unknown command publish (try: ockam tcp-outlet create --to PORT --from NAME)\n");
  CHECK(type("parrot ls") == 2); // it has no such verb in our words either
  CHECK(type.err.str() == "ockam: unknown verb ls of parrot (try: ockam parrot --help)\n");
}

TEST_CASE("the version is shown before anything else is done") {
  command_line type;
  CHECK(type("parrot say fail --version") == 0);
  CHECK(type.out.str() == "ockam " OCKAM_VERSION "\n");
  CHECK(type("-V") == 0);
}

TEST_CASE("a wrong usage is one line that says what was meant, and exit code 2") {
  command_line type;
  const auto wrong = [&](const std::string& line) {
    CHECK(type(line) == 2);
    CHECK(type.out.str() == "");
    return type.err.str();
  };
  CHECK(wrong("parot say hi") == "ockam: unknown command parot (try: ockam parrot)\n");
  CHECK(wrong("gost") == "ockam: unknown command gost (try: ockam --help)\n");
  CHECK(wrong("parrot sya") == "ockam: unknown verb sya of parrot (try: ockam parrot say)\n");
  CHECK(wrong("parrot fly") == "ockam: unknown verb fly of parrot (try: ockam parrot --help)\n");
  CHECK(wrong("parrot say hi --tu x")
        == "ockam parrot say: unknown option --tu (did you mean --to?)\n");
  CHECK(wrong("parrot say")
        == "ockam parrot say: TEXT is missing (try: ockam parrot say --help)\n");
  CHECK(wrong("parrot sleep")
        == "ockam parrot sleep: --for TIME is missing (try: ockam parrot sleep --help)\n");
  CHECK(wrong("--output xml echo")
        == "ockam echo: --output xml is neither plain nor json (try: ockam echo --help)\n");
  CHECK(wrong("-q echo -v")
        == "ockam echo: --quiet and --verbose exclude each other (try: ockam echo --help)\n");
  CHECK(wrong("--nothing") == "ockam: unknown option --nothing (try: ockam --help)\n");
}

TEST_CASE("a failure is one line with the next command, and its own exit code") {
  command_line type;
  CHECK(type("parrot say fail") == 69);
  CHECK(type.out.str() == "");
  CHECK(type.err.str() == "ockam parrot say: no luck today (try: ockam wait)\n");
  CHECK(type("echo throw") == 70);
  CHECK(type.err.str() == "ockam echo: thrown\n");
}

TEST_CASE("an answer that cannot be written is a failure") {
  command_line type;
  type.out.setstate(std::ios::badbit);
  CHECK(type("echo hi") == 74);
}

TEST_CASE("--test-argument-parser parses and does nothing") {
  command_line type;
  CHECK(type("parrot say fail --to -/x --test-argument-parser") == 0);
  CHECK(type.out.str() == "");
  CHECK(type("parrot say --test-argument-parser") == 2);
}

TEST_CASE("a terminal gets the block in bold, a pipe the bare line") {
  command_line type;
  type.out_is_terminal = true;
  CHECK(type("echo hi") == 0);
  CHECK(type.out.str() == "\033[1mText:\033[0m hi \n");
  CHECK(type("echo hi --no-color") == 0);
  CHECK(type.out.str() == "Text: hi \n");
  type.no_color = true;
  CHECK(type("echo hi") == 0);
  CHECK(type.out.str() == "Text: hi \n");
}

TEST_CASE("quiet silences words for people, not answers to programs") {
  command_line type;
  CHECK(type("echo hi -q") == 0);
  CHECK(type.out.str() == "hi \n");
  CHECK(type.err.str() == "");
  type.out_is_terminal = true;
  type.quiet = true;
  CHECK(type("echo hi") == 0);
  CHECK(type.out.str() == "");
  type.quiet = false;
  CHECK(type("echo hi") == 0);
  CHECK(type.err.str() == "a note\n");
}

TEST_CASE("- is replaced in route options and nowhere else") {
  command_line type;
  type.in.str("/service/9f\n");
  CHECK(type("parrot say - --to -/service/x") == 0);
  CHECK(type.out.str() == "- /service/9f/service/x\n");
}

TEST_CASE("without a route on standard input the verb does not run") {
  command_line type;
  CHECK(type("parrot say hi --to -/service/x") == 66);
  CHECK(type.out.str() == "");
  CHECK(type.err.str().find("ockam parrot say: no route on standard input") == 0);
  type.in_is_terminal = true;
  CHECK(type("parrot say hi --to /node/n1/-") == 66);
  CHECK(type.err.str().find("nothing piped in") != std::string::npos);
}

TEST_CASE("an error is an object where the answer would be one") {
  const auto error_of = [](const std::string& line, int code) {
    command_line type;
    CAPTURE(line);
    CHECK(type(line) == code);
    CHECK(type.out.str().empty());
    const auto all = nlohmann::json::parse(type.err.str());
    CHECK(all["error"]["exit_code"] == code);
    CHECK_FALSE(all["error"]["message"].get<std::string>().empty());
    return all["error"]["code"].get<std::string>() + "; " + all["error"]["hint"].get<std::string>();
  };
  CHECK(error_of("parrot say fail --output json", 69) == "unavailable; ockam wait");
  CHECK(error_of("parrot say throw --output=json", 70) == "internal; ");
  CHECK(error_of("parrot sing --output json", 2) == "invalid; ockam parrot --help");
  CHECK(error_of("parrot say hi --nosuch --output json", 2) == "invalid; ockam parrot say --help");
  CHECK(error_of("parrot say hi --jq .[", 2) == "invalid; ockam parrot say --help");
  CHECK(error_of("parrot say hi --jq .text.x", 65) == "invalid; ");
}

TEST_CASE("an answer is filtered, and is JSON then") {
  command_line type;
  CHECK(type("--jq .text parrot say hi") == 0);
  CHECK(type.out.str() == "\"hi\"\n");
  CHECK(type("parrot say hi --output json --compact-output") == 0);
  CHECK(type.out.str() == "{\"text\":\"hi\"}\n");
  CHECK(type("parrot say hi --output json --pretty") == 0);
  CHECK(type.out.str() == "{\n  \"text\": \"hi\"\n}\n");
}
