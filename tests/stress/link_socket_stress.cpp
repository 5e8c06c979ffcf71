// Streams between links whose sockets are on other loops: every frame, both ways, in order.
//
//   home: owner -- remote_loop_socket  ~  away ==== socket pair ==== away ~ remote_loop_socket -- owner: home
#include "transports/links/remote_loop_socket.hpp"
#include "transports/reactor/loop_threads.hpp"
#include "wire/messages/frame.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <memory>
#include <sys/socket.h>

using namespace ockam;
using namespace ockam::transports;

namespace {

constexpr std::uint32_t frames = 3'000;

std::size_t size_of(std::uint32_t number) {
  return number % 100 == 99 ? 300'000 : 4 + number * 7 % 3'000;
}

/// Sends its frames as the other side takes them, and checks what it hears.
class talking final : link_socket::owner {
public:
  talking(event_loop& home, event_loop& away, descriptor socket, std::atomic<int>& left)
      : left_(left), socket_(home, away, std::move(socket), *this) {}
  void start() {
    socket_.open();
    socket_.push(slice::copy_of(wire::view_of("\x01")));
    talk();
  }
  std::string wrong;

private:
  void on_version(std::uint8_t v) override { note(v == 1, "version"); }
  void on_frame(slice&& body) override {
    std::uint32_t number = 0;
    std::memcpy(&number, body.data(), sizeof number);
    note(number == heard_ && body.size() == size_of(number), "order");
    for (auto at = sizeof number; at < body.size(); at += 97)
      note(body.data()[at] == static_cast<std::uint8_t>(number), "bytes");
    ++heard_;
    if (heard_ % 500 == 0) { // pauses now and then
      socket_.read_on(false);
      socket_.read_on(true);
    }
  }
  void on_input() override { look(); }
  void on_output() override {
    talk_more();
    look();
  }
  void on_end(errc, std::string_view why) override {
    note(done_, std::string(why)); // the other side may be the first to close
    finish();
  }
  void talk() {
    talk_more();
    socket_.flush();
  }
  void talk_more() {
    for (; said_ < frames && socket_.now().unsent < 400'000; ++said_) {
      auto size = static_cast<std::uint32_t>(size_of(said_));
      auto body = slab::make_small(4 + size);
      for (auto i = 0U; i < 4; ++i)
        body->data()[i] = static_cast<std::uint8_t>(size >> (24 - 8 * i));
      std::memset(body->data() + 4, static_cast<int>(said_ & 0xff), size);
      std::memcpy(body->data() + 4, &said_, sizeof said_);
      socket_.push({body, body->data(), 4 + size, 0, 0});
      pushed_ = true;
    }
    if (std::exchange(pushed_, false)) return socket_.flush(); // which comes back here
    if (socket_.now().unsent > 0) socket_.report_output();
  }
  void look() {
    done_ = heard_ == frames && said_ == frames && socket_.now().unsent == 0;
    if (done_) finish();
  }
  void finish() {
    if (!socket_.is_open()) return;
    socket_.close(true);
    --left_;
  }
  void note(bool right, const std::string& what) {
    if (!right && wrong.empty()) wrong = what + " at " + std::to_string(heard_);
  }

  std::atomic<int>& left_;
  remote_loop_socket socket_;
  std::uint32_t said_ = 0, heard_ = 0;
  bool pushed_ = false, done_ = false;
};

} // namespace

TEST_CASE("links whose sockets are on other loops lose nothing and change no order") {
  constexpr int pairs = 3;
  event_loop home;
  loop_threads away{2};
  std::atomic<int> left = 2 * pairs;
  std::vector<std::unique_ptr<talking>> all;
  for (int i = 0; i < pairs; ++i) {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    for (int k = 0; k < 2; ++k)
      all.push_back(
          std::make_unique<talking>(home, *away.loops()[(i + k) % 2], descriptor{ends[k]}, left));
  }
  for (auto& each : all) home.post([&each] { each->start(); });
  while (left > 0) home.round(100);
  away.stop();
  for (auto& each : all) CHECK(each->wrong == "");
}
