#include "fixtures/text_slice.hpp"
#include "transports/io/buffer.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <thread>
#include <vector>

using namespace ockam;
using namespace ockam::transports;
using ockam::tests::text;

namespace {

std::string_view read(const slice& s) { return wire::text_of(s); }

} // namespace

TEST_CASE("a slice has room around it and grows into it without moving") {
  auto s = text("payload");
  CHECK(s.headroom() == config::headroom);
  CHECK(s.tailroom() == config::tailroom);
  auto before = s.data();
  std::memcpy(s.grow_front(2), "<<", 2);
  std::memcpy(s.grow_back(2), ">>", 2);
  CHECK(read(s) == "<<payload>>");
  CHECK(s.data() == before - 2);
  s.drop_front(2), s.drop_back(2);
  CHECK(read(s) == "payload");
  CHECK(s.headroom() == config::headroom);
  CHECK(s.tailroom() == config::tailroom);
}

TEST_CASE("a copy shares the bytes and has no room; a move leaves nothing") {
  auto s = text("shared");
  auto copy = s;
  CHECK(copy.data() == s.data());
  CHECK(copy.headroom() == 0);
  CHECK(copy.tailroom() == 0);
  CHECK(s.headroom() == config::headroom);
  auto moved = std::move(s);
  CHECK(read(moved) == "shared");
  CHECK(moved.headroom() == config::headroom);
  CHECK(s.empty());
  const auto& itself = copy;
  copy = itself;
  CHECK(read(copy) == "shared");
  moved = {};
  CHECK(read(copy) == "shared"); // the block lives on
}

TEST_CASE(
    "a slice that shares its bytes keeps the room around them, and what it drops is no room") {
  auto s = text("payload");
  const auto kept = s.share();
  CHECK(s.shares());
  CHECK(kept.shares());
  CHECK(kept.headroom() == 0);
  CHECK(kept.tailroom() == 0);
  std::memcpy(s.grow_front(2), "<<", 2);
  std::memcpy(s.grow_back(2), ">>", 2);
  CHECK(read(s) == "<<payload>>");
  CHECK(read(kept) == "payload");
  auto moved = std::move(s);
  CHECK(moved.shares());
  CHECK(moved.headroom() == config::headroom - 2);
  moved.drop_front(4), moved.drop_back(2);
  CHECK(read(moved) == "yload");
  CHECK(moved.headroom() == 0);
  CHECK(moved.tailroom() == 0);
}

TEST_CASE("a part split off the front takes the room in front along, and no byte twice") {
  auto s = text("headbody");
  auto front = s.split_front(4);
  CHECK(read(front) == "head");
  CHECK(read(s) == "body");
  CHECK(front.headroom() == config::headroom);
  CHECK(front.tailroom() == 0);
  CHECK(s.headroom() == 0);
  CHECK(s.tailroom() == config::tailroom);
  s.drop_front(1);
  *s.grow_front(1) = 'B';
  CHECK(read(front) == "head");
  CHECK(read(s) == "Body");
}

TEST_CASE("large and unusual copies get a block that fits") {
  const std::string large(config::slab_size * 2, 'l');
  auto s = slice::copy_of(wire::view_of(large), 1000, 2000);
  CHECK(read(s) == large);
  CHECK(s.headroom() == 1000);
  CHECK(s.tailroom() == 2000);
  CHECK(s.held() < large.size() + 4000);
  CHECK(slice::copy_of({}).empty());
  CHECK(slice{}.held() == 0);
}

TEST_CASE("slices of one arena share a block and never overlap") {
  arena a;
  std::vector<slice> slices;
  for (std::size_t i = 0; i < 3000; ++i) {
    auto s = a.take(i % 300);
    std::memset(s.grow_front(s.headroom()), static_cast<int>(i), s.headroom() + s.size());
    std::memset(s.data(), static_cast<int>(i), s.size());
    auto tail = s.tailroom();
    std::memset(s.grow_back(tail), static_cast<int>(i), tail);
    slices.push_back(std::move(s));
  }
  for (std::size_t i = 0; i < slices.size(); ++i)
    for (auto byte : slices[i].view()) REQUIRE(byte == static_cast<std::uint8_t>(i));
}

TEST_CASE("what was reserved and not kept is given out again") {
  arena a;
  auto first = a.reserve(1000);
  CHECK(a.reserved() >= 1000);
  CHECK(a.reserve(10) == first);
  std::memcpy(first, "abc", 3);
  auto s = a.keep(3);
  CHECK(s.data() == first);
  CHECK(a.reserve(10) != first);
  s = {};
  CHECK(a.reserve(10) == first); // all is gone: from the start again
}

TEST_CASE("an arena gives more than a usual block when asked") {
  arena a;
  auto s = a.take(config::slab_size * 3);
  CHECK(s.size() == config::slab_size * 3);
  CHECK(s.headroom() == config::headroom);
}

TEST_CASE("a slice may end on another thread than it began on") {
  std::vector<slice> made;
  for (int i = 0; i < 1000; ++i) made.push_back(text("over there " + std::to_string(i)));
  auto kept = made.back();
  std::thread{[m = std::move(made)] {
    for (std::size_t i = 0; i < m.size(); ++i)
      CHECK(read(m[i]) == "over there " + std::to_string(i));
  }}.join();
  CHECK(read(kept) == "over there 999");
}

TEST_CASE("a slice shrinks to a part of itself, and the rest becomes room") {
  auto s = text("head body tail");
  const auto head = s.headroom(), tail = s.tailroom();
  s.shrink_to(s.view().subspan(5, 4));
  CHECK(wire::text_of(s) == "body");
  CHECK(s.headroom() == head + 5);
  CHECK(s.tailroom() == tail + 5);
}

TEST_CASE("data of a block is aligned for cipher code") {
  for (auto size : {std::size_t{1}, config::slab_size, config::slab_size + 1})
    CHECK(reinterpret_cast<std::uintptr_t>(slab::make(size)->data()) % 64 == 0);
}
