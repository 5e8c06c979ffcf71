#include "wire/http/host_rewriter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace ockam;
using namespace ockam::wire;

namespace {

constexpr std::size_t head_max = 300;

host_rewriter made() { return host_rewriter("new.example", head_max); }

/// What the server gets of `said`, or why not.
std::string all_of(std::string_view said, std::size_t piece = 1 << 20) {
  auto it = made();
  std::string out;
  for (; !said.empty(); said.remove_prefix(std::min(piece, said.size()))) {
    const auto part = said.substr(0, piece);
    if (it.passes(part.size())) {
      out += part;
      continue;
    }
    const auto now = it.take_request(part);
    if (!now) return now.error().message;
    out += *now;
  }
  return out;
}

constexpr std::string_view many =
    "GET /a HTTP/1.1\r\nhost: old:1\r\nAccept: */*\r\n\r\n"
    "POST /b HTTP/1.1\r\nHost: old\r\nContent-Length: 11\r\n\r\nHost: old\r\n"
    "POST /c HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nHost: old\r\n\r\n"
    "5;x=y\r\nHost:\r\n1a\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\r\n0\r\nX-Sum: 1\r\n\r\n"
    "PUT /d HTTP/1.0\r\nContent-Length: 0\r\n\r\n"
    "\r\nGET /e HTTP/1.1\r\nHost: old\r\n\r\n";
constexpr std::string_view many_for_new =
    "GET /a HTTP/1.1\r\nHost: new.example\r\nAccept: */*\r\n\r\n"
    "POST /b HTTP/1.1\r\nHost: new.example\r\nContent-Length: 11\r\n\r\nHost: old\r\n"
    "POST /c HTTP/1.1\r\nTransfer-Encoding: Chunked\r\nHost: new.example\r\n\r\n"
    "5;x=y\r\nHost:\r\n1a\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\r\n0\r\nX-Sum: 1\r\n\r\n"
    "PUT /d HTTP/1.0\r\nHost: new.example\r\nContent-Length: 0\r\n\r\n"
    "GET /e HTTP/1.1\r\nHost: new.example\r\n\r\n";

constexpr std::string_view asks_upgrade =
    "GET /ws HTTP/1.1\r\nHost: old\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

} // namespace

TEST_CASE("each request of a connection is made one for the host, and bodies pass as they are") {
  CHECK(all_of(many) == many_for_new);
}

TEST_CASE("requests are the same however they were cut") {
  for (std::size_t piece = 1; piece < many.size(); ++piece) {
    CAPTURE(piece);
    CHECK(all_of(many, piece) == many_for_new);
  }
}

TEST_CASE("what two servers may read in two ways is refused") {
  const auto head = [](std::string_view fields) {
    return all_of("POST / HTTP/1.1\r\n" + std::string(fields) + "\r\n\r\n");
  };
  CHECK(head("Host: a\r\nHost: a") == "HTTP: two hosts in one request");
  CHECK(head("Content-Length: 1\r\nContent-Length: 1") == "HTTP: two lengths of one body");
  CHECK(head("Content-Length: 1, 1") == "HTTP: a length that is no number");
  CHECK(head("Content-Length: +1") == "HTTP: a length that is no number");
  CHECK(head("Content-Length: 5\r\nTransfer-Encoding: chunked")
        == "HTTP: a length of a body that is chunked");
  CHECK(head("Transfer-Encoding: gzip, chunked") == "HTTP: a transfer encoding other than chunked");
  CHECK(head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")
        == "HTTP: a transfer encoding other than chunked");
  for (const auto* const field : {"Host : a", " Host: a", "A: b\r\n folded", "A: b\nHost: c",
                                  "A: b\rHost: c", "no field", ": empty"})
    CHECK(head(field) == "HTTP: a head with a line that is no field");
  CHECK(all_of("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")
        == "HTTP: chunks in HTTP/1.0");
  CHECK(all_of("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n")
        == "HTTP: a request as for a proxy, with a host in its target");
}

