#include "actors/streams/kept_bytes.hpp"
#include "fixtures/text_slice.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace ockam;
using actors::kept_bytes;
using transports::slice;

namespace {

constexpr auto by_reference = config::resend_copied_max;

slice piece(std::size_t size, char with) {
  return slice::copy_of(wire::view_of(std::string(size, with)));
}

/// All that is kept, in runs of at most `max` bytes.
std::string content(const kept_bytes& kept, std::size_t max = SIZE_MAX) {
  std::string all;
  while (all.size() < kept.size()) all += wire::text_of(kept.at(all.size(), max));
  return all;
}

} // namespace

TEST_CASE("a stream that keeps nothing owns no memory") {
  kept_bytes kept;
  CHECK(kept.size() == 0);
  CHECK(kept.cost() == 0);
  CHECK(sizeof(kept_bytes) == 32);
}

TEST_CASE("a small piece is copied, so its slab is free again") {
  kept_bytes kept;
  auto data = tests::text("small");
  kept.append(data);
  CHECK_FALSE(data.shares());
  data.data()[0] = 'S';
  CHECK(content(kept) == "small");
  CHECK(kept.cost() == config::resend_block_min);
  kept.drop(5);
  CHECK(kept.size() == 0);
  CHECK(kept.cost() == 0);
}

TEST_CASE("a large piece is kept where it lies, and shares its bytes from then on") {
  kept_bytes kept;
  auto data = piece(by_reference, 'x');
  kept.append(data);
  CHECK(data.shares());
  CHECK(kept.at(0, SIZE_MAX).data() == data.data());
  CHECK(kept.cost() >= config::slab_size / 4);
  *data.grow_front(1) = '<'; // the room around it is still its own
  *data.grow_back(1) = '>';
  data = {};
  CHECK(content(kept) == std::string(by_reference, 'x'));
  kept.drop(by_reference);
  CHECK(kept.cost() == 0);
}

TEST_CASE("one byte less than a large piece is copied") {
  kept_bytes kept;
  auto data = piece(by_reference - 1, 'x');
  kept.append(data);
  CHECK_FALSE(data.shares());
  CHECK(content(kept) == std::string(by_reference - 1, 'x'));
}

TEST_CASE("small pieces lie in one block until it is full, and the next one has twice the size") {
  kept_bytes kept;
  auto data = piece(10, 'a');
  while (kept.cost() <= config::resend_block_min) kept.append(data);
  CHECK(kept.size() > 10 * 10);
  CHECK(kept.cost() == 3 * config::resend_block_min);
  CHECK(content(kept) == std::string(kept.size(), 'a'));
}

TEST_CASE("many small pieces cost little more than their bytes") {
  kept_bytes kept;
  auto data = piece(100, 'a');
  while (kept.size() < config::mib) kept.append(data);
  CHECK(kept.cost() < kept.size() * 21 / 20);
}

TEST_CASE("a small piece behind a large one comes behind it") {
  kept_bytes kept;
  auto one = tests::text("one"), two = piece(by_reference, '2'), three = tests::text("three");
  kept.append(one), kept.append(two), kept.append(three);
  CHECK(content(kept) == "one" + std::string(by_reference, '2') + "three");
  kept.drop(3 + by_reference);
  CHECK(content(kept) == "three");
  CHECK(kept.cost() == config::resend_block_min);
}

TEST_CASE("dropping a part of a piece keeps the rest of it") {
  kept_bytes kept;
  auto small = tests::text("abcdef"), large = piece(by_reference, 'x');
  kept.append(small);
  kept.drop(4);
  CHECK(content(kept) == "ef");
  kept.append(large);
  kept.drop(2 + 10);
  CHECK(kept.size() == by_reference - 10);
  CHECK(kept.at(0, SIZE_MAX).data() == large.data() + 10);
}

TEST_CASE("a run is as long as asked at most") {
  kept_bytes kept;
  auto data = tests::text("abcdef");
  kept.append(data);
  CHECK(wire::text_of(kept.at(2, 3)) == "cde");
  CHECK(wire::text_of(kept.at(5, 3)) == "f");
}

TEST_CASE("what is kept is what was appended and not dropped, whatever the sizes") {
  std::mt19937 random{7};
  kept_bytes kept;
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const auto kind = random() % 8;
    if (kind < 4) {
      std::string text(1 + random() % (kind == 0 ? 2 * by_reference : 300), ' ');
      for (auto& c : text) c = static_cast<char>('a' + random() % 26);
      auto data = slice::copy_of(wire::view_of(text));
      kept.append(data);
      expected += text;
    } else if (!expected.empty()) {
      const auto n = 1 + random() % std::min<std::size_t>(expected.size(), 20000);
      kept.drop(n);
      expected.erase(0, n);
    }
    REQUIRE(kept.size() == expected.size());
    REQUIRE(kept.cost() >= kept.size());
    if (i % 50 == 0) REQUIRE(content(kept, 1 + random() % 5000) == expected);
  }
  kept.drop(kept.size());
  CHECK(kept.cost() == 0);
}
