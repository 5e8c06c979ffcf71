#include "config/base/limits.hpp"
#include "config/defaults.hpp"
#include "fixtures/source_dir.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace ockam;
using config::limit;
using config::limits;

namespace {

result<limits> read(const std::vector<std::string>& words) { return limits::read(words); }

std::string refusal_of(const std::vector<std::string>& words) {
  const auto out = read(words);
  return out ? "" : out.error().message + "; " + out.error().hint;
}

std::string amount(const config::limit_row& row, std::size_t value) {
  if (row.unit != config::limit_unit::bytes) return std::to_string(value);
  return std::to_string(value / config::mib) + " MiB";
}

std::string value_of(const config::limit_row& row) {
  constexpr std::size_t ms_per_s = 1000;
  if (row.usual == 0) return "as the machine";
  if (row.unit == config::limit_unit::milliseconds)
    return std::to_string(row.usual / ms_per_s) + " s";
  if (row.unit == config::limit_unit::per_second) return std::to_string(row.usual) + " a second";
  return amount(row, row.usual);
}

/// docs/limits.md, of which the table is the only part that changes.
std::string page_of_limits() {
  std::string out = R"(# Limits

What guards a node against others. Each limit has a name, by which `ockam node show NODE --limits` shows its value now,
how much of it is used (of the busiest source, where it is one's) and how often something was refused, dropped or ended
because of it since the node started. `/metrics` has the same: `ockam_limit`, `ockam_limit_used` and
`ockam_limit_refusals_total`, by `limit`.

Those with a range are set with `ockam node create --limit NAME=N`, repeated or with commas (`limit: [relays=500]` in a
file); the node keeps them over restarts. None can be more than what it is a part of, and one that nobody set shrinks
with that. What is refused of others is also in the log, a line a minute for each kind.

A *source* is whoever holds a credential, or else an IPv4 address or an IPv6 /64, whose links with a proven identity
count apart. What comes from this machine counts by the link, and what comes through a hub by the hub's link for that client.

What a node may do to the machine that it runs on, whatever others make of it, is [limited by the
kernel](security.md#what-a-node-gives-up).

This page is made from the table that the code goes by; a test compares them.

| limit | usually | range | part of | what is counted | beyond it |
|---|---|---|---|---|---|
)";
  for (const auto& row : config::limit_rows()) {
    const auto range =
        row.settable() ? amount(row, row.least) + "–" + amount(row, row.most) : std::string();
    const auto whole =
        row.part_of == row.id ? std::string_view{} : config::row_of(row.part_of).name;
    out += "| `" + std::string(row.name) + "` | " + value_of(row) + " | " + range + " | "
           + (whole.empty() ? "" : "`" + std::string(whole) + "`") + " | " + std::string(row.what)
           + " | " + std::string(row.then) + " |\n";
  }
  return out;
}

} // namespace

TEST_CASE("limits are as usual unless they are set") {
  const limits usual;
  CHECK(usual[limit::relays] == config::relays_max);
  CHECK(usual.words().empty());
  const auto some = read({"relays=500", "relays_per_link=20"});
  REQUIRE(some);
  CHECK((*some)[limit::relays] == 500);
  CHECK((*some)[limit::relays_per_link] == 20);
  CHECK((*some)[limit::channels] == config::channels_max);
  CHECK(some->words() == std::vector<std::string>{"relays=500", "relays-per-link=20"});
  CHECK(config::limits_of(config::text_of(*some)) == *some);
  CHECK(config::limits_of("what=1") == usual);
}

TEST_CASE("a part shrinks with the whole, and cannot be asked to be more") {
  const auto small = read({"relays=7"});
  REQUIRE(small);
  CHECK((*small)[limit::relays_per_link] == 7);
  CHECK(small->words().size() == 1);
  const auto links = read({"links=100"});
  REQUIRE(links);
  CHECK((*links)[limit::unknown_links] == 100);
  CHECK((*links)[limit::links_per_source] == 100);
  CHECK(refusal_of({"relays=7", "relays-per-link=8"})
        == "limit relays-per-link=8 is more than relays, which is 7; --limit relays=N, too");
  CHECK(read({"relays-per-link=20000", "relays=20000"}));
}

TEST_CASE("what is no limit, or no number of one, is refused and says what would do") {
  CHECK(refusal_of({"relay=7"}) == "no limit is called relay; did you mean relays?");
  CHECK(refusal_of({"xyzzy=7"}) == "no limit is called xyzzy; ockam node show --limits");
  for (const auto* const bad : {"relays", "relays=", "relays=x", "relays=-1"})
    CHECK(refusal_of({bad})
          == "limit " + std::string(bad) + " has no number; relays=N, 1 to 1000000");
  CHECK(refusal_of({"relays=0"}) == "limit relays=0 is out of range; 1 to 1000000");
  CHECK(refusal_of({"links-per-source=4097"})
        == "limit links-per-source=4097 is out of range; 1 to 4096");
  CHECK(refusal_of({"version-time=7"}) == "limit version-time cannot be set; ");
  CHECK(refusal_of({"relays=7", "relays=8"}) == "limit relays was said twice; ");
}

TEST_CASE("what is not said again stays as it was, and what differs is named") {
  const auto before = *read({"relays=500", "channels=9"});
  const auto wanted = *read({"relays=400"});
  const auto now = wanted.over(before);
  REQUIRE(now);
  CHECK(now->words() == std::vector<std::string>{"channels=9", "relays=400"});
  CHECK(wanted.differ_from(before) == "relays");
  CHECK(limits{}.differ_from(before).empty());
  CHECK_FALSE(read({"relays-per-link=600"})->over(before));
}

TEST_CASE("docs/limits.md is what the table says") {
  const auto path = tests::source_dir() / "docs/limits.md";
  const auto wanted = page_of_limits();
  if (std::getenv("OCKAM_WRITE_DOCS")) std::ofstream(path) << wanted;
  std::ostringstream is;
  is << std::ifstream(path).rdbuf();
  CHECK_MESSAGE(is.str() == wanted, "OCKAM_WRITE_DOCS=1 test_config writes it anew");
}
