#include "transports/reactor/inbox.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <poll.h>

using namespace ockam::transports;

namespace {

bool readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return ::poll(&one, 1, 0) == 1;
}

} // namespace

TEST_CASE("an inbox gives all that was left, in order, and takes the empty vector in return") {
  inbox<int> box;
  std::vector<int> all;
  CHECK(box.empty());
  for (auto i : {1, 2, 3}) CHECK(box.push(std::move(i)));
  CHECK_FALSE(box.empty());
  box.take(all);
  CHECK(all == std::vector{1, 2, 3});
  CHECK(box.empty());
  const auto* memory = all.data();
  all.clear();
  CHECK(box.push(4));
  box.take(all); // gives the first vector to the inbox
  CHECK(all == std::vector{4});
  all.clear();
  CHECK(box.push(5));
  box.take(all);
  CHECK(all.data() == memory);
}

TEST_CASE("an inbox closes when nothing waits; then what is pushed stays with its owner") {
  inbox<std::unique_ptr<int>> box;
  CHECK(box.push(std::make_unique<int>(1)));
  CHECK_FALSE(box.close_if_empty());
  std::vector<std::unique_ptr<int>> all;
  box.take(all);
  CHECK(box.close_if_empty());
  CHECK(box.close_if_empty());
  auto late = std::make_unique<int>(2);
  CHECK_FALSE(box.push(std::move(late)));
  CHECK(late); // NOLINT(bugprone-use-after-move): not moved, that is the point
}

TEST_CASE("what waits in an inbox that is closed is dropped") {
  inbox<std::shared_ptr<int>> box;
  auto item = std::make_shared<int>(1);
  CHECK(box.push(std::shared_ptr<int>{item}));
  box.close();
  CHECK(item.use_count() == 1);
  CHECK(box.empty());
}

TEST_CASE("only a thread that has lain down is woken, once") {
  sleeper bed;
  bed.wake();
  CHECK_FALSE(readable(bed.fd()));
  bed.lie_down();
  bed.wake();
  CHECK(readable(bed.fd()));
}
