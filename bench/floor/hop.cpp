#include "floor/hop.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ockam::bench {

namespace {

constexpr std::size_t head = 4, tail = channels::aead_tag_size;
constexpr std::size_t record = 48 << 10; // bytes of plaintext, as in a portal's frames
constexpr std::size_t read_most = 256 << 10;
constexpr std::size_t pipe_size = 1 << 20; // bytes, what Linux allows without rights

bool would_block() noexcept { return errno == EAGAIN || errno == EWOULDBLOCK; }

} // namespace

hop::hop(int from, int to, change what) : from_(from), to_(to), change_(what) {
  if (change_ == change::splice) {
    if (::pipe2(pipe_, O_NONBLOCK | O_CLOEXEC) == 0)
      static_cast<void>(::fcntl(pipe_[0], F_SETPIPE_SZ, static_cast<int>(pipe_size)));
    return;
  }
  // The key is the same in every process: this measures, and keeps no secret.
  if (change_ != change::none) cipher_ = channels::make_aead(channels::secret_key{});
  bytes_.resize(change_ == change::seal ? head + record + tail : read_most);
}

hop::~hop() {
  for (const auto end : pipe_)
    if (end >= 0) ::close(end);
}

bool hop::pump() {
  for (;;) {
    const auto done = change_ == change::splice ? splice_on() : gone_ < ready_ ? drain() : fill();
    if (done == step::failed) return false;
    if (done == step::moved) continue;
    if (!source_ended_ || gone_ < ready_ || piped_ > 0 || ended_) return true;
    ended_ = true;
    ::shutdown(to_, SHUT_WR);
    return true;
  }
}

hop::step hop::fill() {
  if (change_ == change::none || change_ == change::seal) {
    const auto offset = change_ == change::seal ? head : 0;
    const auto done = read_into(offset, change_ == change::seal ? record : bytes_.size());
    if (done != step::moved) return done;
    gone_ = 0;
    ready_ = came_;
    if (change_ == change::seal) seal_what_came();
    return step::moved;
  }
  if (const auto opened = open_next(); opened != step::waits) return opened;
  std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begun_),
            bytes_.begin() + static_cast<std::ptrdiff_t>(came_), bytes_.begin());
  came_ -= begun_;
  begun_ = 0;
  return read_into(came_, bytes_.size() - came_);
}

hop::step hop::read_into(std::size_t offset, std::size_t room) {
  if (source_ended_) return step::waits;
  const auto count = ::recv(from_, bytes_.data() + offset, room, 0);
  if (count < 0) return would_block() ? step::waits : step::failed;
  source_ended_ = count == 0;
  if (source_ended_) return begun_ == came_ || change_ != change::open ? step::waits : step::failed;
  came_ = offset + static_cast<std::size_t>(count);
  return step::moved;
}

void hop::seal_what_came() {
  const auto plaintext = std::span(bytes_).subspan(head, came_ - head);
  const auto length = plaintext.size() + tail;
  for (std::size_t i = 0; i < head; ++i)
    bytes_[i] = static_cast<std::uint8_t>(length >> 8 * (head - 1 - i));
  cipher_->seal(nonce_++, {}, plaintext, std::span(bytes_).subspan(came_).first<tail>());
  ready_ = came_ + tail;
}

hop::step hop::open_next() {
  if (came_ - begun_ < head) return step::waits;
  std::size_t length = 0;
  for (std::size_t i = 0; i < head; ++i) length = length << 8 | bytes_[begun_ + i];
  if (length < tail || length > record + tail) return step::failed;
  if (came_ - begun_ < head + length) return step::waits;
  const auto body = std::span(bytes_).subspan(begun_ + head, length);
  if (!cipher_->open(nonce_++, {}, body.first(length - tail), body.last<tail>()))
    return step::failed;
  gone_ = begun_ + head;
  ready_ = gone_ + length - tail;
  begun_ += head + length;
  return step::moved;
}

hop::step hop::drain() {
  const auto count = ::send(to_, bytes_.data() + gone_, ready_ - gone_, MSG_NOSIGNAL);
  if (count < 0) return would_block() ? step::waits : step::failed;
  gone_ += static_cast<std::size_t>(count);
  return step::moved;
}

hop::step hop::splice_on() {
  constexpr auto how = SPLICE_F_MOVE | SPLICE_F_NONBLOCK;
  auto moved = false;
  if (!source_ended_ && piped_ < pipe_size) {
    const auto count = ::splice(from_, nullptr, pipe_[1], nullptr, pipe_size, how);
    if (count < 0 && !would_block()) return step::failed;
    source_ended_ = count == 0;
    if (count > 0) piped_ += static_cast<std::size_t>(count);
    moved = count > 0;
  }
  if (piped_ == 0) return moved ? step::moved : step::waits;
  const auto count = ::splice(pipe_[0], nullptr, to_, nullptr, piped_, how);
  if (count < 0) return would_block() ? step::waits : step::failed;
  piped_ -= static_cast<std::size_t>(count);
  return step::moved;
}

} // namespace ockam::bench
