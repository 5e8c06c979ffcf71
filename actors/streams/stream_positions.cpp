#include "actors/streams/stream_positions.hpp"

#include <algorithm>
#include <cassert>

namespace ockam::actors {

namespace {

/// Positions further apart than this cannot be told from those of the other side of the circle.
constexpr std::uint64_t half_circle = std::uint64_t{1} << 31;

constexpr std::uint32_t low_bits(std::uint64_t position) noexcept {
  return static_cast<std::uint32_t>(position);
}

/// By how much the position with these low bits lies ahead of a known one; from half_circle on it
/// lies behind it.
constexpr std::uint64_t ahead(std::uint32_t low, std::uint64_t known) noexcept {
  return static_cast<std::uint32_t>(low - low_bits(known));
}

/// By how much it lies behind, if it is not ahead.
constexpr std::uint64_t behind(std::uint32_t low, std::uint64_t known) noexcept {
  return static_cast<std::uint32_t>(low_bits(known) - low);
}

} // namespace

// -- what goes out ----------------------------------------------------------------

std::uint64_t stream_positions::room() const noexcept {
  const auto end = std::min(limit_, acked_ + config::stream_credit_max);
  return repeats() || ended_ || sent_ >= end ? 0 : end - sent_;
}

std::uint32_t stream_positions::send(transports::slice& data) {
  assert(!data.empty() && data.size() <= room());
  const auto position = low_bits(sent_);
  kept_.append(data);
  sent_ += data.size();
  cursor_ = sent_;
  return position;
}

std::uint32_t stream_positions::send_end() noexcept {
  assert(!ended_);
  const auto position = low_bits(sent_);
  if (!repeats()) ++cursor_;
  ++sent_;
  ended_ = true;
  return position;
}

stream_positions::piece stream_positions::next() noexcept {
  assert(repeats());
  piece result{low_bits(cursor_), {}};
  if (cursor_ < payload_end())
    result.data = kept_.at(static_cast<std::size_t>(cursor_ - acked_), config::portal_chunk);
  cursor_ += result.data.empty() ? 1 : result.data.size();
  return result;
}

bool stream_positions::ack(std::uint32_t received) noexcept {
  const auto more = ahead(received, acked_);
  if (more >= half_circle) return true; // an old one
  if (more > sent_ - acked_) return false;
  release(acked_ + more);
  return true;
}

bool stream_positions::allow(std::uint32_t limit) noexcept {
  const auto more = ahead(limit, limit_);
  return more >= half_circle || raise(limit_ + more);
}

bool stream_positions::attach(std::uint64_t received, std::uint64_t limit) noexcept {
  if (received < acked_ || received > sent_ || !raise(std::max(limit, limit_))) return false;
  release(received);
  cursor_ = received;
  return true;
}

bool stream_positions::raise(std::uint64_t limit) noexcept {
  if (limit > sent_ && limit - sent_ > half_circle) return false;
  limit_ = limit;
  return true;
}

/// What the far end has need not be repeated, either.
void stream_positions::release(std::uint64_t received) noexcept {
  const auto first = std::min(acked_, payload_end()), last = std::min(received, payload_end());
  kept_.drop(static_cast<std::size_t>(last - first));
  acked_ = received;
  cursor_ = std::max(cursor_, acked_);
}

// -- what comes in ------------------------------------------------------------------

stream_positions::arrived stream_positions::take(std::uint32_t position,
                                                 std::size_t size) noexcept {
  const auto more = ahead(position, received_);
  if (more != 0 && more < half_circle) return {far_ended_ ? arrival::violation : arrival::gap};
  const auto old = behind(position, received_);
  if (old > received_) return {arrival::violation}; // before the first byte
  const auto reaches_end = size + (far_ended_ ? 1 : 0) > old;
  if (size == 0 || !reaches_end) return {arrival::known};
  if (far_ended_) return {arrival::violation};
  received_ += size - old;
  return {arrival::fresh, static_cast<std::size_t>(old)};
}

stream_positions::arrival stream_positions::take_end(std::uint32_t position) noexcept {
  const auto more = ahead(position, received_);
  if (far_ended_) return behind(position, received_) == 1 ? arrival::known : arrival::violation;
  if (more != 0) return more < half_circle ? arrival::gap : arrival::violation;
  ++received_;
  far_ended_ = true;
  return arrival::fresh;
}

} // namespace ockam::actors
