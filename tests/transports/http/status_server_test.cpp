#include "transports/http/status_server.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <doctest/doctest.h>
#include <httplib.h>

#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace ockam;
using namespace ockam::transports;
using namespace std::chrono_literals;

namespace {

struct served {
  tcp_network network;
  std::atomic<int> asked{0};
  result<status_server> opened = status_server::open(
      network, {"127.0.0.1", 0},
      [this](const std::string& path) -> status_page {
        ++asked;
        if (path == "/page") return {200, "text/plain", "hello\n"};
        return {503, "application/json", "{}"};
      },
      300ms);
  const status_server& server = *opened;
  httplib::Client http() const { return httplib::Client("127.0.0.1", server.bound().port); }
};

} // namespace

TEST_CASE_FIXTURE(served, "a page is served with its status and its type") {
  const auto page = http().Get("/page");
  REQUIRE(page);
  CHECK(page->status == 200);
  CHECK(page->body == "hello\n");
  CHECK(page->get_header_value("Content-Type") == "text/plain");
  CHECK(http().Get("/other")->status == 503);
  const auto head = http().Head("/page");
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->body.empty());
}

TEST_CASE_FIXTURE(served,
                  "a connection ends in order, so that a page is whole for who reads it slowly") {
  const auto fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(server.bound().port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
  const std::string request = "GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  REQUIRE(::send(fd, request.data(), request.size(), 0) == static_cast<ssize_t>(request.size()));
  std::string came;
  ssize_t got = 0;
  for (std::array<char, 64> part{}; (got = ::recv(fd, part.data(), part.size(), 0)) > 0;)
    came.append(part.data(), static_cast<std::size_t>(got));
  CHECK(got == 0); // -1 is a reset
  CHECK(came.find("hello\n") != came.npos);
  ::close(fd);
}

TEST_CASE_FIXTURE(served, "nothing can be changed") {
  CHECK(http().Delete("/page")->status == 405);
  CHECK(http().Options("/page")->status == 405);
  CHECK(asked == 0);
}

TEST_CASE_FIXTURE(served, "clients that say too much keep nobody else waiting for long") {
  std::vector<std::thread> dripping;
  for (int i = 0; i < 4; ++i)
    dripping.emplace_back([this] {
      httplib::Client slow("127.0.0.1", server.bound().port);
      slow.Get("/page", {{"X", std::string(2 * config::status_request_max, 'x')}});
    });
  const auto began = std::chrono::steady_clock::now();
  CHECK(http().Get("/page")->status == 200);
  CHECK(std::chrono::steady_clock::now() - began < 5s);
  for (auto& one : dripping) one.join();
}

TEST_CASE_FIXTURE(
    served, "who is silent gives way to who comes, the one that was silent for longest first") {
  std::vector<std::unique_ptr<int, void (*)(int*)>> silent;
  const auto connect = [&] {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(server.bound().port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    silent.emplace_back(new int(fd), [](int* one) {
      ::close(*one);
      delete one;
    });
    return fd;
  };
  for (std::size_t i = 0; i + 4 < 2 * config::status_connections_max; ++i) connect();
  const auto began = std::chrono::steady_clock::now();
  CHECK(http().Get("/page")->status == 200);
  CHECK(std::chrono::steady_clock::now() - began < 250ms); // and not after their 300 ms
  char byte = 0;
  CHECK(::recv(*silent.front(), &byte, 1, 0) == 0);
  CHECK(::recv(*silent.back(), &byte, 1, 0) == 0);
}

TEST_CASE_FIXTURE(served, "no page in a browser reads it by a name of its own") {
  for (const auto* const host : {"127.0.0.1", "127.0.0.1:9", "localhost:80", "[::1]:1", "10.0.0.1"})
    CHECK(http().Get("/page", {{"Host", host}})->status == 200);
  for (const auto* const host : {"evil.example", "127.0.0.1.evil.example", "localhost.evil:80"})
    CHECK(http().Get("/page", {{"Host", host}})->status == 403);
}

TEST_CASE_FIXTURE(served, "a port that is taken is an error") {
  const auto again =
      status_server::open(network, server.bound(), [](const auto&) { return status_page{}; });
  REQUIRE_FALSE(again);
  CHECK(again.error().code == errc::in_use);
}
