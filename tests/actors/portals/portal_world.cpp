#include "actors/portals/portal_world.hpp"

#include <dirent.h>
#include <sys/socket.h>

namespace ockam::tests {

template class node_under_test<virtual_world>;
template class node_under_test<real_world>;

std::size_t hand::pour(std::string_view text) {
  const auto n = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return n < 0 ? 0 : static_cast<std::size_t>(n);
}

void hand::say(std::string_view text) { REQUIRE(pour(text) == text.size()); }

std::string hand::hear(std::size_t max) {
  std::string all, block(std::min<std::size_t>(max, 1 << 16), '\0');
  while (all.size() < max && !ended && !broken) {
    const auto n =
        ::recv(socket_.get(), block.data(), std::min(block.size(), max - all.size()), MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) break;
    broken = n < 0;
    ended = n == 0;
    if (n > 0) all.append(block, 0, static_cast<std::size_t>(n));
  }
  return all;
}

void hand::reset() {
  linger at_once{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.reset();
}

void hand::shrink() {
  int bytes = 4096;
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  auto* dir = ::opendir("/proc/self/fd");
  while (::readdir(dir)) ++count;
  ::closedir(dir);
  return count;
}

wire::portal_message far_end::next() {
  REQUIRE(!got.empty());
  current = std::move(got.front());
  got.pop_front();
  auto what = wire::decode_portal(current.payload);
  REQUIRE(what);
  return *what;
}

std::string far_end::payload() {
  std::string all;
  while (!got.empty()) {
    auto what = wire::decode_portal(got.front().payload);
    if (!what || what->kind != wire::portal_kind::payload) break;
    all += wire::text_of(what->payload);
    got.pop_front();
  }
  return all;
}

wire::bytes encode_payload(std::string_view text, std::optional<std::uint16_t> counter) {
  const auto head = wire::encode_payload_head(text.size());
  wire::bytes out(head.bytes.begin(), head.bytes.begin() + static_cast<std::ptrdiff_t>(head.size));
  out.insert(out.end(), text.begin(), text.end());
  if (counter)
    for (auto byte : {1, *counter & 0xff, *counter >> 8})
      out.push_back(static_cast<std::uint8_t>(byte));
  return out;
}

} // namespace ockam::tests
