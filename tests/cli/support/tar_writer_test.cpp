#include "cli/support/tar_writer.hpp"
#include "fixtures/temporary_directory.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>

using namespace ockam;

namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("tar takes out what was put in, and blocks of any length") {
  fixtures::temporary_directory home;
  const auto at = home.path() / "made.tar";
  const std::string block(512, 'b'), more(513, 'm');
  {
    std::ofstream to{at, std::ios::binary};
    cli::tar_writer tar(to, 1'764'572'400);
    tar.add("a/empty", "");
    tar.add("a/block", block);
    tar.add("a/more", more);
    tar.finish();
  }
  CHECK(std::filesystem::file_size(at) == 512 * (1 + 2 + 3 + 2));
  REQUIRE(std::system(("tar -C " + home.path().string() + " -xf " + at.string()).c_str()) == 0);
  CHECK(content(home.path() / "a/empty").empty());
  CHECK(content(home.path() / "a/block") == block);
  CHECK(content(home.path() / "a/more") == more);
  CHECK((std::filesystem::status(home.path() / "a/more").permissions()
         & std::filesystem::perms::others_all)
        == std::filesystem::perms::none);
}
