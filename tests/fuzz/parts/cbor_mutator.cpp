// Mutations of CBOR that stays CBOR, so that inputs get behind the first check.
#include "fuzz.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace ockam::fuzz {
namespace {

enum major : unsigned { uint, negative, byte_string, text, array, map, tag, simple };

/// An item with what is inside; a byte string that holds whole items has these instead of bytes.
struct item {
  unsigned is = uint;
  std::uint64_t argument = 0;
  bytes content{};
  std::vector<item> inside{};
};

constexpr int depth_max = 12;

bool read(bytes_view& in, item& out, int depth);

bool read_all(bytes_view in, std::vector<item>& out, int depth) {
  while (!in.empty())
    if (out.size() > 256 || !read(in, out.emplace_back(), depth)) return false;
  return true;
}

bool read(bytes_view& in, item& out, int depth) {
  if (in.empty() || depth == 0) return false;
  const auto head = in.front();
  const auto info = head & 31u;
  const std::size_t more = info < 24 ? 0 : info < 28 ? std::size_t{1} << (info - 24) : 99;
  if (in.size() < 1 + more) return false;
  out.is = head >> 5u;
  out.argument = more == 0 ? info : 0;
  for (std::size_t i = 0; i < more; ++i) out.argument = out.argument << 8u | in[1 + i];
  in = in.subspan(1 + more);
  if (out.is == byte_string || out.is == text) {
    if (out.argument > in.size()) return false;
    const auto content = in.first(out.argument);
    in = in.subspan(out.argument);
    out.content.assign(content.begin(), content.end());
    if (out.is == text || content.size() < 8 || !read_all(content, out.inside, depth - 1))
      out.inside.clear();
  } else if (out.is == array || out.is == map) {
    const auto parts = out.is == map ? 2 * out.argument : out.argument;
    for (std::uint64_t i = 0; i < parts; ++i)
      if (i > 256 || !read(in, out.inside.emplace_back(), depth - 1)) return false;
  }
  return true;
}

void write_head(bytes& out, unsigned is, std::uint64_t argument) {
  const unsigned info = argument < 24          ? static_cast<unsigned>(argument)
                        : argument < 256       ? 24
                        : argument < 65536     ? 25
                        : argument >> 32u == 0 ? 26
                                               : 27;
  out.push_back(static_cast<std::uint8_t>(is << 5u | info));
  for (auto i = info < 24 ? 0u : 1u << (info - 24); i-- > 0;)
    out.push_back(static_cast<std::uint8_t>(argument >> 8 * i));
}

void write(bytes& out, const item& what) {
  auto content = what.content;
  if (what.is == byte_string && !what.inside.empty()) {
    content.clear();
    for (const auto& each : what.inside) write(content, each);
  }
  const auto string = what.is == byte_string || what.is == text;
  const auto list = what.is == array || what.is == map;
  const auto parts = what.inside.size() / (what.is == map ? 2 : 1);
  write_head(out, what.is, string ? content.size() : list ? parts : what.argument);
  if (string) return static_cast<void>(out.insert(out.end(), content.begin(), content.end()));
  for (std::size_t i = 0; list && i < (what.is == map ? 2 * parts : parts); ++i)
    write(out, what.inside[i]);
}

void collect(item& from, std::vector<item*>& out) {
  out.push_back(&from);
  for (auto& each : from.inside) collect(each, out);
}

void mutate_bytes(bytes& what) {
  const auto size = what.size();
  what.resize(size + 16);
  what.resize(LLVMFuzzerMutate(what.data(), size, what.size()));
}

void mutate(item& one, const item& other, std::minstd_rand& random) {
  constexpr std::uint64_t edges[] = {0, 1, 23, 24, 255, 256, 65536, 1ull << 32, ~0ull >> 1, ~0ull};
  switch (random() % 6) {
  case 0: one = item{other}; return;
  case 1:
    if (!one.inside.empty()) one.inside.erase(one.inside.begin() + random() % one.inside.size());
    return;
  case 2:
    if (!one.inside.empty()) one.inside.push_back(item{one.inside[random() % one.inside.size()]});
    return;
  case 3: one = {simple, 20 + random() % 4}; return;
  default:
    if (one.is == byte_string || one.is == text) {
      one.inside.clear();
      return mutate_bytes(one.content);
    }
    one = {uint,
           random() % 2 ? edges[random() % std::size(edges)] : one.argument + random() % 3 - 1};
  }
}

} // namespace

std::size_t mutate_cbor(std::uint8_t* data, std::size_t size, std::size_t max, unsigned seed) {
  std::minstd_rand random(seed);
  std::vector<item> all;
  if (size == 0 || !read_all({data, size}, all, depth_max))
    return LLVMFuzzerMutate(data, size, max);
  std::vector<item*> places;
  for (auto& each : all) collect(each, places);
  const auto other = item{*places[random() % places.size()]};
  mutate(*places[random() % places.size()], other, random);
  bytes out;
  for (const auto& each : all) write(out, each);
  const auto kept = std::min(out.size(), max);
  std::copy_n(out.begin(), kept, data);
  return kept;
}

} // namespace ockam::fuzz
