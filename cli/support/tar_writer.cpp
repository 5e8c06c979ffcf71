#include "cli/support/tar_writer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdio>
#include <numeric>
#include <ostream>
#include <string>

namespace ockam::cli {

namespace {

constexpr std::size_t block = 512;
constexpr std::size_t name_max = 100;

struct field {
  std::size_t at, size;
};
constexpr field mode{100, 8}, owner{108, 8}, group{116, 8}, bytes{124, 12}, time{136, 12},
    checksum{148, 8};
constexpr std::size_t kind_at = 156, magic_at = 257;

using header = std::array<char, block>;

/// Octal digits and a zero byte, as wide as the field.
void put(header& into, const field& where, std::uint64_t number) {
  std::snprintf(&into.at(where.at), where.size, "%0*llo", static_cast<int>(where.size - 1),
                static_cast<unsigned long long>(number));
}

header header_of(std::string_view name, std::size_t size, std::uint64_t at) {
  header out{};
  std::copy(name.begin(), name.end(), out.begin());
  put(out, mode, 0600), put(out, owner, 0), put(out, group, 0);
  put(out, bytes, size), put(out, time, at);
  out[kind_at] = '0';
  constexpr std::string_view magic("ustar\0"
                                   "00",
                                   8);
  std::copy(magic.begin(), magic.end(), out.begin() + magic_at);
  std::fill_n(out.begin() + checksum.at, checksum.size, ' '); // it counts as blanks
  const auto sum = std::accumulate(out.begin(), out.end(), 0U, [](unsigned all, char c) {
    return all + static_cast<unsigned char>(c);
  });
  put(out, {checksum.at, checksum.size - 1}, sum);
  return out;
}

} // namespace

void tar_writer::add(std::string_view name, std::string_view text) {
  assert(name.size() < name_max);
  const auto head = header_of(name, text.size(), time_);
  to_.write(head.data(), head.size());
  to_ << text << std::string((block - text.size() % block) % block, '\0');
}

void tar_writer::finish() { to_ << std::string(2 * block, '\0') << std::flush; }

} // namespace ockam::cli
