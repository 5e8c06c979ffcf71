// The part that all targets have: it chooses the parser, counts, and mutates by shape.
#include "fuzz.hpp"

#include <cstdio>
#include <cstring>
#include <vector>

using namespace ockam::fuzz;

namespace {

struct tally {
  std::size_t came = 0, taken = 0;
};
std::vector<tally>& tallies() {
  static std::vector<tally> out(parsers.size());
  return out;
}

void print_tallies() {
  for (std::size_t i = 0; i < parsers.size(); ++i)
    std::fprintf(stderr, "reached: %s %zu of %zu\n", parsers[i].name, tallies()[i].taken,
                 tallies()[i].came);
}

const char* const fault = std::getenv("OCKAM_FUZZ_FAULT");

} // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  if (std::getenv("OCKAM_FUZZ_LIST") != nullptr) {
    for (const auto& each : parsers)
      std::printf("%s %s\n", each.name, each.seed ? ockam::wire::to_hex(each.seed()).c_str() : "");
    std::exit(0);
  }
  tallies();
  if (std::getenv("OCKAM_FUZZ_REACHED") != nullptr) std::atexit(print_tallies);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto number = data[0] % parsers.size();
  const auto& chosen = parsers[number];
  const auto taken = chosen.take({data + 1, size - 1});
  ++tallies()[number].came;
  if (!taken) return 0;
  ++tallies()[number].taken;
  if (fault != nullptr && std::strcmp(fault, chosen.name) == 0) {
    std::fprintf(stderr, "the seeded fault of %s was reached\n", fault);
    std::abort();
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max, unsigned seed) {
  const auto made_of = size > 0 ? parsers[data[0] % parsers.size()].made_of : shape::plain;
  if (size < 2 || made_of == shape::plain || seed % 2 == 0)
    return LLVMFuzzerMutate(data, size, max);
  const auto mutate = made_of == shape::cbor ? mutate_cbor : mutate_frames;
  return 1 + mutate(data + 1, size - 1, max - 1, seed / 2);
}
