// Handshakes by actors on virtual time.
#include "fixtures/deterministic.hpp"
#include "transports/tls/tls_ends.hpp"
#include "transports/tls/tls_handshake.hpp"

using namespace ockam;
using namespace ockam::tests;
using transports::edge_socket;
using transports::tls_handshake;

namespace {

struct shaking : tls_ends {
  simulation world;
  std::shared_ptr<transports::reactor> home = world.make_reactor();
  std::optional<result<edge_socket>> near, far;

  std::unique_ptr<tls_handshake> begin(descriptor& socket, tls_context::shared with,
                                       std::optional<result<edge_socket>>& into) {
    return tls_handshake::begin(*home, std::move(socket), std::move(with), "them:443",
                                [&into](result<edge_socket> made) { into = std::move(made); });
  }
};

} // namespace

TEST_CASE_FIXTURE(shaking, "both ends have TLS when they have agreed") {
  const auto one = begin(sockets.one, client(), near);
  const auto other = begin(sockets.other, server(), far);
  CHECK_FALSE(near);
  world.settle();
  REQUIRE(near);
  REQUIRE(far);
  REQUIRE(*near);
  REQUIRE(*far);
  CHECK((*near)->tls);
  CHECK((*far)->socket);
}

TEST_CASE_FIXTURE(shaking, "a server of another name is denied, and what to do is said") {
  const auto one = begin(sockets.one, client("other.example"), near);
  const auto other = begin(sockets.other, server(), far);
  world.settle();
  REQUIRE(near);
  REQUIRE_FALSE(*near);
  CHECK(near->error().code == errc::denied);
  CHECK(near->error().message
        == "TLS with them:443: its certificate is not accepted: hostname mismatch");
  CHECK(near->error().hint.find("--tls-server-name") != std::string::npos);
  REQUIRE(far);
  CHECK_FALSE(*far);
}

TEST_CASE_FIXTURE(shaking, "who is silent has its time, and then none") {
  const auto other = begin(sockets.other, server(), far);
  world.advance(config::tls_handshake_timeout - 1ms);
  CHECK_FALSE(far);
  world.advance(1ms);
  REQUIRE(far);
  REQUIRE_FALSE(*far);
  CHECK(far->error().code == errc::timed_out);
}

TEST_CASE_FIXTURE(shaking,
                  "who forgets a handshake hears nothing, and the other end finds it over") {
  auto one = begin(sockets.one, client(), near);
  one.reset();
  world.settle();
  CHECK_FALSE(near);
  std::array<char, 8> room{};
  CHECK(::recv(sockets.other.get(), room.data(), room.size(), 0) <= 0);
}
