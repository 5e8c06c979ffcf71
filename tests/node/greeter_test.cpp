// examples/greeter is a program of its own; this test starts it and sends it a message.
#include "actors/send_once.hpp"
#include "fixtures/child_process.hpp"
#include "wire/encoding/bare.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <sys/prctl.h>

using namespace ockam;
using namespace std::chrono_literals;

namespace {

/// The example, next to this program, and what it prints first: the port it listens on.
struct greeter {
  greeter() {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto program =
        std::filesystem::read_symlink("/proc/self/exe").replace_filename("greeter");
    process.emplace([&] {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL); // also if this test crashes
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]), ::close(ends[1]);
      return ::execl(program.c_str(), program.c_str(), nullptr);
    });
    ::close(ends[1]);
    auto* const out = ::fdopen(ends[0], "r");
    REQUIRE(std::fscanf(out, "127.0.0.1:%5s", port) == 1);
    std::fclose(out);
  }
  char port[6] = {};
  std::optional<fixtures::child_process> process;
};

} // namespace

TEST_CASE("a worker of one's own answers at the end of a route") {
  const greeter example;
  const auto to = "/ip4/127.0.0.1/tcp/" + std::string(example.port) + "/service/greeter";
  const auto reply =
      actors::send_once(*wire::multiaddr::parse(to), wire::encode_text("World"), 10s);
  REQUIRE(reply);
  CHECK(*wire::decode_text(*reply) == "Hello, World!");
}
