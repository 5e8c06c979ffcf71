#include "channels/handshake/cipher_state.hpp"

#include <cassert>

namespace ockam::channels {

namespace {

/// Makes of zeros the key of the interval after that of `key`.
void derive_next_key(aead& key, secret_key& zeros) {
  std::array<std::uint8_t, aead_tag_size> unused;
  key.seal(reserved_nonce, {}, zeros.fill(), unused);
}

void write_nonce(std::uint64_t nonce, std::uint8_t* out) {
  for (auto i = record_head_size; i-- > 0; nonce >>= 8) out[i] = static_cast<std::uint8_t>(nonce);
}

std::uint64_t read_nonce(bytes_view record) {
  std::uint64_t out = 0;
  for (const auto byte : record.first<record_head_size>()) out = out << 8 | byte;
  return out;
}

} // namespace

status sealer::seal(bytes_view plaintext, std::span<std::uint8_t> record) {
  assert(record.size() == record_head_size + plaintext.size() + record_tail_size);
  if (nonce_ == reserved_nonce) return fail(errc::limit, "channel: all nonces are used up");
  if (nonce_ > 0 && nonce_ % rekey_interval == 0) {
    derive_next_key(*key_, next_key_);
    key_->set_key(next_key_);
    wipe(next_key_.fill());
  }
  write_nonce(nonce_, record.data());
  key_->seal(nonce_, {}, plaintext, record.data() + record_head_size,
             record.last<record_tail_size>());
  ++nonce_;
  return done{};
}

bool opener::open_with_next(std::uint64_t nonce, std::span<std::uint8_t> data,
                            aead::const_tag tag) {
  derive_next_key(*current_, next_key_);
  if (next_)
    next_->set_key(next_key_);
  else
    next_ = make_aead(next_key_, engine_);
  wipe(next_key_.fill());
  if (!next_->open(nonce, {}, data, tag)) return false;
  std::swap(previous_, current_);
  std::swap(current_, next_);
  if (next_) next_->set_key(next_key_); // nothing is left of the key before the previous one
  ++interval_;
  return true;
}

result<opener::opened> opener::open(std::span<std::uint8_t> record) {
  if (record.size() < record_head_size + record_tail_size)
    return fail(errc::protocol, "channel: a record that is too short");
  const auto nonce = read_nonce(record);
  if (nonce == reserved_nonce || !window_.admits(nonce))
    return fail(errc::denied,
                "channel: nonce " + std::to_string(nonce) + " came before, late or early");
  const auto data =
      record.subspan(record_head_size, record.size() - record_head_size - record_tail_size);
  const auto tag = record.last<record_tail_size>();
  // The window reaches as far as an interval, so that no nonce it admits is further away than the
  // next one or the previous one.
  static_assert(replay_window::reach <= rekey_interval);
  const auto interval = nonce / rekey_interval;
  assert(interval + 1 >= interval_ && interval <= interval_ + 1);
  const auto good = interval > interval_    ? open_with_next(nonce, data, tag)
                    : interval == interval_ ? current_->open(nonce, {}, data, tag)
                                            : previous_->open(nonce, {}, data, tag);
  if (!good) return fail(errc::denied, "channel: a record that nobody here sealed");
  window_.accept(nonce);
  return opened{nonce, data};
}

} // namespace ockam::channels
