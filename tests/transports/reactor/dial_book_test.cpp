#include "config/defaults.hpp"
#include "transports/reactor/dial_book.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace ockam;
using namespace ockam::transports;
using namespace std::chrono_literals;

namespace {

socket_address at(const std::string& host, std::uint16_t port = 1) {
  return *socket_address::numeric({host, port});
}

const auto a = at("192.0.2.1"), b = at("192.0.2.2"), c = at("192.0.2.3");
const auto x = at("2001:db8::1"), y = at("2001:db8::2");
constexpr auto start = time_point{1h};

std::vector<std::string> hosts(const std::vector<socket_address>& all) {
  std::vector<std::string> out;
  for (const auto& each : all) out.push_back(to_endpoint(each).host);
  return out;
}

} // namespace

TEST_CASE("addresses of two kinds are tried by turns") {
  CHECK(in_turns({x, y, x, a}) == std::vector{x, a, y, x});
  CHECK(in_turns({a, b}) == std::vector{a, b});
  CHECK(in_turns({}).empty());
  dial_book book(1);
  for (const auto& both : {book.ordered({x, a, b, y}, start), book.ordered({a, b, x, y}, start)}) {
    REQUIRE(both.size() == 4);
    CHECK(both[0].family() == both[2].family());
    CHECK(both[0].family() != both[1].family());
  }
  CHECK(book.ordered({x, a}, start).front() == x); // as the resolver says
  CHECK(book.ordered({a, x}, start).front() == a);
}

TEST_CASE("a process has one order of its own, whatever the order of the answer") {
  std::set<std::string> first;
  for (std::uint64_t number = 0; number < 64; ++number) {
    dial_book book(number);
    const auto order = hosts(book.ordered({a, b, c}, start));
    CHECK(hosts(book.ordered({c, a, b}, start)) == order);
    CHECK(hosts(book.ordered({b, c, a}, start + 1h)) == order);
    first.insert(order.front());
  }
  CHECK(first.size() == 3); // each is the first of somebody
}

TEST_CASE("what failed is the last for a while, or until it connects") {
  dial_book book(1);
  const auto order = book.ordered({a, b, c}, start);
  book.failed(order[0], start);
  const std::vector without{order[1], order[2], order[0]};
  CHECK(book.ordered({a, b, c}, start) == without);
  CHECK(book.ordered({a, b, c}, start + config::dial_failed_last - 1ms) == without);
  CHECK(book.ordered({a, b, c}, start + config::dial_failed_last) == order);
  book.failed(order[0], start);
  book.connected(order[0]);
  CHECK(book.ordered({a, b, c}, start) == order);
  for (const auto& each : order) book.failed(each, start);
  CHECK(book.ordered({a, b, c}, start) == order); // all the same
  CHECK(book.ordered({at("192.0.2.1", 2), at("192.0.2.2", 2)}, start).size() == 2);
}

TEST_CASE("what failed is behind those of both kinds") {
  dial_book book(1);
  book.failed(x, start);
  CHECK(book.ordered({x, a}, start) == std::vector{a, x});
  CHECK(book.ordered({x, y, a}, start).back() == x);
}

TEST_CASE("not too many addresses are tried, those that failed least of all, or remembered") {
  std::vector<socket_address> many;
  for (int i = 1; i <= 100; ++i) many.push_back(at("192.0.2." + std::to_string(i)));
  dial_book book(1);
  const auto chosen = book.ordered(many, start);
  CHECK(chosen.size() == config::dial_addresses_max);
  for (const auto& each : chosen) book.failed(each, start);
  for (const auto& each : book.ordered(many, start))
    CHECK(std::find(chosen.begin(), chosen.end(), each) == chosen.end());
  book.failed(a, start + 1s);
  for (std::uint16_t i = 0; i < config::dial_failures_max; ++i)
    book.failed(at("198.51.100.1", static_cast<std::uint16_t>(1 + i)), start + 2s);
  CHECK(book.ordered({a, b}, start + 2s) == dial_book(1).ordered({a, b}, start)); // forgotten
}