TEST_CASE("chunks that are none are refused") {
  const auto chunks = [](std::string_view body) {
    return all_of("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(body));
  };
  for (const auto* const size : {"x\r\n", "\r\n", "-1\r\n", "1 1\r\n", "1000000000000000\r\n"})
    CHECK(chunks(size) == "HTTP: a chunk whose size is no number");
  CHECK(chunks("1\n") == "HTTP: a line of chunks that ends without CR");
  CHECK(chunks("1\r\nabc\r\n") == "HTTP: a chunk that is longer than it says");
  CHECK(chunks("1;" + std::string(head_max, 'x')) == "HTTP: a line between chunks is too long");
  std::string trailers = "0\r\n";
  for (int n = 0; n < 10; ++n) trailers += "X: " + std::string(100, 'x') + "\r\n";
  CHECK(chunks(trailers) == "HTTP: too much behind the last chunk");
}

TEST_CASE("what is no request of HTTP/1 is told apart") {
  CHECK(all_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        == "HTTP: HTTP/2, whose requests can not be rewritten");
  CHECK(all_of("\x16\x03\x01") == "HTTP: the client speaks TLS, where http:// belongs");
  CHECK(all_of("\x81\x04tick") == "HTTP: no request");
  CHECK(all_of("GET /\r\n\r\n") == "HTTP: no request");
  CHECK(all_of("GET / HTTP/1.0\n\n") == "HTTP: a line that ends without CR");
  CHECK(all_of("GET / HTTP/3\r\n\r\n") == "HTTP: no request of HTTP/1.1");
}

TEST_CASE("a head has a bound") {
  const auto start = "GET / HTTP/1.1\r\nA: " + std::string(head_max, 'x');
  CHECK(all_of(start) == "HTTP: a head of more than 300 bytes");
  CHECK(all_of(start, 7) == "HTTP: a head of more than 300 bytes");
}

TEST_CASE("behind an upgrade that the server agrees to everything passes") {
  for (const std::string_view answer :
       {"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x04tick",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Yes\r\nUpgrade: websocket\r\n\r\n"})
    for (std::size_t piece = 1; piece <= answer.size(); ++piece) {
      auto it = made();
      CHECK(it.take_request(asks_upgrade)->find("Host: new.example\r\n") != std::string::npos);
      CHECK(it.take_request("\x81\x04")->empty()); // nobody knows yet what that is
      std::string now;
      for (auto left = answer; !left.empty(); left.remove_prefix(std::min(piece, left.size())))
        now += *it.take_response(left.substr(0, piece));
      CHECK(now == "\x81\x04");
      CHECK(it.passes(1 << 20));
      CHECK(*it.take_request("Host: old\r\n\r\n") == "Host: old\r\n\r\n");
    }
}

TEST_CASE("behind an upgrade that is declined come requests") {
  auto it = made();
  REQUIRE(it.take_request(asks_upgrade));
  REQUIRE(it.take_request("GET / HTTP/1.1\r\n\r\n")->empty());
  CHECK(*it.take_response("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 101")
        == "GET / HTTP/1.1\r\nHost: new.example\r\n\r\n");
  CHECK(it.take_response("nothing that matters")->empty());
  CHECK_FALSE(it.take_request("\x81\x04"));
}

TEST_CASE("CONNECT opens a way that is not looked at") {
  auto it = made();
  CHECK(*it.take_request("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n")
        == "CONNECT a:1 HTTP/1.1\r\nHost: new.example\r\n\r\n");
  CHECK(it.take_response("HTTP/1.1 200 OK\r\n\r\n")->empty());
  CHECK(it.passes(1));
}

TEST_CASE("what waits for the answer to an upgrade has a bound, and the answer, too") {
  auto it = made();
  REQUIRE(it.take_request(asks_upgrade));
  CHECK_FALSE(it.take_request(std::string(head_max + 1, 'x')));
  auto other = made();
  REQUIRE(other.take_request(asks_upgrade));
  CHECK_FALSE(other.take_response("HTTP/1.1 200 OK\r\nA: " + std::string(head_max, 'x')));
  auto third = made();
  REQUIRE(third.take_request(asks_upgrade));
  CHECK_FALSE(third.take_response("the rest of a page"));
}

TEST_CASE("a host of requests is a name or address, with a port or none") {
  for (const auto* const good : {"a", "intranet.example:8080", "[::1]:80", "10.0.0.1"})
    CHECK(is_http_host(good));
  for (const auto* const bad : {"", "a b", "a\r\nX: y", "http://a", "a/b"})
    CHECK_FALSE(is_http_host(bad));
}
