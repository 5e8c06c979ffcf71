#include "transports/io/descriptor.hpp"
#include "transports/links/frame_reader.hpp"
#include "wire/messages/frame.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <sys/socket.h>
#include <vector>

using namespace ockam;
using namespace ockam::transports;

namespace {

/// A reader at one end of a socket pair.
struct reading {
  reading() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    near.reset(ends[0]), far.reset(ends[1]);
    int size = 4 * 1024 * 1024;
    ::setsockopt(far.get(), SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  }
  void write(std::string_view text) {
    while (!text.empty()) {
      auto n = ::send(far.get(), text.data(), text.size(), 0);
      if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
      if (!text.empty()) read();
    }
  }
  bool read() {
    if (reader.read_from(near.get()) != frame_reader::outcome::some) return false;
    while (auto body = reader.next()) {
      // whoever has a slice may write into the room around it
      slice whole = std::move(*body);
      bodies.emplace_back(wire::text_of(whole));
      std::fill_n(whole.grow_front(whole.headroom()), whole.headroom(), std::uint8_t{0xaa});
      auto tail = whole.tailroom();
      std::fill_n(whole.grow_back(tail), tail, std::uint8_t{0xbb});
      kept.push_back(std::move(whole));
    }
    return true;
  }
  void read_all() {
    while (read()) {
    }
  }
  static std::string framed(const std::string& body) {
    std::string out(4, '\0');
    for (int i = 0; i < 4; ++i) out[i] = static_cast<char>(body.size() >> (24 - 8 * i));
    return out + body;
  }
  descriptor near, far;
  frame_reader reader;
  std::vector<std::string> bodies;
  std::vector<slice> kept;
};

} // namespace

TEST_CASE_FIXTURE(reading, "several frames of one read share its block and nothing else") {
  write(framed("one") + framed("") + framed("three") + framed(std::string(1000, '4')));
  read();
  CHECK(bodies == std::vector<std::string>{"one", "", "three", std::string(1000, '4')});
  CHECK(reader.partial() == 0);
}

TEST_CASE_FIXTURE(reading, "a frame is put together from any pieces") {
  std::mt19937 random{7};
  std::string stream;
  std::vector<std::string> wanted;
  for (std::size_t size :
       {0, 1, 3, 4, 5, 191, 1000, 1024, 1025, 48 * 1024, 262144, 300000, 1048576})
    for (int repeat = 0; repeat < 3; ++repeat) {
      std::string body(size, '\0');
      for (auto& c : body) c = static_cast<char>(random());
      wanted.push_back(body);
      stream += framed(body);
    }
  std::string_view rest = stream;
  while (!rest.empty()) {
    std::size_t sizes[] = {1, 2, 3, 5, 100, 1000, 5000, 70000, 500000};
    auto size = std::min<std::size_t>(sizes[random() % 9], rest.size());
    write(rest.substr(0, size));
    read();
    rest.remove_prefix(size);
  }
  read_all();
  CHECK(bodies == wanted);
  CHECK(reader.partial() == 0);
}

TEST_CASE_FIXTURE(reading, "a part counts as what arrived, not as what was claimed") {
  write(std::string{"\x00\x10\x00\x00", 4}); // 1 MiB to come
  read();
  CHECK(reader.partial() == 4);
  for (std::size_t held : {5000, 100000, 700000}) {
    write(std::string(held - reader.partial(), 'x'));
    read_all();
    CHECK(reader.partial() == held);
  }
  reader.clear();
  CHECK(reader.partial() == 0);
}

TEST_CASE_FIXTURE(reading, "a frame in parts has room on both sides when it is whole") {
  write(framed(std::string(5000, 'x')).substr(0, 3000));
  read();
  write(std::string(2004, 'x'));
  REQUIRE(reader.read_from(near.get()) == frame_reader::outcome::some);
  auto body = reader.next();
  REQUIRE(body);
  CHECK(body->size() == 5000);
  CHECK(body->headroom() >= config::headroom);
  CHECK(body->tailroom() >= config::tailroom);
}

TEST_CASE_FIXTURE(reading, "a frame that is too large breaks the stream for good") {
  write(framed("fine") + std::string{"\x00\x10\x00\x01", 4} + framed("never"));
  read();
  CHECK(bodies == std::vector<std::string>{"fine"});
  CHECK(reader.oversized() == config::frame_size_max + 1);
  CHECK_FALSE(reader.next());
}

TEST_CASE_FIXTURE(reading, "the end, nothing and a failure are told apart") {
  CHECK(reader.read_from(near.get()) == frame_reader::outcome::nothing);
  write("\x01");
  CHECK(reader.read_from(near.get()) == frame_reader::outcome::some);
  CHECK(reader.take_first_byte() == 1);
  CHECK_FALSE(reader.next());
  far.reset();
  CHECK(reader.read_from(near.get()) == frame_reader::outcome::end);
  CHECK(reader.read_from(-1) == frame_reader::outcome::failed);
}
