// Descriptors that go from one end to the other, of real sockets in a temporary directory.
#include "config/defaults.hpp"
#include "fixtures/temporary_directory.hpp"
#include "transports/http/descriptor_channel.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <unistd.h>

using namespace ockam;
using namespace ockam::transports;
using namespace std::chrono_literals;

namespace {

struct both_ends {
  both_ends() {
    auto socket = descriptor_channel::listen(path);
    REQUIRE(socket);
    auto made = descriptor_channel::connect(path);
    REQUIRE(made);
    near.emplace(std::move(*made));
    auto came = descriptor_channel::accept(*socket, 5s);
    REQUIRE(came);
    far.emplace(std::move(*came));
  }
  fixtures::temporary_directory home;
  std::filesystem::path path = home.path() / "next";
  std::optional<descriptor_channel> near, far;
};

} // namespace

TEST_CASE("A descriptor comes out at the other end and leads to the same thing") {
  both_ends two;
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  descriptor out{pipe[0]}, in{pipe[1]};
  const std::array passed{in.get()};
  REQUIRE(two.near->send("a pipe", passed));
  REQUIRE(two.near->send("nothing with it"));
  auto first = two.far->receive(5s);
  REQUIRE(first);
  CHECK(first->text == "a pipe");
  REQUIRE(first->descriptors.size() == 1);
  REQUIRE(::write(first->descriptors.front().get(), "x", 1) == 1);
  char read = 0;
  CHECK(::read(out.get(), &read, 1) == 1);
  CHECK(read == 'x');
  const auto second = two.far->receive(5s);
  REQUIRE(second);
  CHECK(second->text == "nothing with it");
  CHECK(second->descriptors.empty());
}

TEST_CASE("As many descriptors go with one message as one may have, and no more") {
  both_ends two;
  std::vector<descriptor> copies;
  std::vector<int> numbers;
  for (std::size_t i = 0; i < config::handover_descriptors_max; ++i) {
    copies.emplace_back(::dup(STDIN_FILENO));
    numbers.push_back(copies.back().get());
  }
  REQUIRE(two.near->send(std::string(config::handover_text_max, 'x'), numbers));
  const auto came = two.far->receive(5s);
  REQUIRE(came);
  CHECK(came->text.size() == config::handover_text_max);
  CHECK(came->descriptors.size() == numbers.size());
  numbers.push_back(STDIN_FILENO);
  CHECK(!two.near->send("one too many", numbers));
  CHECK(!two.near->send(std::string(config::handover_text_max + 1, 'x')));
}

TEST_CASE("An end that is gone says nothing, and a silent one is not waited for") {
  both_ends two;
  const auto silent = two.far->receive(1ms);
  REQUIRE_FALSE(silent);
  CHECK(silent.error().code == errc::timed_out);
  two.near.reset();
  const auto gone = two.far->receive(5s);
  REQUIRE(gone);
  CHECK(gone->text.empty());
  CHECK(!two.far->send("is anybody there?"));
}

TEST_CASE("Nobody listens twice at one place, and a path may be too long") {
  both_ends two;
  CHECK(!descriptor_channel::listen(two.path));
  CHECK(!descriptor_channel::connect(two.home.path() / "nobody"));
  const auto long_one = descriptor_channel::listen(two.home.path() / std::string(200, 'x'));
  REQUIRE_FALSE(long_one);
  CHECK(long_one.error().code == errc::invalid);
}
