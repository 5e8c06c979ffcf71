#include "cli/reference/manual.hpp"
#include "cli/shell/commands.hpp"
#include "cli/topics/topics.hpp"
#include "config/base/environment.hpp"

#include <doctest/doctest.h>

using namespace ockam::cli;

namespace {
/// As roff has it.
std::string plain(std::string name) {
  for (std::size_t at = 0; (at = name.find('-', at)) != name.npos; at += 2)
    name.insert(at, 1, '\\');
  return name;
}
} // namespace

TEST_CASE("manual pages have every noun that help shows, every verb and every option") {
  const auto nouns = all_nouns();
  const auto made = manual_pages(nouns);
  for (const auto& subject : nouns) {
    if (subject.hidden) continue;
    const auto page = made.find("ockam-" + subject.name + ".1");
    REQUIRE_MESSAGE(page != made.end(), subject.name);
    for (const auto& action : subject.verbs)
      for (const auto& each : action.options)
        if (!each.is(option::hidden)) {
          auto name = each.name();
          for (std::size_t at = 0; (at = name.find('-', at)) != name.npos; at += 2)
            name.insert(at, 1, '\\');
          CHECK_MESSAGE(page->second.find(name) != std::string::npos, subject.name, " ",
                        each.names);
        }
  }
  for (const auto& each : topics())
    CHECK(made.at("ockam-" + each.name + ".7").find(".TH \"ockam\\-" + plain(each.name)) == 0);
  for (const auto& each : ockam::config::variables())
    CHECK(made.at("ockam.1").find(each.name) != std::string::npos);
}

TEST_CASE("nothing of a text is an order to roff") {
  const std::vector<noun> nouns{
      {"n", ".so /etc/passwd", {{"v", "'\\n", {}, {}, {"ockam n v"}, nullptr}}}};
  const auto page = manual_pages(nouns).at("ockam-n.1");
  CHECK(page.find("\n.so") == std::string::npos);
  CHECK(page.find("\\- \\&.so") != std::string::npos);
  CHECK(page.find("\n\\&'\\en\n") != std::string::npos);
}

TEST_CASE("a table of Markdown keeps its columns whatever a text says") {
  const std::vector<noun> nouns{
      {"n", "x", {{"v", "x", {}, {{"a", "b|c", "one|other"}}, {"ockam n v"}, nullptr}}}};
  CHECK(markdown_pages(nouns).at("commands/n.md").find("| `--a b\\|c`") == std::string::npos);
  CHECK(markdown_pages(nouns).at("commands/n.md").find("| `-a b\\|c` | one\\|other |")
        != std::string::npos);
}
