#include "config/base/log.hpp"
#include "config/defaults.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

using namespace ockam;
using config::log_level;

namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in{file};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

struct open_file {
  explicit open_file(log_level level, std::size_t size_max = 1 * config::mib,
                     std::size_t files_max = 2) {
    REQUIRE(config::open_log({path, size_max, files_max}, level));
  }
  ~open_file() { config::close_log(); }
  std::vector<std::string> lines() {
    config::close_log();
    return lines_of(path);
  }
  fixtures::temporary_directory home;
  std::filesystem::path path = home.path() / "log";
};

} // namespace

TEST_CASE("a line of the log is UTC time, level and text") {
  open_file log{log_level::info};
  config::log(log_level::warn, "link 4 closed {}");
  auto lines = log.lines();
  REQUIRE(lines.size() == 1);
  std::replace_if(
      lines[0].begin(), lines[0].end(), [](char c) { return c >= '0' && c <= '9'; }, '0');
  CHECK(lines[0] == "0000-00-00T00:00:00.000Z warning link 0 closed {}");
}

TEST_CASE("a line of the log in JSON is an object, whatever the text has in it") {
  fixtures::temporary_directory home;
  const auto path = home.path() / "log";
  REQUIRE(config::open_log({path, config::mib, 2}, log_level::info, config::log_format::json));
  config::log(log_level::warn, "a \"name\" with \\ and\nmore {} %v");
  config::close_log();
  const auto lines = lines_of(path);
  REQUIRE(lines.size() == 1);
  const auto line = nlohmann::json::parse(lines[0]);
  CHECK(line.at("level") == "warning");
  CHECK(line.at("time").get<std::string>().size()
        == std::string("2026-11-30T23:10:59.887Z").size());
  CHECK(line.at("text").get<std::string>().starts_with("a \"name\" with \\"));
}

TEST_CASE("lines below the level are left out") {
  open_file log{log_level::warn};
  config::log(log_level::info, "small");
  config::log(log_level::error, "big");
  CHECK(log.lines().size() == 1);
}

TEST_CASE("bytes of a peer can not forge a line") {
  open_file log{log_level::info};
  config::log(log_level::info, std::string("a\nb\r\x1b[31m\0", 10));
  auto lines = log.lines();
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].ends_with("a\\x0ab\\x0d\\x1b[31m\\x00"));
}

TEST_CASE("a long line is cut") {
  open_file log{log_level::info};
  config::log(log_level::info, std::string(1 * config::mib, 'x'));
  auto lines = log.lines();
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].size() < config::log_text_max + 64);
}

TEST_CASE("a log that grows is rotated, and the oldest file goes") {
  open_file log{log_level::info, 4 * config::kib, 3};
  for (int i = 0; i < 300; ++i) config::log(log_level::info, std::string(100, 'x'));
  config::close_log();
  std::size_t files = 0;
  for (auto& entry : std::filesystem::directory_iterator{log.home.path()}) {
    ++files;
    CHECK(entry.file_size() <= 4 * config::kib);
  }
  CHECK(files == 3);
}

TEST_CASE("a key that repeats itself gets one line") {
  open_file log{log_level::info};
  CHECK(config::log_limited("bad version of 10.0.0.1", log_level::warn, "bad version"));
  CHECK_FALSE(config::log_limited("bad version of 10.0.0.1", log_level::warn, "bad version"));
  CHECK(config::log_limited("bad version of 10.0.0.2", log_level::warn, "bad version"));
  CHECK(log.lines().size() == 2);
}

TEST_CASE("as many new keys as anybody likes do not silence the next one") {
  open_file log{log_level::info};
  for (int times = 0; times < 2; ++times) config::log_limited("left out once", log_level::warn, "");
  for (std::size_t i = 0; i <= config::log_keys_max; ++i)
    CHECK(config::log_limited("k" + std::to_string(i), log_level::warn, ""));
  CHECK_FALSE(config::log_limited("k" + std::to_string(config::log_keys_max), log_level::warn, ""));
  CHECK(config::log_limited("k0", log_level::warn, "")); // it was forgotten for a newer one
  const auto lines = log.lines();
  CHECK(
      std::count_if(lines.begin(), lines.end(),
                    [](const std::string& line) { return line.find("were left out") != line.npos; })
      == 1);
}

TEST_CASE("lines that others cause have a budget, and lines of our own go on") {
  open_file log{log_level::info};
  for (std::size_t i = 0; i < 20'000; ++i) {
    config::log_limited("flood " + std::to_string(i), log_level::warn, std::string(1000, 'f'));
    config::log_event(log_level::info, std::string(1000, 'e'));
  }
  config::log(log_level::error, "our own");
  const auto lines = log.lines();
  std::size_t bytes = 0;
  for (const auto& each : lines) bytes += each.size();
  CHECK(bytes < 3 * config::log_bytes_burst);
  CHECK(lines.back().ends_with("our own"));
}

TEST_CASE("a log that can not be opened is named") {
  auto opened = config::open_log({"/proc/nowhere/log", 1024, 2}, log_level::info);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::io);
  CHECK(opened.error().message.find("/proc/nowhere/log") != std::string::npos);
}

TEST_CASE("levels have names") {
  CHECK(config::read_log_level("debug") == log_level::debug);
  CHECK(config::read_log_level("off") == log_level::off);
  CHECK_FALSE(config::read_log_level("loud"));
}

TEST_CASE("lines without a log go nowhere") {
  config::close_log();
  config::log(log_level::error, "nobody reads this");
}
