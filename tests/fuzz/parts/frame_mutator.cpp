// Mutations of a link's bytes that stay frames.
#include "fuzz.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace ockam::fuzz {

std::size_t mutate_frames(std::uint8_t* data, std::size_t size, std::size_t max, unsigned seed) {
  std::minstd_rand random(seed);
  std::vector<bytes> frames;
  for (bytes_view in{data, size}; in.size() >= 4;) {
    const auto claimed = std::size_t{in[0]} << 24u | in[1] << 16u | in[2] << 8u | in[3];
    const auto body = in.subspan(4, std::min(claimed, in.size() - 4));
    frames.emplace_back(body.begin(), body.end());
    in = in.subspan(4 + body.size());
  }
  if (frames.empty()) return LLVMFuzzerMutate(data, size, max);
  const auto at = random() % frames.size();
  switch (random() % 5) {
  case 0: frames.insert(frames.begin() + at, bytes{frames[random() % frames.size()]}); break;
  case 1: frames.erase(frames.begin() + at); break;
  case 2: std::swap(frames[at], frames[random() % frames.size()]); break;
  default: {
    auto& body = frames[at];
    const auto was = body.size();
    body.resize(was + 32);
    const auto change = random() % 2 ? mutate_cbor(body.data(), was, body.size(), seed / 7)
                                     : LLVMFuzzerMutate(body.data(), was, body.size());
    body.resize(change);
  }
  }
  bytes out;
  for (const auto& body : frames) {
    for (auto shift = 32; shift > 0;)
      out.push_back(static_cast<std::uint8_t>(body.size() >> (shift -= 8)));
    out.insert(out.end(), body.begin(), body.end());
  }
  const auto kept = std::min(out.size(), max);
  std::copy_n(out.begin(), kept, data);
  return kept;
}

} // namespace ockam::fuzz
