// Slabs are filled by one thread, written around by a second and freed by a third.
#include "transports/io/buffer.hpp"
#include "transports/reactor/inbox.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <thread>
#include <vector>

using namespace ockam;
using namespace ockam::transports;

namespace {

constexpr std::size_t slices = 4'000;

std::size_t size_of(std::size_t index) { return index % 7 == 0 ? 60'000 : 16 + index % 1'500; }

/// Takes `slices` of them and hands each to `f`.
template <class F>
void take_all(inbox<slice>& from, F&& f) {
  std::vector<slice> taken;
  for (std::size_t index = 0; index < slices;) {
    if (from.empty()) std::this_thread::yield();
    from.take(taken);
    for (auto& s : taken) f(std::move(s), index++);
    taken.clear();
  }
}

bool holds(const slice& s, std::size_t index) {
  auto value = static_cast<std::uint8_t>(index);
  return std::all_of(s.data(), s.data() + s.size(), [=](auto byte) { return byte == value; });
}

} // namespace

TEST_CASE("slices of one slab belong to different threads and never touch each other's bytes") {
  inbox<slice> to_middle, to_end;
  std::atomic<std::size_t> waiting = 0;
  std::thread reader{[&] {
    auto& shared = arena::of_this_thread();
    for (std::size_t i = 0; i < slices; ++i) {
      while (waiting > 64) std::this_thread::yield(); // as bounded as a link
      auto s = shared.take(size_of(i));
      std::memset(s.data(), static_cast<int>(i & 0xff), s.size());
      ++waiting;
      to_middle.push(std::move(s));
    }
  }};
  std::thread middle{[&] {
    take_all(to_middle, [&](slice&& s, std::size_t index) {
      auto value = static_cast<int>(index & 0xff);
      std::memset(s.grow_front(100), value, 100);
      std::memset(s.grow_back(16), value, 16);
      to_end.push(std::move(s));
    });
  }};
  std::size_t wrong = 0;
  take_all(to_end, [&](slice&& s, std::size_t index) {
    if (s.size() != size_of(index) + 116 || !holds(s, index)) ++wrong;
    s = {};
    --waiting;
  });
  reader.join(), middle.join();
  CHECK(wrong == 0);
}

TEST_CASE("slabs go back and forth between threads that keep some and threads that end") {
  for (int round = 0; round < 20; ++round) {
    inbox<slice> box;
    std::thread maker{[&] {
      for (int i = 0; i < 200; ++i) {
        auto block = slab::make();
        block->data()[0] = static_cast<std::uint8_t>(i);
        box.push({block, block->data(), 1, 0, 0});
      }
    }};
    std::vector<slice> taken;
    for (int next = 0; next < 200;) {
      box.take(taken);
      for (auto& s : taken) CHECK(s.data()[0] == static_cast<std::uint8_t>(next++));
      taken.clear();
    }
    maker.join();
  }
}
