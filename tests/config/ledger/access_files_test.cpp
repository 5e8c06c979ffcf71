#include "config/defaults.hpp"
#include "config/ledger/access_files.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

using namespace ockam;
using config::log_format;
using config::stream_entry;

namespace {

std::string line(std::uint64_t number, log_format as = log_format::text) {
  return line_of({.ended_at = 1, .name = "db", .up = number}, as) + '\n';
}

/// The numbers of entries, in their order.
std::vector<std::uint64_t> numbers(const std::vector<stream_entry>& all) {
  std::vector<std::uint64_t> out;
  for (const auto& each : all) out.push_back(each.up);
  return out;
}

struct some_files {
  void write(const std::string& name, const std::string& text) {
    std::ofstream{home.path() / name, std::ios::app} << text << std::flush;
  }
  fixtures::temporary_directory home;
  std::filesystem::path path = home.path() / "access.log";
};

using list = std::vector<std::uint64_t>;

} // namespace

TEST_CASE_FIXTURE(some_files, "the newest entries come from as many files as it takes") {
  CHECK(config::newest_entries(path, 10).empty());
  write("access.2.log", line(1) + line(2));
  write("access.1.log", line(3, log_format::json) + "no entry\n" + line(4));
  write("access.log", line(5) + line(6).substr(0, 30)); // the disk was full
  CHECK(numbers(config::newest_entries(path, 10)) == list{1, 2, 3, 4, 5});
  CHECK(numbers(config::newest_entries(path, 2)) == list{4, 5});
  CHECK(numbers(config::newest_entries(path, 4)) == list{2, 3, 4, 5});
}

TEST_CASE_FIXTURE(some_files,
                  "who follows an access log sees each entry once, over a new file, too") {
  config::access_follower follower{path};
  CHECK(follower.next().empty()); // there is no file yet
  write("access.log", line(1) + line(2).substr(0, 10));
  CHECK(numbers(follower.next()) == list{1});
  write("access.log", line(2).substr(10));
  CHECK(numbers(follower.next()) == list{2});
  write("access.log", line(3));
  std::filesystem::rename(path, home.path() / "access.1.log");
  write("access.log", line(4));
  CHECK(numbers(follower.next()) == list{3, 4});
  CHECK(follower.next().empty());
}

TEST_CASE_FIXTURE(some_files, "records have a file of their own, made with the first of them") {
  const config::log_file records{path, 4 * config::kib, 3};
  REQUIRE(config::open_log({home.path() / "log", config::mib, 2}, config::log_level::info,
                           log_format::text, records));
  config::log_record(""); // only lines of their own are written; this one is no entry
  config::log(config::log_level::info, "not here");
  for (std::uint64_t i = 0; i < 100; ++i) config::log_record(line_of({.up = i}, log_format::text));
  config::close_log();
  config::log_record("nobody writes this");
  const auto all = config::newest_entries(path, 1000);
  REQUIRE_FALSE(all.empty());
  CHECK(all.back().up == 99);
  CHECK(all.size() < 150); // no more than three files of 4 KiB
  CHECK_FALSE(std::filesystem::exists(home.path() / "access.3.log"));
  CHECK(std::filesystem::exists(home.path() / "access.2.log"));
}
