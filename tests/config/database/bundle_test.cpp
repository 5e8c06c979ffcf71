#include "config/database/bundle.hpp"
#include "config/defaults.hpp"
#include "fixtures/file_mode.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace ockam;
using config::bundle;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) { std::ofstream{file} << text; }

std::string read(const fs::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// A bundle with a text and a file of three pieces.
struct full {
  fixtures::temporary_directory home;
  fs::path file = home.path() / "all.backup";
  std::string large = std::string(2 * config::bundle_piece + 7, 'x') + "end";

  full() {
    write(home.path() / "large", large);
    auto made = bundle::make(file);
    REQUIRE(made);
    REQUIRE(made->add_text("about", "what it is"));
    REQUIRE(made->add("large", home.path() / "large"));
  }
};

} // namespace

TEST_CASE("what goes into a bundle comes out of it") {
  const full all;
  auto again = bundle::open(all.file);
  REQUIRE(again);
  CHECK(*again->text("about") == std::string("what it is"));
  const auto out = all.home.path() / "out";
  REQUIRE(again->take("large", out));
  CHECK(read(out) == all.large);
  CHECK(fixtures::mode_of(out) == 0600);
  CHECK(fixtures::mode_of(all.file) == 0600);
}

TEST_CASE("an empty text is a part, and what is not there is named") {
  const full all;
  auto again = bundle::open(all.file);
  REQUIRE(again);
  REQUIRE(again->add_text("nothing", ""));
  REQUIRE(again->text("nothing"));
  CHECK(again->text("nothing")->empty());
  const auto missing = again->text("never");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == errc::not_found);
  CHECK(missing.error().message.find("never") != std::string::npos);
}

TEST_CASE("neither a bundle nor what is taken from it takes the place of another file") {
  const full all;
  CHECK(bundle::make(all.file).error().code == errc::already_exists);
  auto again = bundle::open(all.file);
  REQUIRE(again);
  CHECK(again->take("large", all.home.path() / "large").error().code == errc::already_exists);
  CHECK(read(all.home.path() / "large") == all.large);
}

TEST_CASE("a bundle that was cut anywhere gives the whole file, or nothing") {
  const full all;
  const auto whole = read(all.file);
  const auto cut = all.home.path() / "cut", taken = all.home.path() / "taken";
  std::size_t refused = 0;
  for (std::size_t size = 1; size < whole.size(); size += whole.size() / 37) {
    write(cut, whole.substr(0, size));
    fs::permissions(cut, fs::perms::owner_read | fs::perms::owner_write);
    auto opened = bundle::open(cut);
    if (opened && opened->take("large", taken)) {
      CHECK(read(taken) == all.large); // only zeros were cut
      fs::remove(taken);
    } else {
      ++refused;
      CHECK_FALSE(fs::exists(taken));
    }
  }
  CHECK(refused >= 35);
}

TEST_CASE("a byte that was changed is found out") {
  const full all;
  auto whole = read(all.file);
  whole[whole.find("xxend") - 100] = 'y';
  write(all.file, whole);
  auto opened = bundle::open(all.file);
  REQUIRE(opened); // the tables are whole
  const auto taken = opened->take("large", all.home.path() / "taken");
  REQUIRE_FALSE(taken);
  CHECK(taken.error().message.find("damaged") != std::string::npos);
  CHECK_FALSE(fs::exists(all.home.path() / "taken"));
}

TEST_CASE("a bundle that others can read is refused") {
  const full all;
  fs::permissions(all.file, fs::perms::group_read, fs::perm_options::add);
  const auto opened = bundle::open(all.file);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == errc::denied);
  CHECK(opened.error().hint == "chmod 600 " + all.file.string());
}

TEST_CASE("what is no bundle is refused, and stays as it is") {
  fixtures::temporary_directory home;
  const auto file = home.path() / "text";
  write(file, "a text of some length, which is no database of anything at all\n");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  CHECK_FALSE(bundle::open(file));
  CHECK(read(file).starts_with("a text"));
  CHECK(bundle::open(home.path() / "never").error().code == errc::not_found);
}
