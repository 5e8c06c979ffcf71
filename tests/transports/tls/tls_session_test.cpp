#include "fixtures/text_slice.hpp"
#include "transports/tls/tls_ends.hpp"

#include <fstream>

using namespace ockam;
using namespace ockam::tests;
using ockam::tests::text;
using what = tls_session::outcome;
using transports::output_queue;

namespace {

struct agreed : tls_ends {
  tls_context::shared of_client = client(), of_server = server();
  tls_session near = of_client->begin(sockets.one.get()),
              far = of_server->begin(sockets.other.get());
  agreed() { REQUIRE(agree(near, far)); }
  ~agreed() = default;

  std::array<std::uint8_t, 64 * 1024> room{};
  std::string heard(tls_session& by) {
    const auto got = by.read(room.data(), room.size());
    return got.what == what::done     ? std::string(room.begin(), room.begin() + got.size)
           : got.what == what::end    ? "<end>"
           : got.what == what::failed ? "<failed>"
                                      : "<nothing>";
  }
  static void say(tls_session& to, std::string words) {
    output_queue queue;
    queue.push(text(words));
    CHECK(to.send(queue) == output_queue::outcome::drained);
  }
};

/// Why the client does not go on with a server that has this certificate.
std::string refusal(const certificates::wanted& of, const std::string& server_name) {
  tls_ends ends;
  ends.files.make("it", of);
  auto near = ends.client(server_name)->begin(ends.sockets.one.get());
  auto far = ends.server("it")->begin(ends.sockets.other.get());
  if (agree(near, far)) return {};
  CHECK(near.distrusts());
  return near.why();
}

} // namespace

TEST_CASE_FIXTURE(agreed, "what one end sends is what the other reads") {
  say(near, "a question");
  CHECK(heard(far) == "a question");
  CHECK(heard(far) == "<nothing>");
  say(far, "an answer");
  say(far, " in two");
  CHECK(heard(near) == "an answer in two");
}

TEST_CASE_FIXTURE(agreed, "what is on the socket is not what was said") {
  say(near, "a secret");
  const auto size = ::recv(sockets.other.get(), room.data(), room.size(), 0);
  REQUIRE(size > 0);
  CHECK(std::string(room.begin(), room.begin() + size).find("secret") == std::string::npos);
}

TEST_CASE_FIXTURE(agreed, "each direction ends by itself, when that was announced") {
  say(near, "all of it");
  CHECK(near.finish() == what::done);
  CHECK(heard(far) == "all of it");
  CHECK(heard(far) == "<end>");
  CHECK(heard(far) == "<end>");
  say(far, "still there");
  CHECK(heard(near) == "still there");
  CHECK(far.finish() == what::done);
  CHECK(heard(near) == "<end>");
}

TEST_CASE_FIXTURE(agreed, "an end that was not announced is a failure") {
  say(near, "the first half");
  sockets.one.reset();
  CHECK(heard(far) == "the first half");
  CHECK(heard(far) == "<failed>");
  CHECK_FALSE(far.why().empty());
}

TEST_CASE_FIXTURE(agreed, "more than the socket takes waits, and arrives whole") {
  constexpr std::size_t size = 4 * config::mib;
  std::string all(size, ' ');
  for (std::size_t i = 0; i < size; ++i) all[i] = static_cast<char>('a' + i / 1000 % 26);
  output_queue queue;
  for (std::size_t from = 0; from < size; from += config::mib / 4)
    queue.push(text(all.substr(from, config::mib / 4)));
  std::string got;
  bool waited = false;
  while (got.size() < size) {
    if (near.send(queue) == output_queue::outcome::blocked) waited = true, queue.compact();
    const auto part = heard(far);
    REQUIRE(part.front() != '<');
    got += part;
  }
  CHECK(waited);
  CHECK(got == all);
}

TEST_CASE_FIXTURE(agreed, "input that was read already is known to be there") {
  say(near, std::string(1000, 'x'));
  CHECK(far.read(room.data(), 10).size == 10);
  CHECK(far.holds_input());
  CHECK(far.read(room.data(), 2000).size == 990);
  CHECK_FALSE(far.holds_input());
}

TEST_CASE("a server is accepted for the name or the address of its certificate only") {
  CHECK(refusal({.name = "web.example"}, "web.example").empty());
  CHECK(refusal({.name = "web.example"}, "other.example") == "hostname mismatch");
  CHECK(refusal({.name = "127.0.0.1"}, "127.0.0.1").empty());
  CHECK(refusal({.name = "web.example"}, "127.0.0.1") == "IP address mismatch");
}

TEST_CASE("a certificate that has ended, or that nobody known has signed, is not accepted") {
  CHECK(refusal({.name = "web.example", .days = -1}, "web.example") == "certificate has expired");
  CHECK(refusal({.name = "web.example", .by_itself = true}, "web.example")
        == "self-signed certificate");
}

TEST_CASE("who speaks no TLS is told from who does") {
  tls_ends ends;
  const auto of = ends.server();
  auto far = of->begin(ends.sockets.other.get());
  constexpr std::string_view request = "GET / HTTP/1.1\r\n\r\n";
  REQUIRE(::send(ends.sockets.one.get(), request.data(), request.size(), 0) > 0);
  CHECK(far.handshake() == what::failed);
  CHECK(far.why() == "http request");
  CHECK_FALSE(far.distrusts());
}

TEST_CASE("files that are of no use are named") {
  certificates files;
  files.make("one", {.name = "one"});
  files.make("two", {.name = "two"});
  const auto server = [&](const char* certificate, const char* key) {
    const auto made = tls_context::of_server({files.file(certificate), files.file(key)});
    return made ? std::string() : made.error().message;
  };
  CHECK(server("one.pem", "one.key").empty());
  CHECK(server("none.pem", "one.key").find("none.pem is not there") != std::string::npos);
  CHECK(server("one.key", "one.key").find("one.key: has no certificate") != std::string::npos);
  CHECK(server("one.pem", "two.key").find("two.key: ") != std::string::npos);
  CHECK(server("one.pem", "one.pem").find("one.pem: ") != std::string::npos);
  std::ofstream(files.file("large")) << std::string(config::tls_file_size_max + 1, 'x');
  CHECK(server("large", "one.key").find("too large") != std::string::npos);
  const auto trusting = tls_context::of_client({files.file("one.key"), "one"});
  REQUIRE_FALSE(trusting);
  CHECK(trusting.error().message.find("has no certificates") != std::string::npos);
}
