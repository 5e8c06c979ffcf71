#include "config/base/secret.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <type_traits>

using namespace ockam::config;

namespace {
secret_key key_of(std::uint8_t byte) {
  secret_key key;
  std::fill(key.fill().begin(), key.fill().end(), byte);
  return key;
}
} // namespace

template <class T>
concept can_be_printed = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!can_be_printed<secret_key>, "a secret cannot be written to a log");
static_assert(!std::is_copy_constructible_v<secret_key> && !std::is_copy_assignable_v<secret_key>);
static_assert(!std::is_convertible_v<std::span<const std::uint8_t, 32>, secret_key>);

TEST_CASE("a new secret is zeros even where another one was") {
  for (int round = 0; round < 3; ++round) {
    secret_key fresh;
    CHECK(fresh == key_of(0));
    std::fill(fresh.fill().begin(), fresh.fill().end(), std::uint8_t{0xee});
  }
}

TEST_CASE("secrets compare by value, move without a trace and copy on demand only") {
  auto a = key_of(7);
  const auto b = a.copy();
  CHECK(a == b);
  CHECK_FALSE(a == key_of(8));
  const auto moved = std::move(a);
  CHECK(moved == b);
  auto c = key_of(1);
  c = moved.copy();
  CHECK(c == b);
}

TEST_CASE("a slot is wiped when its secret goes") {
  const std::uint8_t* slot = nullptr;
  {
    const auto gone = key_of(0xaa);
    slot = gone.view().data();
  }
  // The memory stays mapped; but for the free list's link at its start it must be zero.
  CHECK(std::all_of(slot + sizeof(void*), slot + locked_slot_size,
                    [](std::uint8_t byte) { return byte == 0; }));
}

TEST_CASE("there are as many secrets as somebody wants, each in memory of its own") {
  std::vector<secret_key> all;
  for (std::size_t i = 0; i < 1000; ++i) {
    all.emplace_back();
    all.back().fill()[0] = static_cast<std::uint8_t>(i);
    all.back().fill()[31] = static_cast<std::uint8_t>(i >> 8);
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    CHECK(all[i].view()[0] + 256u * all[i].view()[31] == i);
}

TEST_CASE("runs of bytes are the same only if all bytes and the sizes are") {
  const bytes a{1, 2, 3}, b{1, 2, 4}, c{1, 2};
  CHECK(same_bytes(a, a));
  CHECK_FALSE(same_bytes(a, b));
  CHECK_FALSE(same_bytes(a, c));
  CHECK(same_bytes({}, {}));
}
