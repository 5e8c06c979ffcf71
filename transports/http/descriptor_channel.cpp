#include "transports/http/descriptor_channel.hpp"

#include "config/defaults.hpp"
#include "transports/http/socket_peer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace ockam::transports {

namespace {

error channel_error(const std::string& what) {
  return fail(errc::io, what + ": " + std::strerror(errno));
}

result<sockaddr_un> place_of(const std::filesystem::path& path) {
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  const auto& text = path.native();
  if (text.size() >= sizeof at.sun_path)
    return fail(errc::invalid, "the path is too long for a socket: " + text,
                "set OCKAM_HOME to a shorter path");
  std::copy(text.begin(), text.end(), at.sun_path);
  return at;
}

descriptor packet_socket() {
  return descriptor{::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0)};
}

/// Room for the descriptors of one message, aligned as the kernel wants it.
struct rights {
  alignas(
      cmsghdr) std::array<char, CMSG_SPACE(config::handover_descriptors_max * sizeof(int))> bytes{};
};

bool comes(int fd, std::chrono::milliseconds patience) {
  pollfd one{fd, POLLIN, 0};
  return ::poll(&one, 1, static_cast<int>(patience.count())) == 1;
}

} // namespace

result<descriptor> descriptor_channel::listen(const std::filesystem::path& path) {
  OCKAM_TRY(at, place_of(path));
  auto socket = packet_socket();
  if (!socket) return channel_error("cannot make a socket");
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0
      || ::listen(socket.get(), 1) != 0)
    return channel_error("cannot listen on " + path.string());
  return socket;
}

result<descriptor_channel> descriptor_channel::accept(const descriptor& listening,
                                                      std::chrono::milliseconds patience) {
  if (!comes(listening.get(), patience)) return fail(errc::timed_out, "nobody connected in time");
  descriptor made{::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  if (!made) return channel_error("cannot accept");
  if (!is_own_or_root(made.get())) return fail(errc::denied, "another user connected");
  return descriptor_channel{std::move(made)};
}

result<descriptor_channel> descriptor_channel::connect(const std::filesystem::path& path) {
  OCKAM_TRY(at, place_of(path));
  auto socket = packet_socket();
  if (!socket) return channel_error("cannot make a socket");
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0)
    return channel_error("cannot connect to " + path.string());
  if (!is_own_or_root(socket.get())) return fail(errc::denied, "another user listens there");
  return descriptor_channel{std::move(socket)};
}

status descriptor_channel::send(std::string_view text, std::span<const int> descriptors) const {
  if (text.empty() || text.size() > config::handover_text_max
      || descriptors.size() > config::handover_descriptors_max)
    return fail(errc::internal, "a message between two processes is too large");
  iovec part{const_cast<char*>(text.data()), text.size()}; // NOLINT: sendmsg does not write there
  msghdr whole{};
  whole.msg_iov = &part;
  whole.msg_iovlen = 1;
  rights passed;
  if (!descriptors.empty()) {
    whole.msg_control = passed.bytes.data();
    whole.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    auto* const head = CMSG_FIRSTHDR(&whole);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(head), descriptors.data(), descriptors.size_bytes());
  }
  if (::sendmsg(socket_.get(), &whole, MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()))
    return done{};
  return fail(errc::unavailable,
              std::string("the other process does not listen: ") + std::strerror(errno));
}

result<descriptor_channel::message>
descriptor_channel::receive(std::chrono::milliseconds patience) const {
  if (!comes(socket_.get(), patience))
    return fail(errc::timed_out,
                "the other process said nothing for " + std::to_string(patience.count()) + " ms");
  message out;
  out.text.resize(config::handover_text_max);
  iovec part{out.text.data(), out.text.size()};
  msghdr whole{};
  whole.msg_iov = &part;
  whole.msg_iovlen = 1;
  rights passed;
  whole.msg_control = passed.bytes.data();
  whole.msg_controllen = passed.bytes.size();
  const auto got = ::recvmsg(socket_.get(), &whole, MSG_CMSG_CLOEXEC);
  out.text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got <= 0) return out; // a process that died may leave a reset
  for (auto* head = CMSG_FIRSTHDR(&whole); head; head = CMSG_NXTHDR(&whole, head)) {
    if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
    std::vector<int> numbers((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    std::memcpy(numbers.data(), CMSG_DATA(head), numbers.size() * sizeof(int));
    for (const auto each : numbers) out.descriptors.emplace_back(each);
  }
  if (whole.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
    return fail(errc::protocol, "a message of the other process is too long");
  return out;
}

result<std::pair<descriptor, descriptor>> stream_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return channel_error("cannot make a pair of sockets");
  return std::pair{descriptor{ends[0]}, descriptor{ends[1]}};
}

} // namespace ockam::transports
