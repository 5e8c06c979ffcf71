#include "simulation/pattern.hpp"

#include "simulation/dice.hpp"

#include <cstring>

namespace ockam::simulation {

namespace {

constexpr std::size_t block_size =
    config::stream_credit_max; // what is behind the sources is never touched

} // namespace

const pattern& pattern::of_all() {
  static const pattern instance;
  return instance;
}

pattern::pattern() : block_(transports::slab::make_small(block_size)) {
  dice random{1};
  for (std::size_t at = 0; at < 2 * source_max; at += sizeof(std::uint64_t)) {
    const auto word = random.next();
    std::memcpy(block_->data() + at, &word, sizeof word);
  }
}

transports::slice pattern::part(std::size_t offset, std::size_t size) const {
  return {block_, block_->data() + offset, size, 0, 0};
}

bool pattern::holds(wire::bytes_view data) const {
  return data.data() >= block_->data() && data.data() < block_->data() + block_size;
}

bool pattern::is(wire::bytes_view data, std::size_t offset) const {
  const auto expected = block_->data() + offset;
  return data.data() == expected || std::memcmp(data.data(), expected, data.size()) == 0;
}

transports::slice pattern::slice_of(wire::bytes_view data) const {
  if (!holds(data)) return transports::slice::copy_of(data);
  return part(static_cast<std::size_t>(data.data() - block_->data()), data.size());
}

} // namespace ockam::simulation
