#include "fixtures/text_slice.hpp"
#include "transports/io/descriptor.hpp"
#include "transports/io/output_queue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <sys/socket.h>

using namespace ockam;
using namespace ockam::transports;
using ockam::tests::text;

namespace {

struct pair_of_sockets {
  pair_of_sockets() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    near.reset(ends[0]);
    far.reset(ends[1]);
  }
  std::string read_some() {
    std::string all(1 << 20, '\0');
    auto size = ::recv(far.get(), all.data(), all.size(), 0);
    all.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return all;
  }
  descriptor near, far;
};

} // namespace

TEST_CASE_FIXTURE(pair_of_sockets, "an output queue sends slices in order and forgets empty ones") {
  output_queue queue;
  CHECK(queue.write_to(near.get()) == output_queue::outcome::drained);
  for (auto s : {"one ", "", "two ", "three"}) queue.push(text(s));
  CHECK(queue.slices() == 3);
  CHECK(queue.bytes() == 13);
  CHECK(queue.write_to(near.get()) == output_queue::outcome::drained);
  CHECK(queue.empty());
  CHECK(queue.bytes() == 0);
  CHECK(read_some() == "one two three");
}

TEST_CASE_FIXTURE(
    pair_of_sockets,
    "a full socket blocks the queue and a partly sent slice goes on where it stopped") {
  output_queue queue;
  std::string expected, got;
  for (int i = 0; i < 4000; ++i) {
    auto part = std::to_string(i) + std::string(static_cast<std::size_t>(i % 1500), 'x');
    expected += part;
    queue.push(text(part));
  }
  int blocked = 0;
  for (auto outcome = queue.write_to(near.get()); outcome != output_queue::outcome::drained;
       outcome = queue.write_to(near.get())) {
    REQUIRE(outcome == output_queue::outcome::blocked);
    ++blocked;
    queue.compact();
    for (auto part = read_some(); !part.empty(); part = read_some()) got += part;
    CHECK(queue.bytes() + got.size() == expected.size());
  }
  for (auto part = read_some(); !part.empty(); part = read_some()) got += part;
  CHECK(blocked > 0);
  CHECK((got == expected));
}

TEST_CASE_FIXTURE(pair_of_sockets, "a dead socket is reported") {
  output_queue queue;
  far.reset();
  queue.push(text("lost"));
  CHECK(queue.write_to(near.get()) == output_queue::outcome::failed);
  queue.clear();
  CHECK(queue.empty());
}

TEST_CASE_FIXTURE(pair_of_sockets,
                  "compacting lets go of read slabs that small slices would keep") {
  output_queue queue;
  std::string expected;
  std::vector<slab_ref> read;
  for (int i = 0; i < 100; ++i) {
    read.push_back(slab::make());
    auto at = read.back()->data();
    *at = static_cast<std::uint8_t>('a' + i % 26);
    expected += static_cast<char>(*at);
    queue.push(slice{read.back(), at, 1, 0, 0});
  }
  CHECK(read.front()->shared());
  queue.compact();
  for (auto& block : read) CHECK_FALSE(block->shared()); // only our own reference is left
  CHECK(queue.bytes() == 100);
  CHECK(queue.write_to(near.get()) == output_queue::outcome::drained);
  CHECK(read_some() == expected);
}

TEST_CASE_FIXTURE(pair_of_sockets,
                  "many small slices become a few, also when they come one by one") {
  output_queue queue;
  std::string expected;
  for (int i = 0; i < 100'000; ++i) {
    expected += static_cast<char>('a' + i % 26);
    queue.push(text(expected.substr(expected.size() - 1)));
    if (i % 3 == 0) queue.compact();
  }
  queue.compact();
  CHECK(queue.slices() < 60);
  CHECK(queue.bytes() == 100'000);
  CHECK(queue.cost() < 110'000);
  std::string got;
  while (queue.write_to(near.get()) != output_queue::outcome::drained) got += read_some();
  for (auto part = read_some(); !part.empty(); part = read_some()) got += part;
  CHECK((got == expected));
}

TEST_CASE_FIXTURE(pair_of_sockets,
                  "what waits for a slow reader keeps no more than twice its bytes") {
  output_queue queue;
  std::vector<slab_ref> read;
  for (int i = 0; i < 200; ++i) {
    read.push_back(slab::make());
    queue.push(slice{read.back(), read.back()->data(), 48 * config::kib, 0, 0}); // of 256 KiB
    queue.compact();
  }
  const auto kept = std::count_if(read.begin(), read.end(), [](auto& r) { return r->shared(); });
  CHECK(kept < 50);
  CHECK(kept > 10); // while little waits, a copy costs more than it is worth
  CHECK(queue.bytes() == 200 * 48 * config::kib);
}

TEST_CASE_FIXTURE(pair_of_sockets, "compacting leaves well-filled slabs alone") {
  output_queue queue;
  auto block = slab::make();
  std::iota(block->data(), block->data() + block->capacity(), std::uint8_t{0});
  queue.push(slice{block, block->data(), block->capacity() / 2, 0, 0});
  queue.compact();
  CHECK(block->shared());
  CHECK(queue.slices() == 1);
}
