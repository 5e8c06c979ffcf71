#include "transports/http/status_server.hpp"
#include "transports/reactor/tcp_network.hpp"

#include <doctest/doctest.h>
#include <httplib.h>

#include <atomic>
#include <thread>

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

TEST_CASE_FIXTURE(served, "a port that is taken is an error") {
  const auto again =
      status_server::open(network, server.bound(), [](const auto&) { return status_page{}; });
  REQUIRE_FALSE(again);
  CHECK(again.error().code == errc::in_use);
}
