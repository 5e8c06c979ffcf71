#include "wire/routing/route.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <random>

using namespace ockam;
using namespace ockam::wire;

namespace {

using model = std::deque<address>;

/// The route holds exactly these addresses, by every way of looking at it.
void check_equal(const route& r, const model& expected) {
  REQUIRE(r.size() == expected.size());
  CHECK(r.empty() == expected.empty());
  std::size_t i = 0;
  for (const auto a : r) CHECK(a == address_view(expected[i++]));
  CHECK(i == expected.size());
  if (expected.empty()) return;
  CHECK(r.front() == address_view(expected.front()));
  CHECK(r.back() == address_view(expected.back()));
}

route make(const model& addresses) {
  route out;
  for (const auto& a : addresses) out.push_back(a);
  return out;
}

/// Addresses as long as those of workers, so that some six of them leave the inline buffer.
model workers(std::size_t count) {
  model out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back({local_type, std::string(31, 'a') + static_cast<char>('0' + i % 10)});
  return out;
}

} // namespace

TEST_CASE("a route keeps its addresses in wire form") {
  const route r{local("a"), {tcp_type, "b"}};
  CHECK(to_hex(r.items()) == "8200416182014162");
  CHECK(r.items().size() == encoded_size(local("a")) + encoded_size({tcp_type, "b"}));
}

TEST_CASE("a route grows and shrinks at both ends, within its object and beyond") {
  for (std::size_t count = 0; count < 16; ++count) {
    CAPTURE(count);
    const auto expected = workers(count);
    route front, back;
    for (auto a = expected.rbegin(); a != expected.rend(); ++a) front.push_front(*a);
    for (const auto& a : expected) back.push_back(a);
    check_equal(front, expected);
    check_equal(back, expected);
    CHECK(front == back);

    auto left = expected;
    while (!left.empty()) {
      front.pop_front();
      left.pop_front();
      check_equal(front, left);
    }
    left = expected;
    while (!left.empty()) {
      back.pop_back();
      left.pop_back();
      check_equal(back, left);
    }
  }
}

TEST_CASE("pushing to the front leaves the other addresses where they are, if there is room") {
  route r{local("far")};
  const auto* const before = r.front().value.data();
  r.push_front(local("near"));
  CHECK(r.back().value.data() == before);
  r.pop_front();
  CHECK(r.front().value.data() == before);
}

TEST_CASE("routes are joined at either end, also with themselves") {
  for (std::size_t count = 0; count < 8; ++count) {
    CAPTURE(count);
    const auto items = workers(count);
    auto twice = items;
    twice.insert(twice.end(), items.begin(), items.end());

    auto r = make(items);
    r.prepend(r);
    check_equal(r, twice);
    r = make(items);
    r.append(r);
    check_equal(r, twice);

    r = route{local("x")};
    r.prepend(make(items));
    r.append(make(items));
    auto expected = items;
    expected.push_back({local_type, "x"});
    expected.insert(expected.end(), items.begin(), items.end());
    check_equal(r, expected);
  }
}

TEST_CASE("an address of the route itself can be pushed again") {
  for (std::size_t count = 1; count < 8; ++count) {
    auto expected = workers(count);
    auto r = make(expected);
    r.push_back(r.front());
    expected.push_back(expected.front());
    r.push_front(r.back());
    expected.push_front(expected.back());
    check_equal(r, expected);
  }
}

TEST_CASE("routes are copied and moved, small and large") {
  for (const std::size_t count : {0u, 1u, 5u, 6u, 40u}) {
    CAPTURE(count);
    const auto expected = workers(count);
    auto original = make(expected);
    route copy(original);
    route moved(std::move(original));
    check_equal(copy, expected);
    check_equal(moved, expected);

    route other{local("other")};
    other = copy;
    check_equal(other, expected);
    other = make(workers(12));
    other = std::move(copy);
    check_equal(other, expected);
    auto& same = other;
    other = same;
    other = std::move(same);
    check_equal(other, expected);

    // What was moved from is an empty route that can be used.
    original.push_back(local("again")); // NOLINT
    check_equal(original, {{local_type, "again"}});
  }
}

TEST_CASE("random operations on a route do what they do on a list of addresses") {
  std::mt19937 random(20240501);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  const auto any_address = [&] {
    static constexpr std::size_t sizes[] = {0, 1, 4, 23, 24, 32, 100, 255, 256, 300};
    return address{static_cast<std::uint8_t>(random()), std::string(sizes[below(10)], 'v')};
  };
  model expected;
  route r;
  for (auto step = 0; step < 20000; ++step) {
    switch (below(9)) {
    case 0:
    case 1:
      expected.push_front(any_address());
      r.push_front(expected.front());
      break;
    case 2:
      expected.push_back(any_address());
      r.push_back(expected.back());
      break;
    case 3:
    case 4:
      if (expected.empty()) break;
      expected.pop_front();
      r.pop_front();
      break;
    case 5:
      if (expected.empty()) break;
      expected.pop_back();
      r.pop_back();
      break;
    case 6: {
      const model more{any_address(), any_address()};
      expected.insert(expected.begin(), more.begin(), more.end());
      r.prepend(make(more));
      break;
    }
    case 7: {
      route copy(r);
      r = std::move(copy);
      break;
    }
    case 8:
      if (expected.size() < 12) break;
      expected.clear();
      r.clear();
      break;
    }
    check_equal(r, expected);
  }
}

TEST_CASE("route text is addresses joined by arrows") {
  CHECK(to_string(route{}) == "");
  CHECK(to_string(route{local("a"), {tcp_type, "h:1"}}) == "0#a => 1#h:1");
  CHECK(*route::parse("a=>  1#h:1 =>0#b\t") == route{local("a"), {tcp_type, "h:1"}, local("b")});
}

TEST_CASE("route text that is wrong is refused with the address that is wrong") {
  for (const auto* text : {"", "  ", "=>", "a=>", "=>a", "a=>=>b", "a=>x#b", "a=>1#2#3", "256#a"}) {
    CAPTURE(text);
    const auto r = route::parse(text);
    REQUIRE_FALSE(r);
    CHECK(r.error().code == errc::invalid);
  }
  CHECK(route::parse("a => x#b").error().message
        == "route \"a => x#b\": address \"x#b\": the type before # is not a number from 0 to 255");
}
